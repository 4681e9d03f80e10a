import { dot, line, type Markish, type PlotOptions, pointerX, ruleX, text, tip } from "@observablehq/plot";
import { colours } from "../../frame/colours.js";
import { short } from "../../frame/numbers.js";
import { halfLine, shades } from "./raster.js";

const SHADES = 10;
const LOOKS = [
  { colour: colours.orange, symbol: "triangle", sign: "▲" },
  { colour: colours.blue, symbol: "circle", sign: "●" },
] as const;

/** What the worker says of a network. */
interface Drawn {
  points: number[][];
  y: number[];
  across: readonly [number, number];
  up: readonly [number, number];
  probability: number[];
}

const SVG = "http://www.w3.org/2000/svg";

function path(d: string, attributes: Record<string, string | number>): SVGPathElement {
  const element = document.createElementNS(SVG, "path");
  for (const [name, value] of Object.entries({ d, fill: "none", ...attributes })) element.setAttribute(name, String(value));
  return element;
}

/** words above the frame, one behind the other */
function words(list: readonly (readonly [word: string, colour: string])[], above = 19): Markish[] {
  let at = 0;
  return list.map(([word, colour]) => {
    const dx = at;
    at += 7 * word.length + 16;
    return text([word], { frameAnchor: "top-left", text: (said) => said, fill: colour, dx, dy: -above, fontWeight: "bold" });
  });
}

/** the name of a class as far as a narrow picture has room for it */
const brief = (name: string): string => (name.length > 16 ? `${name.slice(0, 15)}…` : name);

export function boundaryPicture(
  width: number,
  { points, y, across, up, probability }: Drawn,
  names: readonly [string, string],
  classes: readonly [string, string],
): PlotOptions {
  const side = Math.min(width, 620);
  const count = Math.sqrt(probability.length);
  const surface: Markish = (_index, scales) => {
    const along = (scale: unknown, [low, high]: readonly [number, number]) => {
      const placed = scale as (value: number) => number;
      return (k: number) => placed(low + (k / (count - 1)) * (high - low));
    };
    const raster = { side: count, values: probability, x: along(scales.x, across), y: along(scales.y, up) };
    const group = document.createElementNS(SVG, "g");
    group.setAttribute("data-mark", "surface");
    for (const [k, d] of shades(raster, SHADES).entries()) {
      const sure = Math.abs(2 * k + 1 - SHADES) / SHADES;
      const { colour } = LOOKS[k < SHADES / 2 ? 0 : 1];
      // neighbours meet at whole dots: no seams
      if (d) group.append(path(d, { fill: colour, "fill-opacity": (0.4 * sure).toFixed(2), "shape-rendering": "crispEdges" }));
    }
    group.append(path(halfLine(raster), { stroke: colours.ink, "stroke-width": 1.8, "stroke-linecap": "round" }));
    return group;
  };
  const rows = y.map((label, i) => ({ x: points[0][i], y: points[1][i], label }));
  const of = (label: number, apart: boolean) => rows.filter((row, i) => row.label === label && (i % 3 === 2) === apart);
  return {
    width: side,
    height: side,
    marginLeft: 52,
    marginRight: 12,
    marginTop: 44,
    marginBottom: 36,
    x: { label: names[0], labelArrow: "none", domain: [...across], ticks: 6 },
    y: { label: names[1], labelArrow: "none", labelAnchor: "center", domain: [...up], ticks: 6 },
    marks: [
      surface,
      ...LOOKS.flatMap(({ colour, symbol }, label) => [
        dot(of(label, false), { x: "x", y: "y", symbol, r: 3.5, fill: colour, stroke: "var(--ground)", strokeWidth: 0.7 }),
        dot(of(label, true), { x: "x", y: "y", symbol, r: 3.5, fill: "var(--ground)", stroke: colour, strokeWidth: 1.8 }),
      ]),
      ...words(
        LOOKS.map(({ sign, colour }, label) => [`${sign} ${brief(classes[label])}`, colour] as const),
        34,
      ),
      ...words([
        ["△ ○ held out", colours.ink],
        ["— p = ½", colours.ink],
      ]),
    ],
  };
}

export function lossPicture(width: number, { training, held, epoch }: { training: number[]; held: number[]; epoch: number }): PlotOptions {
  const along = (losses: readonly number[], of: string) => losses.map((loss, k) => ({ epoch: k + 1, loss, of }));
  const lines = [along(training, "training"), along(held, "held out")];
  return {
    height: Math.round(Math.min(300, Math.max(220, 0.38 * width))),
    marginLeft: 48,
    marginTop: 28,
    marginBottom: 40,
    x: { label: "epoch", labelArrow: "none", domain: [1, Math.max(2, training.length)], ticks: Math.max(3, Math.floor(width / 90)) },
    y: { label: null, grid: true, zero: true, nice: true, ticks: 5 },
    marks: [
      ruleX([epoch], { stroke: colours.faint, strokeDasharray: "2 3" }),
      line(lines[0], { x: "epoch", y: "loss", stroke: colours.blue, strokeWidth: 2 }),
      line(lines[1], { x: "epoch", y: "loss", stroke: colours.orange, strokeWidth: 2, strokeDasharray: "6 4" }),
      ...words([
        ["— training", colours.blue],
        ["– – held out", colours.orange],
      ]),
      tip(
        lines.flat(),
        pointerX({
          x: "epoch",
          y: "loss",
          title: ({ epoch, loss, of }) => `${of}, epoch ${epoch}\n${short(loss, 4)}`,
          fill: "var(--ground)",
        }),
      ),
    ],
  };
}
