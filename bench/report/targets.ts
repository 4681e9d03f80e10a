// What was aimed at, beside what is measured. A figure that is not there is not measured yet; it is never a pass.
import type { PathMeasured } from "../path.js";
import { ours } from "../pathTables.js";
import type { Everything } from "./everything.js";

export interface Target {
  area: string;
  what: string;
  atLeast?: number;
  atMost?: number;
  unit: "×" | "%" | "kB" | "ms" | "MB" | "";
  /** undefined: not measured */
  figure?: number;
  /** the figure is a lower bound: somebody was given up on */
  more?: boolean;
}

/** undefined where nobody knows: not measured, or given up on before it was decided */
export function reached({ figure, atLeast, atMost, more }: Target): boolean | undefined {
  if (figure === undefined || (more && figure < (atLeast ?? 0))) return undefined;
  return atLeast !== undefined ? figure >= atLeast : figure <= (atMost ?? Number.POSITIVE_INFINITY);
}

export function targets(results: Everything): Target[] {
  return [
    ...kernels(results),
    ...ridge(results),
    ...paths(results),
    ...smooth(results),
    ...sparse(results),
    ...choosing(results),
    ...delivered(results),
    ...scripts(results),
  ];
}

function kernels({ ceilings }: Everything): Target[] {
  const bar = (work: string, build: string): number | undefined => {
    if (work.startsWith("Gram")) return build === "base" ? 90 : 85;
    if (work.startsWith("Cholesky")) return build === "base" ? 70 : undefined;
    return build === "base" ? 90 : undefined;
  };
  return (ceilings?.ceilings ?? []).flatMap(({ build, work, against, share }) => {
    const atLeast = bar(work, build);
    return atLeast
      ? [{ area: "kernels", what: `${work}, ${build} build, of the ceiling ${against}`, atLeast, unit: "%", figure: 100 * share }]
      : [];
  });
}

function ridge(results: Everything): Target[] {
  const against = (rival: string, work: string) =>
    results.ridge?.ridge.find((one) => one.work === work && one.theirs.startsWith(rival))?.compared?.ratio.median;
  const [small, large] = ["ridge 5000×200, from rows", "ridge 3000×1000, from a Matrix"];
  const relaxed = `${large}, relaxed SIMD`;
  return [
    { area: "ridge", what: `${small}, ml-matrix`, atLeast: 40, unit: "×", figure: against("ml-matrix", small) },
    { area: "ridge", what: `${large}, numpy with OpenBLAS`, atLeast: 0.3, unit: "×", figure: against("numpy", large) },
    { area: "ridge", what: `${relaxed}, numpy with OpenBLAS`, atLeast: 0.4, unit: "×", figure: against("numpy", relaxed) },
  ];
}

/** the designs that the aims name */
const WIDE = ["200×2000", "1000×5000", "1000×10000", "400×20000"];
const TALL = ["10000×200", "5000×500", "50000×100"];

function paths({ path }: Everything): Target[] {
  const measured = path?.paths ?? [];
  const aims = [
    ...WIDE.map((size) => ({ size, bars: { glmnet: 5, "scikit-learn": 20, "plain JS": 30 } })),
    ...TALL.map((size) => ({ size, bars: { glmnet: 2, "scikit-learn": 0.7, "plain JS": 30 } })),
  ];
  const all = aims.flatMap(({ size, bars }): Target[] => {
    const those = measured.filter(({ design }) => design.startsWith(`${size},`));
    if (!those.length)
      return Object.entries(bars).map(([name, atLeast]) => ({ area: "paths", what: `${size}, ${name}`, atLeast, unit: "×" }));
    return those.flatMap((one) =>
      Object.entries(bars).map(
        ([name, atLeast]): Target => ({ area: "paths", what: `${one.design}, ${name}`, atLeast, unit: "×", ...ratio(one, name) }),
      ),
    );
  });
  const tight = measured.map(
    ({ design, compared }): Target => ({
      area: "paths",
      what: `${design}, time at tol 1e-12 / at 1e-6`,
      atMost: 2,
      unit: "×",
      figure: compared.tight.ratio.median,
    }),
  );
  const large = measured.filter(({ design }) => design.startsWith("1000×10000"));
  const memory = (large.length ? large : [undefined]).map(
    (one): Target => ({
      area: "paths",
      what: `${one?.design ?? "1000×10000"}, memory beyond X`,
      atMost: 40,
      unit: "MB",
      figure: one && one.bytes / 1e6,
    }),
  );
  return [...all, ...tight, ...memory];
}

/** at equal gap; where theirs was given up on, the least that it can be */
function ratio(one: PathMeasured, name: string): Pick<Target, "figure" | "more"> {
  const given = one.late?.compared[name];
  if (given !== undefined) return { figure: (1000 * given) / ours(one.compared), more: true };
  return { figure: one.compared[name]?.ratio.median };
}

