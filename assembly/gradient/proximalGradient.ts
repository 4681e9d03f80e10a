// gd     b ← prox(b − tu∘∇F(b), tu)
// fista  b⁺ = prox(q − tu∘∇F(q), tu),  q = b⁺ + (θ − 1)/θ⁺·(b⁺ − b),  θ⁺ = (1 + √(1 + 4θ²))/2       (Beck, Teboulle 2009)
//        θ ← 1 where (q − b⁺)ᵀ(b⁺ − b) > 0: momentum that points uphill is dropped                  (O'Donoghue, Candès 2015)
// with t given, or halved until F(b⁺) ≤ F(q) + ∇Fᵀ(b⁺ − q) + ‖b⁺ − q‖²/2t; products and lengths in the metric u (fullBatch.ts).
import { Ended } from "../../src/kernels/abi";
import { at } from "../linear/lanes";
import { begin, count, counted, struct, vector } from "../linear/layout";
import { AnyLoss } from "../losses/anyLoss";
import { ElasticNet } from "../penalties/elasticNet";
import { FullBatch, note, size, tried } from "./fullBatch";
import { evaluate, Smooth } from "./smooth";

/** halvings of a step before nothing is to be gained any longer */
const HALVINGS: i32 = 60;
/** by how much gd tries to lengthen a step that was not halved */
const GROWTH: f64 = 1.25;

@unmanaged
@final
export class ProximalGradient extends FullBatch {
  /** what is left to the prox, with the bounds */
  kinks: ElasticNet;
  /** m + 1 each: where the next gradient is taken, and the answer before b */
  q: usize;
  before: usize;
  t: f64;
  theta: f64;
  /** t is searched for */
  searching: bool;
  momentum: bool;
  /** value and grad are those of q already */
  known: bool;
}

/** a ProximalGradient over m columns in the layout at hand */
function lay(m: i32): ProximalGradient {
  const s = changetype<ProximalGradient>(struct(offsetof<ProximalGradient>()));
  s.q = vector(m);
  s.before = vector(m);
  s.seen = vector(m);
  s.next = vector(m);
  s.grad = vector(m);
  s.nextGrad = vector(m);
  return s;
}

/** bytes of a ProximalGradient over m columns with its vectors */
export function proximalGradientBytes(m: i32): f64 {
  count();
  lay(m);
  return counted();
}

/** one at `work`; it starts at b */
export function proximalGradientAt(work: usize, o: Smooth, loss: AnyLoss, kinks: ElasticNet, b: usize): ProximalGradient {
  const m = o.columns();
  begin(work);
  const s = lay(m);
  s.o = o;
  s.loss = loss;
  s.kinks = kinks;
  s.b = b;
  s.theta = 1;
  s.known = false;
  memory.copy(s.q, b, (<usize>m + 1) << 3);
  memory.copy(s.before, b, (<usize>m + 1) << 3);
  return s;
}

/** up to `steps` steps, each with its record; says why they ended */
export function proximalSteps(s: ProximalGradient, steps: i32, records: usize): Ended {
  const bytes = (<usize>size(s)) << 3;
  for (s.taken = 0; s.taken < steps; ) {
    if (!s.known) s.value = evaluate(s.o, s.loss, s.q, s.grad);
    const kinks = kinkSum(s);
    if (!(abs(s.value + kinks) < Infinity)) {
      memory.copy(s.b, s.before, bytes);
      return Ended.Diverged;
    }
    note(s, records, s.q, kinks, shortest(s));
    if (!descend(s)) return Ended.Still;
    memory.copy(s.before, s.b, bytes);
    memory.copy(s.b, s.next, bytes);
    if (!advance(s)) return Ended.Still;
  }
  return Ended.Not;
}

/** next ← a step from q, t halved until it is short enough; false where none is */
function descend(s: ProximalGradient): bool {
  for (let halvings = 0; halvings <= HALVINGS; halvings++) {
    step(s);
    if (!s.searching) return true;
    const value = tried(s);
    if (isBelow(s, value)) {
      if (!s.momentum && halvings === 0) s.t *= GROWTH;
      s.value = value;
      return true;
    }
    s.t /= 2;
  }
  return false;
}

/** next ← prox(q − tu∘∇F(q), tu), without a penalty on the intercept */
function step(s: ProximalGradient): void {
  const m = size(s) - 1;
  for (let j = 0; j <= m; j++) {
    const t = s.t * f64.load(at(s.metric, j));
    const z = f64.load(at(s.q, j)) - t * f64.load(at(s.grad, j));
    f64.store(at(s.next, j), j < m ? s.kinks.prox(z, t, j) : z);
  }
}

/**
 * value = F(next) ≤ F(q) + ∇F(q)ᵀd + ‖d‖²/2t, d = next − q; or what implies it for convex F, (∇F(next) − ∇F(q))ᵀd ≤ ‖d‖²/2t, which still
 * has digits where the values of F no longer differ
 */
function isBelow(s: ProximalGradient, value: f64): bool {
  const count = size(s);
  let model = s.value;
  let square: f64 = 0;
  let rise: f64 = 0;
  for (let j = 0; j < count; j++) {
    const d = f64.load(at(s.next, j)) - f64.load(at(s.q, j));
    const slope = f64.load(at(s.grad, j));
    model += slope * d;
    rise += (f64.load(at(s.nextGrad, j)) - slope) * d;
    square += (d * d) / f64.load(at(s.metric, j));
  }
  return value <= model + square / (2 * s.t) || rise <= square / (2 * s.t);
}

/** q ← where the next gradient is taken, b and the answer before it given; false where nothing moved */
function advance(s: ProximalGradient): bool {
  const count = size(s);
  let uphill: f64 = 0;
  let moved = false;
  for (let j = 0; j < count; j++) {
    const b = f64.load(at(s.b, j));
    const q = f64.load(at(s.q, j));
    const before = f64.load(at(s.before, j));
    uphill += ((q - b) * (b - before)) / f64.load(at(s.metric, j));
    if (b !== before || q !== before) moved = true;
  }
  const from = uphill > 0 ? 1 : s.theta;
  s.theta = s.momentum ? 0.5 * (1 + sqrt(1 + 4 * from * from)) : 1;
  const carry = s.momentum && uphill <= 0 ? (from - 1) / s.theta : 0;
  for (let j = 0; j < count; j++) {
    const b = f64.load(at(s.b, j));
    f64.store(at(s.q, j), carry === 0 ? b : b + carry * (b - f64.load(at(s.before, j))));
  }
  // a search has evaluated the point where it ended
  s.known = s.searching && carry === 0;
  if (s.known) memory.copy(s.grad, s.nextGrad, (<usize>count + 1) << 3);
  return moved;
}

/** Σ aⱼ|qⱼ| of what is left to the prox */
function kinkSum(s: ProximalGradient): f64 {
  const m = size(s) - 1;
  let sum: f64 = 0;
  for (let j = 0; j < m; j++) sum += s.kinks.value(f64.load(at(s.q, j)), j);
  return sum;
}

/** the length of the shortest subgradient at q: where qⱼ = 0 only what exceeds aⱼ counts */
function shortest(s: ProximalGradient): f64 {
  const m = size(s) - 1;
  const last = f64.load(at(s.grad, m));
  let sum = last * last;
  for (let j = 0; j < m; j++) {
    const a = s.kinks.l1(j);
    const q = f64.load(at(s.q, j));
    const slope = f64.load(at(s.grad, j));
    const g = q === 0 ? max(0, abs(slope) - a) : slope + (q > 0 ? a : -a);
    sum += g * g;
  }
  return sqrt(sum);
}
