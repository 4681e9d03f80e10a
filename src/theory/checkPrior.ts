import { checkNumber } from "../check.js";

/** one of the two priors: its kind, and its τ² or b */
export function checkPrior(
  name: string,
  options: { gaussianVariance?: unknown; laplaceScale?: unknown },
  flat: boolean,
): { kind: "gaussian" | "laplace"; width: number } {
  const { gaussianVariance, laplaceScale } = options;
  if ((gaussianVariance === undefined) === (laplaceScale === undefined))
    throw new TypeError(
      `${name}: ${gaussianVariance === undefined ? "neither" : "both"} of gaussianVariance and laplaceScale given, expected one`,
    );
  const [kind, option, value] =
    laplaceScale === undefined
      ? (["gaussian", "gaussianVariance", gaussianVariance] as const)
      : (["laplace", "laplaceScale", laplaceScale] as const);
  const fits = (x: number) => x > 0 && (flat || x < Infinity);
  return { kind, width: checkNumber(name, option, value, fits, `a ${flat ? "" : "finite "}number above 0`) };
}
