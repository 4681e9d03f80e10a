// Newton's method on a face (face.ts):
//     d = −(G_AA + C)⁻¹(∂f_A + aσ + cβ_A),   β_A ← β_A + td,   t ≤ 1 up to where the first coefficient meets the end of its piece,
// which then leaves the face. With no end in between the step is the optimum on the face, whatever the tolerance (Osborne, Presnell,
// Turlach 2000, section 3). Where a ridge part has shrunk since it was factorised (C ≤ C′) d is still a descent and t = 1 an improvement,
// and repeating it converges as (1 − C/C′)ᵏ.
import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { solveLower, solveUpper, symv } from "../linear/packed";
import { replace } from "./exchange";
import { Face } from "./face";

/** β ← argmin over W from β with s.partial; decrements below `enough` are not worth a step, those below `noise` are rounding. Returns the steps taken. */
export function settle(f: Face, most: i32, enough: f64, noise: f64): i32 {
  let steps = 0;
  let best = -1;
  f.refresh();
  f.moved = true;
  do {
    if (f.count > 0) steps += descend(f, best, most - steps, max(enough, noise));
    best = admit(f, noise);
    // a factor with an old ridge part may send a newcomer the wrong way
  } while (best >= 0 && steps < most && (f.moved || f.renew()));
  return steps;
}

/** Newton steps on the face, until one is not cut short; `best`: the newcomer that has the right to stay */
function descend(f: Face, best: i32, most: i32, enough: f64): i32 {
  const s = f.s;
  const m = f.W.x.m;
  spend(m, m);
  memory.copy(f.base, s.partial, (<usize>m) << 3);
  memory.fill(f.move, 0, (<usize>m) << 3);
  let steps = 0;
  f.moved = false;
  while (f.count > 0 && steps < most) {
    spend(f.count, f.count);
    const decrement = direction(f);
    steps++;
    const t = room(f, best);
    if (t === 0) continue;
    best = -1;
    f.moved = true;
    step(f, t);
    if (t === 1) {
      const rest = drift(f);
      if (rest * rest * decrement <= enough) break;
    } else leaveAtEnd(f);
  }
  memory.copy(s.partial, f.base, (<usize>m) << 3);
  symv(m, f.W.G, f.move, s.partial);
  return steps;
}

/** d; returns ½dᵀ(G_AA + C′)d */
export function direction(f: Face): f64 {
  for (let r = 0; r < f.count; r++) {
    const i = f.at(r);
    f64.store(at(f.d, r), -f.slope(i, f64.load(at(f.sign, i))));
  }
  solveLower(f.count, f.L, f.d);
  let decrement: f64 = 0;
  for (let r = 0; r < f.count; r++) decrement += 0.5 * f64.load(at(f.d, r)) * f64.load(at(f.d, r));
  solveUpper(f.count, f.L, f.d);
  return decrement;
}

/** the largest step t ≤ 1; where it is 0, the coefficients that forbid it leave, `best` only if it is alone in that */
function room(f: Face, best: i32): f64 {
  let t: f64 = 1;
  for (let r = 0; r < f.count; r++) {
    const d = f64.load(at(f.d, r));
    if (d === 0) continue;
    const b = f64.load(at(f.s.beta, f.at(r)));
    const end = f.end(f.at(r), d);
    t = b === end ? 0 : min(t, (end - b) / d);
  }
  if (t > 0) return t;
  let left = false;
  for (let r = f.count - 1; r >= 0; r--) {
    const i = f.at(r);
    const d = f64.load(at(f.d, r));
    if (i === best || d === 0 || f64.load(at(f.s.beta, i)) !== f.end(i, d)) continue;
    f.leave(r);
    left = true;
  }
  if (left) return 0;
  const newcomer = best < 0 ? -1 : i32.load(f.spot + ((<usize>best) << 2));
  // a direction that is no number, where curvature has underflowed, says nothing of anybody
  if (newcomer < 0) f.clear();
  else f.leave(newcomer);
  return 0;
}

/** β_A ← β_A + td, and X̃_Aᵀ∇f with it: G_AA d = (LLᵀ − C′)d */
function step(f: Face, t: f64): void {
  const s = f.s;
  for (let r = 0; r < f.count; r++) {
    const i = f.at(r);
    const d = f64.load(at(f.d, r));
    const b = f64.load(at(s.beta, i));
    const slope = f.slope(i, f64.load(at(f.sign, i)));
    const partial = at(s.partial, i);
    f64.store(partial, f64.load(partial) - t * (slope + f64.load(at(f.curvature, r)) * d));
    const end = f.end(i, d);
    let next = d > 0 ? min(end, b + t * d) : max(end, b + t * d);
    // the one that t was made for lands on its end, rounding or not
    if (t < 1 && d !== 0 && (end - b) / d <= t) next = end;
    f64.store(at(s.beta, i), next);
    f64.store(at(f.move, i), f64.load(at(f.move, i)) + (next - b));
  }
}

/** coefficients that have come to the end of their piece leave */
function leaveAtEnd(f: Face): void {
  for (let r = f.count - 1; r >= 0; r--) {
    const i = f.at(r);
    if (f64.load(at(f.s.beta, i)) === f.end(i, f64.load(at(f.d, r)))) f.leave(r);
  }
}

/** how much less than C′ is C, as a share: what a full step leaves of the way */
function drift(f: Face): f64 {
  let most: f64 = 0;
  for (let r = 0; r < f.count; r++) {
    const before = f64.load(at(f.curvature, r));
    if (before > 0) most = max(most, abs(1 - f.W.penalty.l2(f.at(r)) / before));
  }
  return most;
}

/** coefficients outside the face that gain from moving enter it; returns the one that gains most, or −1 */
function admit(f: Face, noise: f64): i32 {
  const penalty = f.W.penalty;
  let best = -1;
  let dependent = -1;
  let most: f64 = noise;
  let largest: f64 = noise;
  for (let i = 0; i < f.W.x.m; i++) {
    if (i32.load(f.spot + ((<usize>i) << 2)) >= 0) continue;
    const b = f64.load(at(f.s.beta, i));
    const h = f64.load(at(f.W.h, i));
    const next = penalty.prox(b - f64.load(at(f.s.partial, i)) / h, 1 / h, i);
    const gain = h * (next - b) * (next - b);
    if (!(gain > noise)) continue;
    if (f.enter(i, b !== 0 ? b : next)) {
      if (gain < most) continue;
      most = gain;
      best = i;
    } else if (gain >= largest) {
      largest = gain;
      dependent = i;
    }
  }
  // an exchange wants a face that is solved: on a way that newcomers at 0 bar nobody gets anywhere, and the next round is the same again
  return best >= 0 || dependent < 0 ? best : replace(f, dependent);
}
