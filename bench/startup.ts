// Start-up: import and a first lasso of diabetes (442×10) in a fresh Node process, in turns with a script that only reads the same data.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Group } from "./groups.js";
import { type Quartiles, quartiles } from "./measure.js";
import * as show from "./show.js";

const PAIRS = 31;

export interface Startup {
  work: string;
  /** milliseconds of whole processes */
  empty: Quartiles;
  whole: Quartiles;
  /** whole − empty, pair by pair */
  beyond: Quartiles;
  pairs: number;
}

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const data = `import { readFileSync } from "node:fs";
const { X, y } = JSON.parse(readFileSync(${JSON.stringify(file("../test/fixtures/diabetes.json"))}, "utf8"));
`;
const ours = JSON.stringify(file("../dist/node/index.js"));

const SCRIPTS: Record<string, string> = {
  "import shrinkage": `${data}await import(${ours});`,
  "import, first lasso 442×10": `${data}const { lasso } = await import(${ours});\nlasso(X, y, { lambda: 0.1 });`,
  "import, first path 442×10": `${data}const { path } = await import(${ours});\npath(X, y);`,
};

export const group: Group<{ startup: Startup[] }> = {
  title: "Start-up",
  what: "import and the first 442×10 fit in a fresh process beside an empty script",
  quick: true,
  minutes: 0.3,
  async run({ report }) {
    const folder = mkdtempSync(join(tmpdir(), "shrinkage-startup-"));
    const written = (name: string, code: string) => {
      const path = join(folder, `${name}.mjs`);
      writeFileSync(path, code);
      return path;
    };
    try {
      const empty = written("empty", data);
      const startup = Object.entries(SCRIPTS).map(([work, code], k) => {
        report(work);
        return measured(work, empty, written(`script${k}`, code));
      });
      return { startup };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  tables: ({ startup }) =>
    show.table(
      ["whole processes", "empty script", "with it", "beyond (quartiles)"],
      startup.map(({ work, empty, whole, beyond }) => [
        work,
        show.time(empty.median),
        show.time(whole.median),
        `**${show.time(beyond.median)}** (${show.time(beyond.low)}–${show.time(beyond.high)})`,
      ]),
    ),
};

function measured(work: string, empty: string, script: string): Startup {
  const once = (path: string): number => {
    const from = performance.now();
    const { status, stderr } = spawnSync(process.execPath, [path], { encoding: "utf8" });
    const ms = performance.now() - from;
    if (status !== 0) throw new Error(`startup: ${work} ended with ${status}: ${stderr}`);
    return ms;
  };
  once(empty);
  once(script);
  const pairs = Array.from({ length: PAIRS }, () => [once(empty), once(script)]);
  const [a, b] = [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
  return { work, empty: quartiles(a), whole: quartiles(b), beyond: quartiles(b.map((t, k) => t - a[k])), pairs: PAIRS };
}
