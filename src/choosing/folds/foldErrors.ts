// What the paths of a fold are worth on the rows that it holds out.

import { DesignKind } from "../../kernels/abi.js";
import { view } from "../../kernels/heap.js";
import { kernels } from "../../kernels/kernels.js";
import { type Scope, scope } from "../../kernels/scope.js";
import { judgeOf } from "../../losses/measures.js";
import { gather, pick, predict, type Source } from "../../problem/rowSubset.js";
import { plus } from "../../tables/offset.js";
import { type Linear, squaredErrors } from "./heldOut.js";
import type { FoldSource, Unit } from "./unit.js";

/** from second moments; undefined where they are not exact enough, or do not say what was asked for */
export function errorsFromMoments(
  { problem, measure }: FoldSource,
  paths: readonly Linear[],
  moments: Unit["moments"],
): Float64Array[] | undefined {
  const { others, heldOut } = moments ?? {};
  if (!others || !heldOut || heldOut.weightSum === 0 || measure === "mae") return undefined;
  const { fitIntercept } = problem.settings;
  const errors = scope((memory) => paths.map((path) => squaredErrors(memory, path, heldOut, others, fitIntercept)));
  return errors.every((each) => each !== undefined) ? errors : undefined;
}

/** from predictions for the rows */
export function errorsFromRows(source: FoldSource, paths: readonly Linear[], rows: Int32Array): Float64Array[] {
  const y = pick(source.target, rows);
  const { settings } = source.problem;
  const { weights: all } = settings;
  const weights = all && pick(all, rows);
  const judge = judgeOf(source.loss, source.measure);
  // of squared error it was taken off y
  const offset = source.loss.loss === "squared" ? undefined : settings.offset?.map((layer) => pick(layer, rows));
  return scope((memory) => {
    const eta = predictor(memory, source, rows);
    return paths.map((path) => Float64Array.from(path.lambdas, (_, k) => judge(y, plus([eta(path, k)], offset)[0], weights)));
  });
}

/** η of these rows by fit number k of a path, valid until the next one */
function predictor(memory: Scope, source: Source, rows: Int32Array): (path: Linear, k: number) => Float64Array {
  const { kind, p } = source.problem;
  const n = rows.length;
  if (kind === DesignKind.Sparse) {
    const all = new Float64Array(source.problem.n);
    return (path, k) => {
      predict(source, rows, path.point(k), all);
      return pick(all, rows);
    };
  }
  const X = memory.f64(n * p);
  gather(source, rows, X);
  const eta = memory.f64(n);
  const columns = memory.bytes(4 * p);
  const beta = memory.f64(p);
  const means = memory.put(new Float64Array(p));
  return (path, k) => {
    const { places, values, intercept } = path.point(k);
    new Int32Array(kernels().memory.buffer, columns, p).set(places);
    view(beta, p).set(values);
    kernels().predict(n, places.length, X, columns, means, beta, intercept, eta);
    return view(eta, n);
  };
}
