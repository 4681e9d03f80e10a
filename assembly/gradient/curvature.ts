// λmax(U½X̃ᵀWX̃U½), U = diag(u), from below, by Lanczos' method (Golub, Van Loan 2013, section 10.1): the largest eigenvalue of T, tridiagonal,
//   βₖvₖ₊₁ = U·X̃ᵀWX̃vₖ − αₖvₖ − βₖ₋₁vₖ₋₁,   αₖ = vₖᵀX̃ᵀWX̃vₖ,   ‖v‖² = vᵀU⁻¹v = 1,
// which is the best that a power iteration of as many rounds can know.
import { at } from "../linear/lanes";
import { dot } from "../linear/level1";
import { Smooth, weighed } from "./smooth";

/** a round that adds less than this share is the last one, and so is one that leaves nothing to go on with */
const SETTLED: f64 = 1e-3;
const NOTHING: f64 = 1e-12;
/** halvings of the interval that an eigenvalue of T is in: six digits */
const HALVINGS: i32 = 24;

/** at most `rounds` of them from v (m); work: 2(m + 1) + 2·rounds numbers */
export function largestCurvature(o: Smooth, metric: usize, rounds: i32, v: usize, work: usize): f64 {
  const m = o.columns();
  const next = work;
  const before = at(next, m + 1);
  const alphas = at(before, m + 1);
  const betas = at(alphas, rounds);
  let largest: f64 = 0;
  let beta: f64 = 0;
  let length = sqrt(inner(m, metric, v, v));
  memory.fill(before, 0, (<usize>m) << 3);
  for (let k = 0; k < rounds && length > NOTHING * largest; k++) {
    for (let j = 0; j < m; j++) f64.store(at(v, j), f64.load(at(v, j)) / length);
    beta = k === 0 ? 0 : length;
    weighed(o, v, next);
    const alpha = dot(m, v, next);
    for (let j = 0; j < m; j++) {
      const vj = f64.load(at(v, j));
      const rest = f64.load(at(metric, j)) * f64.load(at(next, j)) - alpha * vj - beta * f64.load(at(before, j));
      f64.store(at(before, j), vj);
      f64.store(at(v, j), rest);
    }
    length = sqrt(inner(m, metric, v, v));
    f64.store(at(alphas, k), alpha);
    f64.store(at(betas, k), length);
    const low = largest;
    largest = largestOf(k + 1, alphas, betas, largest);
    if (k > 2 && largest - low <= SETTLED * largest) break;
  }
  return largest;
}

/** the largest eigenvalue of the k × k matrix T, which is at least `low`: x is above it where all pivots of xI − T are positive */
function largestOf(k: i32, alphas: usize, betas: usize, low: f64): f64 {
  let high: f64 = 0;
  for (let i = 0; i < k; i++) {
    const beside = (i > 0 ? f64.load(at(betas, i - 1)) : 0) + (i < k - 1 ? f64.load(at(betas, i)) : 0);
    high = max(high, f64.load(at(alphas, i)) + beside);
  }
  for (let halving = 0; halving < HALVINGS && high > low; halving++) {
    const x = 0.5 * (low + high);
    if (isAbove(x, k, alphas, betas)) high = x;
    else low = x;
  }
  return high;
}

function isAbove(x: f64, k: i32, alphas: usize, betas: usize): bool {
  let pivot = x - f64.load(alphas);
  for (let i = 1; i < k && pivot > 0; i++) {
    const beta = f64.load(at(betas, i - 1));
    pivot = x - f64.load(at(alphas, i)) - (beta * beta) / pivot;
  }
  return pivot > 0;
}

/** Σ xⱼyⱼ/uⱼ */
function inner(m: i32, metric: usize, x: usize, y: usize): f64 {
  let sum: f64 = 0;
  for (let j = 0; j < m; j++) sum += (f64.load(at(x, j)) * f64.load(at(y, j))) / f64.load(at(metric, j));
  return sum;
}
