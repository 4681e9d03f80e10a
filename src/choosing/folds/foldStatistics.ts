// Cross-validation from second moments: every row enters one fold's statistics, and what a fold is fitted to is the sum of the others',
// merged and never subtracted.
import { scope } from "../../kernels/scope.js";
import { gather, pick, type Source, tableAt } from "../../problem/rowSubset.js";
import { absorb, noStatistics, type Statistics, statisticsOf } from "../../problem/statistics.js";

/** the statistics of every fold, from a copy of its rows */
export function statisticsOfFolds(source: Source, folds: readonly Int32Array[]): Statistics[] {
  const { name, p, settings } = source.problem;
  const order = Array.from({ length: p }, (_, j) => j);
  return folds.map((rows) =>
    scope((memory) => {
      settings.watch.check();
      const X = memory.f64(rows.length * p);
      gather(source, rows, X);
      const weights = settings.weights && pick(settings.weights, rows);
      return statisticsOf(name, tableAt(X, rows.length, p), order, pick(source.target, rows), weights);
    }, settings.watch.check),
  );
}

/** all parts together */
export function merged(name: string, parts: readonly Statistics[]): Statistics {
  return joined(name, noStatistics(parts[0].means.length - 1), parts);
}

/**
 * Every part's place, in order, and the sum of the others. Halving the parts takes K·log₂K merges and keeps log₂K sums: half of the parts
 * is merged into what the other half has in common.
 */
export function leaveOut(name: string, parts: readonly Statistics[]): Generator<[number, Statistics], void, undefined> {
  function* split(from: number, to: number, outside: Statistics): Generator<[number, Statistics], void, undefined> {
    if (to - from === 1) return yield [from, outside];
    const middle = (from + to) >> 1;
    yield* split(from, middle, joined(name, outside, parts.slice(middle, to)));
    yield* split(middle, to, joined(name, outside, parts.slice(from, middle)));
  }
  return split(0, parts.length, noStatistics(parts[0].means.length - 1));
}

function joined(name: string, common: Statistics, parts: readonly Statistics[]): Statistics {
  const { means, rests, triangle } = common;
  const sum = { ...common, means: means.slice(), rests: rests.slice(), triangle: triangle.slice() };
  for (const part of parts) absorb(name, sum, part);
  return sum;
}
