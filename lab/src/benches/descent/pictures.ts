import { dot, line, type Markish, type PlotOptions, pointerX, ruleY, text, tip } from "@observablehq/plot";
import { colours } from "../../frame/colours.js";
import { short } from "../../frame/numbers.js";
import type { Point } from "../plane/columns.js";
import { closed, curve, planePicture, spot } from "../plane/picture.js";

export const TITLES = { gd: "gradient", sgd: "SGD", adam: "Adam, coupled", adamw: "AdamW, decoupled" } as const;
const LOOKS = { gd: ["ink", "●"], sgd: ["blue", "×"], adam: ["orange", "▲"], adamw: ["green", "■"] } as const;
const SYMBOLS = { gd: "circle", sgd: "times", adam: "triangle", adamw: "square" } as const;
type Method = keyof typeof TITLES;

const at = { x: ([x]: Point) => x, y: ([, y]: Point) => y };

const words = (list: readonly (readonly [string, string])[]): Markish[] =>
  list.map(([word, colour], k) =>
    text([word], { frameAnchor: "bottom-right", text: (said) => said, fill: colour, dx: -6, dy: -4 - 16 * k, fontWeight: "bold" }),
  );

const ellipses = (contours: readonly { points: Point[] }[]): Markish[] =>
  contours.map(({ points }) => curve(closed(points), { stroke: colours.grey, strokeOpacity: 0.5 }));

export function pathsPicture(
  width: number,
  {
    own,
    answer,
    paths,
    contours,
  }: { own: Point; answer: Point; paths: { method: string; points: Point[] }[]; contours: { points: Point[] }[] },
  names: { a: string; b: string },
): PlotOptions {
  const reach = Math.hypot(...own);
  // a step that is too long runs away: the picture does not follow it
  const near = paths.flatMap(({ points }) => points).filter((point) => Math.hypot(...point) < 2 * reach);
  return planePicture(width, [[0, 0], own, answer, ...near], names, [
    ...ellipses(contours),
    ...paths.flatMap(({ method, points }) => {
      const stroke = colours[LOOKS[method as Method][0]];
      return [
        curve(points, { stroke, strokeWidth: 1.5 }),
        dot(points.slice(1), { ...at, stroke, symbol: SYMBOLS[method as Method], r: 2.5, clip: true }),
      ];
    }),
    ...spot(own, "w*", colours.ink),
    ...spot(answer, "ridge", colours.red, true),
    ...words(
      [...paths]
        .reverse()
        .map(({ method }) => [`${LOOKS[method as Method][1]} ${TITLES[method as Method]}`, colours[LOOKS[method as Method][0]]]),
    ),
  ]);
}

export function stoppingPicture(
  width: number,
  { own, stopped, penalised, contours }: { own: Point; stopped: Point[]; penalised: Point[]; contours: { points: Point[] }[] },
  names: { a: string; b: string },
): PlotOptions {
  const pairs = stopped.flatMap((point, k) => [
    { x: point[0], y: point[1], k },
    { x: penalised[k][0], y: penalised[k][1], k },
  ]);
  return planePicture(width, [[0, 0], own, ...stopped, ...penalised], names, [
    ...ellipses(contours),
    line(pairs, { x: "x", y: "y", z: "k", stroke: colours.faint, strokeOpacity: 0.6 }),
    curve([[0, 0], ...stopped], { stroke: colours.ink, strokeWidth: 2 }),
    curve([[0, 0], ...penalised], { stroke: colours.red, strokeWidth: 2, strokeDasharray: "6 4" }),
    ...spot(own, "w*", colours.ink),
    dot([stopped[stopped.length - 1]], { ...at, fill: colours.ink, r: 5 }),
    dot([penalised[penalised.length - 1]], { ...at, stroke: colours.red, strokeWidth: 2, r: 5 }),
    ...words([
      ["– – ridge at 1/(τε)", colours.red],
      ["— descent after τ steps", colours.ink],
    ]),
  ]);
}

export function kinkPicture(
  width: number,
  { prox, subgradient, answer, column }: { prox: number[]; subgradient: number[]; answer: number; column: string },
): PlotOptions {
  const points = [...subgradient.map((w, k) => ({ k, w, way: "subgradient" })), ...prox.map((w, k) => ({ k, w, way: "prox" }))];
  return {
    height: Math.round(Math.min(320, Math.max(240, 0.42 * width))),
    marginLeft: 56,
    x: { label: "step", labelArrow: "none" },
    y: { label: `coefficient of ${column}`, labelArrow: "none", grid: true, nice: true },
    color: { domain: ["subgradient", "prox"], range: [colours.orange, colours.blue] },
    symbol: { domain: ["subgradient", "prox"], range: ["times", "circle"] },
    marks: [
      ruleY([0], { stroke: colours.faint }),
      ruleY([answer], { stroke: colours.red, strokeDasharray: "6 4" }),
      line(points, { x: "k", y: "w", z: "way", stroke: "way", strokeWidth: 1.5 }),
      dot(points, { x: "k", y: "w", stroke: "way", symbol: "way", r: 2.5 }),
      ...words([
        ["– – the lasso's answer", colours.red],
        ["× subgradient", colours.orange],
        ["○ prox", colours.blue],
      ]),
      tip(
        points,
        pointerX({
          x: "k",
          y: "w",
          title: ({ k, w, way }) => `${way}, step ${k}\n${w === 0 ? "exactly 0" : short(w, 4)}`,
          fill: "var(--ground)",
        }),
      ),
    ],
  };
}
