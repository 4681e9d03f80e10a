// Hard problems for what is solved jointly, and its answers before the independent judge.
import { type JointAnswer, ruleJoint } from "../../reference/jointRefuter.js";
import type { Certificate } from "../../src/index.js";
import type { HardProblem, Recipe } from "./hardProblems.js";

export interface Answered extends JointAnswer {
  certificate: Certificate;
}

/** the recipe with data of ordinary size, as the judge wants them */
export const ordinary = (recipe: Recipe, rows: number, columns: number): Recipe => ({
  ...recipe,
  n: Math.min(rows, recipe.n),
  columns: recipe.columns.slice(0, columns),
  scale: recipe.scale === "mixed" ? "mixed" : "one",
  power: recipe.power / 50,
  yPower: 0,
});

/** three classes by the size of y, two where it has no more */
const classesOf = ({ y }: HardProblem) => {
  const sorted = [...y].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor(y.length / 3)], sorted[Math.floor((2 * y.length) / 3)]];
  return y
    .map((value, i) => (value < low || i === 0 ? 0 : value < high ? 1 : 2))
    .map((k, i, all) => (all.every((each) => each === k) ? i % 2 : k));
};
export const labelled = (data: HardProblem) => {
  const given = classesOf(data);
  const known = [...new Set(given)].sort((a, b) => a - b);
  return given.map((k) => known.indexOf(k));
};

/**
 * throws unless the objective is that of the answer, and no point that the judge finds, or of `others`, is better by more than its gap;
 * `condensed`: it comes from second moments, and is right to within the gap (docs/limits.md)
 */
export function holdJoint(
  name: string,
  problem: Parameters<typeof ruleJoint>[0],
  given: Answered,
  others: readonly Answered[],
  tol: number,
  condensed = false,
): void {
  const { objective, gap, relativeGap, converged } = given.certificate;
  const ruling = ruleJoint(problem, { ...given, objective, gap }, [...others]);
  const fault = (what: string) => {
    throw new Error(
      `${name}: ${what}; ${JSON.stringify(given.certificate)} ${JSON.stringify(ruling)} ${JSON.stringify({ ...problem, tol })}`,
    );
  };
  if (!ruling.feasible) fault("outside of its bounds");
  const explained = condensed && Math.abs(objective - ruling.objective) <= gap;
  if (!(Math.abs(ruling.objectiveOff) <= 1) && !explained) fault("another objective");
  if (!(gap >= 0)) fault("no gap");
  if (converged !== relativeGap <= tol) fault("another word on convergence");
  if (ruling.refuted) fault("a better point");
}
