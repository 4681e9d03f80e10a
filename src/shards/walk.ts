// Several λ's on their way at a time: one round looks at all their models, Newton's steps follow, and what does not fall is halved.
import type { Watch } from "../options/watch.js";
import type { Yardstick } from "../results/certificate.js";
import type { Point } from "../results/points.js";

/** How models of one loss are looked at and bettered. */
export interface Ways<M, L extends { readonly model: M; readonly loss: number }, D> {
  /** what one round over all rows says of each */
  looks(models: readonly M[]): Promise<readonly L[]>;
  /** Newton's next model */
  next(look: L, lambda: number): M;
  /** half way between */
  between(a: M, b: M): M;
  /** Ω/λ */
  penaltyOf(model: M): number;
  /** the dual point, and about what the gap will be */
  dual(look: L, lambda: number): { readonly point: D; readonly gap: number };
  /** all of them with their gaps, in one more round */
  prove(walkers: readonly Walker<M, L, D>[]): Promise<Point[]>;
}

/** One λ on its way. */
export interface Walker<M, L, D> {
  readonly lambda: number;
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

/** How far they go. */
export interface Until {
  readonly tol: number;
  readonly maxIterations: number;
  readonly yardstick: Yardstick;
  /** how many λ's share a round */
  readonly together: number;
  readonly watch: Watch;
}

/** rounds a λ takes at most */
const MOST = 100;

/** the points of all λ's, in the order given; `start`: a look to begin with at the largest */
export async function walkAll<M, L extends { readonly model: M; readonly loss: number }, D>(
  ways: Ways<M, L, D>,
  start: L,
  lambdas: Float64Array,
  until: Until,
): Promise<Point[]> {
  const order = Array.from(lambdas.keys()).sort((a, b) => lambdas[b] - lambdas[a]);
  const walkers: Walker<M, L, D>[] = [];
  let from = start;
  for (let at = 0; at < order.length; at += until.together) {
    const some = order.slice(at, at + until.together).map((k) => walkerAt(ways, from, lambdas[k]));
    await walk(ways, some, until);
    walkers.push(...some);
    from = walkers[walkers.length - 1].look;
    until.watch.report("path", walkers.length, lambdas.length);
  }
  let points = await ways.prove(walkers);
  // what looked good enough and is not goes on
  for (let again = 0; again < 3; again++) {
    const open = walkers.filter(
      (walker, i) => !points[i].certificate.converged && walker.rounds < until.maxIterations && walker.halvings === 0,
    );
    if (open.length === 0) break;
    await walk(ways, open, until, 0);
    points = await ways.prove(walkers);
  }
  const inOrder: Point[] = [];
  order.forEach((k, i) => {
    inOrder[k] = points[i];
  });
  return inOrder;
}

function walkerAt<M, L extends { readonly model: M; readonly loss: number }, D>(
  ways: Ways<M, L, D>,
  look: L,
  lambda: number,
): Walker<M, L, D> {
  const objective = look.loss + lambda * ways.penaltyOf(look.model);
  return { lambda, look, objective, rounds: 0, halvings: 0, ...ways.dual(look, lambda) };
}

/** takes all of them to where their gaps are likely to be small enough */
async function walk<M, L extends { readonly model: M; readonly loss: number }, D>(
  ways: Ways<M, L, D>,
  walkers: readonly Walker<M, L, D>[],
  { tol, maxIterations, yardstick }: Until,
  share = 0.1,
): Promise<void> {
  const enough = share * yardstick.target(tol);
  const step = (walker: Walker<M, L, D>) => {
    const stuck = walker.halvings > 30 || walker.rounds >= Math.min(maxIterations, MOST);
    walker.ahead = walker.gap <= enough || stuck ? undefined : ways.next(walker.look, walker.lambda);
  };
  for (const walker of walkers) step(walker);
  for (;;) {
    const some = walkers.filter(({ ahead }) => ahead);
    if (some.length === 0) return;
    const found = await ways.looks(some.map(({ ahead }) => ahead as M));
    some.forEach((walker, i) => {
      const tried = walkerAt(ways, found[i], walker.lambda);
      walker.rounds++;
      // what rounding hides is taken: the gap says what it is worth
      if (tried.objective <= walker.objective + 1e-13 * Math.abs(walker.objective)) {
        const still = !(tried.gap < 0.9 * walker.gap) && tried.objective >= walker.objective - 1e-13 * Math.abs(walker.objective);
        if (tried.gap <= walker.gap || !still) Object.assign(walker, { ...tried, rounds: walker.rounds, halvings: 0 });
        if (still) walker.ahead = undefined;
        else step(walker);
      } else {
        walker.halvings++;
        if (walker.halvings > 30) walker.ahead = undefined;
        else walker.ahead = ways.between(walker.look.model, walker.ahead as M);
      }
    });
  }
}
