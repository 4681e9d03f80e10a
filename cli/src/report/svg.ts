// Charts as SVG text: scales, axes, marks. Colours are variables of the page, so that light, dark and print are styles.
import { shown } from "../failure.js";
import { escaped } from "./html.js";

/** From numbers to places. */
export interface Scale {
  (x: number): number;
  readonly ticks: readonly number[];
}

/** a place with a tenth of a pixel */
const at = (x: number) => String(Math.round(10 * x) / 10);

/** round numbers between two, some `count` of them */
function ticksBetween(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((each) => each * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, k) => Number(((first + k) * step).toPrecision(12)));
}

/** the smallest and the largest finite number, apart from each other */
export function extent(values: Iterable<number>, include: readonly number[] = []): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const list of [values, include])
    for (const x of list) {
      if (!Number.isFinite(x)) continue;
      if (x < low) low = x;
      if (x > high) high = x;
    }
  if (low > high) return [0, 1];
  if (low === high) return [low - (Math.abs(low) || 1), high + (Math.abs(high) || 1)];
  return [low, high];
}

export function linear([low, high]: readonly [number, number], from: number, to: number, count = 5): Scale {
  const place = (x: number) => from + ((x - low) / (high - low)) * (to - from);
  return Object.assign(place, { ticks: ticksBetween(low, high, count) });
}

/** of numbers above 0 */
export function logarithmic([low, high]: readonly [number, number], from: number, to: number): Scale {
  const [a, b] = [Math.log10(low), Math.log10(high)];
  const place = (x: number) => from + ((Math.log10(x) - a) / (b - a)) * (to - from);
  const decades = Math.floor(b + 1e-9) - Math.ceil(a - 1e-9) + 1;
  const every = Math.max(1, Math.ceil(decades / 8));
  const steps = decades >= 3 ? [1] : decades >= 2 ? [1, 3] : [1, 2, 3, 5, 7];
  const ticks = Array.from({ length: Math.ceil(b) - Math.floor(a) + 1 }, (_, k) => Math.floor(a) + k)
    .filter((k) => k % every === 0)
    .flatMap((k) => steps.map((step) => Number(`${step}e${k}`)))
    .filter((x) => x >= low * (1 - 1e-9) && x <= high * (1 + 1e-9));
  return Object.assign(place, { ticks });
}

/** Where a chart draws. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const frame = (width: number, height: number, right = 14, left = 58): Frame => ({
  width,
  height,
  left,
  right: width - right,
  top: 12,
  bottom: height - 42,
});

let charts = 0;

/** a chart with its axes; `says` is what stands in its place for who does not see it */
export function chart(
  { width, height, left, right, top, bottom }: Frame,
  axes: { x: Scale; y: Scale; xLabel: string; yLabel: string; xTicks?: (x: number) => string },
  says: { title: string; description: string },
  marks: readonly string[],
): string {
  const { x, y, xLabel, yLabel, xTicks = (value: number) => shown(value, 3) } = axes;
  const id = `chart${++charts}`;
  const rows = y.ticks.map((value) => {
    const place = at(y(value));
    return `<line class="grid" x1="${left}" x2="${right}" y1="${place}" y2="${place}"/><text x="${left - 7}" y="${place}" dy="0.32em" text-anchor="end">${escaped(shown(value, 6))}</text>`;
  });
  const columns = x.ticks.map((value) => {
    const place = at(x(value));
    return `<line class="tick" x1="${place}" x2="${place}" y1="${bottom}" y2="${bottom + 4}"/><text x="${place}" y="${bottom + 17}" text-anchor="middle">${escaped(xTicks(value))}</text>`;
  });
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}t ${id}d" style="max-width:${width}px">`,
    `<title id="${id}t">${escaped(says.title)}</title><desc id="${id}d">${escaped(says.description)}</desc>`,
    ...rows,
    `<line class="axis" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>`,
    ...columns,
    `<text class="label" x="${(left + right) / 2}" y="${height - 6}" text-anchor="middle">${escaped(xLabel)}</text>`,
    yLabel &&
      `<text class="label" transform="translate(13 ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(yLabel)}</text>`,
    ...marks,
    "</svg>",
  ].join("");
}

/** a line through points; where one is not finite it is broken */
export function line(points: readonly (readonly [number, number])[], className: string): string {
  let isOpen = false;
  const d = points.map(([x, y]) => {
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      isOpen = false;
      return "";
    }
    const step = `${isOpen ? "L" : "M"}${at(x)} ${at(y)}`;
    isOpen = true;
    return step;
  });
  return `<path class="${className}" d="${d.join("")}"/>`;
}

export const segment = (x1: number, y1: number, x2: number, y2: number, className: string): string =>
  `<line class="${className}" x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}"/>`;

export const dot = (x: number, y: number, r: number, className: string, title?: string): string =>
  `<circle class="${className}" cx="${at(x)}" cy="${at(y)}" r="${r}">${title ? `<title>${escaped(title)}</title>` : ""}</circle>`;

export const words = (x: number, y: number, text: string, className: string, anchor: "start" | "middle" | "end" = "start"): string =>
  `<text class="${className}" x="${at(x)}" y="${at(y)}" dy="0.32em" text-anchor="${anchor}">${escaped(text)}</text>`;

export const box = (x: number, y: number, width: number, height: number, className: string): string =>
  `<rect class="${className}" x="${at(x)}" y="${at(y)}" width="${at(Math.max(0, width))}" height="${at(height)}"/>`;

/** places of labels, apart from each other and inside of the frame, in the order of `places` */
export function apart(places: readonly number[], { top, bottom }: Frame, height = 14): number[] {
  const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b]);
  const out = [...places];
  order.forEach((i, k) => {
    out[i] = Math.max(out[i], k === 0 ? top : out[order[k - 1]] + height);
  });
  // and up again from the frame's end
  for (let k = order.length - 1, most = bottom; k >= 0; k--, most -= height) out[order[k]] = Math.min(out[order[k]], most);
  return out;
}
