// A plane of two coefficients at one scale in both directions.
import { dot, line, type Markish, type PlotOptions, ruleX, ruleY, text } from "@observablehq/plot";
import { colours } from "../../frame/colours.js";
import type { Point } from "./columns.js";

const at = { x: ([x]: Point) => x, y: ([, y]: Point) => y };

export const closed = (points: readonly Point[]): Point[] => [...points, points[0]];
export const curve = (points: readonly Point[], options: object = {}): Markish => line(points, { ...at, clip: true, ...options });
export const spot = (point: Point, word: string, colour: string, below = false): Markish[] => [
  dot([point], { ...at, fill: colour, r: 5, stroke: "var(--ground)" }),
  text([point], {
    ...at,
    text: () => word,
    fill: colour,
    dx: below ? -9 : 9,
    dy: below ? 12 : -9,
    textAnchor: below ? "end" : "start",
    fontWeight: "bold",
    fontSize: 13,
  }),
];

/** the options of a picture that has these points within its frame */
export function planePicture(width: number, within: readonly Point[], names: { a: string; b: string }, marks: Markish[]): PlotOptions {
  const side = Math.min(width, 620);
  const [xs, ys] = [within.map(([x]) => x), within.map(([, y]) => y)];
  const middle = [xs, ys].map((values) => (Math.min(...values) + Math.max(...values)) / 2);
  const reach = Math.max(...[xs, ys].map((values) => Math.max(...values) - Math.min(...values))) * 0.58 || 1;
  return {
    width: side,
    // margins of one sum in both directions: a circle is a circle
    height: side,
    marginLeft: 48,
    marginRight: 16,
    marginTop: 28,
    marginBottom: 36,
    x: { label: `w₁, ${names.a}`, labelArrow: "none", domain: [middle[0] - reach, middle[0] + reach], ticks: 6 },
    y: { label: `w₂, ${names.b}`, labelArrow: "none", domain: [middle[1] - reach, middle[1] + reach], ticks: 6 },
    marks: [ruleX([0], { stroke: colours.line }), ruleY([0], { stroke: colours.line }), ...marks],
  };
}
