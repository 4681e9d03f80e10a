// Gradient training in plain JS, one number at a time and straight from the formulas: what the tests of gradientDescent compare with. It
// shares no code with src/ or assembly/.

export type LossName = "squared" | "logistic" | "huber" | "poisson" | "squaredHinge" | "gamma";

/** ℓ and ℓ′ in η; t ∈ {−1, 1} for the losses of classes */
export const losses: Record<
  LossName,
  { value(y: number, eta: number, delta: number): number; slope(y: number, eta: number, delta: number): number }
> = {
  squared: { value: (y, eta) => 0.5 * (y - eta) ** 2, slope: (y, eta) => eta - y },
  logistic: { value: (t, eta) => Math.log1p(Math.exp(-t * eta)), slope: (t, eta) => -t / (1 + Math.exp(t * eta)) },
  huber: {
    value: (y, eta, d) => (Math.abs(eta - y) <= d ? 0.5 * (eta - y) ** 2 : d * Math.abs(eta - y) - 0.5 * d * d),
    slope: (y, eta, d) => Math.max(-d, Math.min(d, eta - y)),
  },
  poisson: { value: (y, eta) => Math.exp(eta) - y * eta, slope: (y, eta) => Math.exp(eta) - y },
  gamma: { value: (y, eta) => y * Math.exp(-eta) + eta, slope: (y, eta) => 1 - y * Math.exp(-eta) },
  squaredHinge: { value: (t, eta) => 0.5 * Math.max(0, 1 - t * eta) ** 2, slope: (t, eta) => -t * Math.max(0, 1 - t * eta) },
};

export interface Training {
  /** rows */
  X: readonly ArrayLike<number>[];
  /** t ∈ {−1, 1} for the losses of classes */
  y: ArrayLike<number>;
  weights?: ArrayLike<number>;
  loss: LossName;
  delta?: number;
  /** aⱼ|βⱼ|^q/q with q = power (default 1), ½cⱼβⱼ² */
  a: number;
  c: number;
  power?: number;
}

/** weights that sum to 1 */
function shares({ y, weights }: Training): number[] {
  const s = Array.from({ length: y.length }, (_, i) => (weights ? weights[i] : 1));
  const total = s.reduce((sum, value) => sum + value, 0);
  return s.map((value) => value / total);
}

const etaOf = (row: ArrayLike<number>, b: readonly number[]) => b.reduce((sum, value, j) => sum + value * (j < row.length ? row[j] : 1), 0);

/** Σ wᵢℓ at b, the intercept last, and its gradient there */
export function lossAt(problem: Training, b: readonly number[]): { value: number; gradient: number[] } {
  const { X, y, loss, delta = 1 } = problem;
  const gradient = b.map(() => 0);
  let value = 0;
  shares(problem).forEach((w, i) => {
    const eta = etaOf(X[i], b);
    value += w * losses[loss].value(y[i], eta, delta);
    const slope = w * losses[loss].slope(y[i], eta, delta);
    gradient.forEach((_, j) => {
      gradient[j] += slope * (j < X[i].length ? X[i][j] : 1);
    });
  });
  return { value, gradient };
}

export function penaltyAt({ a, c, power = 1 }: Training, b: readonly number[]): number {
  return b.slice(0, -1).reduce((sum, v) => sum + 0.5 * c * v * v + (a * Math.abs(v) ** power) / power, 0);
}

/** the length of the shortest subgradient of the objective */
export function subgradient(problem: Training, b: readonly number[]): number {
  const { a, c, power = 1 } = problem;
  const parts = lossAt(problem, b).gradient.map((g, j) => {
    if (j === b.length - 1) return g;
    const slope = g + c * b[j];
    if (power > 1) return slope + a * Math.abs(b[j]) ** (power - 1) * Math.sign(b[j]);
    return b[j] === 0 ? Math.max(0, Math.abs(slope) - a) : slope + a * Math.sign(b[j]);
  });
  return Math.hypot(...parts);
}

export type Rule = "sgd" | "momentum" | "nesterov" | "adam";

export interface Steps extends Training {
  rule: Rule;
  /** the learning rate of step t, t from 1 */
  alpha(t: number): number;
  decoupled?: boolean;
  prox?: boolean;
  epochs: number;
  batchSize: number;
  seed?: number;
  shuffle?: boolean;
  mu?: number;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  noise?: number;
  keep?: number;
  /** coefficients and intercept */
  start: readonly number[];
  fitIntercept?: boolean;
  /** numbers of the rows that train */
  rows?: readonly number[];
}

