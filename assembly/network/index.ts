// THE BOUNDARY of shrinkage/network, a module of its own. Pointers are byte addresses of f64 vectors unless a name says otherwise; every
// pointer is the caller's, nothing here allocates.
import { Activation, NetworkLoss, Rule } from "../../src/kernels/abi";
import { Perturbation } from "../gradient/perturb";
import { direction as descend } from "../gradient/quasiNewton";
import { at } from "../linear/lanes";
import { dot as product } from "../linear/level1";
import { moments as momentsOf } from "../linear/moments";
import { Random } from "../linear/random";
import { CHUNK, Layer, Network } from "./network";
import * as training from "./training";

/** the first byte that belongs to the caller */
export const heapBase: usize = __heap_base;

/** rows that go through the layers at a time: what the buffers of a chunk have room for */
export function chunkRows(): i32 {
  return CHUNK;
}

/** bytes of a training with all its structs but the layers, and of a layer */
export function trainingBytes(): i32 {
  return offsetof<training.Training>() + offsetof<Network>() + offsetof<Perturbation>() + offsetof<Random>() + 64;
}
export function layerBytes(): i32 {
  return offsetof<Layer>();
}

function structsOf(s: usize): training.Training {
  return changetype<training.Training>(s);
}

/** the network itself at `s`: its data and the buffers of a chunk */
export function network(
  s: usize,
  layers: usize,
  count: i32,
  activation: Activation,
  loss: NetworkLoss,
  p: i32,
  along: i32,
  X: usize,
  targets: i32,
  y: usize,
  rows: usize,
  batchY: usize,
  batchW: usize,
  above: usize,
  below: usize,
  zeros: usize,
): void {
  const train = structsOf(s);
  const net = changetype<Network>(s + ((offsetof<training.Training>() + 15) & ~15));
  train.net = net;
  net.inputs = changetype<Perturbation>(changetype<usize>(net) + ((offsetof<Network>() + 15) & ~15));
  net.inputs.random = changetype<Random>(changetype<usize>(net.inputs) + ((offsetof<Perturbation>() + 15) & ~15));
  net.layers = layers;
  net.count = count;
  net.activation = activation;
  net.loss = loss;
  net.p = p;
  net.along = along;
  net.X = X;
  net.targets = targets;
  net.y = y;
  net.rows = rows;
  net.batchY = batchY;
  net.batchW = batchW;
  net.above = above;
  net.below = below;
  net.zeros = zeros;
}

/** layer l of a network */
export function layer(
  s: usize,
  l: i32,
  inner: i32,
  columns: i32,
  units: i32,
  keep: f64,
  W: usize,
  dW: usize,
  T: usize,
  A: usize,
  D: usize,
): void {
  const one = structsOf(s).net.layer(l);
  one.inner = inner;
  one.columns = columns;
  one.units = units;
  one.keep = keep;
  one.W = W;
  one.bias = at(W, inner * columns);
  one.dW = dW;
  one.dBias = at(dW, inner * columns);
  one.T = T;
  one.A = A;
  one.D = D;
}

/** the vectors of steps, `count` numbers each */
export function vectors(s: usize, count: i32, b: usize, d: usize, u: usize, v: usize, ridge: usize, kinks: usize): void {
  const train = structsOf(s);
  train.bytes = (<usize>count) << 3;
  train.b = b;
  train.d = d;
  train.u = u;
  train.v = v;
  train.ridge = ridge;
  train.kinks = kinks;
}

/** how steps go */
export function rule(
  s: usize,
  rule: Rule,
  beta1: f64,
  beta2: f64,
  epsilon: f64,
  decoupled: bool,
  shuffles: bool,
  size: i32,
  n: i32,
  w: usize,
): void {
  const train = structsOf(s);
  train.rule = rule;
  train.beta1 = beta1;
  train.beta2 = beta2;
  train.epsilon = epsilon;
  train.decoupled = i32(decoupled);
  train.shuffles = i32(shuffles);
  train.size = size;
  train.n = n;
  train.w = w;
}

