// The pictures of predictions: coefficients, residuals, ROC, calibration, survival by risk.
import type { Term } from "../describe.js";
import { shown } from "../failure.js";
import { moments } from "../moments.js";
import { apart, box, chart, dot, extent, frame, line, linear, segment, words } from "./svg.js";

/** points that are drawn at most */
const POINTS = 2000;

/** the largest coefficients as bars */
export function termChart(terms: readonly Term[], most = 20): string {
  const shownTerms = terms.slice(0, most);
  const size = ({ value, perSd }: Term) => perSd ?? value;
  const f = frame(720, 54 + 20 * shownTerms.length, 60, 190);
  const x = linear(extent(shownTerms.map(size), [0]), f.left + 4, f.right - 4);
  const y = Object.assign((i: number) => f.top + 10 + 20 * i, { ticks: [] });
  const marks = shownTerms.flatMap((term, i) => {
    const [from, to] = [x(0), x(size(term))];
    const name = term.name.length > 26 ? `${term.name.slice(0, 25)}…` : term.name;
    const isNegative = size(term) < 0;
    return [
      box(Math.min(from, to), y(i) - 7, Math.abs(to - from), 14, isNegative ? "bar2" : "bar1"),
      words(f.left - 6, y(i), name, "", "end"),
      words(f.right + 4, y(i), shown(size(term), 3), "note"),
    ];
  });
  const description = shownTerms.map((term) => `${term.name} ${shown(size(term), 3)}`).join(", ");
  const xLabel = shownTerms[0]?.perSd === undefined ? "coefficient" : "coefficient per standard deviation of its column";
  return chart(f, { x, y, xLabel, yLabel: "" }, { title: "Coefficients", description }, [
    ...marks,
    segment(x(0), f.top, x(0), f.bottom, "zero"),
  ]);
}

/** every so manieth place, so that at most POINTS remain */
const some = (n: number) => Array.from({ length: Math.min(n, POINTS) }, (_, i) => (n <= POINTS ? i : Math.floor((i * n) / POINTS)));

/** truth less prediction, by prediction */
export function residualChart(truth: ArrayLike<number>, predicted: ArrayLike<number>): string {
  const f = frame(720, 320);
  const places = some(truth.length);
  const residuals = places.map((i) => truth[i] - predicted[i]);
  const x = linear(extent(places.map((i) => predicted[i])), f.left + 6, f.right - 6);
  const y = linear(extent(residuals, [0]), f.bottom - 6, f.top + 6);
  const { mean, sd } = moments(Array.from(truth, (value, i) => value - predicted[i]));
  const description = `${truth.length} residuals, mean ${shown(mean, 3)}, standard deviation ${shown(sd, 3)}.${truth.length > POINTS ? ` ${POINTS} of them are drawn.` : ""}`;
  const dots = places.map((i, k) => dot(x(predicted[i]), y(residuals[k]), 2.6, "point"));
  return chart(f, { x, y, xLabel: "prediction", yLabel: "truth − prediction" }, { title: "Residuals", description }, [
    segment(f.left, y(0), f.right, y(0), "zero"),
    ...dots,
  ]);
}

/** points of the ROC curve, and the area below it; ties are one step */
export function roc(isSecond: readonly boolean[], chances: ArrayLike<number>): { points: [number, number][]; area: number } {
  const order = isSecond.map((_, i) => i).sort((a, b) => chances[b] - chances[a]);
  const positives = isSecond.filter(Boolean).length;
  const negatives = isSecond.length - positives;
  const points: [number, number][] = [[0, 0]];
  let [right, wrong, area] = [0, 0, 0];
  for (let k = 0; k < order.length; ) {
    const value = chances[order[k]];
    const [before, already] = [wrong, right];
    for (; k < order.length && chances[order[k]] === value; k++) isSecond[order[k]] ? right++ : wrong++;
    area += ((wrong - before) * (right + already)) / 2;
    points.push([wrong / negatives, right / positives]);
  }
  return { points, area: area / (positives * negatives) };
}

