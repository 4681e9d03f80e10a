// Ridge at every λ by one decomposition, and what is inferred from a fit.
import { AnyDesign } from "../design/anyDesign";
import { first } from "../linear/layout";
import { Squared } from "../losses/squared";
import { ElasticNet } from "../penalties/elasticNet";
import { Certificate } from "../proof/certificate";
import { stateAt, stateBytes } from "../proof/state";
import { covarianceBytes, covariance as ridgeCovariance } from "../ridge/covariance";
import { curvesAt, leverageBytes } from "../ridge/leaveOneOut";
import { Spectrum, spectrumAt, spectrumBytes } from "../ridge/spectrum";

/** bytes of the scratch of `covariance` */
export function covarianceScratch(n: i32, m: i32): f64 {
  return covarianceBytes(n, m);
}

/** V (m × m) ← A⁻¹GA⁻¹, df ← tr(A⁻¹G). 0, or 1 + the place of the column whose pivot fails. */
export function covariance(design: usize, penalty: usize, V: usize, df: usize, work: usize): i32 {
  return ridgeCovariance(changetype<AnyDesign>(design), changetype<ElasticNet>(penalty), V, df, work);
}

/** bytes of `spectrum` */
export function spectrumScratch(n: i32, m: i32): f64 {
  return spectrumBytes(n, m);
}

/** spectrum, range ← decomposition of W½X̃C⁻½, of its square Λmin, Λmax and what is rounding, C the curvatures at λ = 1. 0, or a status of `eigen`. */
export function spectrum(spectrum: usize, design: usize, loss: usize, penalty: usize, intercept: bool, range: usize): i32 {
  const s = spectrumAt(spectrum, changetype<AnyDesign>(design), intercept);
  const failed = s.decompose(changetype<Squared>(loss), changetype<ElasticNet>(penalty));
  f64.store(range, s.smallest());
  f64.store(range, s.largest(), 8);
  f64.store(range, s.negligible, 16);
  return failed;
}

/** bytes of `work` of `spectralRidge` */
export function spectralRidgeScratch(n: i32, m: i32): f64 {
  return stateBytes(n, m, 0);
}

/** β ← argmin at the penalty's λ */
export function spectralRidge(spectrum: usize, loss: usize, penalty: usize, beta: usize, work: usize, certificate: usize): void {
  const s = changetype<Spectrum>(first(spectrum));
  const state = stateAt(work, s.x.n, s.x.m, 0, beta);
  s.fit(changetype<Squared>(loss), changetype<ElasticNet>(penalty), state, changetype<Certificate>(certificate));
}

/** bytes of `work` of `leaveOneOut` */
export function leaveOneOutScratch(n: i32, m: i32): f64 {
  return leverageBytes(n, m);
}

/** curves (3 a λ) ← degrees of freedom without the intercept, mean squared leave-one-out error, GCV, for `count` λ; errors (2n) ← what is left of the rows at the last one (ridge/leaveOneOut.ts) */
export function leaveOneOut(spectrum: usize, count: i32, lambdas: usize, work: usize, errors: usize, curves: usize): void {
  curvesAt(changetype<Spectrum>(first(spectrum)), count, lambdas, work, errors, curves);
}
