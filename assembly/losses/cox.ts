// Cox's partial likelihood (Cox 1972; ties after Breslow 1974 or Efron 1977). A term t for each event time of a stratum (Efron: for each of
// the m events there), at risk who has entered before and not left: Sₜ = Σ Aₜⱼe^ηⱼ, Aₜⱼ = wⱼ, times 1 − l/m for events in Efron's term l,
//     f(η) = Σₜ Dₜ log(nSₜ) − Σ wᵢdᵢηᵢ,   πₜ = Aₜe^η/Sₜ,   ∇f = Σₜ Dₜ(πₜ − eₜ),   ∇²f = Σₜ Dₜ(diag(πₜ) − πₜπₜᵀ),
// eₜ the shares that the events there have. Times rise within a stratum; sums over risk sets are sums from the last time on, and where rows
// enter late sums over the nodes of a binary tree.
// At κ∇f, uₜ = eₜ + κ(πₜ − eₜ):  f(η) + f*(κ∇f) − κ⟨∇f, η⟩ ≤ Σₜ Dₜ KL(uₜ‖πₜ), with equality at κ = 1.
import { exp, log } from "../linear/elementary";
import { at } from "../linear/lanes";
import { JointLoss } from "./joint";
import { above, between, spreadOver, sumUp } from "./spanTree";

/** a sum over a risk set whose terms have their digits, beside a largest term of a stratum of about 1/n */
const LEAST: f64 = 1e-290;

@unmanaged
@final
export class Cox extends JointLoss {
  times: i32;
  strata: i32;
  /** i32 a row: the first time at risk, one past the last, the time of its event or −1, its stratum */
  first: usize;
  last: usize;
  event: usize;
  stratum: usize;
  /** i32 a time: its stratum, and (one more) where its terms start */
  timeStratum: usize;
  termStart: usize;
  /** a term: l/m and Dₜ */
  fraction: usize;
  D: usize;
  /** a row: its share among the events of its time */
  share: usize;
  /** of v, where θ is ∇f − ∇²f v: its range, and vᵀ∇²f v */
  range: f64;
  variance: f64;
  /** a time and one more: two sums; where rows enter late, sums over spans of times, 2·leaves, else 0; a stratum: the largest η */
  sums: usize;
  tree: usize;
  leaves: i32;
  largest: usize;

  value(eta: usize): f64 {
    return this.evaluate(eta, this.kept + this.block());
  }

  expand(eta: usize, g: usize): f64 {
    const value = this.evaluate(eta, this.at);
    this.rates(this.at, 0, this.at + ((<usize>this.n) << 3));
    for (let i = 0; i < this.n; i++) {
      const risk = f64.load(at(this.at, i)) * f64.load(at(this.at, this.n + i));
      f64.store(at(g, i), risk - (this.index(this.event, i) >= 0 ? f64.load(at(this.w, i)) : 0));
    }
    return value;
  }

  /** h, S ← at η: w e^(η − largest of the stratum), and its sums over risk sets; returns f */
  private evaluate(eta: usize, state: usize): f64 {
    const h = state;
    const S = at(state, 2 * this.n);
    for (let s = 0; s < this.strata; s++) f64.store(at(this.largest, s), -Infinity);
    for (let i = 0; i < this.n; i++) {
      const slot = at(this.largest, this.index(this.stratum, i));
      if (f64.load(at(this.w, i)) !== 0) f64.store(slot, max(f64.load(slot), f64.load(at(eta, i))));
    }
    let value: f64 = 0;
    for (let i = 0; i < this.n; i++) {
      const wi = f64.load(at(this.w, i));
      const d = f64.load(at(eta, i)) - f64.load(at(this.largest, this.index(this.stratum, i)));
      f64.store(at(h, i), wi === 0 ? 0 : wi * f64x2.extract_lane(exp(f64x2.splat(d)), 0));
      // the shift of the logarithms is taken off here, where events are counted as often
      if (this.index(this.event, i) >= 0 && wi !== 0) value -= wi * d;
    }
    this.riskSums(h, 0, S);
    for (let t = 0; t < this.terms; t++) {
      const d = f64.load(at(this.D, t));
      if (d === 0) continue;
      // rows at risk beside which the largest of the stratum leaves no digits: no step goes there
      if (!(f64.load(at(S, t)) > LEAST)) return Infinity;
      value += d * log(<f64>this.n * f64.load(at(S, t)));
    }
    return value;
  }

