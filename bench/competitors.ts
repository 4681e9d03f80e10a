// Who fits a lasso, at one λ or many: modes and tolerances, from each one's default to the tightest that makes sense.
import type { Competitor } from "./contest.js";
import { LAUNCHES } from "./rivals/launches.js";

const powers = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.round((from - to) / step) + 1 }, (_, k) => Number(`1e${from - k * step}`));

export const PLAIN: Competitor = { launch: LAUNCHES.plain, modes: () => ["columns"], tolerances: [1e-6] };

export const COMPETITORS: readonly Competitor[] = [
  {
    launch: LAUNCHES.glmnet,
    // "covariance" keeps p² numbers
    modes: ({ p }) => (p <= 5000 ? ["naive", "covariance"] : ["naive"]),
    tolerances: [1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 3e-13, 1e-13, 3e-14, 1e-14, 3e-15, 1e-15, 3e-16, 1e-16, 1e-17],
  },
  {
    launch: LAUNCHES.sklearn,
    modes: ({ n, p }) => (n > p ? ["gram", "columns"] : ["columns"]),
    tolerances: [1e-4, 3e-5, 1e-5, 3e-6, 2e-6, 1e-6, 7e-7, 5e-7, 3e-7, 1e-7],
  },
  {
    launch: LAUNCHES.celer,
    modes: () => ["columns", "prune"],
    tolerances: [1e-4, 1e-5, 5e-6, 2e-6, 1e-6, 5e-7, 2e-7, 1e-7, ...powers(-8, -12)],
  },
  { launch: LAUNCHES.skglm, modes: () => ["columns"], tolerances: [1e-4, 3e-5, 1e-5, 3e-6, 1e-6, 3e-7, 1e-7, ...powers(-8, -12)] },
  { launch: LAUNCHES.adelie, modes: () => ["columns"], tolerances: [1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15, 1e-16] },
  PLAIN,
];

export const NAMES = COMPETITORS.map(({ launch }) => launch.name);
