// What path.ts measured, as Markdown.
import { quartiles } from "./measure.js";
import { COMPETITORS, type Compared, GOOD, type PathMeasured, TIGHT } from "./path.js";

export function tables(measured: readonly PathMeasured[]): string {
  const versions = [...new Set(measured.flatMap((each) => each.versions))];
  return [byGap(measured), byObjective(measured), asTheyCome(measured), versions.map((line) => `- ${line}`).join("\n")].join("\n\n");
}

function byGap(measured: readonly PathMeasured[]): string {
  const head = `worst gap ≤ ${power(GOOD)} | ours, from a Matrix | ${COMPETITORS.map((name) => `${name} | ratio`).join(" | ")}`;
  return [
    `| ${head} | ours, from rows | time at tol ${power(TIGHT)} / at ${power(GOOD)} | beyond X | our worst gap |`,
    `|${"---|".repeat(6 + 2 * COMPETITORS.length)}`,
    ...measured.map(({ design, compared, absent, bytes, score }) => {
      const { tight, rows } = compared;
      const rivals = COMPETITORS.flatMap((name) => rival(compared[name], absent[name]));
      const cells = [design, time(ours(compared)), ...rivals, time(rows.theirs.median), spread(tight)];
      return `| ${cells.join(" | ")} | ${(bytes / 2 ** 20).toFixed(1)} MiB | ${power(score.relativeGap)} |`;
    }),
  ].join("\n");
}

function byObjective(measured: readonly PathMeasured[]): string {
  const names = COMPETITORS.filter((name) => measured.some(({ within, absent }) => name in within || name in absent));
  return [
    `| objective within ${power(GOOD)} | ours, from a Matrix | tol | ${names.map((name) => `${name} | ratio`).join(" | ")} |`,
    `|${"---|".repeat(3 + 2 * names.length)}`,
    ...measured.map(({ design, within, absent }) => {
      const [one] = Object.values(within);
      const own = one ? [time(ours(within)), power(one.ourTolerance)] : ["", ""];
      return `| ${[design, ...own, ...names.flatMap((name) => rival(within[name], absent[name]))].join(" | ")} |`;
    }),
  ].join("\n");
}

function asTheyCome(measured: readonly PathMeasured[]): string {
  return [
    "| at their defaults | competitor | tolerance | time | worst gap | worst objective − optimum |",
    "|---|---|---|---|---|---|",
    ...measured.flatMap(({ design, byDefault }) =>
      Object.entries(byDefault).map(
        ([name, { tolerance, ms, relativeGap, excess }]) =>
          `| ${design} | ${name} | ${power(tolerance)} | ${time(ms)} | ${power(relativeGap)} | ${power(excess)} |`,
      ),
    ),
  ].join("\n");
}

function rival(one: Compared | undefined, absent: string | undefined): string[] {
  return one ? [`${time(one.theirs.median)} (${one.mode}, ${power(one.tolerance)})`, spread(one)] : [absent ?? "", ""];
}

/** milliseconds, from all the duels */
function ours(compared: Record<string, Compared>): number {
  return quartiles(Object.values(compared).map((one) => one.ours.median)).median;
}

function time(ms: number): string {
  return ms < 1000 ? `${ms.toPrecision(3)} ms` : `${(ms / 1000).toPrecision(3)} s`;
}

function spread({ ratio, pairs }: Compared): string {
  return `${ratio.median.toFixed(2)} (${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)}, ${pairs})`;
}

function power(x: number): string {
  return x.toExponential(0);
}
