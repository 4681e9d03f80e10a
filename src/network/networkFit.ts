import { checkCount, describe } from "../check.js";
import { exp } from "../elementary.js";
import { sigmoid } from "../losses/logistic.js";
import { checkCommon } from "../options/commonOptions.js";
import { watchOf } from "../options/watch.js";
import { rSquared } from "../results/fit.js";
import { softmax } from "../results/multinomialFit.js";
import { type Label, readLabels } from "../tables/labels.js";
import { readAsFitted, readTable, readTarget, type TableInput } from "../tables/readTable.js";
import type { NetworkHistory } from "./history.js";
import { overX } from "./initial.js";
import { inRoom } from "./kernels.js";
import { copyColumns, Loaded } from "./loaded.js";
import { readParts, writtenParts } from "./networkJson.js";
import type { ActivationName, NetworkLossName, Plan } from "./planned.js";
import { type Layer, shapesOf, unpacked } from "./shape.js";
import { type NetworkTarget, type Outputs, readNetworkTarget } from "./target.js";
import { type Trained, train } from "./train.js";

/** What a NetworkFit is made of. */
export interface NetworkParts extends Trained {
  readonly plan: Plan;
  readonly outputs: Outputs;
  readonly featureNames?: readonly string[];
}

/** Options of {@link NetworkFit.partialFit}. */
export interface NetworkPartialOptions {
  /** one weight ≥ 0 a row of the chunk (default 1 each) */
  weights?: ArrayLike<number>;
  /** passes over the chunk (default 1) */
  epochs?: number;
}

/** A network that was trained. */
export class NetworkFit {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static readonly name: string = "NetworkFit";
  /** weights and biases of every layer, the last one's are the outputs'; over X as it was given */
  readonly layers: readonly Layer[];
  /** of the hidden layers */
  readonly activation: ActivationName;
  /** what was minimised beside the penalty */
  readonly loss: NetworkLossName;
  /** λ of this network */
  readonly lambda: number;
  /** ρ of this network: 0 weight decay, 1 L1 */
  readonly l1Ratio: number;
  /** loss and penalty over the rows that trained, with all units and without noise */
  readonly objective: number;
  /** the largest violation of the first-order conditions of that: no bound on how far the optimum is, as the objective is not convex */
  readonly stationarity: number;
  /** the epoch that the weights are of; of lbfgs the step */
  readonly epochs: number;
  /** objective, losses, norms and the share of units in their linear range, epoch by epoch */
  readonly history: NetworkHistory;
  /** of losses of classes: the labels in order */
  readonly classes?: readonly Label[];
  /** names of the targets, where y was a table that had them */
  readonly targetNames?: readonly string[];
  /** names of the columns, where X had them */
  readonly featureNames?: readonly string[];
  readonly #parts: NetworkParts;

  /** @internal made by `network`, `partialFit` and `NetworkFit.fromJSON` */
  constructor(parts: NetworkParts) {
    const { plan, outputs, state } = parts;
    const shapes = shapesOf(state.centres.length, plan.hidden, outputs.count);
    this.layers = overX(unpacked(shapes, state.b), state.centres, state.scales);
    this.activation = plan.activation;
    this.loss = plan.loss;
    this.lambda = plan.lambda;
    this.l1Ratio = plan.l1Ratio;
    this.objective = parts.objective;
    this.stationarity = parts.stationarity;
    this.epochs = parts.epochs;
    this.history = parts.history;
    if (outputs.classes) this.classes = outputs.classes;
    if (outputs.targetNames) this.targetNames = outputs.targetNames;
    if (parts.featureNames) this.featureNames = parts.featureNames;
    this.#parts = parts;
  }

  /** how many weights are not exactly 0, biases apart */
  get nonzero(): number {
    return this.layers.reduce(
      (sum, { weights }) => sum + weights.reduce((count, unit) => count + unit.reduce((many, w) => many + Number(w !== 0), 0), 0),
      0,
    );
  }

  /**
   * η, what the outputs add up to: one entry a row, or where there are several outputs one Float64Array an output. All units, no noise.
   * @param X any table with as many columns as the network has inputs
   * @throws {TypeError | RangeError} when X is no table, has other columns, or an entry is not a finite number
   */
  decision(X: TableInput): Float64Array | Float64Array[] {
    const layers = this.#outputs("decision", X);
    return this.#several() ? layers : layers[0];
  }

  /**
   * What the network expects: labels of classes, one a row; η (squared) or e^η (poisson), one a row, or where y was a table one Float64Array a target.
   * @param X any table with as many columns as the network has inputs
   * @throws {TypeError | RangeError} as {@link decision}
   */
  predict(X: TableInput): Float64Array | Float64Array[] | Label[] {
    const layers = this.#outputs("predict", X);
    const { classes } = this;
    if (classes) return Array.from(places(layers), (k) => classes[k]);
    const expected = this.loss === "poisson" ? layers.map((eta) => eta.map(exp)) : layers;
    return this.#several() ? expected : expected[0];
  }

  /**
   * "logistic": the probability of the second class, one a row. "multinomial": of every class, one Float64Array(classes) a row.
   * @param X any table with as many columns as the network has inputs
   * @throws {TypeError} when the loss is none of classes
   * @throws {TypeError | RangeError} as {@link decision}
   */
  predictProbability(X: TableInput): Float64Array | Float64Array[] {
    if (!this.classes) throw new TypeError(`predictProbability: loss is "${this.loss}", expected "logistic" or "multinomial"`);
    const layers = this.#outputs("predictProbability", X);
    if (this.loss === "logistic") return layers[0].map(sigmoid);
    return Array.from(layers[0], (_, i) => softmax(Float64Array.from(layers, (layer) => layer[i])));
  }

