// What is wrong with the answers of one call, in words; nothing where all is as it should be.
import type { Asked } from "../../reference/judge.js";
import { type Ruling, rule } from "../../reference/refuter.js";
import { memoryUsage } from "../../src/index.js";
import type { Answered, Call } from "./certified.js";
import type { HardProblem } from "./hardProblems.js";

export interface Fault {
  /** the kind, to count by */
  kind: string;
  detail: string;
}

/** all that is wrong with what `call` answers */
export function faultsOf(call: Call, problem: HardProblem): { faults: Fault[]; answers: number; refused?: string; unproven: number } {
  const before = memoryUsage().used;
  const faults: Fault[] = [];
  let answers: Answered[] = [];
  let refused: string | undefined;
  try {
    answers = quietly(() => call.run(problem));
  } catch (thrown) {
    refused = (thrown as Error).message;
    faults.push(...faultsOfError(thrown as Error));
  }
  const left = memoryUsage().used - before;
  if (left !== 0) faults.push({ kind: "leak", detail: `${left} bytes are still allocated` });
  for (const answer of answers) faults.push(...faultsOfAnswer(answer));
  return { faults, answers: answers.length, refused, unproven: answers.filter(({ fit }) => !fit.certificate.converged).length };
}

/** a call refuses by a TypeError or a RangeError that names it */
export function faultsOfError(error: Error): Fault[] {
  // a helper of this call that refuses is as good as the call itself
  if ((error instanceof TypeError || error instanceof RangeError) && /^[A-Za-z.]+: /.test(error.message)) return [];
  return [{ kind: "error", detail: `${error?.name}: ${error?.message}\n${error?.stack}` }];
}

/** all that is wrong with one answer */
export function faultsOfAnswer(answer: Answered): Fault[] {
  const { fit, asked, tol } = answer;
  const { objective, gap, relativeGap, iterations, converged } = fit.certificate;
  const faults: Fault[] = [];
  const say = (kind: string, detail: string) =>
    faults.push({ kind, detail: `λ = ${asked.lambda}: ${detail}; certificate ${JSON.stringify(fit.certificate)}` });
  const numbers = { objective, gap, relativeGap, iterations };
  for (const [field, value] of Object.entries(numbers)) if (Number.isNaN(value) || value < -1e300) say("NaN", `${field} is ${value}`);
  if (![...fit.coefficients, fit.intercept].every(Number.isFinite)) {
    say("NaN", `coefficients ${fit.coefficients}, intercept ${fit.intercept}`);
    return faults;
  }
  if (!Number.isFinite(objective)) say("infinite", `objective is ${objective}`);
  if (gap < 0) say("negative", `gap is ${gap}`);
  if (converged !== relativeGap <= tol) say("converged", `tol is ${tol}`);
  if (faults.length > 0) return faults;
  const ruling = rule(asked, { ...fit, objective, gap }, answer.moments);
  // nothing that can be computed with doubles
  if (!ruling) return faults;
  if (!ruling.feasible) say("infeasible", `coefficients ${fit.coefficients}, intercept ${fit.intercept}`);
  if (ruling.refuted)
    say(
      "gap",
      `the answer has ${ruling.objective}, another point ${ruling.best}, ${ruling.excess} less: more than the gap and ${ruling.rounding} of rounding`,
    );
  const { objectiveOff } = ruling;
  const explained = answer.condensed && Math.abs(objective - ruling.objective) <= gap;
  if (!explained && (answer.bounded ? objectiveOff < -1 : Math.abs(objectiveOff) > 1))
    say("objective", `the answer has ${ruling.objective}, off by ${objectiveOff} times what rounding explains`);
  if (ruling.worseThanZero > 0 && !answer.stochastic)
    say("worse than β = 0", `the answer has ${ruling.objective}, the intercept alone ${ruling.ofIntercept}`);
  if (isTooSmall(asked, ruling, gap, relativeGap)) say("relativeGap", `the intercept alone has ${ruling.ofIntercept}`);
  return faults;
}

/** the null model fits no worse than the intercept alone: relativeGap is at least the gap over that objective */
function isTooSmall(asked: Asked, ruling: Ruling, gap: number, relativeGap: number): boolean {
  const { loss, y } = asked;
  // other losses measure from a saturated model, or at η = 0 where the optimum is at infinity
  if (loss !== "squared" && loss !== "huber") return false;
  const share = (i: number) => asked.weights?.[i] ?? 1;
  const total = Array.from(y, (_, i) => share(i)).reduce((a, b) => a + b, 0);
  const squares = Array.from(y, (value, i) => (share(i) / total) * value * value).reduce((a, b) => a + b, 0);
  // rounding of y, which a gap may be without being anything
  const rounding = 128 * Number.EPSILON ** 2 * squares;
  return gap > rounding && relativeGap < (gap / Math.max(ruling.ofIntercept, rounding)) * (1 - 1e-6) - Number.MIN_VALUE;
}

/** what does not converge is no fault, and its warning no news */
function quietly<T>(work: () => T): T {
  const { warn } = console;
  console.warn = () => {};
  try {
    return work();
  } finally {
    console.warn = warn;
  }
}
