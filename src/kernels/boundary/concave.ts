// What squared error with MCP or SCAD is called with: the exports of assembly/boundary/concave.ts.
type Pointer = number;

/** Stationary points of MCP and SCAD. */
export interface ConcaveKernels {
  concaveScratch(n: number, m: number): number;
  concaveState(
    path: Pointer,
    design: Pointer,
    loss: Pointer,
    penalty: Pointer,
    h: Pointer,
    beta: Pointer,
    places: Pointer,
    scad: boolean,
    gamma: number,
  ): void;
  concaveJoin(path: Pointer, places: Pointer, count: number): void;
  concaveSolve(path: Pointer, target: number, most: number, out: Pointer): number;
}
