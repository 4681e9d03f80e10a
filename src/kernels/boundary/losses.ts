// What the kernels of this family are called with: the exports of assembly/boundary/glm.ts, assembly/boundary/losses.ts.
type Pointer = number;

/** Losses by rows, and Newton for any of them. */
export interface LossKernels {
  logistic(loss: Pointer, n: number, t: Pointer, w: Pointer): void;
  huber(loss: Pointer, n: number, y: Pointer, w: Pointer, delta: number): void;
  poisson(loss: Pointer, n: number, y: Pointer, w: Pointer): void;
  gamma(loss: Pointer, n: number, y: Pointer, w: Pointer): void;
  squaredHinge(loss: Pointer, n: number, t: Pointer, w: Pointer): void;
  glmScratch(n: number, m: number, free: number): number;
  glmState(
    glm: Pointer,
    design: Pointer,
    loss: Pointer,
    penalty: Pointer,
    h: Pointer,
    intercept: boolean,
    free: number,
    beta: Pointer,
    places: Pointer,
  ): void;
  glmJoin(glm: Pointer, places: Pointer, count: number): void;
  glmStart(glm: Pointer, intercept: number): void;
  glmOutgrown(glm: Pointer): void;
  glmSolve(glm: Pointer, alone: boolean, target: number, most: number, certificate: Pointer): number;
  glmLambdaMax(glm: Pointer): number;
  glmIntercept(glm: Pointer): number;
}
