// Looks for a point that refutes a claim: feasible, and better than the answer by more than the gap and what rounding explains. From the
// answer, and from β = 0, it goes down by Newton's method on the coefficients that may move (their signs fixed, clipped where they change
// it or meet a bound; Andrew, Gao 2007, section 3, call that an orthant), with systems of 106 bits by Cholesky's factorisation with
// pivoting, by steps of an upper bound on the curvature where Newton's do not descend, and by single coordinates where neither does.
// What it finds need not be the optimum: whatever it finds is a proof.
import { add, below, type Double2, div, mul, negate, of, scaled, sub, times, toNumber, ZERO } from "./doubleDouble.js";
import { axpy, dot, solve, Vector } from "./doubleVectors.js";
import { type Asked, Judged, type Point } from "./judge.js";

/** how many ε the data are known to: differences of fewer decide about no point */
const DATA = 8;

/** What is claimed of an answer. */
export interface Claim {
  coefficients: ArrayLike<number>;
  intercept: number;
  objective: number;
  gap: number;
}

/** How a claim is judged; objectives are in units of the data. */
export interface Ruling {
  feasible: boolean;
  /** the objective of the answer */
  objective: number;
  /** the claimed objective less that, in units of what rounding explains */
  objectiveOff: number;
  /** the lowest objective found, the answer's own included */
  best: number;
  /** by how much the answer is worse than that */
  excess: number;
  /** what rounding explains of it */
  rounding: number;
  /** excess > gap + rounding */
  refuted: boolean;
  /** the objective of the best intercept alone */
  ofIntercept: number;
  /** by how much the answer is worse than β = 0, beyond its gap and rounding: 0 if it is not */
  worseThanZero: number;
}

/** @param moments the answer was computed from second moments, whose rounding is that of squares */
export function rule(asked: Asked, claim: Claim, moments = false): Ruling | undefined {
  const judged = new Judged(asked);
  const answer = judged.point(claim.coefficients, claim.intercept);
  if (!answer) return undefined;
  const { n, p } = judged;
  const feasible = judged.isFeasible(answer);
  const back = (x: number) => x * 2 ** judged.yExponent * 2 ** judged.yExponent;
  const objective = judged.objective(answer);
  const due = 4 * (n + p);
  // numbers below 5e-324 are not there: what vanishes is rounding too
  const vanished = judged.inUnits(due * Number.MIN_VALUE);
  const own = judged.rounding(answer, due) + (moments ? judged.roundingOfMoments(answer, due) : 0) + vanished;
  const zero = lowest(judged, judged.at(new Vector(p), ZERO), 0, true);
  const gap = judged.inUnits(claim.gap);
  let best = answer;
  let value = objective;
  if (feasible && claim.gap < Infinity)
    for (const start of [answer, zero]) {
      const end = lowest(judged, start, 1e-3 * (gap + own));
      const at = judged.objective(end);
      if (below(at, value)) [best, value] = [end, at];
    }
  const excess = toNumber(sub(objective, value));
  const ofBest = best === answer ? 0 : judged.rounding(best, DATA) + (moments ? judged.roundingOfMoments(best, due) : 0);
  // a gap is a sum of terms that are differences themselves: half of its digits are its own
  const rounding = own + ofBest + (gap < Infinity ? Math.sqrt(Number.EPSILON) * gap : 0);
  const atZero = judged.objective(zero);
  const above = toNumber(sub(objective, atZero)) - own - (Number.isFinite(gap) ? gap : 0) - judged.rounding(zero, DATA);
  return {
    feasible,
    objective: back(toNumber(objective)),
    objectiveOff: off(judged, claim.objective, objective, own),
    best: back(toNumber(value)),
    excess: back(excess),
    rounding: back(rounding),
    refuted: feasible && excess > gap + rounding,
    ofIntercept: back(toNumber(atZero)),
    worseThanZero: back(Math.max(0, above)),
  };
}

function off(judged: Judged, claimed: number, objective: Double2, rounding: number): number {
  const difference = toNumber(sub(of(judged.inUnits(claimed)), objective));
  return difference === 0 ? 0 : difference / rounding;
}

/** goes down from `start` until three rounds in a row bring less than `enough` */
function lowest(judged: Judged, start: Point, enough: number, interceptOnly = false): Point {
  let point = start;
  let value = judged.objective(point);
  for (let round = 0, idle = 0; round < 60 && idle < 3; round++) {
    const next = newton(judged, point, value, enough, interceptOnly) ?? (interceptOnly ? undefined : byCoordinates(judged, point, value));
    if (!next) break;
    const gained = toNumber(sub(value, next.value));
    idle = gained > Math.max(enough, 1e-28 * Math.abs(value.hi)) ? 0 : idle + 1;
    ({ point, value } = next);
  }
  return point;
}

interface Found {
  point: Point;
  value: Double2;
}

/** wᵢℓ′ᵢ */
function pull(judged: Judged, { eta }: Point): Vector {
  const out = new Vector(judged.n);
  for (let i = 0; i < judged.n; i++) out.set(i, mul(judged.w.get(i), judged.loss.slope(judged.y[i], eta.get(i))));
  return out;
}

/** a coefficient that may move, the derivative of P on the side to which it moves, and that side: 0 where there is no kink */
interface Mover {
  j: number;
  slope: Double2;
  side: number;
}

function moverOf(judged: Judged, point: Point, pulls: Vector, j: number): Mover | undefined {
  const { vector, out, a, c, lower, upper } = judged.columns[j];
  if (out) return undefined;
  const b = point.beta.get(j);
  const smooth = add(dot(vector, pulls), mul(c, b));
  let side = Math.sign(b.hi);
  if (b.hi === 0 && a.hi > 0) {
    if (!below(a, smooth.hi < 0 ? negate(smooth) : smooth)) return undefined;
    side = -Math.sign(smooth.hi);
  }
  const slope = add(smooth, times(a, side));
  if ((slope.hi > 0 && b.hi <= lower) || (slope.hi < 0 && b.hi >= upper)) return undefined;
  return { j, slope, side };
}

