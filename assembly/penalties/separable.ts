import { at } from "../linear/lanes";
import { Penalty } from "./penalty";

/** Ω(β) = Σ Ωⱼ(βⱼ): what an author writes, scalar methods over the coefficients. The domain of Ωⱼ may be an interval around 0. */
@unmanaged
export abstract class Separable {
  /** Ωⱼ(b) */
  abstract value(b: f64, j: i32): f64;
  /** argmin_b ½(b − z)²/t + Ωⱼ(b) */
  abstract prox(z: f64, t: f64, j: i32): f64;
  /** Ωⱼ(b) + Ωⱼ*(z) − zb ≥ 0; Infinity where Ωⱼ*(z) is */
  abstract fenchel(b: f64, z: f64, j: i32): f64;
  /** the largest κ ≤ 1 for which Ωⱼ*(κz) is finite */
  abstract dualScale(z: f64, j: i32): f64;
  /** the same, but κz within reach of 0 unless b sits at a bound */
  abstract nearScale(b: f64, z: f64, j: i32): f64;
  /** the smallest λ for which 0 minimises Ωⱼ(b) − zb */
  abstract lambdaMax(z: f64, j: i32): f64;
  /** true where 0 minimises Ωⱼ(b) − zb for every z in [low, high] */
  abstract staysZero(low: f64, high: f64, j: i32): bool;
  /** true where Ωⱼ is 0 on its whole domain */
  abstract free(j: i32): bool;
  /** true where b lies strictly inside the domain of Ωⱼ */
  abstract inside(b: f64, j: i32): bool;
}

/** The penalty whose coordinates are `P`, in the same memory. */
@unmanaged
@final
export class Coordinates<P extends Separable> extends Penalty {
  omega(m: i32, beta: usize): f64 {
    let total: f64 = 0;
    for (let j = 0; j < m; j++) total += changetype<P>(this).value(f64.load(at(beta, j)), j);
    return total;
  }

  gap(m: i32, beta: usize, partial: usize, kappa: f64): f64 {
    let total: f64 = 0;
    for (let j = 0; j < m; j++) total += changetype<P>(this).fenchel(f64.load(at(beta, j)), -kappa * f64.load(at(partial, j)), j);
    return total;
  }

  gapOutside(count: i32, places: usize, partial: usize, kappa: f64): f64 {
    let total: f64 = 0;
    for (let k = 0; k < count; k++) total += changetype<P>(this).fenchel(0, -kappa * f64.load(at(partial, k)), placeAt(places, k));
    return total;
  }

  dualScale(m: i32, partial: usize): f64 {
    let kappa: f64 = 1;
    for (let j = 0; j < m; j++) kappa = min(kappa, changetype<P>(this).dualScale(-f64.load(at(partial, j)), j));
    return kappa;
  }

  dualScaleOutside(count: i32, places: usize, partial: usize): f64 {
    let kappa: f64 = 1;
    for (let k = 0; k < count; k++) kappa = min(kappa, changetype<P>(this).dualScale(-f64.load(at(partial, k)), placeAt(places, k)));
    return kappa;
  }

  nearScale(m: i32, beta: usize, partial: usize): f64 {
    let kappa: f64 = 1;
    for (let j = 0; j < m; j++) kappa = min(kappa, changetype<P>(this).nearScale(f64.load(at(beta, j)), -f64.load(at(partial, j)), j));
    return kappa;
  }

  nearScaleOutside(count: i32, places: usize, partial: usize): f64 {
    let kappa: f64 = 1;
    for (let k = 0; k < count; k++) kappa = min(kappa, changetype<P>(this).nearScale(0, -f64.load(at(partial, k)), placeAt(places, k)));
    return kappa;
  }

  lambdaMax(z: f64, j: i32): f64 {
    return changetype<P>(this).lambdaMax(z, j);
  }

  staysZero(low: f64, high: f64, j: i32): bool {
    return changetype<P>(this).staysZero(low, high, j);
  }

  free(j: i32): bool {
    return changetype<P>(this).free(j);
  }

  inside(b: f64, j: i32): bool {
    return changetype<P>(this).inside(b, j);
  }

  allows(z: f64, j: i32): bool {
    return changetype<P>(this).dualScale(z, j) === 1;
  }
}

/** the place of column k in a list of i32 */
function placeAt(places: usize, k: i32): i32 {
  return i32.load(places + ((<usize>k) << 2));
}

/** a separable penalty as proofs and screens know one */
export function coordinates<P extends Separable>(penalty: P): Coordinates<P> {
  return changetype<Coordinates<P>>(penalty);
}