  /**
   * The share of right classes, or R² of what {@link predict} expects, the mean over targets.
   * @param X any table with as many columns as the network has inputs
   * @param y one a row, of the kind that the network was trained with
   * @throws {TypeError | RangeError} as {@link decision}, and when y is not what the loss wants or not as long as X has rows
   */
  score(X: TableInput, y: NetworkTarget): number {
    const layers = this.#outputs("score", X);
    const n = layers[0].length;
    if (this.classes) {
      const truth = readLabels("score", y, n, this.classes).places;
      return places(layers).reduce((right, k, i) => right + Number(k === truth[i]), 0) / n;
    }
    const expected = this.loss === "poisson" ? layers.map((eta) => eta.map(exp)) : layers;
    if (!this.#several()) return rSquared(readTarget("score", y, n), expected[0]);
    const { y: all, perRow } = readNetworkTarget("score", this.loss, y, n, this.#parts.outputs);
    const each = expected.map((layer, k) =>
      rSquared(
        layer.map((_, i) => all[i * perRow + k]),
        layer,
      ),
    );
    return each.reduce((sum, r) => sum + r, 0) / each.length;
  }

  /**
   * Trains on with more rows, from these weights and the memory of the optimiser; this fit stays as it is. The scale of the columns, the
   * classes and all options stay those of the first call; objective and stationarity are those of the chunk.
   * @param X the rows of the chunk, any table with as many columns as the network has inputs
   * @param y one a row, of the kind that the first call had
   * @param options `epochs` (default 1) and `weights` of the chunk
   * @throws {TypeError} when early stopping keeps rows apart, the schedule is "cosine", or the method is "lbfgs"
   * @throws {TypeError | RangeError} when an argument is not what it should be
   */
  partialFit(X: TableInput, y: NetworkTarget, options: NetworkPartialOptions = {}): NetworkFit {
    const name = "partialFit";
    const { plan, outputs, state, history, featureNames } = this.#parts;
    if (plan.stopping || plan.schedule === "cosine" || plan.method === "lbfgs")
      throw new TypeError(`${name}: the network cannot go on, expected one without early stopping, a cosine schedule or lbfgs`);
    if (options === null || typeof options !== "object")
      throw new TypeError(`${name}: options is ${describe(options)}, expected an object`);
    const odd = Object.keys(options).find((key) => key !== "epochs" && key !== "weights");
    if (odd !== undefined) throw new TypeError(`${name}: ${odd} is not an option, expected one of epochs, weights`);
    const table = readTable(name, "X", this.#asFitted(name, X) as TableInput);
    const target = readNetworkTarget(name, plan.loss, y, table.rows, outputs);
    const epochs = checkCount(name, "epochs", options.epochs ?? 1);
    const { weights } = checkCommon(name, { weights: options.weights }, { rows: table.rows, columns: table.columns });
    const task = { name, plan, target, weights, standardize: false, watch: watchOf(name, {}, table) };
    return new NetworkFit({ ...train(table, task, { state, history, epochs }), plan, outputs, featureNames });
  }

  /** A plain object for JSON.stringify; everything comes back exactly through {@link NetworkFit.fromJSON}, and goes on from there. */
  toJSON(): object {
    return writtenParts(this.#parts);
  }

  /**
   * The network that was written by JSON.stringify.
   * @param text the text, or the object it parses to
   * @throws {SyntaxError} when the text is not JSON
   * @throws {TypeError | RangeError} when it is not a network, or of a version this library does not know
   */
  static fromJSON(text: string | object): NetworkFit {
    const name = "NetworkFit.fromJSON";
    const fit = new NetworkFit(readParts(name, text));
    const right = fit.layers.every(({ weights, biases }) => [biases, ...weights].every((each) => each.every(Number.isFinite)));
    if (!right) throw new RangeError(`${name}: state has weights beyond the range of numbers, expected what JSON.stringify(fit) wrote`);
    return fit;
  }

  /** y has a table of targets, or there is an output a class */
  #several(): boolean {
    return this.#parts.outputs.many || this.loss === "multinomial";
  }

  #asFitted(name: string, X: TableInput) {
    const p = this.#parts.state.centres.length;
    return readAsFitted(name, X, p, this.featureNames, undefined, `the network has ${p} inputs`);
  }

  /** η by outputs */
  #outputs(name: string, X: TableInput): Float64Array[] {
    const { plan, outputs, state } = this.#parts;
    const table = readTable(name, "X", this.#asFitted(name, X) as TableInput);
    const [n, K] = [table.rows, outputs.count];
    const eta = inRoom((memory) => {
      const shapes = shapesOf(table.columns, plan.hidden, K);
      const perRow = plan.loss === "squared" || plan.loss === "poisson" ? K : 1;
      const columns = copyColumns(memory, table);
      const net = new Loaded(memory, { ...plan, shapes }, n, columns, state.centres, state.scales, new Float64Array(n * perRow), perRow);
      memory.view(net.b, net.size).set(state.b);
      return net.outputs(n);
    });
    const lost = eta.findIndex(Number.isNaN);
    if (lost >= 0)
      throw new RangeError(
        `${name}: the sums of row ${Math.floor(lost / K)} leave the range of numbers, expected smaller entries or weights`,
      );
    return Array.from({ length: K }, (_, k) => Float64Array.from({ length: n }, (_, i) => eta[i * K + k]));
  }
}

/** the place of the most probable class, one a row; of equally probable ones the first */
function places(layers: readonly Float64Array[]): Float64Array {
  if (layers.length === 1) return layers[0].map((eta) => Number(eta > 0));
  return layers[0].map((_, i) => layers.reduce((best, layer, k) => (layer[i] > layers[best][i] ? k : best), 0));
}
