import { CertificateField, STRUCT_BYTES } from "./abi.js";
import { certificate, intercept, nullScale } from "./descent.js";
import { checkLength, fitAt, warn } from "./elasticNet.js";
import { Fit } from "./fit.js";
import { scope, view } from "./memory.js";
import { MultiFit } from "./multiFit.js";
import { checkCommon, checkLambda, checkOptionNames, type FitOptions, type Settings } from "./options.js";
import { place, select } from "./problem.js";
import { readTable, readVector, type TableInput, type VectorInput } from "./table.js";
import type { Table } from "./tableForms.js";
import { kernels } from "./wasm.js";

/**
 * Ridge: minimises (1/2n) Σ sᵢ(yᵢ − β₀ − xᵢᵀβ)² + (λ/2) Σ vⱼβⱼ² (Hoerl, Kennard 1970) by a Cholesky factorisation of XᵀX (n ≥ p) or XXᵀ
 * (p > n) with iterative refinement; with bounds by coordinate descent. λ = 0 is ordinary least squares.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers, or a table of n rows and k columns for k targets that share the factorisation
 * @param options `lambda` is required
 * @returns a {@link Fit}; for a table y a {@link MultiFit}, whose `coefficients` is an array of k Float64Array
 * @throws {TypeError | RangeError} when an argument is not what it should be, before anything is allocated; RangeError when columns
 *   depend on each other and nothing penalises them
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function ridge(X: TableInput, y: VectorInput, options: FitOptions): Fit;
export function ridge(X: TableInput, y: TableInput, options: FitOptions): MultiFit;
export function ridge(X: TableInput, y: VectorInput | TableInput, options: FitOptions): Fit | MultiFit {
  const name = "ridge";
  checkOptionNames(name, options, ["lambda"]);
  const table = readTable(name, "X", X);
  const single = readVector(name, "y", y);
  const many = single ? undefined : readTargets(name, y);
  const targets = single ? [single] : (many?.targets ?? []);
  checkLength(name, targets[0].length, table.rows);
  const settings = checkCommon(name, options, table.rows, table.columns, table.names);
  const lambda = checkLambda(name, options.lambda);
  settings.signal?.throwIfAborted();
  const fits = settings.bounded
    ? targets.map((target) => fitAt(name, table, target, settings, lambda, 0))
    : solve(name, table, targets, settings, lambda);
  return single ? fits[0] : new MultiFit(fits, many?.names);
}

function readTargets(name: string, y: unknown): { targets: Float64Array[]; names?: readonly string[] } {
  const table = readTable(name, "y", y);
  const all = new Float64Array(table.rows * table.columns);
  table.copyTo(all);
  const targets = Array.from({ length: table.columns }, (_, k) => all.slice(k * table.rows, (k + 1) * table.rows));
  return { targets, names: table.names };
}

function solve(name: string, table: Table, targets: readonly Float64Array[], settings: Settings, lambda: number): Fit[] {
  return scope((memory) => {
    const problem = place(memory, name, table, targets, settings);
    const { n, included, yHalfSquares, yRawHalfSquares } = problem;
    const m = included.length;
    const unpenalised = included.filter((j) => lambda * settings.penaltyFactors[j] === 0);
    if (m > n && unpenalised.length > n) throw dependent(name, unpenalised[n], settings);
    const columns = select(memory, problem, included, STRUCT_BYTES);
    const beta = memory.f64(m * targets.length);
    const work = memory.bytes(kernels().ridgeScratch(n, m, unpenalised.length));
    const out = memory.f64(CertificateField.Count * targets.length);
    columns.penalise(lambda, 0);
    const failed = kernels().ridge(columns.design, columns.loss, columns.penalty, unpenalised.length, targets.length, beta, work, out);
    if (failed > 0) throw dependent(name, included[failed - 1], settings);

    const nulls = nullObjectives();
    return targets.map((_, k) => {
      const coefficients = new Float64Array(problem.p);
      const solution = view(beta + 8 * m * k, m);
      included.forEach((j, at) => {
        coefficients[j] = solution[at] + 0;
      });
      const [objective, gap, iterations] = view(out + 8 * CertificateField.Count * k, CertificateField.Count);
      const proof = certificate(settings, nullScale(nulls[k], yRawHalfSquares[k]), objective, gap, iterations);
      if (!proof.converged) warn(name, proof, settings.tol);
      const { featureNames } = settings;
      return new Fit({
        coefficients,
        intercept: intercept(problem, coefficients, k),
        lambda,
        l1Ratio: 0,
        certificate: proof,
        featureNames,
      });
    });

    /** with unpenalised columns the null model is a least-squares fit of its own */
    function nullObjectives(): ArrayLike<number> {
      const fixed = included.filter((j) => settings.penaltyFactors[j] === 0);
      if (fixed.length === 0) return yHalfSquares;
      const alone = select(memory, problem, fixed, STRUCT_BYTES);
      const scratch = memory.bytes(kernels().ridgeScratch(n, fixed.length, fixed.length));
      const nothing = memory.f64(fixed.length * targets.length);
      const results = memory.f64(CertificateField.Count * targets.length);
      alone.penalise(0, 0);
      kernels().ridge(alone.design, alone.loss, alone.penalty, fixed.length, targets.length, nothing, scratch, results);
      return targets.map(
        (_, k) => view(results, CertificateField.Count * targets.length)[CertificateField.Count * k + CertificateField.Objective],
      );
    }
  });
}

function dependent(name: string, j: number, settings: Settings): RangeError {
  const label = settings.featureNames ? `column ${j} (${settings.featureNames[j]})` : `column ${j}`;
  return new RangeError(`${name}: XᵀX + nλI is not positive definite at ${label}, which depends on the columns before it; raise lambda`);
}
