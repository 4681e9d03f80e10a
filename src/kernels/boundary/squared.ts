// What the kernels of this family are called with: the exports of assembly/boundary/descent.ts, assembly/boundary/moments.ts, assembly/boundary/path.ts, assembly/boundary/problem.ts, assembly/boundary/ridge.ts.
type Pointer = number;

/** Squared loss: fits, paths, ridge by factorisations; and the memory that all families work in. */
export interface SquaredKernels {
  memory: WebAssembly.Memory;
  heapBase: WebAssembly.Global;
  dense(design: Pointer, n: number, m: number, X: Pointer, columns: Pointer, means: Pointer, w: Pointer): void;
  sparse(design: Pointer, n: number, m: number, X: Pointer, columns: Pointer, means: Pointer, w: Pointer): void;
  squared(loss: Pointer, n: number, y: Pointer, w: Pointer): void;
  elasticNet(penalty: Pointer, lambda: number, rho: number, factors: Pointer, scales: Pointer, lower: Pointer, upper: Pointer): void;
  sparseMoments(n: number, p: number, X: Pointer, w: Pointer, means: Pointer, variances: Pointer): void;
  moments(n: number, p: number, X: Pointer, w: Pointer, means: Pointer, variances: Pointer): void;
  transpose(n: number, p: number, ld: number, B: Pointer, X: Pointer): void;
  predict(n: number, m: number, X: Pointer, columns: Pointer, means: Pointer, beta: Pointer, beta0: number, eta: Pointer): void;
  fitted(design: Pointer, beta: Pointer, beta0: number, eta: Pointer): void;
  slopes(design: Pointer, r: Pointer, out: Pointer): void;
  descentScratch(n: number, m: number, free: number): number;
  descentState(state: Pointer, n: number, m: number, free: number, beta: Pointer): void;
  descent(
    design: Pointer,
    loss: Pointer,
    penaltyKind: number,
    penalty: Pointer,
    h: Pointer,
    state: Pointer,
    target: number,
    maxPasses: number,
    certificate: Pointer,
  ): void;
  pathScratch(n: number, m: number, free: number): number;
  pathState(
    path: Pointer,
    design: Pointer,
    loss: Pointer,
    penalty: Pointer,
    h: Pointer,
    free: number,
    beta: Pointer,
    places: Pointer,
  ): void;
  giveRoom(solver: Pointer, ofL: boolean, from: number, to: number, rows: Pointer): void;
  roundedScratch(n: number, m: number): number;
  roundColumns(solver: Pointer, rounded: Pointer): void;
  workingSetSize(solver: Pointer): number;
  pathJoin(path: Pointer, places: Pointer, count: number): void;
  pathKnow(path: Pointer, triangle: Pointer): void;
  pathSolve(path: Pointer, target: number, most: number, certificate: Pointer): number;
  lambdaMax(design: Pointer, loss: Pointer, penalty: Pointer, state: Pointer): number;
  ridgeScratch(route: number, n: number, m: number, free: number, targets: number): number;
  ridge(
    route: number,
    design: Pointer,
    loss: Pointer,
    penalty: Pointer,
    free: number,
    targets: number,
    beta: Pointer,
    work: Pointer,
    certificates: Pointer,
    conditioning: Pointer,
  ): number;
  conjugateScratch(n: number, m: number, free: number): number;
  conjugateState(state: Pointer, n: number, m: number, free: number, beta: Pointer): void;
  conjugate(
    state: Pointer,
    design: Pointer,
    loss: Pointer,
    penalty: Pointer,
    h: Pointer,
    target: number,
    most: number,
    certificate: Pointer,
  ): void;
  span(design: Pointer, Q: Pointer, work: Pointer): number;
  scatterScratch(n: number, m: number): number;
  scatter(design: Pointer, y: Pointer, triangle: Pointer, off: Pointer, work: Pointer): void;
  condense(design: Pointer, y: Pointer, triangle: Pointer, work: Pointer): void;
  virtualRows(p: number, triangle: Pointer, R: Pointer, left: Pointer): number;
}
