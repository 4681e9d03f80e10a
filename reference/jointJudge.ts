// The judge of joint problems: the objective of an answer from the rows as they were given, in arithmetic of 106 bits, for several layers,
// coupled rows, groups and offsets (DESIGN.md section 1 has the formula; judge.ts has the same for one layer and single columns). It reads
// nothing of an answer but its numbers. Columns are in judge.ts's units, y is not scaled: it is for data of ordinary size.
import { add, type Double2, mul, of, scaled, sqrt, sub, times, ZERO } from "./doubleDouble.js";
import { axpy, Vector } from "./doubleVectors.js";
import { type LayeredLoss, type LayeredTargets, layeredLoss } from "./jointLosses.js";
import { Judged, type JudgedColumn } from "./judge.js";

/** What was asked for. */
export interface JointAsked {
  X: readonly ArrayLike<number>[];
  targets: LayeredTargets;
  lambda: number;
  l1Ratio: number;
  fitIntercept?: boolean;
  standardize?: boolean;
  weights?: ArrayLike<number>;
  penaltyFactors?: ArrayLike<number>;
  lower?: number | ArrayLike<number>;
  upper?: number | ArrayLike<number>;
  /** one vector of n a layer */
  offset?: readonly ArrayLike<number>[];
  /** a label a column, σ, factors by group */
  groups?: ArrayLike<number>;
  groupSparsity?: number;
  groupFactors?: ArrayLike<number>;
  /** the layers of a column are held together */
  grouped?: boolean;
}

/** Coefficients by place k·p + j, an intercept a layer, and η by k·n + i. */
export interface JointPoint {
  beta: Vector;
  intercepts: Vector;
  eta: Vector;
}

/** What is held together: norm·‖t‖ + ridge·‖t‖²/2 + Σ kink·|t|, t = size·β by place. */
export interface JudgedBlock {
  places: readonly number[];
  norm: Double2;
  ridge: Double2;
  kinks: readonly Double2[];
}

export class JointJudged {
  readonly n: number;
  readonly p: number;
  readonly K: number;
  readonly columns: readonly JudgedColumn[];
  /** blocks of columns that are not out */
  readonly blocks: readonly JudgedBlock[];
  readonly out: readonly boolean[];
  readonly loss: LayeredLoss;
  readonly fitIntercept: boolean;
  readonly #offset: Vector;

  constructor(asked: JointAsked) {
    const { X, targets, weights, standardize, lower, upper, penaltyFactors, offset } = asked;
    const survival = targets.kind === "survival";
    // rows in use, their shares, columns and their sizes
    const base = new Judged({
      ...{ X, y: new Float64Array(X.length), loss: "squared", lambda: 1, l1Ratio: 1, weights, standardize, lower, upper },
      fitIntercept: survival || (asked.fitIntercept ?? true),
    });
    const used = Array.from(X, (_, i) => i).filter((i) => (weights?.[i] ?? 1) > 0);
    this.n = base.n;
    this.p = base.p;
    this.columns = base.columns;
    this.fitIntercept = !survival && (asked.fitIntercept ?? true);
    this.out = base.columns.map(({ out }, j) => out || penaltyFactors?.[j] === Infinity);
    this.loss = layeredLoss(targets, used, base.w, X.length);
    this.K = this.loss.layers;
    this.#offset = Vector.from(offset ? offset.flatMap((layer) => used.map((i) => layer[i])) : new Float64Array(this.n * this.K));
    this.blocks = blocksOf(asked, this.K, this.out);
  }

  /** t of place e, d beside it */
  size(e: number): Double2 {
    return this.columns[e % this.p].a;
  }

  /** an answer as it was given */
  point(coefficients: readonly ArrayLike<number>[], intercepts: ArrayLike<number>): JointPoint {
    const beta = new Vector(this.K * this.p);
    for (const [k, layer] of coefficients.entries())
      for (let j = 0; j < this.p; j++) beta.set(k * this.p + j, scaled(of(layer[j]), this.columns[j].exponent));
    return this.at(beta, Vector.from(intercepts));
  }

