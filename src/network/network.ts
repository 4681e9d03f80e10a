import { describe, isArrayLike } from "../check.js";
import { checkCommon } from "../options/commonOptions.js";
import { orBadEntry, readTable, type TableInput } from "../tables/readTable.js";
import { NetworkFit } from "./networkFit.js";
import type { NetworkOptions } from "./networkOptions.js";
import { COMMON, checkOptionNames, checkPlan } from "./plan.js";
import { type Layer, shapesOf } from "./shape.js";
import { type NetworkTarget, readNetworkTarget } from "./target.js";
import { train } from "./train.js";

/**
 * Trains a small neural network on a table: minimises
 *
 *     (1/n) Σ sᵢ ℓ(yᵢ, ηᵢ) + λ Σ (ρ|w| + (1−ρ)/2 w²)      over all weights w of all layers, never over biases
 *
 * η the outputs of layers a ← f(b + Wa), the last one without f. Hidden layers begin with seeded random weights, the outputs with the best
 * constant; without hidden layers it is a linear model that begins at 0. From one seed come the same bits on every machine.
 *
 * Methods, weight decay and schedules are those of `gradientDescent`; "gd" and "lbfgs" see all rows a step. In training, units are kept
 * with `keepProbability` and divided by it, and inputs get noise; `history`, `objective` and predictions have all units and no noise.
 *
 * ```js
 * const fit = network(X, y, { hidden: [7, 7, 3], loss: "logistic", lambda: 0.001, standardize: true });
 * fit.predict(X);
 * ```
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers, or a table of one column a target ("squared", "poisson" ≥ 0); labels of two classes ("logistic") or more ("multinomial")
 * @param options `hidden` is required; see {@link NetworkOptions}
 * @returns the network; how it got there is in `history`
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function network(X: TableInput, y: NetworkTarget, options: NetworkOptions): NetworkFit {
  const name = "network";
  checkOptionNames(name, options);
  const table = readTable(name, "X", X);
  const { plan, settings, target, initial } = orBadEntry(name, table, () => {
    const plan = checkPlan(name, options, table.rows);
    const settings = checkCommon(name, Object.fromEntries(COMMON.map((key) => [key, options[key]])), table);
    const target = readNetworkTarget(name, plan.loss, y, table.rows);
    const units = [table.columns, ...plan.hidden, target.outputs.count];
    return { plan, settings, target, initial: checkInitial(name, options.initial, units) };
  });
  const { weights, standardize, watch, featureNames } = settings;
  const trained = train(table, { name, plan, target, weights, standardize, watch, initial });
  return new NetworkFit({ ...trained, plan, outputs: target.outputs, ...(featureNames && { featureNames }) });
}

/** layers that begin as these are; `units`: of the inputs, the hidden layers and the outputs */
function checkInitial(name: string, given: unknown, units: readonly number[]): readonly Layer[] | undefined {
  if (given === undefined) return undefined;
  const layers = given instanceof NetworkFit ? given.layers : given;
  const expected = "a NetworkFit, or a layer { weights, biases } for every hidden one and for the outputs";
  if (!isArrayLike(layers)) throw new TypeError(`${name}: initial is ${describe(given, "NetworkFit")}, expected ${expected}`);
  if (layers.length !== units.length - 1)
    throw new RangeError(`${name}: initial has ${layers.length} layers, expected ${units.length - 1}, the outputs' included`);
  return shapesOf(units[0], units.slice(1, -1), units[units.length - 1]).map(({ inputs, units }, l) => {
    const { weights, biases } = (layers[l] ?? {}) as Partial<Layer>;
    const numbers = (values: unknown, length: number, what: string) => {
      if (!isArrayLike(values) || values.length !== length || !Array.from(values).every((x) => Number.isFinite(x)))
        throw new TypeError(
          `${name}: initial[${l}].${what} is ${describe(values)}, expected ${length} finite numbers (${inputs} inputs, ${units} units)`,
        );
      return Float64Array.from(values as ArrayLike<number>);
    };
    if (!isArrayLike(weights) || weights.length !== units)
      throw new TypeError(`${name}: initial[${l}].weights is ${describe(weights)}, expected an array of ${units}, one a unit`);
    return {
      weights: Array.from(weights, (unit, j) => numbers(unit, inputs, `weights[${j}]`)),
      biases: numbers(biases, units, "biases"),
    };
  });
}