/** coefficients and intercept after every epoch */
export function train(steps: Steps): number[][] {
  const { X, y, loss, delta = 1, a, c, power = 1, rule, decoupled = false, prox = true, seed = 1, shuffle = true } = steps;
  const { mu = 0.9, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, fitIntercept = true } = steps;
  const order = [...(steps.rows ?? Array.from({ length: y.length }, (_, i) => i))];
  const s = order.map((i) => (steps.weights ? steps.weights[i] : 1));
  const mean = s.reduce((sum, value) => sum + value, 0) / s.length;
  const weight = new Map(order.map((i, k) => [i, s[k] / mean]));
  const random = sfc32(seed, 1);
  const perturb = perturbation(sfc32(seed, 2), steps.noise ?? 0, steps.keep ?? 1);
  let b = [...steps.start];
  const p = b.length - 1;
  let [u, v] = [b.map(() => 0), b.map(() => 0)];
  const epochs: number[][] = [];
  let t = 0;
  for (let epoch = 0; epoch < steps.epochs; epoch++) {
    if (shuffle)
      for (let i = order.length - 1; i > 0; i--) {
        const k = Math.floor(random() * (i + 1));
        [order[i], order[k]] = [order[k], order[i]];
      }
    for (let from = 0; from < order.length; from += steps.batchSize) {
      const batch = order.slice(from, from + steps.batchSize);
      t++;
      const alpha = steps.alpha(t);
      const d = b.map(() => 0);
      for (const i of batch) {
        const row = perturb(X[i]);
        const slope = ((weight.get(i) as number) * losses[loss].slope(y[i], etaOf(row, b), delta)) / batch.length;
        for (let j = 0; j < p; j++) d[j] += slope * row[j];
        if (fitIntercept) d[p] += slope;
      }
      for (let j = 0; j < p; j++) {
        if (!decoupled) d[j] += c * b[j];
        if (!prox) d[j] += a * Math.abs(b[j]) ** (power - 1) * Math.sign(b[j]);
      }
      if (decoupled) b = b.map((value, j) => (j < p ? value - alpha * c * value : value));
      let metric = b.map(() => alpha);
      if (rule === "sgd") b = b.map((value, j) => value - alpha * d[j]);
      else if (rule === "adam") {
        u = u.map((value, j) => beta1 * value + (1 - beta1) * d[j]);
        v = v.map((value, j) => beta2 * value + (1 - beta2) * d[j] ** 2);
        metric = v.map((value) => alpha / (Math.sqrt(value / (1 - beta2 ** t)) + epsilon));
        b = b.map((value, j) => value - (metric[j] * u[j]) / (1 - beta1 ** t));
      } else {
        u = u.map((value, j) => mu * value + d[j]);
        metric = b.map(() => alpha / (1 - mu));
        b = b.map((value, j) => value - alpha * (rule === "momentum" ? u[j] : d[j] + mu * u[j]));
      }
      if (prox) b = b.map((value, j) => (j < p ? Math.sign(value) * Math.max(0, Math.abs(value) - metric[j] * a) : value));
    }
    epochs.push(b);
  }
  return epochs;
}

/** uniform numbers in [0, 1) of a stream of a seed: sfc32 (Doty-Humphrey), sixteen rounds after (0, seed, stream, 1) */
function sfc32(seed: number, stream: number): () => number {
  let [a, b, c, counter] = [0, seed, stream, 1];
  const next = () => {
    const out = (a + b + counter++) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + out) >>> 0;
    return out / 2 ** 32;
  };
  for (let round = 0; round < 16; round++) next();
  return next;
}

/** x + σε for all entries (polar method, in pairs), then which are kept, divided by the probability */
function perturbation(random: () => number, sigma: number, keep: number): (row: ArrayLike<number>) => number[] {
  const spare: number[] = [];
  const normal = () => {
    if (spare.length > 0) return spare.pop() as number;
    for (;;) {
      const u = 2 * random() - 1;
      const v = 2 * random() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      spare.push(v * scale);
      return u * scale;
    }
  };
  return (row) => {
    let out = Array.from(row);
    if (sigma > 0) out = out.map((x) => x + sigma * normal());
    if (keep < 1) out = out.map((x) => (random() < keep ? x / keep : 0));
    return out;
  };
}
