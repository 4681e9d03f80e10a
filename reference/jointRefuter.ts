// Looks for a point that refutes a claim about a joint problem, as refuter.ts does for one layer and single columns. From the answer, from
// other points that are given and from β = 0 it goes down by two kinds of steps: proximal steps on each block by an upper bound on its curvature
// (Tseng, Yun 2009), which let blocks in and send them to 0, and Newton steps on all that is not at a kink, with ‖t‖'s second derivative
// and systems of 106 bits. What it finds need not be the optimum: whatever it finds is a proof.
import { add, below, type Double2, div, mul, negate, of, scaled, sqrt, sub, times, toNumber, ZERO } from "./doubleDouble.js";
import { axpy, dot, solve, Vector } from "./doubleVectors.js";
import { type JointAsked, JointJudged, type JointPoint, type JudgedBlock } from "./jointJudge.js";

/** how many ε the data are known to: differences of fewer decide about no point */
const DATA = 8;
const ROUNDS = 60;

/** Coefficients by layer and an intercept each. */
export interface JointAnswer {
  coefficients: readonly ArrayLike<number>[];
  intercepts: ArrayLike<number>;
}

/** What is claimed of an answer. */
export interface JointClaim extends JointAnswer {
  objective: number;
  gap: number;
}

/** How a claim is judged. */
export interface JointRuling {
  feasible: boolean;
  objective: number;
  /** the claimed objective less that, in units of what rounding explains */
  objectiveOff: number;
  /** by how much the answer is worse than the best point found, and what rounding explains of it */
  excess: number;
  rounding: number;
  refuted: boolean;
}

/** @param others answers that may be better */
export function ruleJoint(asked: JointAsked, claim: JointClaim, others: readonly JointAnswer[] = []): JointRuling {
  const judged = new JointJudged(asked);
  const { n, p, K } = judged;
  const answer = judged.point(claim.coefficients, claim.intercepts);
  const feasible = judged.isFeasible(answer);
  const objective = judged.objective(answer);
  const due = 4 * (n + p) * K;
  const own = judged.rounding(answer, due);
  const zero = judged.at(new Vector(K * p), new Vector(K));
  const starts = [
    answer,
    ...others.map((each) => judged.point(each.coefficients, each.intercepts)).filter((at) => judged.isFeasible(at)),
    zero,
  ];
  let best = answer;
  let value = objective;
  if (feasible && claim.gap < Infinity)
    for (const start of starts) {
      const end = lowest(judged, start, 1e-3 * (claim.gap + own));
      if (below(end.value, value)) [best, value] = [end.point, end.value];
    }
  const excess = toNumber(sub(objective, value));
  // a gap is a sum of terms that are differences themselves: half of its digits are its own
  const rounding =
    own + (best === answer ? 0 : judged.rounding(best, DATA)) + (claim.gap < Infinity ? Math.sqrt(Number.EPSILON) * claim.gap : 0);
  const off = toNumber(sub(of(claim.objective), objective));
  return {
    feasible,
    objective: toNumber(objective),
    objectiveOff: off === 0 ? 0 : off / own,
    excess,
    rounding,
    refuted: feasible && excess > claim.gap + rounding,
  };
}

interface Found {
  point: JointPoint;
  value: Double2;
}

/** goes down from `start` until three rounds in a row bring less than `enough` */
function lowest(judged: JointJudged, start: JointPoint, enough: number): Found {
  let found: Found = { point: start, value: judged.objective(start) };
  for (let round = 0, idle = 0; round < ROUNDS && idle < 3; round++) {
    const before = found.value;
    found = byBlocks(judged, found);
    found = newton(judged, found) ?? found;
    const gained = toNumber(sub(before, found.value));
    idle = gained > Math.max(enough, 1e-28 * Math.abs(before.hi)) ? 0 : idle + 1;
  }
  return found;
}

/** the layer of a place as numbers of η, its column there */
function spread(judged: JointJudged, e: number): Vector {
  const { n, p, K } = judged;
  const out = new Vector(n * K);
  const layer = e < K * p ? Math.floor(e / p) : e - K * p;
  const x = e < K * p ? judged.columns[e % p].x : new Float64Array(n).fill(1);
  out.hi.set(x, layer * n);
  return out;
}