export function rocChart(isSecond: readonly boolean[], chances: ArrayLike<number>): string {
  const { points, area } = roc(isSecond, chances);
  const f = frame(350, 320);
  const [x, y] = [linear([0, 1], f.left, f.right), linear([0, 1], f.bottom, f.top)];
  const marks = [
    segment(x(0), y(0), x(1), y(1), "zero"),
    line(
      points.map(([a, b]) => [x(a), y(b)] as const),
      "curve stroke1",
    ),
    words(x(0.96), y(0.08), `area ${shown(area, 3)}`, "note", "end"),
  ];
  return chart(
    f,
    { x, y, xLabel: "share of false alarms", yLabel: "share found" },
    { title: "ROC", description: `The area below the curve is ${shown(area, 4)}.` },
    marks,
  );
}

/** rows in ten parts by their probability: what was said, and how often it was so */
export function calibration(
  isSecond: readonly boolean[],
  chances: ArrayLike<number>,
  parts = 10,
): { said: number; was: number; count: number }[] {
  const order = isSecond.map((_, i) => i).sort((a, b) => chances[a] - chances[b]);
  const many = Math.min(parts, order.length);
  return Array.from({ length: many }, (_, part) => {
    const own = order.slice(Math.floor((part * order.length) / many), Math.floor(((part + 1) * order.length) / many));
    const mean = (value: (i: number) => number) => own.reduce((sum, i) => sum + value(i), 0) / own.length;
    return { said: mean((i) => chances[i]), was: mean((i) => Number(isSecond[i])), count: own.length };
  });
}

export function calibrationChart(isSecond: readonly boolean[], chances: ArrayLike<number>): string {
  const parts = calibration(isSecond, chances);
  const f = frame(350, 320);
  const [x, y] = [linear([0, 1], f.left, f.right), linear([0, 1], f.bottom, f.top)];
  const marks = [
    segment(x(0), y(0), x(1), y(1), "zero"),
    line(
      parts.map(({ said, was }) => [x(said), y(was)] as const),
      "curve stroke1",
    ),
    ...parts.map(({ said, was, count }) =>
      dot(x(said), y(was), 3.4, "mark1", `said ${shown(said, 3)}, was ${shown(was, 3)}, ${count} rows`),
    ),
  ];
  const description = `Rows in ${parts.length} parts by probability: ${parts.map(({ said, was }) => `${shown(said, 2)} said, ${shown(was, 2)} so`).join("; ")}.`;
  return chart(f, { x, y, xLabel: "probability said", yLabel: "share that was so" }, { title: "Calibration", description }, marks);
}

/** the share without an event by time (Kaplan, Meier 1958), of rows in thirds by predicted risk */
export function survivalChart(time: ArrayLike<number>, event: ArrayLike<boolean>, risk: ArrayLike<number>): string {
  const order = Array.from({ length: time.length }, (_, i) => i).sort((a, b) => risk[a] - risk[b]);
  const names = ["low risk", "middle risk", "high risk"];
  const f = frame(720, 320, 90);
  const x = linear(extent(Array.from(time), [0]), f.left, f.right);
  const y = linear([0, 1], f.bottom, f.top);
  const curves = names.flatMap((name, part) => {
    const own = order
      .slice(Math.floor((part * order.length) / 3), Math.floor(((part + 1) * order.length) / 3))
      .sort((a, b) => time[a] - time[b]);
    if (own.length === 0) return [];
    let share = 1;
    const points: [number, number][] = [[x(0), y(1)]];
    for (let k = 0; k < own.length; ) {
      const now = time[own[k]];
      const atRisk = own.length - k;
      let events = 0;
      for (; k < own.length && time[own[k]] === now; k++) events += Number(event[own[k]]);
      points.push([x(now), y(share)]);
      share *= 1 - events / atRisk;
      points.push([x(now), y(share)]);
    }
    return [{ name, share, points, colour: part + 1 }];
  });
  const heights = apart(
    curves.map(({ share }) => y(share)),
    f,
  );
  const marks = curves.flatMap(({ name, points, colour }, k) => [
    line(points, `curve stroke${colour}`),
    words(f.right + 6, heights[k], name, `name fill${colour}`),
  ]);
  const ends = curves.map(({ name, share }) => `${name} ${shown(share, 2)}`);
  const description = `Share without an event at the end, of rows in thirds by predicted risk: ${ends.join(", ")}.`;
  return chart(f, { x, y, xLabel: "time", yLabel: "share without event" }, { title: "Survival by predicted risk", description }, marks);
}
