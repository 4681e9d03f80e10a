// What predictions η cost, row by row; η of a row has `along` numbers, of which the first K count:
//   squared ½ Σₖ(yₖ − ηₖ)²      poisson Σₖ e^ηₖ − yₖηₖ      logistic log(1 + e^−tη), t = ±1      multinomial log Σ e^ηₖ − η_y
// With G its derivatives, times `factor` and the row's weight; G is as long as η, zero in its padding.
import { NetworkLoss } from "../../src/kernels/abi";
import { exp, log, log1p } from "../linear/elementary";
import { at } from "../linear/lanes";

/** eˣ */
function power(x: f64): f64 {
  return f64x2.extract_lane(exp(f64x2.splat(x)), 0);
}

/** log(1 + x), x ≥ 0 */
function logOfOneAnd(x: f64): f64 {
  return x <= 1 ? f64x2.extract_lane(log1p(f64x2.splat(x)), 0) : log(1 + x);
}

/** Σ w·loss of `rows` rows; y has `targets` numbers a row, w one; G of them unless G is 0 */
export function cost(
  kind: NetworkLoss,
  rows: i32,
  K: i32,
  along: i32,
  eta: usize,
  targets: i32,
  y: usize,
  w: usize,
  factor: f64,
  G: usize,
): f64 {
  let sum: f64 = 0;
  const down = (<usize>along) << 3;
  if (G) memory.fill(G, 0, <usize>((rows + 3) & ~3) * down);
  for (let i = 0; i < rows; i++, eta += down, y += (<usize>targets) << 3, w += 8) {
    const weight = f64.load(w);
    // a row without weight adds nothing, not even what is not finite
    if (weight !== 0) sum += weight * row(kind, K, eta, y, factor * weight, G);
    if (G) G += down;
  }
  return sum;
}

function row(kind: NetworkLoss, K: i32, eta: usize, y: usize, scale: f64, G: usize): f64 {
  switch (kind) {
    case NetworkLoss.Squared:
      return squares(K, eta, y, scale, G);
    case NetworkLoss.Poisson:
      return counts(K, eta, y, scale, G);
    case NetworkLoss.Logistic:
      return margin(f64.load(eta), f64.load(y), scale, G);
    default:
      return softmax(K, eta, <i32>f64.load(y), scale, G);
  }
}

function squares(K: i32, eta: usize, y: usize, scale: f64, G: usize): f64 {
  let sum: f64 = 0;
  for (let k = 0; k < K; k++) {
    const r = f64.load(at(eta, k)) - f64.load(at(y, k));
    sum += 0.5 * r * r;
    if (G) f64.store(at(G, k), scale * r);
  }
  return sum;
}

function counts(K: i32, eta: usize, y: usize, scale: f64, G: usize): f64 {
  let sum: f64 = 0;
  for (let k = 0; k < K; k++) {
    const e = f64.load(at(eta, k));
    const mean = power(e);
    sum += mean - f64.load(at(y, k)) * e;
    if (G) f64.store(at(G, k), scale * (mean - f64.load(at(y, k))));
  }
  return sum;
}

/** ℓ′ = −t/(1 + eᵐ), m = tη */
function margin(eta: f64, t: f64, scale: f64, G: usize): f64 {
  const m = t * eta;
  const u = power(-abs(m));
  if (G) f64.store(G, (-scale * t * (m > 0 ? u : 1)) / (1 + u));
  return max(-m, 0) + logOfOneAnd(u);
}

/** log Σ e^ηₖ − η_y = m − η_y + log(1 + rest), m the largest η, rest all but it, so that it keeps its digits near 0 */
function softmax(K: i32, eta: usize, place: i32, scale: f64, G: usize): f64 {
  let most = f64.load(eta);
  let largest = 0;
  for (let k = 1; k < K; k++) {
    const e = f64.load(at(eta, k));
    if (e > most) {
      most = e;
      largest = k;
    }
  }
  let rest: f64 = 0;
  const from = f64x2.splat(most);
  for (let k = 0; k < K; k += 2) {
    // in the padding beside an odd last one stands a 0
    const e = exp(f64x2.sub(v128.load(at(eta, k)), from));
    const first = f64x2.extract_lane(e, 0);
    const second = f64x2.extract_lane(e, 1);
    if (G) v128.store(at(G, k), e);
    if (k !== largest) rest += first;
    if (k + 1 < K && k + 1 !== largest) rest += second;
  }
  if (G) {
    const each = scale / (1 + rest);
    for (let k = 0; k < K; k++) f64.store(at(G, k), each * f64.load(at(G, k)));
    if (K & 1) f64.store(at(G, K), 0);
    // of the label p − 1 = −(1 − p), by what the others have
    const own = at(G, place);
    if (place === largest) f64.store(own, -each * rest);
    else f64.store(own, f64.load(own) - scale);
  }
  return most - f64.load(at(eta, place)) + logOfOneAnd(rest);
}
