// Proportional hazards as a joint problem, and the baseline hazard of an answer.
import { exp } from "../elementary.js";
import { coxLoss, type Spans, type Survival, spansOf, type Ties } from "../losses/cox.js";
import type { Groups } from "../options/groups.js";
import { combined } from "../problem/combined.js";
import { type Problem, sharesIn } from "../problem/problem.js";
import { type Solution, spread } from "../problem/solution.js";
import { CoxFit } from "../results/coxFit.js";
import { plus } from "../tables/offset.js";
import type { JointModel } from "./jointPath.js";

/** a survival as Cox's model reads it, and the labels of its strata */
export interface SurvivalTarget {
  readonly survival: Survival;
  readonly strata?: readonly (number | string)[];
  readonly ties: Ties;
}

/** Cox's model */
export function coxModel(problem: Problem, { survival, strata, ties }: SurvivalTarget, groups?: Groups): JointModel<CoxFit> {
  const shares = sharesIn(problem);
  const spans = spansOf(survival, shares, ties);
  const events = { times: spans.times, strata: spans.timeStratum, ...(strata && { labels: strata }) };
  return {
    name: "cox",
    loss: coxLoss(spans, shares),
    grouped: false,
    groups,
    offset: problem.settings.offset,
    make: (parts) => new CoxFit(parts, events),
    extra: ({ solution }) => ({ baseline: baselineOf(problem, spans, shares, solution) }),
  };
}

/** the cumulative hazard at the times of events (Breslow 1974), at the η that the means of the columns have */
function baselineOf(problem: Problem, spans: Spans, shares: Float64Array, solution: Solution) {
  const { n } = problem;
  const { times, timeStratum, termStart, fraction, D, first, last, event } = spans;
  const beta = spread(solution, problem.p);
  const places = Array.from(solution.places);
  const centre = places.reduce((sum, j) => sum + beta[j] * problem.centres[j], 0);
  const [eta] = plus([combined(problem, places, (j) => beta[j])], problem.settings.offset);
  const T = times.length;
  const [there, late, tied] = [0, 1, 2].map(() => new Float64Array(T + 1));
  for (let i = 0; i < n; i++) {
    if (last[i] <= first[i] || shares[i] === 0) continue;
    const h = shares[i] * exp(eta[i]);
    there[last[i] - 1] += h;
    if (first[i] > 0 && timeStratum[first[i] - 1] === timeStratum[first[i]]) late[first[i] - 1] += h;
    if (event[i] >= 0) tied[event[i]] += h;
  }
  for (let t = T - 2; t >= 0; t--) {
    if (timeStratum[t] !== timeStratum[t + 1]) continue;
    there[t] += there[t + 1];
    late[t] += late[t + 1];
  }
  const hazards = new Float64Array(T);
  for (let t = 0; t < T; t++) {
    const before = t > 0 && timeStratum[t - 1] === timeStratum[t] ? hazards[t - 1] : 0;
    let step = 0;
    for (let l = termStart[t]; l < termStart[t + 1]; l++) step += D[l] / (there[t] - late[t] - fraction[l] * tied[t]);
    hazards[t] = before + step;
  }
  return { centre, hazards };
}