/** noise and dropout of inputs, and where the generator begins */
export function inputs(s: usize, noise: f64, keep: f64, seed: u32, stream: u32): void {
  const inputs = structsOf(s).net.inputs;
  inputs.noise = noise;
  inputs.keep = keep;
  inputs.spared = false;
  inputs.random.seed(seed, stream);
}

export function epoch(s: usize, order: usize, count: i32, rates: usize, t: f64): void {
  training.epoch(structsOf(s), order, count, rates, t);
}

export function sweep(s: usize, order: usize, count: i32, w: usize, slopes: bool): f64 {
  return training.sweep(structsOf(s), order, count, w, slopes);
}

/** units of layer l in their linear range, of the rows of the last sweep */
export function linearUnits(s: usize, l: i32): f64 {
  return structsOf(s).net.layer(l).linear;
}

/** Σ a|b| + ½cb²; with `slopes` d ← d + c∘b */
export function penalty(s: usize, slopes: bool): f64 {
  const train = structsOf(s);
  let sum: f64 = 0;
  for (let k: usize = 0; k < train.bytes; k += 8) {
    const b = f64.load(train.b + k);
    const pull = f64.load(train.ridge + k) * b;
    sum += f64.load(train.kinks + k) * abs(b) + 0.5 * pull * b;
    if (slopes) f64.store(train.d + k, f64.load(train.d + k) + pull);
  }
  return sum;
}

/** max |d + a·sign(b)|, where b is 0 max(|d| − a, 0): what is left of the first-order conditions */
export function residual(s: usize): f64 {
  const train = structsOf(s);
  let most: f64 = 0;
  for (let k: usize = 0; k < train.bytes; k += 8) {
    const b = f64.load(train.b + k);
    const d = f64.load(train.d + k);
    const a = f64.load(train.kinks + k);
    most = max(most, b === 0 ? max(abs(d) - a, 0) : abs(d + (b > 0 ? a : -a)));
  }
  return most;
}

/** η of the `count` rows in `order`: `columns` numbers a row, padding left out */
export function outputs(s: usize, order: usize, count: i32, w: usize, eta: usize): void {
  const net = structsOf(s).net;
  const last = net.layer(net.count - 1);
  for (let from = 0; from < count; from += CHUNK) {
    const rows = min(CHUNK, count - from);
    net.gather(order, from, rows, w, false);
    net.forward(rows, false, false);
    for (let i = 0; i < rows; i++, eta += (<usize>last.units) << 3)
      memory.copy(eta, at(last.A, i * last.columns), (<usize>last.units) << 3);
  }
}

/** rows (`along` numbers each, padding 0) ← (x − centre)/scale of the columns at X, one behind the other */
export function store(n: i32, p: i32, along: i32, X: usize, centres: usize, scales: usize, rows: usize): void {
  memory.fill(rows, 0, (<usize>n * <usize>along) << 3);
  for (let j = 0; j < p; j++) {
    const centre = f64.load(at(centres, j));
    const scale = f64.load(at(scales, j));
    let to = at(rows, j);
    for (let i = 0; i < n; i++, X += 8, to += (<usize>along) << 3) f64.store(to, (f64.load(X) - centre) / scale);
  }
}

export function moments(n: i32, p: i32, X: usize, w: usize, means: usize, variances: usize): void {
  momentsOf(n, p, X, w, means, variances);
}

export function dot(n: i32, x: usize, y: usize): f64 {
  return product(n, x, y);
}

/** out ← x + ay; `out` may be x or y */
export function combine(n: i32, x: usize, a: f64, y: usize, out: usize): void {
  for (let k = 0; k < n; k++) f64.store(at(out, k), f64.load(at(x, k)) + a * f64.load(at(y, k)));
}

/** the direction of L-BFGS (gradient/quasiNewton.ts) */
export function direction(
  m: i32,
  size: i32,
  count: i32,
  newest: i32,
  S: usize,
  Y: usize,
  alphas: usize,
  metric: usize,
  grad: usize,
  d: usize,
): void {
  descend(m, size, count, newest, S, Y, alphas, metric, grad, d);
}
