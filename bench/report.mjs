// Writes the README's table from bench/results/first.json: `npm run bench:report`. No figure in it is typed by hand.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
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

/** the README with its part written anew */
export function rewritten(readme, results) {
  const [start, end] = [readme.indexOf(START), readme.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`report: the README has no ${START} … ${END}`);
  return readme.slice(0, start) + performance(results) + readme.slice(end + END.length);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = new URL("README.md", root);
  const results = JSON.parse(readFileSync(new URL("bench/results/first.json", root), "utf8"));
  writeFileSync(path, rewritten(readFileSync(path, "utf8"), results));
}
