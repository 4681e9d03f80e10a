// What the kernels of this family are called with: the exports of assembly/boundary/jointLosses.ts.
type Pointer = number;

/** Losses whose layers or rows are coupled. */
export interface JointLossKernels {
  multinomial(loss: Pointer, n: number, layers: number, y: Pointer, w: Pointer): void;
  cox(
    loss: Pointer,
    n: number,
    w: Pointer,
    times: number,
    strata: number,
    terms: number,
    rows: Pointer,
    timeStratum: Pointer,
    termStart: Pointer,
    fraction: Pointer,
    D: Pointer,
    share: Pointer,
    sums: Pointer,
    tree: Pointer,
    leaves: number,
  ): void;
}
