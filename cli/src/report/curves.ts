// The pictures of λ: errors of held-out rows, and coefficients along a path.
import type { CrossValidation, Fit, Path } from "shrinkage";
import { shown } from "../failure.js";
import { apart, chart, dot, extent, frame, line, linear, logarithmic, segment, words } from "./svg.js";

/** λ's above 0, the largest at the left */
function lambdaScale(lambdas: Float64Array, left: number, right: number) {
  const positive = lambdas.filter((lambda) => lambda > 0);
  const [low, high] = extent(positive);
  return low > 0 ? logarithmic([low, high], right, left) : logarithmic([1e-3, 1], right, left);
}

/** the mean error of every λ with its standard error, and the two choices */
export function errorChart(folds: CrossValidation<Fit>): string {
  const { min, oneSe, curves, measure } = folds;
  const { lambdas, means, standardErrors } = curves[min.curve];
  const f = frame(720, 320);
  const x = lambdaScale(lambdas, f.left, f.right);
  const places = [...lambdas.keys()].filter((k) => lambdas[k] > 0 && Number.isFinite(means[k]));
  const se = (k: number) => (Number.isFinite(standardErrors[k]) ? standardErrors[k] : 0);
  const y = linear(extent(places.flatMap((k) => [means[k] - se(k), means[k] + se(k)])), f.bottom - 4, f.top + 14);
  const bars = places.map((k) => segment(x(lambdas[k]), y(means[k] - se(k)), x(lambdas[k]), y(means[k] + se(k)), "error"));
  const dots = places.map((k) =>
    dot(x(lambdas[k]), y(means[k]), 2.2, "mark1", `λ ${shown(lambdas[k])}: ${shown(means[k])} ± ${shown(se(k), 2)}`),
  );
  const choices = (
    [
      [oneSe, "1 standard error", "end", -6],
      [min, "best", "start", 6],
    ] as const
  ).map(([{ lambda }, text, anchor, dx]) =>
    lambda > 0 ? segment(x(lambda), f.top, x(lambda), f.bottom, "choice") + words(x(lambda) + dx, f.top + 5, text, "note", anchor) : "",
  );
  const description = `${measure} of held-out rows by λ. Best: ${shown(min.mean)} at λ ${shown(min.lambda)}. Within one standard error: ${shown(oneSe.mean)} at λ ${shown(oneSe.lambda)}.`;
  const axes = { x, y, xLabel: "λ: strong penalty at the left, weak at the right", yLabel: measure };
  return chart(f, axes, { title: "Cross-validation", description }, [...bars, ...dots, ...choices]);
}

/** curves that have a colour and a name */
const NAMED = 8;

/** every coefficient along the path; of several classes the length of its vector */
export function pathChart(path: Path<Fit>, names: readonly string[], sds: Float64Array | undefined, chosen?: number): string {
  const { lambdas } = path;
  const places = [...lambdas.keys()].filter((k) => lambdas[k] > 0).sort((a, b) => lambdas[b] - lambdas[a]);
  const p = names.length;
  const values = places.map((k) => {
    const all = path.coefficients(k) as unknown as Float64Array | Float64Array[];
    const sd = (j: number) => sds?.[j] ?? 1;
    if (all instanceof Float64Array) return all.map((value, j) => value * sd(j));
    return Float64Array.from({ length: p }, (_, j) => sd(j) * Math.hypot(...all.map((layer) => layer[j])));
  });
  const largest = Float64Array.from({ length: p }, (_, j) => values.reduce((most, row) => Math.max(most, Math.abs(row[j])), 0));
  const order = [...largest.keys()].filter((j) => largest[j] > 0).sort((a, b) => largest[b] - largest[a]);
  const f = frame(720, 360, 130);
  const x = lambdaScale(lambdas, f.left, f.right);
  // thousands of curves that stay near 0 are one band of grey
  const drawn = order.slice(0, 200);
  const y = linear(
    extent(
      values.flatMap((row) => drawn.map((j) => row[j])),
      [0],
    ),
    f.bottom - 4,
    f.top + 4,
  );
  const curve = (j: number, className: string) =>
    line(
      places.map((k, i) => [x(lambdas[k]), y(values[i][j])] as const),
      className,
    );
  const named = drawn.slice(0, NAMED);
  const heights = apart(
    named.map((j) => y(values[values.length - 1][j])),
    f,
  );
  const labels = named.map((j, c) =>
    words(f.right + 6, heights[c], names[j].length > 18 ? `${names[j].slice(0, 17)}…` : names[j], `name fill${c + 1}`),
  );
  const marks = [
    segment(f.left, y(0), f.right, y(0), "zero"),
    ...drawn.slice(NAMED).map((j) => curve(j, "curve rest")),
    ...named.map((j, c) => curve(j, `curve stroke${c + 1}`)).reverse(),
    chosen !== undefined && chosen > 0 ? segment(x(chosen), f.top, x(chosen), f.bottom, "choice") : "",
    ...labels,
  ];
  const description = `Coefficients along ${places.length} λ's, ${order.length} of ${p} are not 0 somewhere. The largest: ${named.map((j) => `${names[j]} (${shown(values[values.length - 1][j], 3)} at the smallest λ)`).join(", ")}.`;
  const yLabel = `${path.loss === "multinomial" ? "length of coefficients" : "coefficient"}${sds ? " per sd" : ""}`;
  return chart(f, { x, y, xLabel: "λ: strong penalty at the left, weak at the right", yLabel }, { title: "Path", description }, marks);
}
