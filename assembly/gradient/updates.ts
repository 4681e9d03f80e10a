// One step of an optimiser, coordinate by coordinate; α the learning rate, t the number of the step from 1, d the gradient:
//   sgd       b ← b − αd
//   momentum  v ← μv + d,  b ← b − αv                                     (Polyak 1964)
//   nesterov  v ← μv + d,  b ← b − α(d + μv)                              (Nesterov 1983, as Sutskever et al. 2013 write it)
//   adam      u ← β₁u + (1−β₁)d,  v ← β₂v + (1−β₂)d²,  b ← b − α û/(√v̂ + ε),  û = u/(1−β₁ᵗ),  v̂ = v/(1−β₂ᵗ)     (Kingma, Ba 2015)
// a prox of a|b| after it, in the metric of the step, so that its fixed points are the optima: S(b, αa); S(b, αa/(1−μ)) where v adds up
// to d/(1−μ); S(b, αa/(√v̂ + ε)) under adam.
import { at } from "../linear/lanes";

/** S(b, t) = sign(b)·max(|b| − t, 0) */
function soft(b: f64, t: f64): f64 {
  return b > t ? b - t : b < -t ? b + t : 0;
}

export function sgd(m: i32, alpha: f64, d: usize, a: usize, b: usize): void {
  for (let j = 0; j < m; j++) {
    f64.store(at(b, j), soft(f64.load(at(b, j)) - alpha * f64.load(at(d, j)), alpha * f64.load(at(a, j))));
  }
}

/** v ← μv + d, b ← b − α(now·d + later·v): heavy ball with now = 0 and later = 1, Nesterov's with now = 1 and later = μ */
export function accelerated(m: i32, alpha: f64, mu: f64, now: f64, later: f64, d: usize, v: usize, a: usize, b: usize): void {
  const metric = alpha / (1 - mu);
  for (let j = 0; j < m; j++) {
    const dj = f64.load(at(d, j));
    const vj = mu * f64.load(at(v, j)) + dj;
    f64.store(at(v, j), vj);
    f64.store(at(b, j), soft(f64.load(at(b, j)) - alpha * (now * dj + later * vj), metric * f64.load(at(a, j))));
  }
}

/** `first` and `second`: 1 − β₁ᵗ and 1 − β₂ᵗ */
export function adam(
  m: i32,
  alpha: f64,
  beta1: f64,
  beta2: f64,
  first: f64,
  second: f64,
  epsilon: f64,
  d: usize,
  u: usize,
  v: usize,
  a: usize,
  b: usize,
): void {
  for (let j = 0; j < m; j++) {
    const dj = f64.load(at(d, j));
    const uj = beta1 * f64.load(at(u, j)) + (1 - beta1) * dj;
    const vj = beta2 * f64.load(at(v, j)) + (1 - beta2) * (dj * dj);
    f64.store(at(u, j), uj);
    f64.store(at(v, j), vj);
    const step = alpha / (sqrt(vj / second) + epsilon);
    f64.store(at(b, j), soft(f64.load(at(b, j)) - step * (uj / first), step * f64.load(at(a, j))));
  }
}
