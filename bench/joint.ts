// npm run bench -- joint: paths of what is solved jointly (classes, several targets, groups, survival) against glmnet, adelie and scikit-learn,
// once where only the objective counts and once where the duality gap does.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Matrix } from "../src/index.js";
import type { Group } from "./groups.js";
import { answersOf, type JointWork, type Layers, objectivesOf, violationsOf, works } from "./jointWorks.js";
import { type Quartiles, quartiles } from "./measure.js";
import { spread, table } from "./show.js";

interface Against {
  library: string;
  goal: "objective" | "gap" | "stationarity";
  /**
   * of the rival, and its worst objective above the best one known, as a share of the null model's, or how far from stationary it is at
   * most, as a share of λmax; our own time beside it
   */
  tolerance?: number;
  excess?: number;
  ms?: number;
  ours?: number;
  ratio?: Quartiles;
  /** why there is no ratio */
  why?: string;
}

interface Measured {
  work: string;
  /** of ours where only the objective counts: its tolerance and its excess; where the gap does, its gap */
  tolerance: number;
  excess: number;
  gap: number;
  rivals: Against[];
}

interface Contents {
  joint: Measured[];
}

const GOOD = 1e-6;
/** of answers that are no minima: how far from stationary, as a share of λmax */
const STATIONARY = 1e-10;
const PAIRS = 3;
const TOLERANCES: Record<string, readonly number[]> = {
  glmnet: [1e-7, 1e-9, 1e-10, 1e-12, 1e-14],
  adelie: [1e-7, 1e-9, 1e-10, 1e-12, 1e-14, 1e-15],
  "scikit-learn": [1e-4, 1e-5, 1e-6, 1e-7, 1e-8],
  glum: [1e-4, 1e-5, 1e-6, 1e-7, 1e-8],
  skglm: [1e-8, 1e-9, 1e-10, 1e-11, 1e-12],
  picasso: [1e-7, 1e-9, 1e-11, 1e-13, 1e-15],
};
/** tolerances at which worst gaps, of earlier runs before one judge, came down to about 1e-6, or to what they reach */
const TIGHT: Record<JointWork["kind"], Record<string, number>> = {
  classes: { glmnet: 1e-10 },
  "grouped classes": { adelie: 1e-10, glmnet: 1e-10 },
  targets: { "scikit-learn": 1e-7, glmnet: 1e-12, adelie: 1e-12 },
  groups: { adelie: 1e-15 },
  "logistic groups": { adelie: 1e-10 },
  cox: { adelie: 1e-12, glmnet: 1e-12 },
  logistic: { glmnet: 1e-9, adelie: 1e-10, glum: 1e-6 },
  poisson: { glmnet: 1e-9, adelie: 1e-10, glum: 1e-6 },
  mcp: {},
  scad: {},
};
/** ours where only the objective counts */
const LOOSER = [1e-2, 1e-3, 1e-4, 1e-5, GOOD, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12];
const LIMIT_MS = 120_000;

const HOW = [
  "100 λ, intercepts, nothing standardised. Objective: each at the loosest of its tolerances whose worst objective over the path is within 1e-6 of",
  "the best one known, ours too. Gap: ours at tol 1e-6, which proves it; rivals, which prove nothing, at the tolerance whose gaps came to about",
  "that before a judge (docs/design/joint.md). Stationarity, of MCP and SCAD: everybody at the loosest tolerance that is within 1e-10·λmax, or at its tightest. Shares are of the null model's objective, computed from the answers' coefficients by",
  "bench/jointWorks.ts, which shares no code with the library. Ours in this process, rivals on one thread in one of their own, in turns, A B A B;",
  "reading the data and starting up are not timed. Ratios are theirs / ours, quartiles: above 1 ours is faster.",
].join(" ");

export const group: Group<Contents> = {
  title: "Classes, targets, groups, survival, tall tables, concave penalties",
  what: "paths of classes, targets, groups, survival, 200,000 rows, MCP and SCAD against glmnet, adelie, scikit-learn, glum, skglm and picasso",
  quick: false,
  minutes: 20,
  run: async ({ report, words, before }) => {
    const asked = works().filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
    const done = asked.map((work) => play(work, report));
    const kept = (before?.joint ?? []).filter(({ work }) => !done.some((each) => each.work === work));
    return { joint: [...kept, ...done] };
  },
  tables: ({ joint }) => `${HOW}\n\n${tables(joint)}`,
};

