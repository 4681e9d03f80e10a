// The tables of docs/performance.md and the one of the README, between their marks.

import type { Environment } from "../environment.js";
import type { Quartiles } from "../measure.js";
import { ours } from "../pathTables.js";
import * as show from "../show.js";
import type { Everything } from "./everything.js";

const [NATIVE, NATIVE_END] = ["<!-- native: written by npm run bench:report -->", "<!-- native: end -->"];
/** the designs of the README's table: the others stand in docs/performance.md */
const SHOWN = ["200×2000", "1000×5000", "golub", "5000×500", "50000×100"];

type Contest = NonNullable<Everything["path"]>["paths"][number];

const [START, END] = ["<!-- written by npm run bench:report -->", "<!-- end -->"];

/** docs/performance.md with its parts written anew */
export function performance(old: string, results: Everything): string {
  return replaced(replaced(old, START, END, plain(results)), NATIVE, NATIVE_END, native(results));
}

/** the README with its table written anew */
export function readme(old: string, { path }: Everything): string {
  if (!path) throw new Error("report: results/path.json is missing: npm run bench -- path");
  const rows = path.paths
    .filter(({ design }) => SHOWN.some((name) => design.startsWith(name)))
    .map((each) => [
      each.design,
      show.time(ours(each.compared)),
      ...["glmnet", "scikit-learn"].map((name) => beside(each, "compared", name)),
    ]);
  const table = show.table(["lasso path of 100 λ", "ours", "glmnet, their time / ours", "scikit-learn, their time / ours"], rows);
  return replaced(old, START, END, [START, "", table, "", END].join("\n"));
}

/** their time / ours at the accuracy of `of`, or a bound of it where they were given up on */
function beside({ compared, within, absent, late }: Contest, of: "compared" | "within", name: string): string {
  const one = (of === "compared" ? compared : within)[name];
  if (one) return show.times(one.ratio.median);
  const given = late?.[of]?.[name];
  return given === undefined ? (absent[name] ?? "") : `> ${show.times((1000 * given) / ours(compared))}`;
}

function plain({ kernels, fits, ridge }: Everything): string {
  if (!kernels || !fits) throw new Error("report: results/kernels.json or fits.json is missing: npm run bench");
  const times = (ratio?: Quartiles) => (ratio ? `${ratio.median.toFixed(1)} × (${ratio.low.toFixed(1)}–${ratio.high.toFixed(1)})` : "");
  const rows = [
    ...kernels.kernels.filter(({ ratios }) => "wasm" in ratios).map(({ work, ratios }) => [work, times(ratios.wasm), ""]),
    ...fits.fits.map(({ work, ratios }) => [work, times(ratios.Matrix), times(ratios.rows)]),
  ];
  const from = `${fits.machine}, Node ${fits.node.slice(1)}, ${fits.date}, commit ${fits.commit}, interleaved runs (\`npm run bench\`).`;
  const others = (ridge?.ridge ?? []).flatMap(({ work, ours, theirs, compared }) =>
    compared ? [[work, ours.replace(/, Node.*/, ""), theirs.replace(/, Node.*/, ""), show.times(compared.ratio.median)]] : [],
  );
  const libraries = others.length ? ["", show.table(["work", "ours", "beside", "their time / ours"], others)] : [];
  return [
    START,
    "",
    show.table(["plain JS time / our time, medians and quartiles", "", "from rows"], rows),
    ...libraries,
    "",
    from,
    "",
    END,
  ].join("\n");
}

/** paths beside the native systems */
function native({ path }: Everything): string {
  if (!path) throw new Error("report: results/path.json is missing: npm run bench -- path");
  const rows = path.paths.map((each) => {
    const { design, compared } = each;
    const cells = ["glmnet", "scikit-learn"].flatMap((name) => [beside(each, "compared", name), beside(each, "within", name)]);
    return [design, show.time(ours(compared)), ...cells, beside(each, "compared", "plain JS"), show.times(compared.tight.ratio.median)];
  });
  // designs that were measured elsewhere or earlier are named
  const last = path.paths.reduce((a, b) => (b.date > a.date ? b : a));
  const where = ({ machine, node, date }: Environment) => `${machine}, Node ${node.slice(1)}, ${date}`;
  const earlier = path.paths.filter((each) => where(each) !== where(last));
  const others = [...new Set(earlier.map(where))].map(
    (other) =>
      `; ${earlier
        .filter((each) => where(each) === other)
        .map(({ design }) => design)
        .join(" and ")} on ${other}`,
  );
  const versions = [...new Set(path.paths.flatMap((each) => each.versions))].filter((line) => /^(glmnet|scikit)/.test(line)).join("; ");
  const limits = path.paths.some(({ late }) => Object.keys({ ...late?.compared, ...late?.within }).length > 0);
  return [
    NATIVE,
    "",
    "Lasso paths of 100 λ, their time / ours, each in its fastest mode at its loosest tolerance that is good enough: by a worst relative gap",
    "of 1e-6, and, kinder to systems that stop on something else, by a worst objective within 1e-6 of the optimum; both recomputed by one judge.",
    ...(limits ? ["`>`: not done within the time limit that [RESULTS](../bench/RESULTS.md) states."] : []),
    "",
    show.table(
      [
        "design",
        "ours",
        "glmnet, gap",
        "glmnet, objective",
        "scikit-learn, gap",
        "scikit-learn, objective",
        "plain JS, gap",
        "tol 1e-12 / 1e-6",
      ],
      rows,
    ),
    "",
    `One thread each, ${where(last)}${others.join("")}; ${versions} (\`npm run bench -- path\`).`,
    "Everything, what falls short and why: [bench/RESULTS.md](../bench/RESULTS.md).",
    "",
    NATIVE_END,
  ].join("\n");
}

function replaced(text: string, from: string, to: string, part: string): string {
  const [start, end] = [text.indexOf(from), text.indexOf(to)];
  if (start < 0 || end < start) throw new Error(`report: the page has no ${from} … ${to}`);
  return text.slice(0, start) + part + text.slice(end + to.length);
}
