// Unpenalised columns F that depend on each other too nearly for a block of normal equations, eliminated by least squares first
// (Frisch, Waugh 1933; Lovell 1963): with M the projection onto what no column of F explains,
//     min over β_F of ½‖y − Fβ_F − Xβ‖² = ½‖My − MXβ‖²,   attained by β_F = F⁺y − F⁺Xβ,
// so that the other columns are fitted to My through MX, and what is unpenalised in that problem is bounded. F⁺ is ridge's at λ = 0: by QR if the
// columns are dependent, of the rank that it finds, the shortest.
import { square } from "../elementary.js";
import { CertificateField, DesignKind } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import { type Scope, scope } from "../kernels/scope.js";
import { combined } from "../problem/combined.js";
import type { Problem } from "../problem/problem.js";
import { penaltyOverLambda, type Solution } from "../problem/solution.js";
import { Yardstick } from "../results/certificate.js";
import { columnOf } from "../tables/storedTable.js";
import { unbounded, unpenalised } from "./coordinateDescent.js";
import { factorised, isIndependent } from "./factorised.js";
import { type At, forRows } from "./rowsOfMoments.js";

/** what is left of a column that lies in the span of F, relative to its square: rounding of some hundred ε */
const INSIDE = square(256 * Number.EPSILON);

/** A problem without its unpenalised columns, and the way back. */
export interface Eliminated {
  readonly problem: Problem;
  /** of one number a column, those of the columns that are left */
  restrict(values: Float64Array): Float64Array;
  /** the answer in all columns, with what the way back costs added to the gap */
  restore(answer: { objective: number; gap: number }, solution: Solution, at: At): { objective: number; gap: number; solution: Solution };
}

/**
 * the problem without those of its unpenalised columns that have no bounds; undefined if there are none, or if the unpenalised ones are no
 * worse than others. `all`: the unpenalised ones, which at λ = 0 are all columns
 */
export function eliminateFree(memory: Scope, problem: Problem, all = unpenalised(problem)): Eliminated | undefined {
  const { settings, included, n, p, h, centres, w, y, yHalfSquares } = problem;
  const free = unbounded(problem, all);
  if (free.length === 0 || isIndependent(problem, all)) return undefined;
  // second moments do not tell what such columns explain; the rows do, if there are any
  if (problem.whole) return eliminateFree(memory, problem.whole, all);
  const isFree = new Set(free);
  const others = included.filter((j) => !isFree.has(j));
  const count = others.length + 1;
  // y and the other columns side by side, centred: what is left of them once F has explained what it can
  const block = memory.f64(n * count);
  view(block, n * count).set(view(y, n));
  others.forEach((j, k) => {
    const from = columnOf(problem, j);
    view(block + 8 * n * (k + 1), n).set(from.map((value) => value - centres[j]));
  });
  const explained = Array.from({ length: count }, () => new Float64Array(p));
  /** what F could still explain of y, and of each other column: √(2·gap) of its least squares */
  const unexplained = new Float64Array(count);
  const shares = view(w, n).slice();
  const squaredLength = (k: number) => view(block + 8 * n * k, n).reduce((sum, value, i) => sum + shares[i] * value * value, 0);
  // what rounding leaves of the columns after the first round is small enough to be rounded away by a second; y's coefficients are the answer's
  for (const first of others.length > 0 ? [0, 1] : [0]) {
    const halfSquares = Float64Array.from({ length: count - first }, (_, k) => 0.5 * squaredLength(first + k));
    const rest = { ...problem, y: block + 8 * n * first, yHalfSquares: halfSquares };
    const { coefficients, certificates } = scope((own) => factorised(own, rest, free, 0));
    coefficients.forEach((own, i) => {
      const k = first + i;
      const fitted = combined(problem, free, (j) => own[j]);
      const column = view(block + 8 * n * k, n);
      for (let row = 0; row < n; row++) column[row] -= fitted[row];
      for (const j of free) explained[k][j] += own[j];
      unexplained[k] = Math.sqrt(2 * certificates[i][CertificateField.Gap]);
    });
  }
  const left = Float64Array.from(others, (j, k) => {
    const rest = squaredLength(k + 1);
    return rest > INSIDE * h[j] ? rest : 0;
  });
  const pick = (values: Float64Array) => Float64Array.from(others, (j) => values[j]);
  const own = { penaltyFactors: pick(settings.penaltyFactors), lower: pick(settings.lower), upper: pick(settings.upper) };
  const { warmStart } = settings;
  const start = warmStart && { ...warmStart, coefficients: pick(warmStart.coefficients) };
  const half = 0.5 * squaredLength(0);
  const reduced: Problem = {
    ...problem,
    settings: { ...settings, ...own, warmStart: start },
    p: others.length,
    kind: DesignKind.Dense,
    X: block + 8 * n,
    y: block,
    yHalfSquares: Float64Array.of(half),
    means: new Float64Array(others.length),
    centres: new Float64Array(others.length),
    h: left,
    scales: pick(problem.scales),
    included: Array.from(others.keys()).filter((k) => left[k] > 0),
    products: undefined,
    // those are by the columns of the whole problem, whose gap `restore` computes
    moments: undefined,
  };
  const enough = new Yardstick(half, problem.yRawHalfSquares[0]).target(settings.tol);
  const restore: Eliminated["restore"] = ({ objective, gap }, { places: list, values }, at) => {
    const places = Array.from(list);
    const beta = explained[0].slice();
    for (let k = 0; k < places.length; k++) {
      const from = explained[places[k] + 1];
      for (const j of free) beta[j] -= values[k] * from[j];
    }
    for (let k = 0; k < places.length; k++) beta[others[places[k]]] = values[k];
    const all = Array.from({ length: p }, (_, j) => j).filter((j) => beta[j] !== 0);
    const solution = { places: all, values: Float64Array.from(all, (j) => beta[j]) };
    const residual = combined(problem, all, (j) => beta[j]);
    const target = view(y, n);
    const loss = 0.5 * residual.reduce((sum, eta, i) => sum + shares[i] * square(target[i] - eta), 0);
    const whole = loss + at.lambda * penaltyOverLambda(problem, solution, at.l1Ratio);
    // never worse than nothing: large coefficients that cancel may be
    const zero = { places: [], values: new Float64Array() };
    const [value, of] = whole <= yHalfSquares[0] ? [whole, solution] : [yHalfSquares[0], zero];
    // what F could still take off the objective at β: twice as long, since the optimum may lie as far on the other side
    const unexplainedNorm = unexplained[0] + 2 * places.reduce((sum, k, i) => sum + Math.abs(values[i]) * unexplained[k + 1], 0);
    const claimed = { objective: value, gap: gap + 0.5 * unexplainedNorm * unexplainedNorm + Math.max(0, value - objective) };
    return { ...forRows(problem, claimed, of, at, enough), solution: of };
  };
  return { problem: reduced, restrict: pick, restore };
}