  at(beta: Vector, intercepts: Vector): JointPoint {
    const { n, p, K } = this;
    const eta = new Vector(n * K);
    for (let k = 0; k < K; k++) {
      const layer = new Vector(n);
      for (let i = 0; i < n; i++) layer.set(i, add(intercepts.get(k), this.#offset.get(k * n + i)));
      for (let j = 0; j < p; j++) if (beta.hi[k * p + j] !== 0) axpy(beta.get(k * p + j), this.columns[j].x, layer);
      for (let i = 0; i < n; i++) eta.set(k * n + i, layer.get(i));
    }
    return { beta, intercepts, eta };
  }

  isFeasible({ beta, intercepts }: JointPoint): boolean {
    const inside = Array.from(beta.hi).every((b, e) => {
      const { lower, upper } = this.columns[e % this.p];
      return this.out[e % this.p] ? b === 0 : b >= lower && b <= upper;
    });
    return inside && (this.fitIntercept || intercepts.hi.every((b) => b === 0));
  }

  objective({ beta, eta }: Pick<JointPoint, "beta" | "eta">): Double2 {
    return this.blocks.reduce((sum, block) => add(sum, this.penalty(block, beta)), this.loss.value(eta));
  }

  /** t by number of the block */
  lengths({ places }: JudgedBlock, beta: Vector): Double2[] {
    return places.map((e) => mul(this.size(e), beta.get(e)));
  }

  penalty(block: JudgedBlock, beta: Vector): Double2 {
    const t = this.lengths(block, beta);
    let squares = ZERO;
    let total = ZERO;
    for (const [i, x] of t.entries()) {
      if (x.hi === 0) continue;
      squares = add(squares, mul(x, x));
      total = add(total, mul(block.kinks[i], x.hi < 0 ? sub(ZERO, x) : x));
    }
    if (squares.hi === 0) return total;
    return add(total, add(mul(block.norm, sqrt(squares)), scaled(mul(block.ridge, squares), -1)));
  }

  /** how far P in arithmetic that is right to k·ε of the terms of each η may be from P; see judge.ts */
  rounding({ beta, intercepts, eta }: JointPoint, k: number): number {
    const { n, p, K } = this;
    const unit = k * Number.EPSILON;
    const off = new Float64Array(n * K);
    for (let e = 0; e < n * K; e++) {
      const layer = Math.floor(e / n);
      let terms = Math.abs(intercepts.hi[layer]) + Math.abs(this.#offset.hi[e]);
      this.columns.forEach(({ x, mean }, j) => {
        terms += (Math.abs(x[e % n]) + Math.abs(mean)) * Math.abs(beta.hi[layer * p + j]);
      });
      off[e] = unit * terms;
    }
    const blur = (e: number) => this.columns[e % p].blur;
    const penalties = this.blocks.reduce((sum, block) => {
      const own = this.penalty(block, beta).hi;
      return own > 0 ? sum + own * Math.min(1, unit + k * Math.max(...block.places.map(blur))) : sum;
    }, 0);
    return this.loss.rounding(eta, off, unit) + penalties;
  }
}

function blocksOf(asked: JointAsked, K: number, out: readonly boolean[]): JudgedBlock[] {
  const { lambda, l1Ratio, penaltyFactors, groups, groupSparsity = 0, groupFactors, grouped } = asked;
  const p = out.length;
  const columns = Array.from(out, (_, j) => j);
  const labels = groups ? [...new Set(Array.from(groups))] : columns;
  const factor = (j: number) => of(penaltyFactors?.[j] ?? 1);
  const norms = mul(times(sub(of(1), of(groups ? groupSparsity : 0)), lambda), of(l1Ratio));
  const ridges = times(sub(of(1), of(l1Ratio)), lambda);
  const kinks = mul(times(of(groups ? groupSparsity : 0), lambda), of(l1Ratio));
  return labels.flatMap((label, g) => {
    const all = columns.filter((j) => (groups ? groups[j] === label : j === label));
    const own = all.filter((j) => !out[j]);
    if (own.length === 0) return [];
    const u = groups ? of(groupFactors?.[g] ?? Math.sqrt(all.length)) : factor(own[0]);
    const layers = Array.from({ length: K }, (_, k) => own.map((j) => k * p + j));
    return (grouped ? [layers.flat()] : layers).map((places) => ({
      places,
      norm: mul(norms, u),
      ridge: mul(ridges, u),
      kinks: places.map((e) => (kinks.hi === 0 ? ZERO : mul(kinks, factor(e % p)))),
    }));
  });
}
