// Cox's partial likelihood (Cox 1972; ties after Breslow 1974 or Efron 1977). A term t for each event time of a stratum (Efron: for each of
// the m events there), at risk who has entered before and not left: Sₜ = Σ Aₜⱼe^ηⱼ, Aₜⱼ = wⱼ, times 1 − l/m for events in Efron's term l,
//     f(η) = Σₜ Dₜ log(nSₜ) − Σ wᵢdᵢηᵢ,   πₜ = Aₜe^η/Sₜ,   ∇f = Σₜ Dₜ(πₜ − eₜ),   ∇²f = Σₜ Dₜ(diag(πₜ) − πₜπₜᵀ),
// eₜ the shares that the events there have. Times rise within a stratum; all sums over risk sets are sums from the last time on.
// At κ∇f, uₜ = eₜ + κ(πₜ − eₜ):  f(η) + f*(κ∇f) − κ⟨∇f, η⟩ ≤ Σₜ Dₜ KL(uₜ‖πₜ), with equality at κ = 1.
import { exp, log } from "../linear/elementary";
import { at } from "../linear/lanes";
import { JointLoss } from "./joint";

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
  /** a time and one more: four sums; a stratum: the largest η */
  sums: usize;
  shift: usize;

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
    for (let s = 0; s < this.strata; s++) f64.store(at(this.shift, s), -Infinity);
    for (let i = 0; i < this.n; i++) {
      const slot = at(this.shift, this.index(this.stratum, i));
      if (f64.load(at(this.w, i)) !== 0) f64.store(slot, max(f64.load(slot), f64.load(at(eta, i))));
    }
    let value: f64 = 0;
    for (let i = 0; i < this.n; i++) {
      const wi = f64.load(at(this.w, i));
      const d = f64.load(at(eta, i)) - f64.load(at(this.shift, this.index(this.stratum, i)));
      f64.store(at(h, i), wi === 0 ? 0 : wi * f64x2.extract_lane(exp(f64x2.splat(d)), 0));
      // the shift of the logarithms is taken off here, where events are counted as often
      if (this.index(this.event, i) >= 0 && wi !== 0) value -= wi * d;
    }
    this.riskSums(h, 0, S);
    for (let t = 0; t < this.terms; t++) {
      const d = f64.load(at(this.D, t));
      if (d !== 0) value += d * log(<f64>this.n * f64.load(at(S, t)));
    }
    return value;
  }

  /** out ← Σⱼ Aₜⱼe^ηⱼvⱼ by term; v = 0: of ones */
  private riskSums(h: usize, v: usize, out: usize): void {
    const T = this.times;
    const entered = this.sums;
    const events = at(this.sums, 2 * (T + 1));
    memory.fill(this.sums, 0, (<usize>(4 * (T + 1))) << 3);
    for (let i = 0; i < this.n; i++) {
      const from = this.index(this.first, i);
      const to = this.index(this.last, i);
      if (to <= from) continue;
      const x = v ? f64.load(at(h, i)) * f64.load(at(v, i)) : f64.load(at(h, i));
      add(at(entered, to - 1), x);
      // who enters late is taken off the times before
      if (from > 0 && this.index(this.timeStratum, from - 1) === this.index(this.timeStratum, from)) add(at(entered, T + from), x);
      const event = this.index(this.event, i);
      if (event >= 0) add(at(events, event), x);
    }
    let there: f64 = 0;
    let late: f64 = 0;
    for (let t = T - 1; t >= 0; t--) {
      if (t + 1 < T && this.index(this.timeStratum, t) !== this.index(this.timeStratum, t + 1)) {
        there = 0;
        late = 0;
      }
      there += f64.load(at(entered, t));
      late += f64.load(at(entered, T + t + 1));
      const tied = f64.load(at(events, t));
      for (let l = this.index(this.termStart, t); l < this.index(this.termStart, t + 1); l++) {
        f64.store(at(out, l), there - late - f64.load(at(this.fraction, l)) * tied);
      }
    }
  }

  /** out ← Σₜ Dₜ/Sₜ · aₜ over the terms at risk by row, less the fractions of its own time; a = 0: of ones */
  private rates(state: usize, a: usize, out: usize): void {
    const S = at(state, 2 * this.n);
    const whole = this.sums;
    const own = at(this.sums, this.times + 1);
    let sum: f64 = 0;
    for (let t = 0; t < this.times; t++) {
      f64.store(at(whole, t), sum);
      let part: f64 = 0;
      for (let l = this.index(this.termStart, t); l < this.index(this.termStart, t + 1); l++) {
        const d = f64.load(at(this.D, l));
        if (d === 0) continue;
        const rate = (d / f64.load(at(S, l))) * (a ? f64.load(at(a, l)) : 1);
        sum += rate;
        part += f64.load(at(this.fraction, l)) * rate;
      }
      f64.store(at(own, t), part);
    }
    f64.store(at(whole, this.times), sum);
    for (let i = 0; i < this.n; i++) {
      const from = this.index(this.first, i);
      const to = this.index(this.last, i);
      const event = this.index(this.event, i);
      let rate = to > from ? f64.load(at(whole, to)) - f64.load(at(whole, from)) : 0;
      if (event >= 0) rate -= f64.load(at(own, event));
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

  fenchel(eta: usize, kappa: f64, _: usize): f64 {
    if (kappa === 1) return 0;
    const state = this.kept + this.block();
    this.evaluate(eta, state);
    const S = at(state, 2 * this.n);
    let total: f64 = 0;
    // those without an event at t: κπ log κ
    const rest = kappa === 0 ? 0 : kappa * log(kappa);
    for (let t = 0; t < this.times; t++) {
      for (let l = this.index(this.termStart, t); l < this.index(this.termStart, t + 1); l++) {
        total += f64.load(at(this.D, l)) * rest;
      }
    }
    for (let i = 0; i < this.n; i++) {
      const event = this.index(this.event, i);
      const e = f64.load(at(this.share, i));
      if (event < 0 || e === 0) continue;
      for (let l = this.index(this.termStart, event); l < this.index(this.termStart, event + 1); l++) {
        const p = ((1 - f64.load(at(this.fraction, l))) * f64.load(at(state, i))) / f64.load(at(S, l));
        const u = (1 - kappa) * e + kappa * p;
        total += f64.load(at(this.D, l)) * (u * (log(u) - log(p)) - rest * p);
      }
    }
    return max(0, total);
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
