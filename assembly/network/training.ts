// Steps of a network. Its parameters are one vector b, layer by layer, weights in panels and then biases; d is their gradient, and c and a
// of the penalty ½cb² + a|b| are 0 for biases and padding, so that padding stays 0 (gradient/updates.ts has the rules).
import { Rule } from "../../src/kernels/abi";
import { raised } from "../gradient/smooth";
import { accelerated, adam, sgd, Update } from "../gradient/updates";
import { CHUNK, Network } from "./network";

@unmanaged
@final
export class Training extends Update {
  net: Network;
  rule: Rule;
  decoupled: i32;
  /** rows in a new order every epoch; their own generator is that of the masks */
  shuffles: i32;
  /** rows a step */
  size: i32;
  /** rows in an epoch: Σ of their w is 1 */
  n: i32;
  beta1: f64;
  beta2: f64;
  epsilon: f64;
  w: usize;
}

/** one step for every `size` of the `count` rows in `order` (i32), the last batch may be smaller; `rates`: α of each; t: steps made before */
export function epoch(s: Training, order: usize, count: i32, rates: usize, t: f64): void {
  const net = s.net;
  if (s.shuffles) net.inputs.random.shuffle(count, order);
  const perturbed = !net.inputs.idle;
  for (let from = 0; from < count; from += s.size) {
    const k = min(s.size, count - from);
    t += 1;
    memory.fill(s.d, 0, s.bytes);
    net.turn();
    for (let done = 0; done < k; done += CHUNK) {
      const rows = min(CHUNK, k - done);
      net.gather(order, from + done, rows, s.w, perturbed);
      net.forward(rows, true, true);
      net.cost(rows, <f64>s.n / <f64>k, net.above);
      net.backward(rows);
    }
    step(s, f64.load(rates), t);
    rates += 8;
  }
}

/** Σ w·loss over the `count` rows in `order`, as they are and with all units; with `slopes` d ← its gradient */
export function sweep(s: Training, order: usize, count: i32, w: usize, slopes: bool): f64 {
  const net = s.net;
  let sum: f64 = 0;
  for (let l = 0; l < net.count; l++) net.layer(l).linear = 0;
  if (slopes) {
    memory.fill(s.d, 0, s.bytes);
    net.turn();
  }
  for (let from = 0; from < count; from += CHUNK) {
    const rows = min(CHUNK, count - from);
    net.gather(order, from, rows, w, false);
    net.forward(rows, slopes, false);
    net.look(rows);
    sum += net.cost(rows, 1, slopes ? net.above : 0);
    if (slopes) net.backward(rows);
  }
  return sum;
}

/** one step of the optimiser, the t-th */
function step(s: Training, alpha: f64, t: f64): void {
  s.coupled = s.decoupled ? 0 : 1;
  s.decay = s.decoupled ? alpha : 0;
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