  /** out ← Σⱼ Aₜⱼe^ηⱼvⱼ by term; v = 0: of ones. Nothing is taken off a sum: late risk sets may be tiny beside early ones */
  private riskSums(h: usize, v: usize, out: usize): void {
    const T = this.times;
    const events = at(this.sums, T + 1);
    memory.fill(this.sums, 0, (<usize>(2 * (T + 1))) << 3);
    if (this.tree) memory.fill(this.tree, 0, (<usize>(2 * this.leaves)) << 3);
    for (let i = 0; i < this.n; i++) {
      const from = this.index(this.first, i);
      const to = this.index(this.last, i);
      if (to <= from) continue;
      const x = v ? f64.load(at(h, i)) * f64.load(at(v, i)) : f64.load(at(h, i));
      const event = this.index(this.event, i);
      if (event >= 0) add(at(events, event), x);
      // at the time of its own event a row counts by the fractions of the terms
      const end = event >= 0 ? event : to;
      if (end <= from) continue;
      if (this.tree) spreadOver(this.tree, this.leaves, from, end, x);
      else add(at(this.sums, end - 1), x);
    }
    let there: f64 = 0;
    for (let t = T - 1; t >= 0; t--) {
      if (t + 1 < T && this.index(this.timeStratum, t) !== this.index(this.timeStratum, t + 1)) there = 0;
      there += f64.load(at(this.sums, t));
      const others = this.tree ? above(this.tree, this.leaves, t) : there;
      const tied = f64.load(at(events, t));
      for (let l = this.index(this.termStart, t); l < this.index(this.termStart, t + 1); l++) {
        f64.store(at(out, l), others + (1 - f64.load(at(this.fraction, l))) * tied);
      }
    }
  }

  /** out ← Σₜ Dₜ/Sₜ · aₜ by row over the terms at risk, those of its own time by their fractions; a = 0: of ones */
  private rates(state: usize, a: usize, out: usize): void {
    const S = at(state, 2 * this.n);
    const own = at(this.sums, this.times + 1);
    let sum: f64 = 0;
    for (let t = 0; t < this.times; t++) {
      if (t > 0 && this.index(this.timeStratum, t) !== this.index(this.timeStratum, t - 1)) sum = 0;
      let whole: f64 = 0;
      let part: f64 = 0;
      for (let l = this.index(this.termStart, t); l < this.index(this.termStart, t + 1); l++) {
        const d = f64.load(at(this.D, l));
        if (d === 0) continue;
        const rate = (d / f64.load(at(S, l))) * (a ? f64.load(at(a, l)) : 1);
        whole += rate;
        part += (1 - f64.load(at(this.fraction, l))) * rate;
      }
      sum += whole;
      // of rows that are at risk from the start of their stratum on, up to and with t
      f64.store(at(this.sums, t), sum);
      f64.store(at(own, t), part);
      if (this.tree) f64.store(at(this.tree, this.leaves + t), whole);
    }
    if (this.tree) sumUp(this.tree, this.leaves, this.times);
    for (let i = 0; i < this.n; i++) {
      const from = this.index(this.first, i);
      const event = this.index(this.event, i);
      const end = event >= 0 ? event : this.index(this.last, i);
      let rate: f64 = 0;
      if (end > from) rate = this.tree ? between(this.tree, this.leaves, from, end) : f64.load(at(this.sums, end - 1));
      if (event >= 0) rate += f64.load(at(own, event));
      f64.store(at(out, i), rate);
    }
  }

  curve(v: usize, out: usize): void {
    const means = at(this.kept, 2 * <i32>(this.block() >> 3));
    this.means(this.at, v, means);
    this.rates(this.at, means, out);
    for (let i = 0; i < this.n; i++) {
      const slot = at(out, i);
      const rate = f64.load(at(this.at, this.n + i));
      f64.store(slot, f64.load(at(this.at, i)) * (rate * f64.load(at(v, i)) - f64.load(slot)));
    }
  }

