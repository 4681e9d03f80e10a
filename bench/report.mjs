// Writes the README's table from bench/results/first.json: `npm run bench:report`. No figure in it is typed by hand.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const [NATIVE, NATIVE_END] = ["<!-- native: written by npm run bench:report -->", "<!-- native: end -->"];
const [START, END] = ["<!-- written by npm run bench:report -->", "<!-- end -->"];

/** the part of the README between the marks */
export function performance(results) {
  const times = (ratio) => (ratio ? `${ratio.median.toFixed(1)} × (${ratio.low.toFixed(1)}–${ratio.high.toFixed(1)})` : "");
  const row = (work, matrix, rows) => `| ${work} | ${times(matrix)} | ${times(rows)} |`;
  return [
    START,
    "",
    "| plain JS time / our time, medians and quartiles | | from rows |",
    "|---|---|---|",
    ...results.kernels.filter(({ ratios }) => "wasm" in ratios).map(({ work, ratios }) => row(work, ratios.wasm)),
    ...results.fits.map(({ work, ratios }) => row(work, ratios.Matrix, ratios.rows)),
    "",
    `${results.machine}, Node ${results.node.slice(1)}, ${results.date}, commit ${results.commit}, interleaved runs (\`npm run bench\`).`,
    "",
    END,
  ].join("\n");
}

/** paths beside the native systems, between the marks */
export function native({ paths }) {
  const time = (ms) => (ms < 1000 ? `${ms.toPrecision(3)} ms` : `${(ms / 1000).toPrecision(3)} s`);
  const digits = (x) => (x < 100 ? x.toPrecision(2) : x.toFixed(0));
  const ratio = (one, absent) => (one ? `${digits(one.ratio.median)} ×` : (absent ?? ""));
  const own = ({ compared }) => time(Object.values(compared)[0].ours.median);
  const row = (each) => {
    const { design, compared, within, absent } = each;
    const cells = ["glmnet", "scikit-learn"].flatMap((name) => [ratio(compared[name], absent[name]), ratio(within[name], absent[name])]);
    return `| ${[design, own(each), ...cells, ratio(compared["plain JS"], absent["plain JS"]), ratio(compared.tight)].join(" | ")} |`;
  };
  const [{ machine, node, date }] = paths;
  const versions = [...new Set(paths.flatMap((each) => each.versions))].filter((line) => /glmnet|scikit/.test(line)).join("; ");
  return [
    NATIVE,
    "",
    "Lasso paths of 100 λ, their time / ours, each in its fastest mode at its loosest tolerance that is good enough: by a worst relative gap",
    "of 1e-6, and, kinder to systems that stop on something else, by a worst objective within 1e-6 of the optimum; both recomputed by one judge.",
    "",
    "| design | ours | glmnet, gap | glmnet, objective | scikit-learn, gap | scikit-learn, objective | plain JS, gap | tol 1e-12 / 1e-6 |",
    "|---|---|---|---|---|---|---|---|",
    ...paths.map(row),
    "",
    `${machine}, Node ${node.slice(1)}, one thread each, ${date}; ${versions} (\`npm run bench -- path\`).`,
    "",
    NATIVE_END,
  ].join("\n");
}

/** the README with its parts written anew */
export function rewritten(readme, results, paths) {
  return replaced(replaced(readme, START, END, performance(results)), NATIVE, NATIVE_END, native(paths));
}

function replaced(text, from, to, part) {
  const [start, end] = [text.indexOf(from), text.indexOf(to)];
  if (start < 0 || end < start) throw new Error(`report: the README has no ${from} … ${to}`);
  return text.slice(0, start) + part + text.slice(end + to.length);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = new URL("README.md", root);
  const read = (name) => JSON.parse(readFileSync(new URL(`bench/results/${name}`, root), "utf8"));
  writeFileSync(path, rewritten(readFileSync(path, "utf8"), read("first.json"), read("path.json")));
}
