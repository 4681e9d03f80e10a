import { line, ruleX, ruleY, text } from "@observablehq/plot";
import { checkNumber } from "../check.js";
import { COLOURS, checkKind, lambdaAxis, type Picture, type PlotStyle, QUIET, short, styled } from "./picture.js";

/** Options of {@link pathPlot}. */
export interface PathPlotOptions extends PlotStyle {
  /** λ at which a line is drawn, as the one that cross-validation chose */
  lambda?: number;
  /** how many of the largest coefficients are named and coloured (default 8) */
  named?: number;
}

/** What is asked of a result here, whoever made it. */
export interface PathLike {
  /** the λ's */
  readonly lambdas: ArrayLike<number>;
  /** how many coefficients are not 0 */
  readonly nonzero: ArrayLike<number>;
  /** names of the columns */
  readonly featureNames?: readonly string[];
  /** one number a column */
  coefficients(k: number): ArrayLike<number> | readonly ArrayLike<number>[];
}

/** pixels from a name to the next, with what axes take of the height */
const LINE = 17;

/**
 * Every coefficient of a path by λ; λ = 0 has no place on a logarithmic axis and is left out.
 * @param path what `path` or `ridgePath` returned; of several classes or targets every layer has its lines
 * @param options `lambda`, `named` and {@link PlotStyle}
 * @returns options for `Plot.plot`
 * @throws {TypeError | RangeError} when the path is none, or an option is not what it should be
 */
export function pathPlot(path: PathLike, options: PathPlotOptions = {}): Picture {
  const name = "pathPlot";
  checkKind(name, "path", path, ["lambdas", "nonzero", "coefficients"], "a Path");
  const frame = styled(name, options, 400, ["lambda", "named"]);
  const { lambda, named = 8 } = options;
  if (lambda !== undefined) checkNumber(name, "lambda", lambda, (x) => x > 0 && x < Infinity, "a number above 0");
  checkNumber(name, "named", named, (x) => Number.isInteger(x) && x >= 0, "a whole number from 0");
  const places = Array.from(path.lambdas, (_, k) => k).filter((k) => path.lambdas[k] > 0);
  const curves = curvesOf(path, places);
  const sizes = curves.map((values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  const order = Array.from(curves.keys()).sort((a, b) => sizes[b] - sizes[a]);
  const rank = new Map(order.map((curve, place) => [curve, place]));
  const names = namesOf(path, curves.length);
  const shown = order.filter((curve) => sizes[curve] > 0).slice(0, named);
  const points = curves.flatMap((values, curve) =>
    values.map((value, at) => ({
      lambda: path.lambdas[places[at]],
      value,
      curve,
      colour: (rank.get(curve) as number) < named ? COLOURS[(rank.get(curve) as number) % COLOURS.length] : QUIET,
    })),
  );
  const smallest = places.at(-1) as number;
  const ends = shown.map((curve, place) => ({
    lambda: path.lambdas[smallest],
    value: curves[curve].at(-1) as number,
    name: names[curve],
    colour: COLOURS[place % COLOURS.length],
  }));
  const [from, to] = [path.lambdas[places[0]], path.lambdas[smallest]];
  const all = curves.flat();
  const span = all.reduce((most, value) => Math.max(most, value), 0) - all.reduce((least, value) => Math.min(least, value), 0);
  return {
    ...frame,
    ariaLabel: "Coefficients by λ",
    ariaDescription: `${curves.length} coefficients from λ = ${short(from)} to ${short(to)}; ${path.nonzero[smallest]} are not 0 at the smallest λ. The largest: ${ends.map(({ name: own, value }) => `${own} ${short(value)}`).join(", ") || "none"}.`,
    marginRight: Math.min(160, 16 + 7 * ends.reduce((most, end) => Math.max(most, end.name.length), 0)),
    marginLeft: 50,
    x: lambdaAxis,
    y: { label: "coefficient", labelArrow: "none", grid: true },
    marks: [
      ruleY([0], { stroke: QUIET }),
      ...(lambda === undefined ? [] : [ruleX([lambda], { stroke: QUIET, strokeDasharray: "4 3" })]),
      line(points, { x: "lambda", y: "value", z: "curve", stroke: "colour", strokeWidth: 1.6 }),
      text(apart(ends, (LINE * span) / frame.height), {
        x: "lambda",
        y: "place",
        text: "name",
        fill: "colour",
        textAnchor: "start",
        dx: 6,
      }),
    ],
  };
}

/** names beside their curves' ends, moved as little as keeps them `least` apart: runs of neighbours that are too near share out around their mean */
function apart<E extends { value: number }>(ends: readonly E[], least: number): (E & { place: number })[] {
  const runs: E[][] = [];
  const middle = (run: readonly E[]) => run.reduce((sum, { value }) => sum + value, 0) / run.length;
  for (const end of [...ends].sort((a, b) => a.value - b.value)) {
    runs.push([end]);
    for (let [below, last] = runs.slice(-2); last; [below, last] = runs.slice(-2)) {
      if (middle(last) - middle(below) >= (least * (below.length + last.length)) / 2) break;
      runs.splice(-2, 2, [...below, ...last]);
    }
  }
  return runs.flatMap((run) => run.map((end, k) => ({ ...end, place: middle(run) + least * (k - (run.length - 1) / 2) })));
}

/** the values of every coefficient, layer by layer */
function curvesOf(path: PathLike, places: readonly number[]): number[][] {
  const at = places.map((k) => {
    const given = path.coefficients(k);
    return typeof given[0] === "number" || given.length === 0
      ? Array.from(given as ArrayLike<number>)
      : Array.from(given as readonly ArrayLike<number>[]).flatMap((layer) => Array.from(layer));
  });
  return at[0].map((_, j) => at.map((values) => values[j]));
}

function namesOf({ featureNames }: PathLike, count: number): string[] {
  const p = featureNames?.length ?? count;
  return Array.from({ length: count }, (_, j) => `${featureNames?.[j % p] ?? `x${j}`}${count > p ? ` (${Math.floor(j / p) + 1})` : ""}`);
}
