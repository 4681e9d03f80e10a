import { checkCount, checkNumber } from "../check.js";
import { scope } from "../kernels/scope.js";
import type { CommonOptions } from "../options/commonOptions.js";
import { checkSequence, type PathOptions } from "../options/pathOptions.js";
import { unreported } from "../options/watch.js";
import { numbers, onProblem, readCall } from "../problem/call.js";
import { placeRows, type Source, settingsOf } from "../problem/rowSubset.js";
import { checkSeed, type Random, seeded, shuffle } from "../random.js";
import { warnOnce } from "../results/certificate.js";
import type { Fit } from "../results/fit.js";
import type { Path } from "../results/path.js";
import { Descent } from "../solvers/coordinateDescent.js";
import { grid } from "../solvers/lambdaWalk.js";
import { pathPlaced } from "../solvers/squaredPath.js";
import type { TableInput, VectorInput } from "../tables/readTable.js";
import { StabilitySelection } from "./stability.js";

/** Options of {@link stabilitySelection}. */
export interface StabilitySelectionOptions
  extends Omit<CommonOptions, "warmStart">,
    Pick<PathOptions, "l1Ratio" | "lambdas" | "count" | "minRatio"> {
  /** how many halves of the rows are fitted (default 100); two by two they are complementary */
  subsamples?: number;
  /** how often a column must be selected, above 0.5 up to 1 (default 0.75) */
  threshold?: number;
  /** end each path before it has more columns than this (default: no end); keeps the bound on false selections small */
  maxNonzero?: number;
  /** a whole number from 0 to 2³² − 1 from which all chance comes (default 1) */
  seed?: number;
}

const OWN = ["l1Ratio", "lambdas", "count", "minRatio", "subsamples", "threshold", "maxNonzero", "seed"];

/**
 * Which columns are selected again and again: paths of random halves of the rows (Meinshausen, Bühlmann 2010), in complementary pairs
 * (Shah, Samworth 2013), all with the λ's of the path of all rows. A column is stable where its share of selections reaches `threshold`
 * at some λ.
 *
 * @param X n rows, p columns: see {@link TableInput}
 * @param y n numbers
 * @param options as for {@link path}; `subsamples`, `threshold`, `maxNonzero` and `seed`; `minRatio` is 0.1 by default, for λ's near 0
 *   select nearly everything and make the bound on false selections useless
 * @throws {TypeError | RangeError} when an argument is not what it should be; nothing stays allocated
 * @throws {OutOfMemoryError} when the problem does not fit in WebAssembly memory
 * @throws the reason of `options.signal` when it is aborted
 */
export function stabilitySelection(X: TableInput, y: VectorInput, options: StabilitySelectionOptions = {}): StabilitySelection {
  const call = readCall("stabilitySelection", X, options, OWN, numbers(y));
  const { name, table, settings } = call;
  const [target] = call.targets;
  const { l1Ratio, lambdas: given, count, minRatio = 0.1, maxNonzero } = options;
  const stopWhen = maxNonzero === undefined ? undefined : { maxNonzero: checkCount(name, "maxNonzero", maxNonzero) };
  const sequence = checkSequence(name, { l1Ratio, lambdas: given, count, minRatio }, table.rows, table.columns);
  const subsamples = checkCount(name, "subsamples", options.subsamples ?? 100);
  const threshold = checkNumber(name, "threshold", options.threshold ?? 0.75, (x) => x > 0.5 && x <= 1, "a number above 0.5, up to 1");
  const random = seeded(checkSeed(name, options.seed));
  const { weights, watch } = settings;
  const rows = Int32Array.from(target.keys()).filter((i) => !weights || weights[i] > 0);
  if (rows.length < 4) throw new RangeError(`${name}: X has ${rows.length} rows of positive weight, expected at least 4`);
  return onProblem({ ...call, settings: { ...settings, watch: unreported(watch) } }, (_memory, problem) => {
    const source: Source = { problem, target };
    const lambdaMax = () => scope((own) => new Descent(own, problem).lambdaMax(sequence.l1Ratio));
    const lambdas = sequence.given ?? grid(lambdaMax(), sequence.count, sequence.minRatio);
    const tally = new Tally(lambdas, table.columns);
    const worst: Fit[] = [];
    halves(rows, subsamples, random).forEach((half, k) => {
      scope((own) => {
        const part = placeRows(own, source, half, settingsOf(problem.settings, half));
        const fits = pathPlaced(own, part, { ...sequence, given: tally.descending, stopWhen });
        worst.push(fits.worst());
        tally.add(fits);
      });
      watch.report("stabilitySelection", k + 1, subsamples);
    });
    warnOnce(name, worst, settings);
    const { featureNames } = settings;
    const averageSelected = tally.ever / subsamples;
    const parts = { lambdas, threshold, subsamples, averageSelected, featureNames };
    return new StabilitySelection(parts, tally.counts, problem.included.length);
  });
}

/** `count` random halves of the rows, two by two what the other leaves; of an odd number one row is left by both */
function halves(rows: Int32Array, count: number, random: Random): Int32Array[] {
  const size = rows.length >> 1;
  const pairs = Array.from({ length: Math.ceil(count / 2) }, () => {
    const order = shuffle(rows.slice(), random);
    return [order.slice(0, size).sort(), order.slice(size, 2 * size).sort()];
  });
  return pairs.flat().slice(0, count);
}

/** How often each column was selected. */
class Tally {
  readonly descending: Float64Array;
  /** one entry a λ, in the order given */
  readonly counts: readonly Int32Array[];
  /** columns selected at any λ, summed over the paths */
  ever = 0;
  readonly #order: readonly number[];

  constructor(lambdas: Float64Array, columns: number) {
    this.#order = Array.from(lambdas.keys()).sort((a, b) => lambdas[b] - lambdas[a]);
    this.descending = Float64Array.from(this.#order, (k) => lambdas[k]);
    this.counts = Array.from(lambdas, () => new Int32Array(columns));
  }

  add(path: Path): void {
    const columns = new Set<number>();
    this.#order.forEach((k, place) => {
      // a path that has ended selects what it had selected last
      const coefficients = path.coefficients(Math.min(place, path.lambdas.length - 1));
      coefficients.forEach((b, j) => {
        if (b === 0) return;
        this.counts[k][j]++;
        columns.add(j);
      });
    });
    this.ever += columns.size;
  }
}