function play(work: JointWork, report: (line: string) => void): Measured {
  const folder = mkdtempSync(join(tmpdir(), "shrinkage-joint-"));
  const { n, p } = work;
  const X = new Matrix(n, p);
  work.columns.forEach((column, j) => {
    X.column(j).set(column);
  });
  const ours = (tol: number) => {
    const started = performance.now();
    const path = work.fit(X, { tol });
    return { path, ms: performance.now() - started };
  };
  try {
    const first = ours(GOOD).path;
    const lambdas = Float64Array.from(first.lambdas);
    const isConcave = work.kind === "mcp" || work.kind === "scad";
    const good = isConcave ? STATIONARY : GOOD;
    const tight = isConcave ? [] : objectivesOf(work, lambdas, answersOf(ours(1e-10).path));
    for (const [name, numbers] of Object.entries({ X: flat(work.columns), y: work.y, lambdas }))
      writeFileSync(join(folder, `${name}.f64`), numbers);
    const zero = tight[0];
    const excessOf = (answers: Layers[]) => {
      if (isConcave) return Math.max(...violationsOf(work, lambdas, answers));
      return Math.max(...objectivesOf(work, lambdas, answers).map((each, k) => (each - Math.min(each, tight[k])) / zero));
    };
    const worst = (tol: number) => excessOf(answersOf(ours(tol).path));
    const loosest = LOOSER.find((tol) => worst(tol) <= good) ?? LOOSER[LOOSER.length - 1];
    const against = (library: string, goal: Against["goal"], tolerances: readonly number[]): Against => {
      const tol = goal === "gap" ? GOOD : loosest;
      let why = "";
      for (const tolerance of tolerances) {
        report(`${work.name}: ${goal}, ${library} at ${tolerance}`);
        const tried = rival(library, folder, work, tolerance);
        if ("why" in tried) return { library, goal, why: tried.why };
        const excess = excessOf(tried.layers);
        why = `not within ${good} at ${tolerance}: ${excess.toExponential(0)}`;
        const isLast = tolerance === tolerances[tolerances.length - 1];
        if (goal !== "gap" && !(excess <= good) && !(goal === "stationarity" && isLast)) continue;
        const [mine, other]: [number[], number[]] = [[], []];
        for (let k = 0; k < PAIRS; k++) {
          const again = rival(library, folder, work, tolerance);
          if ("why" in again) return { library, goal, why: again.why };
          mine.push(ours(tol).ms);
          other.push(again.ms);
        }
        const ratio = quartiles(other.map((ms, k) => ms / mine[k]));
        return { library, goal, tolerance, excess, ms: quartiles(other).median, ours: quartiles(mine).median, ratio };
      }
      return { library, goal, why };
    };
    if (isConcave) {
      const rivals = work.rivals.map((library) => against(library, "stationarity", TOLERANCES[library]));
      return { work: work.name, tolerance: loosest, excess: worst(loosest), gap: Number.NaN, rivals };
    }
    const rivals = work.rivals.flatMap((library) => [
      against(library, "objective", TOLERANCES[library]),
      against(library, "gap", [TIGHT[work.kind][library]]),
    ]);
    const gap = Math.max(...first.relativeGaps);
    return { work: work.name, tolerance: loosest, excess: worst(loosest), gap, rivals };
  } finally {
    X.dispose();
    rmSync(folder, { recursive: true });
  }
}

function flat(columns: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(columns.length * columns[0].length);
  columns.forEach((column, j) => {
    all.set(column, j * column.length);
  });
  return all;
}

/** one fit in a process of its own: its time, and its answers λ by λ */
function rival(
  library: string,
  folder: string,
  { kind, n, p, layers: K }: JointWork,
  tolerance: number,
): { ms: number; layers: Layers[] } | { why: string } {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const python = process.env.BENCH_PYTHON ?? here(".venv/bin/python");
  const isR = library === "glmnet";
  if (!isR && !existsSync(python)) return { why: "bench/requirements.txt names it" };
  const words = [folder, kind, n, p, K, tolerance].map(String);
  const [command, ...rest] = isR
    ? ["Rscript", here("solvers/joint.R"), ...words]
    : [python, here("solvers/joint_path.py"), library, ...words];
  const threads = Object.fromEntries(["OPENBLAS", "OMP", "MKL", "NUMBA"].map((name) => [`${name}_NUM_THREADS`, "1"]));
  const { stdout, status, error } = spawnSync(command, rest, { encoding: "utf8", env: { ...process.env, ...threads }, timeout: LIMIT_MS });
  if (error)
    return {
      why: "ETIMEDOUT" in error || /ETIMEDOUT/.test(error.message) ? `more than ${LIMIT_MS / 1000} s at ${tolerance}` : error.message,
    };
  if (status !== 0) return { why: `ended with ${status} at ${tolerance}` };
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, "answer.f64"));
  const numbers = new Float64Array(buffer, byteOffset, byteLength / 8);
  const size = K * (p + 1);
  const layers = Array.from({ length: numbers.length / size }, (_, k): Layers => {
    const at = k * size;
    return {
      intercepts: numbers.slice(at, at + K),
      coefficients: Array.from({ length: K }, (_, l) => numbers.slice(at + K + l * p, at + K + (l + 1) * p)),
    };
  });
  return { ms: Number.parseFloat(stdout), layers };
}

function tables(measured: readonly Measured[]): string {
  const seconds = (ms: number) => `${(ms / 1000).toPrecision(3)} s`;
  const power = (share: number) => share.toExponential(0);
  const rows = measured.flatMap(({ work, tolerance: loosest, excess, gap, rivals }) =>
    rivals.map(({ library, goal, tolerance, excess: theirs, ms, ours, ratio, why }) => [
      work,
      goal,
      ours === undefined ? "" : `${seconds(ours)} (${goal === "gap" ? `gap ${power(gap)}` : `tol ${loosest}, ${power(excess)}`})`,
      ms === undefined || theirs === undefined ? `${library}: ${why}` : `${library} at ${tolerance}: ${seconds(ms)} (${power(theirs)})`,
      ratio ? spread(ratio) : "",
    ]),
  );
  return table(["path", "what counts", "ours", "rival (excess)", "ratio (quartiles)"], rows);
}
