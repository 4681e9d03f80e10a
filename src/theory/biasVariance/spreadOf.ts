// Bias² and variance of answers z, one vector a universe, around the truth φ, and how far chance may have moved them:
//   bias2 = ‖z̄ − φ‖² − variance/N,   variance = Σ‖z − z̄‖²/(N − 1),   mse = Σ‖z − φ‖²/N = bias2 + variance
//   errors: those of the means of ‖z − z̄‖² and ‖z − φ‖²; for bias2 that of 2(z̄ − φ)ᵀz̄, and beside it what is left where there is no bias:
//   Var‖z̄ − Ez̄‖² = 2 tr(C²)/N² ≤ 2 variance²/N², C the covariance of z (normal noise)
import { hypot, square } from "../../elementary.js";
import type { Answers } from "./universes.js";

export interface Spread {
  bias2: number;
  variance: number;
  mse: number;
  errors: { bias2: number; variance: number; mse: number };
}

export function spreadOf({ z, size, phi }: Answers, N: number): Spread {
  const mean = new Float64Array(size);
  for (let u = 0; u < N; u++) for (let k = 0; k < size; k++) mean[k] += z[u * size + k];
  const bias = mean.map((sum, k) => sum / N - phi[k]);
  const around = new Float64Array(N);
  const total = new Float64Array(N);
  const along = new Float64Array(N);
  for (let u = 0; u < N; u++) {
    let [squares, off, drift] = [0, 0, 0];
    for (let k = 0; k < size; k++) {
      const error = z[u * size + k] - phi[k];
      const deviation = error - bias[k];
      squares += deviation * deviation;
      off += error * error;
      drift += bias[k] * deviation;
    }
    around[u] = (squares * N) / (N - 1);
    total[u] = off;
    along[u] = 2 * drift;
  }
  const variance = meanOf(around);
  const squaredBias = bias.reduce((sum, b) => sum + b * b, 0);
  return {
    bias2: squaredBias - variance / N,
    variance,
    mse: meanOf(total),
    errors: {
      bias2: hypot(standardError(along), (Math.SQRT2 * variance) / N),
      variance: standardError(around),
      mse: standardError(total),
    },
  };
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** sd/√N of a mean; 0 of one value, which knows nothing of its spread */
export function standardError(values: ArrayLike<number>): number {
  const N = values.length;
  if (N < 2) return 0;
  const mean = meanOf(values);
  let squares = 0;
  for (let i = 0; i < N; i++) squares += square(values[i] - mean);
  return Math.sqrt(squares / (N - 1) / N);
}
