// The table and the bars of the page, and what is copied.
import * as Plot from "@observablehq/plot";
import type { Measured } from "../interleave.js";
import { power, table, time, times } from "../show.js";

export interface Row {
  title: string;
  measured: Measured;
  scores: Record<string, number>;
}

export interface Results {
  machine: string;
  date: string;
  rows: Row[];
}

export const HEAD = ["work", "ours", "plain JS", "plain JS / ours", "quartiles", "worst gap or difference"];

/** the first contender is ours: kernels across the boundary, fits from a Matrix */
export function cells({ measured, scores }: Row): string[] {
  const { work, times: all, ratios } = measured;
  const [own] = Object.keys(all);
  const { low, median, high } = ratios[own];
  const worst = Math.max(...Object.values(scores));
  return [work, time(all[own].median), time(all["plain JS"].median), times(median), `${times(low)} to ${times(high)}`, power(worst)];
}

export function markdown({ machine, date, rows }: Results): string {
  return `${machine}, ${date}\n\n${table(HEAD, rows.map(cells))}\n`;
}

export function rowElement(row: Row): HTMLTableRowElement {
  const tr = document.createElement("tr");
  for (const [k, text] of cells(row).entries()) {
    const cell = document.createElement(k === 0 ? "th" : "td");
    if (k === 0) cell.setAttribute("scope", "row");
    cell.textContent = text;
    tr.append(cell);
  }
  return tr;
}

/** bars of every ratio on a logarithmic axis, as wide as there is room */
export function chart(rows: readonly Row[], width: number): Element {
  const points = rows.map(({ measured }) => ({ work: measured.work, ratio: Object.values(measured.ratios)[0].median }));
  const label = (x: number) => Number(x.toPrecision(2)).toString();
  return Plot.plot({
    ...{ width, height: 60 + 24 * points.length, marginLeft: Math.min(190, 0.47 * width), marginRight: 44, marginTop: 8, marginBottom: 40 },
    style: { background: "transparent", fontSize: width < 500 ? "11px" : "13px", color: "inherit" },
    x: { type: "log", grid: true, label: "plain JS / ours →", ticks: 4, tickFormat: "~f", labelOffset: 36 },
    y: { domain: points.map(({ work }) => work), label: null },
    marks: [
      Plot.barX(points, { x1: 1, x2: "ratio", y: "work", fill: ({ ratio }: { ratio: number }) => (ratio < 1 ? "#d55e00" : "#0072b2") }),
      Plot.ruleX([1]),
      Plot.text(points, {
        ...{ y: "work", dx: 4, textAnchor: "start" },
        x: ({ ratio }: { ratio: number }) => Math.max(1, ratio),
        text: ({ ratio }: { ratio: number }) => label(ratio),
      }),
    ],
  });
}
