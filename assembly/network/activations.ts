// What a hidden unit makes of its sum z, two units at a time, and with which slope:
//   tanh: tanh z, 1 − a²      relu: max(z, 0), 1 where z > 0      logistic: a = 1/(1 + e^−z), a(1 − a)
import { Activation } from "../../src/kernels/abi";
import { exp, tanh } from "../linear/elementary";
import { at } from "../linear/lanes";

/** A ← f(A), and D ← f′ unless D is 0: `count` numbers, an even number */
export function activate(kind: Activation, count: i32, A: usize, D: usize): void {
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  const end = at(A, count);
  const beside = D - A;
  switch (kind) {
    case Activation.Tanh:
      for (; A < end; A += 16) {
        const a = tanh(v128.load(A));
        v128.store(A, a);
        if (D) v128.store(A + beside, f64x2.sub(one, f64x2.mul(a, a)));
      }
      return;
    case Activation.Relu:
      for (; A < end; A += 16) {
        const z = v128.load(A);
        // unlike max it is one instruction, and hands NaN on
        v128.store(A, f64x2.pmax(z, zero));
        if (D) v128.store(A + beside, v128.and(f64x2.gt(z, zero), one));
      }
      return;
    case Activation.Logistic:
      for (; A < end; A += 16) {
        const a = f64x2.div(one, f64x2.add(one, exp(f64x2.neg(v128.load(A)))));
        v128.store(A, a);
        if (D) v128.store(A + beside, f64x2.mul(a, f64x2.sub(one, a)));
      }
      return;
  }
  unreachable();
}

/** tanh ½, and the same of the logistic function about ½: 1/(1 + e⁻¹) − ½ */
const HALF: f64 = 0.46211715726000974;

/** how many of `units` units of `rows` rows are where f is nearly linear: |z| ≤ ½ of tanh, |z| ≤ 1 of logistic, z > 0 of relu */
export function inLinearRange(kind: Activation, rows: i32, units: i32, along: i32, A: usize): i32 {
  let count = 0;
  for (let i = 0; i < rows; i++, A += (<usize>along) << 3) {
    for (let j = 0; j < units; j++) {
      const a = f64.load(at(A, j));
      if (kind === Activation.Relu) count += i32(a > 0);
      else if (kind === Activation.Tanh) count += i32(abs(a) <= HALF);
      else count += i32(abs(a - 0.5) <= HALF / 2);
    }
  }
  return count;
}
