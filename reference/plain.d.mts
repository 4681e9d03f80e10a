export interface Answer {
  coefficients: Float64Array;
  intercept: number;
  relativeGap: number;
}

type Columns = readonly Float64Array[];

export function dot(x: Float64Array, y: Float64Array, n?: number): number;
export function axpy(a: number, x: Float64Array, y: Float64Array, n?: number): void;
export function gemvT(X: Columns, r: Float64Array, out: Float64Array): void;
export function gemv(X: Columns, beta: Float64Array, eta: Float64Array): void;
export function gram(X: Columns, G: Columns): void;
export function factor(A: Columns): void;
export function solve(L: Columns, b: Float64Array): void;
export function square(m: number): Float64Array[];
export function ridge(columns: Columns, y: Float64Array, options: { lambda: number }): Answer;
export function elasticNet(columns: Columns, y: Float64Array, options: { lambda: number; l1Ratio?: number; tol?: number }): Answer;
export function lambdaMax(columns: Columns, y: Float64Array, l1Ratio?: number): number;
export function path(
  columns: Columns,
  y: Float64Array,
  options?: { lambdas?: Float64Array; count?: number; minRatio?: number; l1Ratio?: number; tol?: number },
): { lambdas: Float64Array; coefficients: Float64Array[]; intercepts: Float64Array; relativeGaps: Float64Array };
export function grid(most: number, count: number, minRatio: number): Float64Array;

/** what the gradient methods minimise: rows instead of columns, y of classes −1 and 1 */
export interface Trained {
  lambda: number;
  l1Ratio: number;
  logistic: boolean;
}

export interface Descended {
  coefficients: Float64Array;
  intercept: number;
  history: Float64Array;
}

export function proximalGradient(rows: Columns, y: Float64Array, options: Trained, momentum: boolean, t: number, steps: number): Descended;
export function quasiNewton(rows: Columns, y: Float64Array, options: Trained, random: () => number, steps: number): Descended;
export function miniBatch(
  rows: Columns,
  y: Float64Array,
  options: Trained,
  method: string,
  plan: { rate: number; epochs: number; size: number; shuffled: (order: Int32Array) => void },
): Descended;

export function network(
  X: Float64Array,
  y: Float64Array,
  sizes: readonly number[],
  layers: { W: Float64Array; b: Float64Array }[],
  plan: {
    classes: boolean;
    tanh: boolean;
    lambda: number;
    rate: number;
    epochs: number;
    size: number;
    shuffled: (order: Int32Array) => void;
  },
): Float64Array;

export function logisticLambdaMax(columns: Columns, t: Float64Array): number;
export function logisticPath(
  columns: Columns,
  t: Float64Array,
  options: { lambdas: Float64Array; tol: number },
): { coefficients: Float64Array[]; intercepts: Float64Array };