/** ∂f/∂β of a place, or ∂f/∂β₀ */
function along(judged: JointJudged, slopes: Vector, e: number): Double2 {
  return dot(spread(judged, e), slopes);
}

const clip = (b: Double2, lower: number, upper: number) => (b.hi < lower ? of(lower) : b.hi > upper ? of(upper) : b);
const shrunk = (x: Double2, by: Double2) => {
  const size = x.hi < 0 ? negate(x) : x;
  if (!below(by, size)) return ZERO;
  return x.hi < 0 ? add(x, by) : sub(x, by);
};

/** each block on its own, once */
function byBlocks(judged: JointJudged, start: Found): Found {
  let found = start;
  for (const block of judged.blocks) {
    const slopes = judged.loss.slopes(found.point.eta);
    const curve = judged.loss.curve(found.point.eta);
    const g = block.places.map((e) => div(along(judged, slopes, e), unit(judged, e)));
    const t = judged.lengths(block, found.point.beta);
    if (t.every((x) => x.hi === 0) && staysZero(block, g)) continue;
    // the trace is above the steepest direction
    let h = block.places.reduce((sum, e) => {
      const x = spread(judged, e);
      const d = unit(judged, e);
      return add(sum, div(dot(x, curve(x)), mul(d, d)));
    }, ZERO);
    if (!(h.hi > 0)) continue;
    for (let attempt = 0; attempt < 8; attempt++, h = scaled(h, 1)) {
      const next = step(judged, found.point, block, t, g, h);
      const value = judged.objective(next);
      if (!below(value, found.value)) continue;
      found = { point: next, value };
      break;
    }
  }
  return found;
}

/** d of a place; 1 where the column has no size that counts */
function unit(judged: JointJudged, e: number): Double2 {
  const d = judged.size(e);
  return d.hi > 0 ? d : of(1);
}

function staysZero({ kinks, norm }: JudgedBlock, g: readonly Double2[]): boolean {
  const rest = g.map((x, i) => shrunk(negate(x), kinks[i]));
  const squares = rest.reduce((sum, x) => add(sum, mul(x, x)), ZERO);
  return !below(norm, sqrt(squares));
}

/** t ← the proximal point of t − g/h */
function step(
  judged: JointJudged,
  { beta, intercepts, eta }: JointPoint,
  block: JudgedBlock,
  t: readonly Double2[],
  g: readonly Double2[],
  h: Double2,
): JointPoint {
  const s = t.map((x, i) => shrunk(sub(mul(h, x), g[i]), block.kinks[i]));
  const length = sqrt(s.reduce((sum, x) => add(sum, mul(x, x)), ZERO));
  const share = below(block.norm, length) ? div(sub(length, block.norm), mul(length, add(h, block.ridge))) : ZERO;
  const next = beta.copy();
  const moved = eta.copy();
  for (const [i, e] of block.places.entries()) {
    const { x, lower, upper } = judged.columns[e % judged.p];
    const to = clip(div(mul(s[i], share), unit(judged, e)), lower, upper);
    const layer = new Vector(judged.n);
    axpy(sub(to, beta.get(e)), x, layer);
    next.set(e, to);
    const from = Math.floor(e / judged.p) * judged.n;
    for (let row = 0; row < judged.n; row++) moved.set(from + row, add(moved.get(from + row), layer.get(row)));
  }
  return { beta: next, intercepts, eta: moved };
}

/** what Newton's method moves: its place, its slope, and the side of 0 that it keeps (0: either) */
interface Mover {
  e: number;
  slope: Double2;
  side: number;
}

