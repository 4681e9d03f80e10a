// How good probabilities of two classes are: ranks (ROC) and frequencies (calibration).
import { dot, line, link } from "@observablehq/plot";
import { checkNumber, describe } from "../check.js";
import { checkKind, MAIN, type Picture, type PlotStyle, QUIET, short, styled } from "./picture.js";

const DIAGONAL = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
];

/** What is asked of a result here, whoever made it. */
export interface ClassifierLike<X> {
  /** the two classes */
  readonly classes?: readonly unknown[];
  /** the probability of the second class, one a row */
  predictProbability(X: X): ArrayLike<number> | readonly ArrayLike<number>[];
}

/** the probability of the second class and whether it is that, row by row */
function judged<X>(name: string, fit: ClassifierLike<X>, X: X, y: ArrayLike<unknown>): { p: number; is: boolean }[] {
  checkKind(name, "fit", fit, ["classes", "predictProbability"], "a fit of two classes");
  if (fit.classes?.length !== 2) throw new RangeError(`${name}: fit has ${fit.classes?.length} classes, expected two`);
  const probabilities = fit.predictProbability(X) as ArrayLike<number>;
  if (y === null || typeof y !== "object" || y.length !== probabilities.length)
    throw new RangeError(`${name}: y is ${describe(y)} for ${probabilities.length} rows of X, expected one label a row`);
  return Array.from(probabilities, (p, i) => {
    if (!fit.classes?.includes(y[i]))
      throw new RangeError(`${name}: y has ${describe(y[i])} at row ${i}, expected one of ${fit.classes?.join(", ")}`);
    return { p, is: y[i] === fit.classes?.[1] };
  });
}

const both = (rows: readonly { is: boolean }[]) => rows.some(({ is }) => is) && rows.some(({ is }) => !is);

/**
 * The ROC curve of a fit of two classes: of rows whose probability is above a threshold, the share of the second class against the share of
 * the first, for every threshold.
 * @param fit what `logistic` returned, or another fit with two classes and `predictProbability`
 * @param X a table; one the fit has not seen tells more
 * @param y one label a row, of both classes
 * @param options {@link PlotStyle}
 * @returns options for `Plot.plot`
 * @throws {TypeError | RangeError} when the fit has no two classes, y does not go with X, or an option is not what it should be
 */
export function rocPlot<X>(fit: ClassifierLike<X>, X: X, y: ArrayLike<unknown>, options: PlotStyle = {}): Picture {
  const name = "rocPlot";
  const frame = styled(name, options, 420);
  const rows = judged(name, fit, X, y).sort((a, b) => b.p - a.p);
  if (!both(rows)) throw new RangeError(`${name}: y has one class alone, expected both`);
  const positives = rows.filter(({ is }) => is).length;
  const negatives = rows.length - positives;
  const points = [{ x: 0, y: 0 }];
  let [hits, alarms, under] = [0, 0, 0];
  rows.forEach(({ p, is }, i) => {
    if (is) hits++;
    else alarms++;
    // rows of one probability pass the threshold together
    if (i + 1 < rows.length && rows[i + 1].p === p) return;
    const next = { x: alarms / negatives, y: hits / positives };
    const last = points[points.length - 1];
    under += (next.x - last.x) * 0.5 * (next.y + last.y);
    points.push(next);
  });
  return {
    ...frame,
    ariaLabel: "ROC curve",
    ariaDescription: `The area under the curve is ${short(under)}: so often a row of ${String(fit.classes?.[1])} has a higher probability than one of ${String(fit.classes?.[0])}. ${positives} and ${negatives} rows.`,
    aspectRatio: 1,
    marginLeft: 50,
    marginTop: 30,
    marginBottom: 40,
    x: { label: "false positive rate", labelArrow: "none", domain: [0, 1], grid: true },
    y: { label: `true positive rate, area ${short(under)}`, labelArrow: "none", domain: [0, 1], grid: true },
    marks: [
      line(DIAGONAL, { x: "x", y: "y", stroke: QUIET, strokeDasharray: "4 3" }),
      line(points, { x: "x", y: "y", stroke: MAIN, strokeWidth: 2 }),
    ],
  };
}

/**
 * How often the second class comes where it was given a probability: rows in bins of equal counts, each with one standard error to both sides.
 * @param fit as for {@link rocPlot}
 * @param X a table; one the fit has not seen tells more
 * @param y one label a row
 * @param options `bins` (default 10) and {@link PlotStyle}
 * @returns options for `Plot.plot`
 * @throws {TypeError | RangeError} as {@link rocPlot}
 */
export function calibrationPlot<X>(
  fit: ClassifierLike<X>,
  X: X,
  y: ArrayLike<unknown>,
  options: PlotStyle & { bins?: number } = {},
): Picture {
  const name = "calibrationPlot";
  const frame = styled(name, options, 420, ["bins"]);
  const { bins = 10 } = options;
  checkNumber(name, "bins", bins, (x) => Number.isInteger(x) && x >= 1, "a whole number from 1");
  const rows = judged(name, fit, X, y).sort((a, b) => a.p - b.p);
  const count = Math.min(bins, rows.length);
  const points = Array.from({ length: count }, (_, k) => {
    const bin = rows.slice(Math.floor((k * rows.length) / count), Math.floor(((k + 1) * rows.length) / count));
    const said = bin.reduce((sum, { p }) => sum + p, 0) / bin.length;
    const came = bin.filter(({ is }) => is).length / bin.length;
    const error = Math.sqrt((came * (1 - came)) / bin.length);
    return { said, came, low: Math.max(0, came - error), high: Math.min(1, came + error) };
  });
  const worst = points.reduce((a, b) => (Math.abs(b.said - b.came) > Math.abs(a.said - a.came) ? b : a));
  return {
    ...frame,
    ariaLabel: "Calibration",
    ariaDescription: `${rows.length} rows in ${count} bins. Farthest off: where ${String(fit.classes?.[1])} was given a probability of ${short(worst.said)} it came with a frequency of ${short(worst.came)}.`,
    aspectRatio: 1,
    marginLeft: 50,
    marginTop: 30,
    marginBottom: 40,
    x: { label: `probability of ${String(fit.classes?.[1])}`, labelArrow: "none", domain: [0, 1], grid: true },
    y: { label: "frequency", labelArrow: "none", domain: [0, 1], grid: true },
    marks: [
      line(DIAGONAL, { x: "x", y: "y", stroke: QUIET, strokeDasharray: "4 3" }),
      link(points, { x: "said", y1: "low", y2: "high", stroke: QUIET }),
      line(points, { x: "said", y: "came", stroke: MAIN }),
      dot(points, { x: "said", y: "came", fill: MAIN, r: 4 }),
    ],
  };
}
