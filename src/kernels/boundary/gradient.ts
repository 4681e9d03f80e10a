// What the kernels of this family are called with: the exports of assembly/boundary/batches.ts, assembly/boundary/gradient.ts.
import type { RowKind } from "../abi.js";

type Pointer = number;

/** Gradient methods, all rows at a time and by mini-batches. */
export interface GradientKernels {
  smooth(
    o: Pointer,
    design: Pointer,
    ridge: Pointer,
    slopes: Pointer,
    power: number,
    intercept: boolean,
    strips: Pointer,
    work: Pointer,
  ): void;
  stripsScratch(n: number, m: number): number;
  strips(n: number, m: number, X: Pointer, columns: Pointer, means: Pointer, out: Pointer): void;
  evaluate(o: Pointer, loss: Pointer, b: Pointer, grad: Pointer): number;
  smoothGap(o: Pointer, loss: Pointer, penalty: Pointer, b: Pointer, partial: Pointer, certificate: Pointer): void;
  powerGap(o: Pointer, loss: Pointer, b: Pointer, partial: Pointer, certificate: Pointer): void;
  smoothResidual(o: Pointer, penalty: Pointer, h: Pointer, b: Pointer, grad: Pointer): number;
  curvature(o: Pointer, metric: Pointer, rounds: number, v: Pointer, work: Pointer): number;
  proximalGradientScratch(m: number): number;
  proximalGradient(
    run: Pointer,
    o: Pointer,
    loss: Pointer,
    apart: Pointer,
    kinks: Pointer,
    metric: Pointer,
    b: Pointer,
    t: number,
    searching: boolean,
    momentum: boolean,
  ): void;
  proximalGradientSteps(run: Pointer, steps: number, records: Pointer): number;
  quasiNewtonScratch(m: number): number;
  quasiNewton(run: Pointer, o: Pointer, loss: Pointer, apart: Pointer, metric: Pointer, b: Pointer, t: number): void;
  quasiNewtonSteps(run: Pointer, steps: number, records: Pointer): number;
  fullBatchTaken(run: Pointer): number;
  fullBatchSeen(run: Pointer): Pointer;
  rowMajor(n: number, m: number, X: Pointer, columns: Pointer, means: Pointer, scales: Pointer, out: Pointer): void;
  sparseRowsScratch(design: Pointer): number;
  sparseRows(design: Pointer, scales: Pointer, rows: Pointer): void;
  singleRowsScratch(n: number, m: number): number;
  singleRows(
    n: number,
    m: number,
    X: Pointer,
    columns: Pointer,
    means: Pointer,
    taken: Pointer,
    scales: Pointer,
    size: number,
    rows: Pointer,
  ): void;
  rowSquares(kind: RowKind, n: number, m: number, X: Pointer, out: Pointer): void;
  stochasticScratch(m: number, size: number): number;
  stochasticRows(
    s: Pointer,
    n: number,
    m: number,
    size: number,
    intercept: boolean,
    kind: RowKind,
    X: Pointer,
    y: Pointer,
    w: Pointer,
    state: Pointer,
    loss: Pointer,
  ): void;
  stochasticRule(
    s: Pointer,
    rule: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    ridge: Pointer,
    slopes: Pointer,
    power: number,
    decoupled: boolean,
    proximal: boolean,
  ): void;
  stochasticInputs(s: Pointer, noise: number, keep: number, shuffles: boolean, seed: number, stream: number): void;
  stochasticShares(s: Pointer, w: Pointer): void;
  epoch(s: Pointer, loss: Pointer, order: Pointer, count: number, rates: Pointer, t: number): void;
  sweep(s: Pointer, loss: Pointer, order: Pointer, count: number, grad: Pointer): number;
}
