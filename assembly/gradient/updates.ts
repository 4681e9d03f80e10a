// One step of an optimiser, two coordinates at a time; α the learning rate, t the number of the step from 1, d the gradient of the batch:
//   sgd       b ← b − αd
//   momentum  v ← μv + d,  b ← b − αv                                     (Polyak 1964)
//   nesterov  v ← μv + d,  b ← b − α(d + μv)                              (Nesterov 1983, as Sutskever et al. 2013 write it)
//   adam      u ← β₁u + (1−β₁)d,  v ← β₂v + (1−β₂)d²,  b ← b − α û/(√v̂ + ε),  û = u/(1−β₁ᵗ),  v̂ = v/(1−β₂ᵗ)     (Kingma, Ba 2015)
// with ½cb² in it: d ← d + γcb and b ← b − ζcb first, γ = 1 and ζ = 0 coupled, γ = 0 and ζ = α decoupled; and a prox of a|b| after it, in the
// metric of the step, so that its fixed points are the optima: S(b, αa); S(b, αa/(1−μ)) where v adds up to d/(1−μ); S(b, αa/(√v̂ + ε)) under adam.

/** What every rule is given: vectors of `bytes` bytes, whole pairs of numbers, and how the penalty comes in. */
@unmanaged
export class Update {
  bytes: usize;
  /** d of the batch; c and a of the penalty; b, u and v */
  d: usize;
  ridge: usize;
  kinks: usize;
  b: usize;
  u: usize;
  v: usize;
  /** γ and ζ */
  coupled: f64;
  decay: f64;
}

export function sgd(p: Update, alpha: f64): void {
  const rate = f64x2.splat(alpha);
  for (let at: usize = 0; at < p.bytes; at += 16) {
    const d = Pair.slope(p, at);
    Pair.move(p, at, f64x2.mul(rate, d), f64x2.mul(rate, v128.load(p.kinks + at)));
  }
}

/** v ← μv + d, b ← b − α(now·d + later·v): heavy ball with now = 0 and later = 1, Nesterov's with now = 1 and later = μ */
export function accelerated(p: Update, alpha: f64, mu: f64, now: f64, later: f64): void {
  const metric = f64x2.splat(alpha / (1 - mu));
  for (let at: usize = 0; at < p.bytes; at += 16) {
    const d = Pair.slope(p, at);
    const v = f64x2.add(f64x2.mul(f64x2.splat(mu), v128.load(p.u + at)), d);
    v128.store(p.u + at, v);
    const way = f64x2.add(f64x2.mul(f64x2.splat(now), d), f64x2.mul(f64x2.splat(later), v));
    Pair.move(p, at, f64x2.mul(f64x2.splat(alpha), way), f64x2.mul(metric, v128.load(p.kinks + at)));
  }
}

/** `first` and `second`: 1 − β₁ᵗ and 1 − β₂ᵗ */
export function adam(p: Update, alpha: f64, beta1: f64, beta2: f64, first: f64, second: f64, epsilon: f64): void {
  for (let at: usize = 0; at < p.bytes; at += 16) {
    const d = Pair.slope(p, at);
    const u = f64x2.add(f64x2.mul(f64x2.splat(beta1), v128.load(p.u + at)), f64x2.mul(f64x2.splat(1 - beta1), d));
    const v = f64x2.add(f64x2.mul(f64x2.splat(beta2), v128.load(p.v + at)), f64x2.mul(f64x2.splat(1 - beta2), f64x2.mul(d, d)));
    v128.store(p.u + at, u);
    v128.store(p.v + at, v);
    const root = f64x2.sqrt(f64x2.div(v, f64x2.splat(second)));
    const step = f64x2.div(f64x2.splat(alpha), f64x2.add(root, f64x2.splat(epsilon)));
    Pair.move(p, at, f64x2.mul(step, f64x2.div(u, f64x2.splat(first))), f64x2.mul(step, v128.load(p.kinks + at)));
  }
}

/** Inlined: in a call of its own a pair would go through memory. */
abstract class Pair {
  /** d + γcb */
  @inline
  static slope(p: Update, at: usize): v128 {
    const pull = f64x2.mul(v128.load(p.ridge + at), v128.load(p.b + at));
    return f64x2.add(v128.load(p.d + at), f64x2.mul(f64x2.splat(p.coupled), pull));
  }

  /** b ← S(b − ζcb − step, t), S(b, t) = sign(b)·max(|b| − t, 0) */
  @inline
  static move(p: Update, at: usize, step: v128, t: v128): void {
    const b = v128.load(p.b + at);
    const decay = f64x2.mul(f64x2.mul(f64x2.splat(p.decay), v128.load(p.ridge + at)), b);
    const z = f64x2.sub(f64x2.sub(b, decay), step);
    const size = f64x2.abs(z);
    const sign = v128.and(z, f64x2.splat(-0.0));
    v128.store(p.b + at, v128.and(v128.or(f64x2.sub(size, t), sign), f64x2.gt(size, t)));
  }
}
