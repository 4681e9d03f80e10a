// Losses of several layers and of coupled rows in arithmetic of 106 bits, over η laid layer by layer, n rows in use each. Two forms hold all:
//   rows:      Σ wᵢ ℓ(yᵢₖ, ηᵢₖ)
//   log sums:  Σ_T d_T log Σ_{e∈T} c_e exp(η_e) − Σ l_e η_e    softmax: a term a row, over its layers; Cox: a term an event, over its risk set
import { add, type Double2, div, exp, log1p, mul, negate, ONE, of, scaled, sub, times, toNumber, ZERO } from "./doubleDouble.js";
import { Vector } from "./doubleVectors.js";
import { type JudgedLoss, lossOf } from "./judgedLosses.js";

/** A loss over K layers of η. */
export interface LayeredLoss {
  readonly layers: number;
  value(eta: Vector): Double2;
  /** ∇f */
  slopes(eta: Vector): Vector;
  /** v → ∇²f v at η: the curvatures have the digits of a double, the product has all; so it stays ≥ 0 */
  curve(eta: Vector): (v: Vector) => Vector;
  /** how far f may be from itself where η is off by off_e, and every term by `unit` of itself */
  rounding(eta: Vector, off: ArrayLike<number>, unit: number): number;
}

/** What is asked of a loss: its rows as they were given. */
export type LayeredTargets =
  | { kind: "classes"; y: ArrayLike<number>; classes: number }
  | { kind: "targets"; Y: readonly ArrayLike<number>[] }
  | { kind: "rows"; loss: JudgedLoss; y: ArrayLike<number>; delta?: number }
  | { kind: "survival"; time: ArrayLike<number>; event: ArrayLike<number>; start?: ArrayLike<number>; ties: "breslow" | "efron" };

/** the loss of the rows in use, whose shares are w; `all`: how many rows there are, of weight 0 too */
export function layeredLoss(targets: LayeredTargets, used: readonly number[], w: Vector, all: number): LayeredLoss {
  switch (targets.kind) {
    case "classes":
      return logSums(targets.classes, ...softmax(targets.y, targets.classes, used, w));
    case "survival":
      return logSums(1, ...riskSets(targets, used, w, all));
    case "rows":
      return byRows(targets.loss, [used.map((i) => targets.y[i])], w, targets.delta);
    default:
      return byRows(
        "squared",
        Array.from(targets.Y[0], (_, k) => used.map((i) => targets.Y[i][k])),
        w,
      );
  }
}

function byRows(name: JudgedLoss, y: readonly number[][], w: Vector, delta = 1): LayeredLoss {
  const n = w.length;
  const loss = lossOf(name, delta);
  const each = (work: (share: Double2, y: number, e: number) => void) => {
    for (let e = 0; e < n * y.length; e++) work(w.get(e % n), y[Math.floor(e / n)][e % n], e);
  };
  return {
    layers: y.length,
    value(eta) {
      let total = ZERO;
      each((share, own, e) => {
        total = add(total, mul(share, loss.value(own, eta.get(e))));
      });
      return total;
    },
    slopes(eta) {
      const out = new Vector(eta.length);
      each((share, own, e) => out.set(e, mul(share, loss.slope(own, eta.get(e)))));
      return out;
    },
    curve(eta) {
      const h = new Vector(eta.length);
      each((share, own, e) => h.set(e, times(share, loss.curvature(own, eta.hi[e]))));
      return (v) => {
        const out = new Vector(v.length);
        for (let e = 0; e < v.length; e++) out.set(e, mul(h.get(e), v.get(e)));
        return out;
      };
    },
    rounding(eta, off, unit) {
      let total = 0;
      each((share, own, e) => {
        const slope = Math.abs(toNumber(loss.slope(own, eta.get(e))));
        const terms = loss.terms(own, eta.hi[e], Math.abs(toNumber(loss.value(own, eta.get(e)))));
        total += share.hi * (slope * off[e] + 0.5 * loss.steepest(eta.hi[e], off[e], own) * off[e] ** 2 + unit * terms);
      });
      return total;
    },
  };
}

/** d log Σ c exp(η) over the entries `at` */
interface Term {
  d: Double2;
  at: readonly number[];
  c: readonly Double2[];
  logs: readonly Double2[];
}

function term(d: Double2, at: readonly number[], c: readonly Double2[]): Term {
  const kept = at.map((_, k) => k).filter((k) => c[k].hi > 0);
  const own = kept.map((k) => c[k]);
  return { d, at: kept.map((k) => at[k]), c: own, logs: own.map(log) };
}

/** log a for a > 0: two steps of Newton's method from the double */
function log(a: Double2): Double2 {
  let y = of(Math.log(a.hi));
  for (let k = 0; k < 2; k++) y = add(y, sub(mul(a, exp(negate(y))), ONE));
  return y;
}

