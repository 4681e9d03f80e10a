// Coordinate descent of the plain JavaScript opponent (../plain.mjs): r = y − x̃β is the centred residual; ∇f = −r/n, so what assembly/ calls −partial is
// x̃ᵀr/n here, `correlations`.
import { centre } from "./centre.mjs";
import { axpy, axpyDot, dot } from "./level1.mjs";
import { gemvT, residual } from "./level2.mjs";

/** passes of coordinate descent at most */
const PASSES = 10_000;
/** how much of the gap a round of passes aims to remove before the next certificate (assembly/path/coordinateDescent.ts) */
const AIM = 0.1;

/** everything coordinate descent works on; β starts at 0 */
export function start(columns, y) {
  const problem = centre(columns, y);
  const { n, p, X } = problem;
  return {
    ...problem,
    h: Float64Array.from(X, (x) => dot(x, x) / n),
    beta: new Float64Array(p),
    r: new Float64Array(n),
    correlations: new Float64Array(p),
    active: new Int32Array(p),
    /** ‖r‖²/n at the last certificate */
    loss: 0,
  };
}

/** r, correlations ← from β, afresh; returns the duality gap at θ = κ∇f (assembly/proof/certificate.ts) */
function certify(s, a, c) {
  const { n, p, X, beta, r, correlations } = s;
  residual(X, beta, s.y, r);
  gemvT(X, r, correlations);
  let largest = 0;
  for (let j = 0; j < p; j++) {
    correlations[j] /= n;
    const z = Math.abs(correlations[j]);
    if (z > largest) largest = z;
  }
  s.loss = dot(r, r) / n;
  const kappa = c === 0 && largest > a ? a / largest : 1;
  let gap = 0.5 * (1 - kappa) ** 2 * s.loss;
  for (let j = 0; j < p; j++) {
    const b = beta[j];
    const z = kappa * correlations[j];
    if (c === 0) {
      if (b !== 0) gap += Math.max(0, a * Math.abs(b) - z * b);
      continue;
    }
    // Ω(b) + Ω*(z) − zb around b* = S(z, a)/c, the square completed
    const best = soft(z, a) / c;
    const d = b - best;
    gap += 0.5 * c * d * d;
    if (best === 0) gap += Math.max(0, a * Math.abs(b) - z * b);
    else if (b * best < 0) gap += 2 * a * Math.abs(b);
  }
  return gap;
}

/** S(z, t) = sign(z)·max(|z| − t, 0) */
function soft(z, t) {
  return z > t ? z - t : z < -t ? z + t : 0;
}

/** β ← argmin at λ by coordinate descent over a working set, from where it stands; returns the gap */
export function descend(s, lambda, l1Ratio, tol) {
  const a = lambda * l1Ratio;
  const c = lambda * (1 - l1Ratio);
  const target = tol * s.nullObjective;
  let settled = false;
  for (let passes = 0; ; ) {
    const gap = certify(s, a, c);
    const size = workingSet(s, a);
    if (settled || size === 0 || passes >= PASSES || (passes > 0 && gap <= target)) return gap;
    const aim = AIM * Math.max(AIM, target / gap);
    const noise = 16 * Number.EPSILON ** 2 * size * (s.loss + weight(s, size));
    const first = pass(s, size, a, c);
    passes++;
    settled = first <= noise;
    for (let last = first; last > noise && last > first * aim * aim && passes < PASSES; passes++) last = pass(s, size, a, c);
  }
}

/** active ← the non-zeros and every column that its correlation asks to move; returns how many */
function workingSet({ p, h, beta, correlations, active }, a) {
  let size = 0;
  for (let j = 0; j < p; j++) if (h[j] > 0 && (beta[j] !== 0 || Math.abs(correlations[j]) > a)) active[size++] = j;
  return size;
}

/** Σ hⱼβⱼ² over the working set */
function weight({ h, beta, active }, size) {
  let total = 0;
  for (let k = 0; k < size; k++) total += h[active[k]] * beta[active[k]] ** 2;
  return total;
}

/** one pass over the working set; returns Σ hⱼ(Δβⱼ)². A column's step waits until the next column is read, to share the pass over r. */
function pass({ n, X, h, beta, r, active }, size, a, c) {
  let moved = 0;
  let waiting = 0;
  let before = r;
  for (let k = 0; k < size; k++) {
    const j = active[k];
    const x = X[j];
    const b = beta[j];
    const correlation = waiting === 0 ? dot(x, r) : axpyDot(waiting, before, r, x);
    const next = soft(b * h[j] + correlation / n, a) / (h[j] + c);
    const d = next - b;
    waiting = -d;
    if (d === 0) continue;
    before = x;
    beta[j] = next;
    moved += h[j] * d * d;
  }
  if (waiting !== 0) axpy(waiting, before, r);
  return moved;
}