function newton(judged: Judged, point: Point, value: Double2, enough: number, interceptOnly: boolean): Found | undefined {
  const { n, p, y, w } = judged;
  const pulls = pull(judged, point);
  const movers: Mover[] = [];
  if (!interceptOnly)
    for (let j = 0; j < p; j++) {
      const mover = moverOf(judged, point, pulls, j);
      if (mover) movers.push(mover);
    }
  if (judged.fitIntercept) {
    const ones = Vector.from(new Float64Array(n).fill(1));
    movers.push({ j: p, slope: dot(ones, pulls), side: 0 });
  }
  if (movers.length === 0) return undefined;
  for (const curvature of [judged.loss.curvature, judged.loss.above]) {
    const c = new Vector(n);
    for (let i = 0; i < n; i++) c.set(i, times(w.get(i), curvature(y[i], point.eta.hi[i])));
    const system = products(judged, movers, c);
    for (const damping of [0, 1e-20, 1e-10, 1e-4, 1]) {
      const largest = Math.max(...system.map((row, k) => row.hi[k]));
      if (!(largest > 0)) break;
      const A = system.map((row, k) => {
        const damped = row.copy();
        damped.set(k, add(row.get(k), of(damping * (damping < 1e-3 ? row.hi[k] : largest))));
        return damped;
      });
      const right = new Vector(movers.length);
      for (let k = 0; k < movers.length; k++) right.set(k, negate(movers[k].slope));
      const direction = solve(A, right, 1e-29);
      // twice what the model promises
      if (!(dot(direction, right).hi > Math.max(1e-2 * enough, 1e-30 * Math.abs(value.hi)))) continue;
      const found = along(judged, point, value, movers, direction);
      if (found) return found;
    }
  }
  return undefined;
}

/** XᵀCX + diag(c) of the columns that move, the intercept's last */
function products(judged: Judged, movers: readonly Mover[], c: Vector): Vector[] {
  const { n, p } = judged;
  const ones = Vector.from(new Float64Array(n).fill(1));
  const columns = movers.map(({ j }) => (j === p ? ones : judged.columns[j].vector));
  const rows = movers.map(() => new Vector(movers.length));
  columns.forEach((x, k) => {
    const weighted = new Vector(n);
    for (let i = 0; i < n; i++) weighted.set(i, times(c.get(i), x.hi[i]));
    for (let l = 0; l <= k; l++) {
      const product = dot(columns[l], weighted);
      rows[k].set(l, product);
      rows[l].set(k, product);
    }
    const { j } = movers[k];
    if (j < p) rows[k].set(k, add(rows[k].get(k), judged.columns[j].c));
  });
  return rows;
}

/** the best of the steps 1, 2, 4, … or ½, ¼, … along a direction, if it descends */
function along(judged: Judged, point: Point, value: Double2, movers: readonly Mover[], direction: Vector): Found | undefined {
  let best: Found | undefined;
  const attempt = (power: number): boolean => {
    const beta = point.beta.copy();
    let beta0 = point.beta0;
    movers.forEach(({ j, side }, k) => {
      const step = scaled(direction.get(k), power);
      if (j === judged.p) beta0 = add(beta0, step);
      else beta.set(j, clip(add(beta.get(j), step), side, judged.columns[j].lower, judged.columns[j].upper));
    });
    if (!beta.hi.every((b) => Math.abs(b) < 1e150) || !(Math.abs(beta0.hi) < 1e150)) return false;
    const at = judged.at(beta, beta0);
    const reached = judged.objective(at);
    if (!below(reached, best ? best.value : value)) return false;
    best = { point: at, value: reached };
    return true;
  };
  if (attempt(0)) for (let k = 1; k < 40 && attempt(k); k++);
  else {
    for (let k = -1; k > -40 && !best; k--) {
      if (attempt(k)) while (attempt(--k));
    }
  }
  return best;
}

function clip(b: Double2, side: number, lower: number, upper: number): Double2 {
  if (side !== 0 && Math.sign(b.hi) !== side) return ZERO;
  if (b.hi < lower) return of(lower);
  return b.hi > upper || (b.hi === upper && b.lo > 0) ? of(upper) : b.hi === lower && b.lo < 0 ? of(lower) : b;
}

/** each coordinate on its own, once, by an upper bound on its curvature */
function byCoordinates(judged: Judged, start: Point, value: Double2): Found | undefined {
  const beta = start.beta.copy();
  const point: Point = { beta, beta0: start.beta0, eta: start.eta.copy() };
  let moved = false;
  for (let j = 0; j < judged.p; j++) {
    const pulls = pull(judged, point);
    const mover = moverOf(judged, point, pulls, j);
    if (!mover) continue;
    const { x, c, lower, upper } = judged.columns[j];
    let h = c;
    for (let i = 0; i < judged.n; i++) h = add(h, times(judged.w.get(i), x[i] * x[i] * judged.loss.above(judged.y[i], point.eta.hi[i])));
    if (!(h.hi > 0)) continue;
    const b = point.beta.get(j);
    const next = clip(sub(b, div(mover.slope, h)), mover.side, lower, upper);
    point.beta.set(j, next);
    axpy(sub(next, b), x, point.eta);
    moved = true;
  }
  if (!moved) return undefined;
  const end = judged.at(beta, point.beta0);
  const reached = judged.objective(end);
  return below(reached, value) ? { point: end, value: reached } : undefined;
}