function newton(judged: JointJudged, { point, value }: Found): Found | undefined {
  const { p, K, loss } = judged;
  const slopes = loss.slopes(point.eta);
  const movers: Mover[] = [];
  const curvature = new Map<number, Map<number, Double2>>();
  for (const block of judged.blocks) {
    const t = judged.lengths(block, point.beta);
    const length = sqrt(t.reduce((sum, x) => add(sum, mul(x, x)), ZERO));
    if (length.hi === 0 && block.norm.hi > 0) continue;
    const alone = block.places.length === 1;
    block.places.forEach((e, i) => {
      const d = unit(judged, e);
      const { lower, upper } = judged.columns[e % p];
      const own = length.hi > 0 ? add(div(block.norm, length), block.ridge) : block.ridge;
      let slope = add(along(judged, slopes, e), mul(d, mul(own, t[i])));
      let side = alone && block.norm.hi > 0 ? Math.sign(t[i].hi) : 0;
      if (block.kinks[i].hi > 0) {
        side = Math.sign(t[i].hi) || -Math.sign(slope.hi);
        if (t[i].hi === 0 && !below(mul(d, block.kinks[i]), slope.hi < 0 ? negate(slope) : slope)) return;
        slope = add(slope, times(mul(d, block.kinks[i]), side));
      }
      const b = point.beta.hi[e];
      if ((slope.hi > 0 && b <= lower) || (slope.hi < 0 && b >= upper)) return;
      movers.push({ e, slope, side });
      const row = new Map<number, Double2>();
      block.places.forEach((f, l) => {
        const factor = mul(d, unit(judged, f));
        let h = f === e ? block.ridge : ZERO;
        // norm (I − uuᵀ)/‖t‖
        if (length.hi > 0 && !alone && block.norm.hi > 0) {
          const share = div(block.norm, length);
          const outer = div(mul(mul(t[i], t[l]), share), mul(length, length));
          h = add(h, sub(f === e ? share : ZERO, outer));
        }
        row.set(f, mul(factor, h));
      });
      curvature.set(e, row);
    });
  }
  if (judged.fitIntercept) for (let k = 0; k < K; k++) movers.push({ e: K * p + k, slope: along(judged, slopes, K * p + k), side: 0 });
  if (movers.length === 0) return undefined;
  const curve = loss.curve(point.eta);
  const columns = movers.map(({ e }) => spread(judged, e));
  const system = movers.map(() => new Vector(movers.length));
  columns.forEach((x, k) => {
    const curved = curve(x);
    for (let l = 0; l <= k; l++) {
      const product = add(dot(columns[l], curved), curvature.get(movers[k].e)?.get(movers[l].e) ?? ZERO);
      system[k].set(l, product);
      system[l].set(k, product);
    }
  });
  const right = new Vector(movers.length);
  movers.forEach(({ slope }, k) => {
    right.set(k, negate(slope));
  });
  const largest = Math.max(...system.map((row, k) => row.hi[k]));
  if (!(largest > 0)) return undefined;
  for (const damping of [0, 1e-20, 1e-10, 1e-4, 1]) {
    const damped = system.map((row, k) => {
      const own = row.copy();
      own.set(k, add(row.get(k), of(damping * (damping < 1e-3 ? row.hi[k] : largest))));
      return own;
    });
    const direction = solve(damped, right, 1e-29);
    if (!(dot(direction, right).hi > 1e-30 * Math.abs(value.hi))) continue;
    const found = search(judged, { point, value }, movers, direction);
    if (found) return found;
  }
  return undefined;
}

/** the best of the steps 1, 2, 4, … or ½, ¼, … along a direction, if it descends */
function search(judged: JointJudged, { point, value }: Found, movers: readonly Mover[], direction: Vector): Found | undefined {
  let best: Found | undefined;
  const attempt = (power: number): boolean => {
    const beta = point.beta.copy();
    const intercepts = point.intercepts.copy();
    movers.forEach(({ e, side }, k) => {
      const move = scaled(direction.get(k), power);
      const from = judged.K * judged.p;
      if (e >= from) {
        intercepts.set(e - from, add(intercepts.get(e - from), move));
        return;
      }
      const { lower, upper } = judged.columns[e % judged.p];
      const to = clip(add(beta.get(e), move), lower, upper);
      beta.set(e, side !== 0 && Math.sign(to.hi) !== side ? ZERO : to);
    });
    const at = judged.at(beta, intercepts);
    if (!at.eta.hi.every((x) => Math.abs(x) < 1e100)) return false;
    const reached = judged.objective(at);
    if (!below(reached, best ? best.value : value)) return false;
    best = { point: at, value: reached };
    return true;
  };
  if (attempt(0)) for (let k = 1; k < 40 && attempt(k); k++);
  else
    for (let k = -1; k > -40 && !best; k--) {
      if (attempt(k)) while (attempt(--k));
    }
  return best;
}