  /** out ← πₜᵀv by term */
  private means(state: usize, v: usize, out: usize): void {
    const S = at(state, 2 * this.n);
    this.riskSums(state, v, out);
    for (let t = 0; t < this.terms; t++) {
      const whole = f64.load(at(S, t));
      f64.store(at(out, t), whole > 0 ? f64.load(at(out, t)) / whole : 0);
    }
  }

  amongIntercepts(_: usize): void {}

  drift(_: usize): f64 {
    let moved: f64 = 0;
    let whole: f64 = 0;
    for (let i = 0; i < this.n; i++) {
      const now = f64.load(at(this.at, i)) * f64.load(at(this.at, this.n + i));
      moved += abs(now - f64.load(at(this.kept, i)) * f64.load(at(this.kept, this.n + i)));
      whole += now;
    }
    return whole > 0 ? moved / whole : moved > 0 ? Infinity : 0;
  }

  renew(_: usize): void {
    memory.copy(this.kept, this.at, this.block());
  }

  weights(_: i32, out: usize): void {
    for (let i = 0; i < this.n; i++) f64.store(at(out, i), max(0, f64.load(at(this.kept, i)) * f64.load(at(this.kept, this.n + i))));
  }

  spread(_: i32, x: usize, out: usize): void {
    this.means(this.kept, x, out);
    for (let t = 0; t < this.terms; t++) f64.store(at(out, t), f64.load(at(out, t)) * sqrt(f64.load(at(this.D, t))));
  }

  between(_k: i32, _l: i32, _out: usize): void {}

  shift(v: usize, Hv: usize): void {
    let least = Infinity;
    let most = -Infinity;
    this.variance = 0;
    for (let i = 0; i < this.n && v; i++) {
      if (f64.load(at(this.w, i)) === 0) continue;
      least = min(least, f64.load(at(v, i)));
      most = max(most, f64.load(at(v, i)));
      this.variance += f64.load(at(v, i)) * f64.load(at(Hv, i));
    }
    this.range = max(0, most - least);
    this.variance = max(0, this.variance);
  }

  /**
   * At θ = ∇f − ∇²f v every uₜ has m(1 + ε) in place of m = eₜ + κ(πₜ − eₜ), |ε| ≤ r the range of v: KL(uₜ‖πₜ) is at most KL(m‖πₜ), plus
   * ½(1 + r)κ times the variance of v under πₜ, plus κr Σ πₜⱼ|log(mⱼ/κπₜⱼ)| over the events, where log m/π is not log κ.
   */
  fenchel(eta: usize, kappa: f64, _: usize): f64 {
    const r = this.range;
    const shifted = 0.5 * (1 + r) * kappa * this.variance;
    if (r > 0.5 && kappa > 0) return Infinity;
    if (kappa === 1) return shifted;
    const state = this.kept + this.block();
    this.evaluate(eta, state);
    const S = at(state, 2 * this.n);
    let total: f64 = 0;
    // those without an event at t: κπ log κ
    const logKappa = kappa === 0 ? 0 : log(kappa);
    const rest = kappa * logKappa;
    for (let l = 0; l < this.terms; l++) total += f64.load(at(this.D, l)) * rest;
    for (let i = 0; i < this.n; i++) {
      const event = this.index(this.event, i);
      const e = f64.load(at(this.share, i));
      if (event < 0 || e === 0) continue;
      for (let l = this.index(this.termStart, event); l < this.index(this.termStart, event + 1); l++) {
        const p = ((1 - f64.load(at(this.fraction, l))) * f64.load(at(state, i))) / f64.load(at(S, l));
        const u = (1 - kappa) * e + kappa * p;
        const ratio = log(u) - log(p);
        total += f64.load(at(this.D, l)) * (u * ratio - rest * p);
        if (kappa > 0) total += f64.load(at(this.D, l)) * kappa * r * p * abs(ratio - logKappa);
      }
    }
    return max(0, total) + shifted;
  }

  dualScale(_: usize): f64 {
    return 1;
  }

  /** bytes of one state: h and rates by row, S by term */
  @inline
  private block(): usize {
    return (<usize>(2 * this.n + this.terms)) << 3;
  }

  @inline
  private index(list: usize, i: i32): i32 {
    return i32.load(list + ((<usize>i) << 2));
  }
}

/** x ← x + a */
function add(x: usize, a: f64): void {
  f64.store(x, f64.load(x) + a);
}
