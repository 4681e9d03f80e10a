// Paths as a group of run.ts, and what path.ts measured as Markdown.
import { NAMES } from "./competitors.js";
import type { Compared } from "./contest.js";
import { type Environment, environment, read, write } from "./environment.js";
import type { Group } from "./groups.js";
import { quartiles } from "./measure.js";
import { GOOD, HOW, merged, type PathMeasured, run, selection } from "./path.js";
import * as show from "./show.js";

export interface Paths {
  how: string;
  good: number;
  paths: (PathMeasured & Environment)[];
}

/** who is met where nobody is named */
const USUAL = ["glmnet", "scikit-learn", "celer", "plain JS"];

/** words: parts of designs' names, `--limit` seconds a fit, `--only` names of competitors with commas between, or `all` */
export const group: Group<Paths> = {
  title: "Lasso paths",
  what: "100 λ against native systems; path [--limit SECONDS] [--only NAME,NAME] [part of a design's name …]",
  quick: false,
  minutes: 60,
  async run({ report, commit, words }) {
    const options = { designs: [] as string[], only: USUAL, limit: undefined as number | undefined, commit };
    for (let k = 0; k < words.length; k++) {
      if (words[k] === "--limit") options.limit = Number(words[++k]);
      else if (words[k] === "--only") options.only = words[++k] === "all" ? NAMES : words[k].split(",");
      else if (!words[k].startsWith("--")) options.designs.push(words[k]);
    }
    const unknown = options.only.filter((name) => !NAMES.includes(name));
    if (unknown.length) throw new Error(`path: ${unknown} is no competitor, expected ${NAMES.join(", ")}`);
    await run(options, (done) => {
      if (typeof done === "string") return report(done);
      keep({ ...environment(), ...done });
      report(`${done.design} is in results/path.json`);
    });
    return undefined;
  },
  tables: ({ paths }) => `${HOW}\n\n${tables(paths)}`,
};

/** the design's entry of results/path.json ← this one */
function keep(measured: PathMeasured & Environment): void {
  const paths = read<Paths>("path")?.paths ?? [];
  const order = selection([]).map(({ name }) => name);
  const before = paths.find(({ design }) => design === measured.design);
  const others = paths.filter((each) => each !== before);
  const now = { ...measured, ...merged(before, measured) };
  write("path", {
    how: HOW,
    good: GOOD,
    paths: [...others, now].sort((a, b) => order.indexOf(a.design) - order.indexOf(b.design)),
  });
}

function tables(measured: readonly PathMeasured[]): string {
  const versions = [...new Set(measured.flatMap((each) => each.versions))];
  return [byGap(measured), byObjective(measured), asTheyCome(measured), versions.map((line) => `- ${line}`).join("\n")].join("\n\n");
}

function byGap(measured: readonly PathMeasured[]): string {
  return show.table(
    [
      `worst gap ≤ ${show.power(GOOD)}`,
      "ours, from a Matrix",
      ...NAMES,
      "ours, from rows",
      "tol 1e-12 / 1e-6",
      "beyond X",
      "our worst gap",
    ],
    measured.map((each) => {
      const { design, compared, bytes, score } = each;
      const { rows, tight } = compared;
      const cells = [
        design,
        show.time(ours(compared)),
        ...NAMES.map((name) => rival(each, "compared", name)),
        show.time(rows.theirs.median),
      ];
      return [...cells, spread(tight), show.bytes(bytes), show.power(score.relativeGap)];
    }),
  );
}

function byObjective(measured: readonly PathMeasured[]): string {
  const names = NAMES.filter((name) => measured.some(({ within, late }) => name in within || name in (late?.within ?? {})));
  return show.table(
    [`objective within ${show.power(GOOD)}`, "ours, from a Matrix", ...names],
    measured.map((each) => {
      const own = Object.keys(each.within).length ? show.time(ours(each.within)) : "";
      return [each.design, own, ...names.map((name) => rival(each, "within", name))];
    }),
  );
}

function asTheyCome(measured: readonly PathMeasured[]): string {
  return show.table(
    ["at their defaults", "competitor", "tolerance", "time", "worst gap", "worst objective − optimum"],
    measured.flatMap(({ design, byDefault }) =>
      Object.entries(byDefault).map(([name, one]) => [
        ...[design, name, show.power(one.tolerance), show.time(one.ms), show.power(one.relativeGap), show.power(one.excess)],
      ]),
    ),
  );
}

/** time, mode, tolerance and ratio, or why not */
function rival(measured: PathMeasured, of: "compared" | "within", name: string): string {
  const one = measured[of][name];
  if (one) return `${show.time(one.theirs.median)} (${one.mode}, ${show.power(one.tolerance)}): ${spread(one)}`;
  const given = measured.late?.[of]?.[name];
  if (given !== undefined) return `more than ${given} s: > ${show.times((1000 * given) / ours(measured.compared))}`;
  return measured.absent[name] ?? "not measured";
}

/** milliseconds, from all the duels */
export function ours(compared: Record<string, Compared>): number {
  return quartiles(Object.values(compared).map((one) => one.ours.median)).median;
}

function spread({ ratio, pairs }: Compared): string {
  return `**${show.times(ratio.median)}** (${show.times(ratio.low)}–${show.times(ratio.high)}, ${pairs})`;
}
