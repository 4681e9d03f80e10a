// Where we lose: aims that are not reached, and whoever is faster than we are.
import * as show from "../show.js";
import type { Everything } from "./everything.js";
import { reason } from "./reasons.js";
import { reached, type Target, targets } from "./targets.js";

export function targetTable(results: Everything): string {
  const rows = targets(results).map((each) => {
    const met = reached(each);
    return [
      each.area,
      each.what,
      aim(each),
      figure(each),
      met === undefined
        ? each.more
          ? "given up on before it was decided"
          : "not measured"
        : met
          ? "reached"
          : `short by ${distance(each)}`,
    ];
  });
  return show.table(["area", "what", "aim", "measured", ""], rows);
}

export function losses(results: Everything): string {
  const short = targets(results)
    .filter((each) => reached(each) === false)
    .map((each) => [each.area, each.what, figure(each), `aim ${aim(each)}, short by ${distance(each)}`, reason(each.area, each.what)]);
  const slower = rivals(results)
    .filter(({ ratio }) => ratio < 1)
    .map(({ area, what, ratio }) => [area, what, show.times(ratio), "slower than they are", reason(area, what)]);
  const unmeasured = targets(results).filter((each) => each.figure === undefined);
  const rest = unmeasured.length ? `\n\nNot measured yet: ${unmeasured.map(({ what }) => what).join("; ")}.` : "";
  const all = [...short, ...slower];
  return (all.length ? show.table(["area", "what", "measured", "", "why"], all) : "Nowhere in what is measured.") + rest;
}

/** everybody's time / ours */
export function rivals({
  kernels,
  fits,
  ridge,
  lasso,
  path,
  logistic,
  sparse,
  gradients,
}: Everything): { area: string; what: string; ratio: number }[] {
  return [
    ...(kernels?.kernels ?? []).flatMap(({ work, ratios }) =>
      ratios.wasm ? [{ area: "kernels, plain JS", what: work, ratio: ratios.wasm.median }] : [],
    ),
    ...(fits?.fits ?? []).flatMap(({ work, ratios }) =>
      Object.entries(ratios).map(([from, ratio]) => ({
        area: "fits",
        what: `${work}, from ${from === "rows" ? "rows" : "a Matrix"}, plain JS`,
        ratio: ratio.median,
      })),
    ),
    ...(ridge?.ridge ?? []).flatMap(({ work, theirs, compared }) =>
      compared ? [{ area: "ridge", what: `${work}, ${theirs}`, ratio: compared.ratio.median }] : [],
    ),
    ...(lasso?.lasso ?? []).flatMap(({ work, goal, compared }) =>
      Object.entries(compared).map(([name, { ratio }]) => ({
        area: "lasso",
        what: `${work}, gap ${show.power(goal)}, ${name}`,
        ratio: ratio.median,
      })),
    ),
    ...(path?.paths ?? []).flatMap(({ design, compared, within }) => [
      ...named(compared).map(([name, ratio]) => ({ area: "paths", what: `${design}, gap 1e-6, ${name}`, ratio })),
      ...named(within).map(([name, ratio]) => ({ area: "paths", what: `${design}, objective within 1e-6, ${name}`, ratio })),
    ]),
    ...(logistic?.paths ?? []).flatMap(({ design, goal, compared }) =>
      named(compared).map(([name, ratio]) => ({ area: "logistic", what: `${design}, gap ${show.power(goal)}, ${name}`, ratio })),
    ),
    ...(sparse?.paths ?? []).flatMap(({ problem, goal, compared }) =>
      named(compared).map(([name, ratio]) => ({ area: "sparse", what: `${problem}, gap ${show.power(goal)}, ${name}`, ratio })),
    ),
    ...(gradients?.methods ?? []).map(({ work, ratios }) => ({ area: "gradients", what: `${work}, plain JS`, ratio: ratios.wasm.median })),
  ];
}

function named(of: Record<string, { ratio: { median: number } }>): [string, number][] {
  return Object.entries(of).flatMap(([name, { ratio }]) => (name === "tight" || name === "rows" ? [] : [[name, ratio.median]]));
}

function aim({ atLeast, atMost, unit }: Target): string {
  return atLeast !== undefined ? `≥ ${atLeast} ${unit}` : `≤ ${atMost} ${unit}`;
}

function figure({ figure: value, more, unit }: Target): string {
  return value === undefined ? "" : `${more ? "> " : ""}${digits(value)} ${unit}`;
}

function distance({ figure: value = 0, atLeast, atMost }: Target): string {
  const share = atLeast !== undefined ? 1 - value / atLeast : value / (atMost ?? 1) - 1;
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}

function digits(x: number): string {
  return x >= 100 ? x.toFixed(0) : x.toPrecision(x < 1 ? 2 : 3);
}