/** at equal gap, memory, and how time grows */
function sparse({ sparse: measured }: Everything): Target[] {
  if (!measured) return [];
  const bar = (problem: string) => {
    if (problem.startsWith("text")) return 3;
    if (problem.includes("factors")) return 0.5;
    return problem.includes("logistic") ? 1 : 2;
  };
  const paths = measured.paths.flatMap(({ problem, goal, compared }) =>
    Object.entries(compared).map(
      ([name, { ratio }]): Target => ({
        ...{
          area: "sparse",
          what: `${problem}, gap ${goal.toExponential(0)}, ${name}`,
          atLeast: bar(problem),
          unit: "×",
          figure: ratio.median,
        },
      }),
    ),
  );
  const memory = measured.memory.map(
    ({ factors, tableBytes, beyondBytes }): Target => ({
      area: "sparse",
      what: `path of 200,000 × 20,000 columns of ones, ${factors} factors, memory with the table, of the table`,
      atMost: 3,
      unit: "×",
      figure: (tableBytes + beyondBytes) / tableBytes,
    }),
  );
  return [
    ...paths,
    ...memory,
    { area: "sparse", what: "time ∝ entries to the power of", atMost: 1.05, unit: "", figure: measured.growth.exponent },
  ];
}

/** golub and what is like it, all λ's of a path */
function smooth({ logistic, gradients }: Everything): Target[] {
  const bars: Record<string, number> = { glmnet: 2, "plain JS": 10 };
  const paths = (logistic?.paths ?? []).flatMap(({ design, goal, compared }) =>
    Object.entries(compared).map(
      ([name, { ratio }]): Target => ({
        ...{
          area: "logistic",
          what: `${design}, gap ${goal.toExponential(0)}, ${name}`,
          atLeast: bars[name],
          unit: "×",
          figure: ratio.median,
        },
      }),
    ),
  );
  const reads = (gradients?.bandwidths ?? []).map(
    ({ work, share }): Target => ({
      area: "gradients",
      what: `${work}, of a read-only stream`,
      atLeast: 85,
      unit: "%",
      figure: 100 * share,
    }),
  );
  const methods = (gradients?.methods ?? []).map(
    ({ work, ratios }): Target => ({ area: "gradients", what: `${work}, plain JS`, atLeast: 4, unit: "×", figure: ratios.wasm.median }),
  );
  return [...paths, ...reads, ...methods];
}

function choosing({ cv, biasVariance, pool }: Everything): Target[] {
  const folds = (cv?.works ?? []).flatMap(({ work, target, ratios }): Target[] =>
    target === undefined
      ? []
      : [{ area: "cross-validation", what: `${work}, paths fold by fold`, atLeast: target, unit: "×", figure: ratios.whole.median }],
  );
  // the first is the contest that the aim is about
  const universes = (biasVariance?.works ?? []).slice(0, 1).map(
    ({ work, target, ratios }): Target => ({
      ...{ area: "theory", what: `5000 universes of ridge at 50×10, ${work}`, atLeast: target, unit: "×", figure: ratios.shrinkage.median },
    }),
  );
  const shared = (pool?.validations ?? []).flatMap(({ work, target, ratios }): Target[] =>
    target === undefined
      ? []
      : [{ area: "workers", what: `${work}, crossValidate on 2 workers`, atLeast: target, unit: "×", figure: ratios.kept.median }],
  );
  return [...folds, ...universes, ...shared];
}

function delivered({ size, startup }: Everything): Target[] {
  const gzip = (what: string) => {
    const bytes = size?.size.find((one) => one.what === what)?.gzip;
    return bytes === undefined ? undefined : bytes / 1000;
  };
  const first = startup?.startup.find(({ work }) => work === "import, first lasso 442×10")?.beyond.median;
  return [
    { area: "size", what: "whole library, minified and gzipped", atMost: 60, unit: "kB", figure: gzip("shrinkage, all of it") },
    { area: "size", what: "import { lasso }, minified and gzipped", atMost: 35, unit: "kB", figure: gzip("shrinkage, { lasso }") },
    { area: "start-up", what: "import and first 442×10 lasso beyond an empty script", atMost: 10, unit: "ms", figure: first },
  ];
}

/** what the scripts of their own say about their aims: `targets` in their files, in this shape */
function scripts(results: Everything): Target[] {
  return Object.values(results).flatMap((one) => {
    const own = (one as { targets?: unknown } | undefined)?.targets;
    return Array.isArray(own) ? (own as Target[]).filter(({ what, unit }) => what && unit) : [];
  });
}
