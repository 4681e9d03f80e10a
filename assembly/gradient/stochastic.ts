// Mini-batches of a row-major X: of k rows g ← (n/k) Σ wᵢℓ′(ηᵢ)·(xᵢ, 1), an unbiased ∇f; then the penalty's part and a step (updates.ts).
//   coupled    d = g + c∘b + …,  b ← step(b, d)
//   decoupled  d = g + …,        b ← step(b − αc∘b, d)           (Loshchilov, Hutter 2019): the same under sgd, not where d is rescaled
// b has the intercept behind its m coefficients; c and a are 0 there.
import { Rule } from "../../src/kernels/abi";
import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { clear } from "../linear/level1";
import { AnyLoss } from "../losses/anyLoss";
import { backward, forward, Stochastic } from "./batch";
import { raised, sign } from "./smooth";
import { accelerated, adam, sgd } from "./updates";

/** one step for every `size` of the `count` rows in `order` (i32), the last batch may be smaller; `rates`: α of each; t: steps made before */
export function epoch(s: Stochastic, loss: AnyLoss, order: usize, count: i32, rates: usize, t: f64): void {
  const perturbed = !s.inputs.idle;
  if (s.shuffles) s.random.shuffle(count, order);
  for (let from = 0; from < count; from += s.size) {
    const k = min(s.size, count - from);
    const alpha = f64.load(rates);
    spend(k, s.m);
    rates += 8;
    t += 1;
    const list = order + ((<usize>from) << 2);
    clear(s.bytes, s.d);
    forward(s, list, k, <f64>s.n / <f64>k, perturbed);
    loss.n = k;
    loss.gradient(s.eta, s.g);
    backward(s, list, k, perturbed);
    step(s, alpha, t);
  }
}

/** Σ wᵢℓ(ηᵢ) over the `count` rows in `order`, s.d ← its gradient; rows as they are */
export function sweep(s: Stochastic, loss: AnyLoss, order: usize, count: i32): f64 {
  let f: f64 = 0;
  clear(s.bytes, s.d);
  for (let from = 0; from < count; from += s.size) {
    const k = min(s.size, count - from);
    spend(k, s.m);
    const list = order + ((<usize>from) << 2);
    forward(s, list, k, 1, false);
    loss.n = k;
    f += loss.valueAndGradient(s.eta, s.g);
    backward(s, list, k, false);
  }
  return f;
}

/** one step of the optimiser, the t-th, with the penalty's part */
function step(s: Stochastic, alpha: f64, t: f64): void {
  s.coupled = s.decoupled ? 0 : 1;
  s.decay = s.decoupled ? alpha : 0;
  s.kinks = s.proximal ? s.slopes : s.none;
  if (!s.proximal) lean(s);
  switch (s.rule) {
    case Rule.Sgd:
      return sgd(s, alpha);
    case Rule.Momentum:
      return accelerated(s, alpha, s.beta1, 0, 1);
    case Rule.Nesterov:
      return accelerated(s, alpha, s.beta1, 1, s.beta1);
    case Rule.Adam:
      return adam(s, alpha, s.beta1, s.beta2, 1 - raised(s.beta1, t), 1 - raised(s.beta2, t), s.epsilon);
  }
  unreachable();
}

/** d ← d + a∘|b|^(q−1)∘sign(b) */
function lean(s: Stochastic): void {
  for (let j = 0; j < s.m; j++) {
    const b = f64.load(at(s.b, j));
    const slope = f64.load(at(s.slopes, j)) * raised(abs(b), s.power - 1) * sign(b);
    f64.store(at(s.d, j), f64.load(at(s.d, j)) + slope);
  }
}
