// Paths of losses that are not quadratic, in rounds: every shard says what its rows add to value, gradient and curvature of some models, Newton's
// steps are taken where all of it comes together, for several λ's of several problems at a time, and a last round proves them all.
import type { Settings } from "../options/commonOptions.js";
import type { Sequence } from "../options/pathOptions.js";
import type { Watch } from "../options/watch.js";
import { warnOnce } from "../results/certificate.js";
import type { Path } from "../results/path.js";
import type { Point } from "../results/points.js";
import { grid } from "../solvers/lambdaWalk.js";
import type { Found } from "./engine.js";
import type { Folds } from "./foldRule.js";
import type { Margins } from "./margins.js";
import type { Task } from "./tasks.js";
import { type Lane, type Passes, type Seen, walkAll } from "./walk.js";

/** How rounds are made: what a task finds in all rows. */
export interface Rounds {
  readonly name: string;
  readonly run: (task: Task) => Promise<Found>;
  readonly watch: Watch;
  /** how many λ's of every problem share a round */
  readonly together: number;
  /** the folds that problems leave out; none where all rows are one problem */
  readonly folds?: Folds;
  /** what progress is reported of */
  readonly stage: string;
}

/** Some of the rows. */
export interface Part {
  readonly margins: Margins;
  /** how many of them have positive weight */
  readonly used: number;
  /** the fold that they are all rows but; undefined: all rows */
  readonly without?: number;
}

/** What a problem is made of. */
export interface Wanted {
  readonly part: Part;
  readonly l1Ratio: number;
  /** the smallest λ that the first rounds are of, about, from the largest */
  readonly first: (lambdaMax: number) => number;
}

/** A loss, as rounds ask for it. */
export interface LossInRounds<N extends Lane<M, L, D>, M, L extends Seen<M>, D, F> extends Passes<N, M, L, D> {
  /** the problems, in the first round or two; the first one is of all rows */
  lanes(wanted: readonly Wanted[]): Promise<N[]>;
  /** where the first coefficient enters */
  lambdaMax(lane: N): number;
  /** the answer */
  path(lane: N, points: readonly Point[]): Path<F>;
}

/** the paths [sequence][part]; the first part is all rows, whose λ's are those of the others */
export async function pathsInRounds<N extends Lane<M, L, D>, M, L extends Seen<M>, D, F>(
  { name, together, watch, stage }: Rounds,
  loss: LossInRounds<N, M, L, D, F>,
  settings: Settings,
  sequences: readonly Sequence[],
  parts: readonly Part[],
): Promise<Path<F>[][]> {
  const lanes = await loss.lanes(
    sequences.flatMap((sequence) => {
      const first = (largest: number) => firstOf(sequence.given ?? grid(largest, sequence.count, sequence.minRatio), together);
      return parts.map((part) => ({ part, l1Ratio: sequence.l1Ratio, first }));
    }),
  );
  const tracks = sequences.flatMap(({ given, count, minRatio }, r) => {
    const own = lanes.slice(r * parts.length, (r + 1) * parts.length);
    const lambdas = given ?? grid(loss.lambdaMax(own[0]), count, minRatio);
    return own.map((lane) => ({ lane, lambdas }));
  });
  const { tol, maxIterations } = settings;
  const points = await walkAll<N, M, L, D>(loss, tracks, { tol, maxIterations, together, watch, stage });
  warnOnce(name, points.flat(), settings);
  const paths = points.map((each, i) => loss.path(lanes[i], each));
  return sequences.map((_, r) => paths.slice(r * parts.length, (r + 1) * parts.length));
}

/** the smallest of the largest few */
function firstOf(lambdas: Float64Array, few: number): number {
  const falling = lambdas.slice().sort((a, b) => b - a);
  return falling[Math.min(few, falling.length) - 1];
}
