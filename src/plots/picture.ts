// What all plots have in common: Observable Plot's options with colours for light, dark or the page's own, and the words for who cannot see them.
import { checkNumber, describe, isObject } from "../check.js";

/** How a plot looks. */
export interface PlotStyle {
  /** "auto" (default): the page's own colours, on whatever is behind; "light" and "dark" bring their background */
  theme?: "auto" | "light" | "dark";
  /** pixels (default 640) */
  width?: number;
  /** pixels (default: what suits the plot) */
  height?: number;
}

/** The options of `Plot.plot` (Observable Plot 0.6): marks, scales, and a text alternative. */
export interface Picture {
  /** the marks of Observable Plot */
  // Plot's own types are not of this package
  // biome-ignore lint/suspicious/noExplicitAny: marks are Plot's
  marks: any[];
  /** pixels */
  width: number;
  /** pixels */
  height: number;
  /** what the plot is */
  ariaLabel: string;
  /** what there is to see in it, in words */
  ariaDescription: string;
  /** of the SVG element */
  style: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: scales and margins are Plot's
  [option: string]: any;
}

/** told apart with any kind of colour blindness (Okabe, Ito 2008, Color Universal Design; the blue is lighter, for dark backgrounds) */
export const COLOURS = ["#2a87c8", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c8c00", "#7f7f7f"];
export const [MAIN, SECOND, THIRD] = COLOURS;
/** of rules and what stands back */
export const QUIET = "#888888";

const STYLES = {
  auto: { background: "transparent", color: "currentColor" },
  light: { background: "#ffffff", color: "#1b1b1b" },
  dark: { background: "#15171c", color: "#ececec" },
};

/** checked style and the parts that go into every picture */
export function styled(
  name: string,
  options: PlotStyle,
  height: number,
  own: readonly string[] = [],
): Pick<Picture, "width" | "height" | "style"> {
  const given: unknown = options;
  if (!isObject(given)) throw new TypeError(`${name}: options is ${describe(given)}, expected an object`);
  const known = ["theme", "width", "height", ...own];
  for (const key of Object.keys(given))
    if (!known.includes(key)) throw new TypeError(`${name}: ${key} is not an option, expected one of ${known.join(", ")}`);
  const { theme = "auto" } = options;
  if (!Object.hasOwn(STYLES, theme)) throw new TypeError(`${name}: theme is ${describe(theme)}, expected "auto", "light" or "dark"`);
  const pixels = (option: "width" | "height", fallback: number) =>
    checkNumber(name, option, options[option] ?? fallback, (x) => x >= 100 && x <= 10_000, "a number from 100 to 10000");
  const style = { ...STYLES[theme], fontFamily: "system-ui, sans-serif", fontSize: "12px", overflow: "visible" };
  return { width: pixels("width", 640), height: pixels("height", height), style };
}

/** a result of one of these kinds, by the names of its properties: a copy of the library may have made it */
export function checkKind(name: string, what: string, value: unknown, properties: readonly string[], expected: string): void {
  if (!isObject(value) || properties.some((property) => !(property in value)))
    throw new TypeError(`${name}: ${what} is ${describe(value)}, expected ${expected}`);
}

/** three significant digits */
export const short = (value: number): string => String(Number(value.toPrecision(3)));

/** λ on a logarithmic axis, the strongest penalty to the left */
export const lambdaAxis = { type: "log", reverse: true, label: "λ", labelArrow: "none", ticks: 6, tickFormat: short } as const;