function softmax(y: ArrayLike<number>, classes: number, used: readonly number[], w: Vector): [Term[], Vector] {
  const n = w.length;
  const linear = new Vector(n * classes);
  const layers = Array.from({ length: classes }, (_, k) => k);
  const terms = used.map((row, i) => {
    linear.set(y[row] * n + i, w.get(i));
    return term(
      w.get(i),
      layers.map((k) => k * n + i),
      layers.map(() => ONE),
    );
  });
  return [terms, linear];
}

function riskSets(
  { time, event, start, ties }: Extract<LayeredTargets, { kind: "survival" }>,
  used: readonly number[],
  w: Vector,
  all: number,
): [Term[], Vector] {
  const n = w.length;
  const rows = Array.from({ length: n }, (_, i) => i);
  const linear = new Vector(n);
  const terms: Term[] = [];
  for (const i of rows) {
    if (!event[used[i]]) continue;
    const now = time[used[i]];
    const there = rows.filter((j) => time[used[j]] >= now && (start?.[used[j]] ?? -Infinity) < now);
    const tied = there.filter((j) => event[used[j]] && time[used[j]] === now);
    const of1 = (j: number) => times(w.get(j), all);
    linear.set(i, w.get(i));
    if (ties === "breslow") {
      terms.push(term(w.get(i), there, there.map(of1)));
      continue;
    }
    const mean = tied.reduce((sum, j) => add(sum, div(w.get(j), of(tied.length))), ZERO);
    const left = div(of(tied.length - tied.indexOf(i)), of(tied.length));
    terms.push(
      term(
        mean,
        there,
        there.map((j) => (tied.includes(j) ? mul(of1(j), left) : of1(j))),
      ),
    );
  }
  return [terms, linear];
}

function logSums(layers: number, terms: readonly Term[], linear: Vector): LayeredLoss {
  /** the shares of a term's entries, and its log sum */
  const seen = ({ at, c, logs }: Term, eta: Vector): { shares: Double2[]; value: Double2 } => {
    let most = 0;
    for (let k = 1; k < at.length; k++) if (eta.hi[at[k]] + logs[k].hi > eta.hi[at[most]] + logs[most].hi) most = k;
    const top = eta.get(at[most]);
    const parts = at.map((e, k) => (k === most ? ONE : mul(div(c[k], c[most]), exp(sub(eta.get(e), top)))));
    const rest = parts.reduce((sum, part, k) => (k === most ? sum : add(sum, part)), ZERO);
    const whole = add(ONE, rest);
    return { shares: parts.map((part) => div(part, whole)), value: add(add(top, logs[most]), log1p(rest)) };
  };
  return {
    layers,
    value(eta) {
      let total = ZERO;
      for (const each of terms) total = add(total, mul(each.d, seen(each, eta).value));
      for (let e = 0; e < eta.length; e++) if (linear.hi[e] !== 0) total = sub(total, mul(linear.get(e), eta.get(e)));
      return total;
    },
    slopes(eta) {
      const out = new Vector(eta.length);
      for (let e = 0; e < eta.length; e++) out.set(e, negate(linear.get(e)));
      for (const each of terms)
        for (const [k, share] of seen(each, eta).shares.entries()) {
          const e = each.at[k];
          out.set(e, add(out.get(e), mul(each.d, share)));
        }
      return out;
    },
    curve(eta) {
      const all = terms.map((each) => seen(each, eta).shares.map(({ hi }) => hi));
      // d (diag(q)Σq − qqᵀ): no rounding of q makes it negative
      return (v) => {
        const out = new Vector(v.length);
        for (const [t, { d, at }] of terms.entries()) {
          const q = all[t];
          let sum = ZERO;
          let mean = ZERO;
          for (let k = 0; k < at.length; k++) {
            sum = add(sum, of(q[k]));
            mean = add(mean, times(v.get(at[k]), q[k]));
          }
          if (at.every((e) => v.hi[e] === v.hi[at[0]] && v.lo[e] === v.lo[at[0]])) continue;
          for (let k = 0; k < at.length; k++) {
            const e = at[k];
            out.set(e, add(out.get(e), mul(times(d, q[k]), sub(mul(v.get(e), sum), mean))));
          }
        }
        return out;
      };
    },
    // log Σ exp has a variance of at most off² between two points off apart
    rounding(eta, off, unit) {
      let total = 0;
      const slope = this.slopes(eta);
      for (let e = 0; e < eta.length; e++) total += Math.abs(slope.hi[e]) * off[e] + unit * Math.abs(linear.hi[e] * eta.hi[e]);
      for (const each of terms) {
        const far = Math.max(...each.at.map((e) => off[e]));
        total += each.d.hi * (scaled(of(far * far), -1).hi + unit * Math.abs(seen(each, eta).value.hi));
      }
      return total;
    },
  };
}
