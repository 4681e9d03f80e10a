// Several λ's of several problems on their way at a time: one round looks at all their models, Newton's steps follow, and what does not fall is
// halved.
import type { Watch } from "../options/watch.js";
import type { Yardstick } from "../results/certificate.js";
import type { Point } from "../results/points.js";

/** What is said of a model by the rows it is fitted to. */
export interface Seen<M> {
  readonly model: M;
  readonly loss: number;
}

/** One problem: some of the rows at one l1Ratio, and how its models are bettered. */
export interface Lane<M, L extends Seen<M>, D> {
  /** the look at the null model */
  readonly start: L;
  /** what its gaps are measured by */
  readonly yardstick: Yardstick;
  /** Newton's next model */
  next(look: L, lambda: number): M;
  /** true where the look leaves out what would better the model */
  lacks(look: L, lambda: number): boolean;
  /** half way between */
  between(a: M, b: M): M;
  /** Ω/λ */
  penaltyOf(model: M): number;
  /** the dual point, and about what the gap will be */
  dual(look: L, lambda: number): { readonly point: D; readonly gap: number };
}

/** A problem, and the λ's it is to be solved at. */
export interface Track<N> {
  readonly lane: N;
  readonly lambdas: Float64Array;
}

/** One λ on its way. */
export interface Walker<N extends Lane<M, L, D>, M, L extends Seen<M>, D> {
  readonly lane: N;
  readonly lambda: number;
  /** the λ that looks are to be of use at too: of those who follow */
  readonly reach: number;
  look: L;
  /** the objective there */
  objective: number;
  /** what the next round looks at; undefined once the look is good enough */
  ahead?: M;
  rounds: number;
  /** the gap that was likely, at the best look so far */
  gap: number;
  point: D;
  halvings: number;
}

/** A model that the next round is to look at. */
export interface Asked<N, M, L> {
  readonly lane: N;
  readonly model: M;
  /** the look that it comes from */
  readonly look: L;
  /** the λ that it is for, or one below */
  readonly lambda: number;
}

/** Passes over all rows, which all problems share. */
export interface Passes<N extends Lane<M, L, D>, M, L extends Seen<M>, D> {
  /** what one round says of each model */
  looks(models: readonly Asked<N, M, L>[]): Promise<readonly L[]>;
  /** all of them with their gaps, in one more round */
  prove(walkers: readonly Walker<N, M, L, D>[]): Promise<readonly Point[]>;
}

/** How far they go. */
export interface Until {
  readonly tol: number;
  readonly maxIterations: number;
  /** how many λ's of every problem share a round */
  readonly together: number;
  readonly watch: Watch;
  /** what progress is reported of */
  readonly stage: string;
}

/** rounds a λ takes at most */
const MOST = 100;

/** the points of all λ's of every problem, in the order given; all have as many λ's */
export async function walkAll<N extends Lane<M, L, D>, M, L extends Seen<M>, D>(
  passes: Passes<N, M, L, D>,
  tracks: readonly Track<N>[],
  until: Until,
): Promise<Point[][]> {
  const orders = tracks.map(({ lambdas }) => Array.from(lambdas.keys()).sort((a, b) => lambdas[b] - lambdas[a]));
  const walkers: Walker<N, M, L, D>[][] = tracks.map(() => []);
  const [{ lambdas: some }] = tracks;
  for (let at = 0; at < some.length; at += until.together) {
    const block = tracks.map(({ lane, lambdas }, i) => {
      const from = walkers[i].at(-1)?.look ?? lane.start;
      const own = orders[i].slice(at, at + until.together);
      // the last one's look is where the next ones start
      const last = lambdas[orders[i][Math.min(at + 2 * until.together, some.length) - 1]];
      return own.map((k, place) => walkerAt<N, M, L, D>(lane, from, lambdas[k], place === own.length - 1 ? last : lambdas[k]));
    });
    await walk(passes, block.flat(), until);
    for (const [i, each] of block.entries()) walkers[i].push(...each);
    until.watch.report(until.stage, tracks.length * walkers[0].length, tracks.length * some.length);
  }
  const all = walkers.flat();
  let points = await passes.prove(all);
  // what looked good enough and is not goes on
  for (let again = 0; again < 3; again++) {
    const open = all.filter(
      (walker, i) => !points[i].certificate.converged && walker.rounds < until.maxIterations && walker.halvings === 0,
    );
    if (open.length === 0) break;
    await walk(passes, open, until, 0);
    points = await passes.prove(all);
  }
  return orders.map((order, i) => {
    const inOrder: Point[] = [];
    for (const [place, k] of order.entries()) inOrder[k] = points[i * order.length + place];
    return inOrder;
  });
}

function walkerAt<N extends Lane<M, L, D>, M, L extends Seen<M>, D>(lane: N, look: L, lambda: number, reach = lambda): Walker<N, M, L, D> {
  const objective = look.loss + lambda * lane.penaltyOf(look.model);
  return { lane, lambda, reach, look, objective, rounds: 0, halvings: 0, ...lane.dual(look, lambda) };
}

/** takes all of them to where their gaps are likely to be small enough */
async function walk<N extends Lane<M, L, D>, M, L extends Seen<M>, D>(
  passes: Passes<N, M, L, D>,
  walkers: readonly Walker<N, M, L, D>[],
  { tol, maxIterations }: Until,
  share = 0.1,
): Promise<void> {
  const step = (walker: Walker<N, M, L, D>) => {
    const { lane, look, lambda, gap } = walker;
    const stuck = walker.halvings > 30 || walker.rounds >= Math.min(maxIterations, MOST);
    walker.ahead = gap <= share * lane.yardstick.target(tol) || stuck ? undefined : lane.next(look, lambda);
  };
  for (const walker of walkers) step(walker);
  for (;;) {
    const some = walkers.filter(({ ahead }) => ahead);
    if (some.length === 0) return;
    const found = await passes.looks(some.map(({ lane, look, reach, ahead }) => ({ lane, model: ahead as M, look, lambda: reach })));
    some.forEach((walker, i) => {
      const { lane, lambda, reach } = walker;
      const tried = walkerAt<N, M, L, D>(lane, found[i], lambda, reach);
      walker.rounds++;
      // what rounding hides is taken: the gap says what it is worth
      if (tried.objective <= walker.objective + 1e-13 * Math.abs(walker.objective)) {
        const falls = tried.gap < 0.9 * walker.gap || tried.objective < walker.objective - 1e-13 * Math.abs(walker.objective);
        const still = !falls && !lane.lacks(walker.look, lambda);
        if (tried.gap <= walker.gap || !still) Object.assign(walker, { ...tried, rounds: walker.rounds, halvings: 0 });
        if (still) walker.ahead = undefined;
        else step(walker);
      } else {
        walker.halvings++;
        if (walker.halvings > 30) walker.ahead = undefined;
        else walker.ahead = lane.between(walker.look.model, walker.ahead as M);
      }
    });
  }
}
