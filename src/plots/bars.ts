// CoefficientsLike, and how often columns are selected: one bar a name, the longest first.
import { barX, link, ruleX } from "@observablehq/plot";
import { checkNumber } from "../check.js";
import { checkKind, MAIN, type Picture, type PlotStyle, QUIET, SECOND, short, styled } from "./picture.js";

/** Options of {@link coefficientPlot} and {@link stabilityPlot}. */
export interface BarOptions extends PlotStyle {
  /** bars at most, the longest (default 20) */
  top?: number;
}

/** What is asked of a result here, whoever made it. */
export interface CoefficientsLike {
  /** one number a column */
  readonly coefficients: ArrayLike<number>;
  /** names of the columns */
  readonly featureNames?: readonly string[];
}

/** 97.5 % of the normal distribution lie below */
const NORMAL = 1.959963984540054;

/** checked, and how high the picture of so many bars is */
function framed(name: string, options: BarOptions, count: number) {
  const { top = 20 } = options;
  checkNumber(name, "top", top, (x) => Number.isInteger(x) && x >= 1, "a whole number from 1");
  const shown = Math.min(top, count);
  return { top, frame: styled(name, options, Math.max(100, 50 + 22 * shown), ["top"]) };
}

const marginOf = (names: readonly string[]) => Math.min(220, 14 + 7 * names.reduce((most, name) => Math.max(most, name.length), 3));

/**
 * The coefficients of a fit that are not 0, the largest first; of `ridgeInference` with bars of 1.96 standard errors to both sides.
 * @param fit a fit of one layer of coefficients, or what `ridgeInference` returned
 * @param options `top` and {@link PlotStyle}
 * @returns options for `Plot.plot`
 * @throws {TypeError | RangeError} when it is no such fit, or an option is not what it should be
 */
export function coefficientPlot(
  fit: CoefficientsLike | { readonly fit: CoefficientsLike; readonly standardErrors: ArrayLike<number> },
  options: BarOptions = {},
): Picture {
  const name = "coefficientPlot";
  const inferred = fit !== null && typeof fit === "object" && "standardErrors" in fit;
  const model = (inferred ? fit.fit : fit) as CoefficientsLike;
  checkKind(name, "fit", model, ["coefficients"], "a fit");
  if (typeof model.coefficients[0] !== "number")
    throw new TypeError(`${name}: fit has several layers of coefficients, expected one: fits[k], or a class`);
  const all = Array.from(model.coefficients, (value, j) => ({
    name: model.featureNames?.[j] ?? `x${j}`,
    value,
    error: inferred ? NORMAL * fit.standardErrors[j] : 0,
  }))
    .filter(({ value }) => value !== 0)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const { top, frame } = framed(name, options, all.length);
  const shown = all.slice(0, top);
  const bars = shown.map((bar) => ({
    ...bar,
    low: bar.value - bar.error,
    high: bar.value + bar.error,
    colour: bar.value > 0 ? MAIN : SECOND,
  }));
  const left = all.length > shown.length ? `, and ${all.length - shown.length} more` : "";
  return {
    ...frame,
    ariaLabel: "Coefficients by size",
    ariaDescription: `${all.length} of ${model.coefficients.length} coefficients are not 0: ${shown.map((bar) => `${bar.name} ${short(bar.value)}`).join(", ")}${left}.`,
    marginLeft: marginOf(shown.map((bar) => bar.name)),
    x: { label: "coefficient", labelArrow: "none", grid: true, nice: true },
    y: { domain: bars.map((bar) => bar.name), label: null },
    marks: [
      barX(bars, { x: "value", y: "name", fill: "colour" }),
      ...(inferred ? [link(bars, { x1: "low", x2: "high", y: "name", stroke: "currentColor" })] : []),
      ruleX([0], { stroke: QUIET }),
    ],
  };
}

/** What is asked of a stability selection here. */
export interface StabilityLike {
  /** the share of subsamples that select each column */
  readonly shares: ArrayLike<number>;
  /** the share from which on a column counts as selected */
  readonly threshold: number;
  /** how many subsamples there were */
  readonly subsamples: number;
  /** names of the columns */
  readonly featureNames?: readonly string[];
}

/**
 * The share of subsamples that select each column, with the threshold.
 * @param selection what `stabilitySelection` returned
 * @param options `top` and {@link PlotStyle}
 * @returns options for `Plot.plot`
 * @throws {TypeError | RangeError} when it is no such result, or an option is not what it should be
 */
export function stabilityPlot(selection: StabilityLike, options: BarOptions = {}): Picture {
  const name = "stabilityPlot";
  checkKind(name, "selection", selection, ["shares", "threshold"], "what stabilitySelection returned");
  const { threshold } = selection;
  const all = Array.from(selection.shares, (share, j) => ({ name: selection.featureNames?.[j] ?? `x${j}`, share }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share);
  const { top, frame } = framed(name, options, all.length);
  const shown = all.slice(0, top).map((bar) => ({ ...bar, colour: bar.share >= threshold ? MAIN : QUIET }));
  const selected = all.filter(({ share }) => share >= threshold);
  return {
    ...frame,
    ariaLabel: "How often columns are selected",
    ariaDescription: `${selected.length} of ${selection.shares.length} columns are selected in ${short(100 * threshold)} % or more of ${selection.subsamples} subsamples: ${selected.map((bar) => `${bar.name} ${short(bar.share)}`).join(", ") || "none"}.`,
    marginLeft: marginOf(shown.map((bar) => bar.name)),
    x: { label: "share of subsamples", labelArrow: "none", domain: [0, 1], grid: true },
    y: { domain: shown.map((bar) => bar.name), label: null },
    marks: [
      barX(shown, { x: "share", y: "name", fill: "colour" }),
      ruleX([threshold], { stroke: SECOND, strokeDasharray: "4 3" }),
      ruleX([0], { stroke: QUIET }),
    ],
  };
}
