// Seeded problems: the same numbers on every machine.

/** A seeded generator of uniform numbers in [0, 1): mulberry32 (Tommy Ettinger, public domain). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seeded generator of standard normal numbers (Box, Muller 1958). */
export function normal(seed: number): () => number {
  const next = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

export interface Simulated {
  name: string;
  n: number;
  p: number;
  /** p columns of n numbers */
  columns: Float64Array[];
  y: Float64Array;
  /** the coefficients that made y */
  truth: Float64Array;
}

export interface Design {
  n: number;
  p: number;
  /** correlation of neighbouring columns, or of any two (default 0.5) */
  rho?: number;
  /** share of non-zero coefficients (default 0.2) */
  density?: number;
  /** ‖Xβ‖ / ‖noise‖ (default 3) */
  snr?: number;
  seed?: number;
}

/** Columns of an AR(1) process, xⱼ₊₁ = ρxⱼ + √(1−ρ²)ε, sparse normal coefficients, y = Xβ + noise: benchopt's make_correlated_data. */
export function autoregressive({ n, p, rho = 0.5, density = 0.2, snr = 3, seed = 27 }: Design): Simulated {
  const next = normal(seed);
  const columns: Float64Array[] = [];
  for (let j = 0; j < p; j++) {
    const before = columns[j - 1];
    columns.push(Float64Array.from({ length: n }, (_, i) => (before ? rho * before[i] + Math.sqrt(1 - rho * rho) * next() : next())));
  }
  const pick = uniform(seed + 1);
  const truth = Float64Array.from({ length: p }, () => (pick() < density ? next() : 0));
  return { name: `AR(${rho}) ${n}×${p}`, n, p, columns, truth, y: response(columns, truth, n, snr, next) };
}

/**
 * Any two columns correlate by ρ, x = √(ρ/(1−ρ))·z + ε with z of the row, βⱼ = (−1)ʲexp(−j/10) for j = 0, 1, …, y = Xβ + noise:
 * the simulations of Friedman, Hastie and Tibshirani (2010).
 */
export function equicorrelated({ n, p, rho = 0.5, snr = 3, seed = 27 }: Design): Simulated {
  const next = normal(seed);
  const shared = Float64Array.from({ length: n }, () => Math.sqrt(rho / (1 - rho)) * next());
  const columns = Array.from({ length: p }, () => shared.map((z) => z + next()));
  const truth = Float64Array.from({ length: p }, (_, j) => (j % 2 ? 1 : -1) * Math.exp(-j / 10));
  return { name: `equicorrelated(${rho}) ${n}×${p}`, n, p, columns, truth, y: response(columns, truth, n, snr, next) };
}

/** Xβ + noise with ‖Xβ‖ = snr·‖noise‖; noise alone where Xβ is 0 */
function response(columns: Float64Array[], truth: Float64Array, n: number, snr: number, next: () => number): Float64Array {
  const signal = new Float64Array(n);
  columns.forEach((column, j) => {
    if (truth[j] !== 0) for (let i = 0; i < n; i++) signal[i] += truth[j] * column[i];
  });
  const noise = Float64Array.from({ length: n }, next);
  const scale = (norm(signal) || 1) / (snr * norm(noise));
  return signal.map((value, i) => value + scale * noise[i]);
}

function norm(v: Float64Array): number {
  return Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
}

/** columns → rows, the form most users have */
export function rowsOf(columns: readonly ArrayLike<number>[]): number[][] {
  return Array.from({ length: columns[0].length }, (_, i) => columns.map((column) => column[i]));
}
