import { takesLabels } from "../losses/losses.js";
import { complete, readTargetOf } from "../losses/readLoss.js";
import { weighClasses } from "../options/classWeights.js";
import { type CommonOptions, checkCommon, checkOptionNames } from "../options/commonOptions.js";
import { orBadEntry, readTable, type TableInput } from "../tables/readTable.js";
import { GradientFit, type TargetInput } from "./gradientFit.js";
import type { GradientOptions } from "./gradientOptions.js";
import { checkPlan, OWN } from "./plan.js";
import { train } from "./train.js";

/**
 * Fits a linear model by gradients: minimises Σ wᵢ ℓ(yᵢ, β₀ + xᵢᵀβ) + λ Σ vⱼ(ρ|dⱼβⱼ| + (1−ρ)/2 (dⱼβⱼ)²), w = s/Σs, for any of the losses
 * "squared" ½(y − η)², "logistic" log(1 + e^−tη), "huber" (squared up to `delta`), "poisson" e^η − yη, "gamma" y·e^−η + η, "squaredHinge" ½max(0, 1 − tη)²; with
 * `penaltyPower` q the penalty is λ Σ vⱼ|dⱼβⱼ|^q / q. Everything starts at β = 0 and the best intercept alone, or at `warmStart`.
 *
 * All rows a step, in columns that are centred and scaled inside, until the gap says so: "fista" (momentum with restarts, prox; the default),
 * "gd", "lbfgs" (smooth penalties only). `learningRate` of the first two is 1/L ("lipschitz"), "backtracking", or a number, which is taken in
 * the centred columns as they are, or standardised with `standardize`; an L1 part goes through its prox, or with `l1: "subgradient"` and "gd"
 * through sign(β).
 *
 * Some rows a step, seeded, α the rate of the `schedule`, t the number of the step, d the gradient of the batch:
 *
 *     sgd       β ← β − αd
 *     momentum  v ← μv + d,  β ← β − αv
 *     nesterov  v ← μv + d,  β ← β − α(d + μv)
 *     adam      u ← β₁u + (1−β₁)d,  v ← β₂v + (1−β₂)d²,  β ← β − α·(u/(1−β₁ᵗ))/(√(v/(1−β₂ᵗ)) + ε)
 *
 * The L2 part, c = λ(1−ρ)v, is coupled or decoupled (Loshchilov, Hutter 2019):
 *
 *     coupled    d = ∇ + cβ,  β ← step(β, d)            sgd: β − α(∇ + cβ)
 *     decoupled  d = ∇,       β ← step(β − αcβ, d)      sgd: β − αcβ − α∇, the same;  adam: the decay is not divided by √v
 *
 * Under adam the coupled term is divided by √v like the rest of d: coefficients with large gradients shrink less. Decoupled, all shrink at
 * the rate αc; what is minimised then is not the objective any longer. "adamw" is adam, decoupled. The L1 part, a = λρv, is a prox after
 * the step, S(β, αa) = sign(β)·max(|β| − αa, 0), with momentum S(β, αa/(1−μ)), under adam S(β, αa/(√v̂ + ε)); or sign(β), 0 at 0, in d.
 * A prox sets coefficients to exactly 0, where the noise of a batch is smaller than a: raise `batchSize` to the number of rows to have no
 * noise; a subgradient steps over 0 and back. These methods centre and scale nothing unless `standardize` is given.
 *
 * Without a `learningRate` sgd, momentum and nesterov centre the columns inside (unless there is dropout), which changes no objective, and take
 * the smaller of 0.01 and 1/2𝓛, 𝓛 = (n(k−1)L + (n−k)·max Lᵢ)/(k(n−1)) + c for batches of k of n rows, Lᵢ = nwᵢ·sup ℓ″·‖(xᵢ, 1)‖² the curvature of
 * a row, L of all rows, c of the penalty (Gower et al. 2019, theorem 3.1), times 1 − μ with momentum; adam and adamw 0.01 for entries up to 10.
 * The rate is halved where the first epochs say that it is too much. Steps that end above where they started say so in one warning.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers; for "logistic" and "squaredHinge" classes: 0 and 1, −1 and 1, booleans, or two strings, the later one positive
 * @param given `lambda` is required; see {@link GradientOptions}
 * @returns the fit with its `history`; the certificate says how far it is from the optimum, for stochastic methods too
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function gradientDescent(X: TableInput, y: TargetInput, given: GradientOptions): GradientFit {
  const name = "gradientDescent";
  const options = weighClasses(name, y, given, takesLabels(given?.loss ?? "squared"));
  checkOptionNames(name, options, OWN);
  const table = readTable(name, "X", X, "later");
  const read = orBadEntry(name, table, () => {
    const plan = checkPlan(name, options, table.rows);
    const { warmStart } = options;
    const linear = warmStart instanceof GradientFit ? warmStart.linear : warmStart;
    const common: CommonOptions = { ...options, warmStart: linear };
    const settings = checkCommon(name, common, table);
    if (settings.bounded && (plan.stochastic || plan.method === "lbfgs"))
      throw new TypeError(`${name}: lower or upper is given but method is "${plan.method}", expected "fista" or "gd"`);
    const { target, labels } = readTargetOf(name, plan.loss, y, table.rows);
    return { name, plan: { ...plan, delta: complete(name, plan, target, settings.weights).delta }, settings, target, labels };
  });
  return train(table, read);
}
