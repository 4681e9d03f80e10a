// What the joint benchmark fits: data from seeds, the call, and objectives from the coefficients alone, written out anew.
import { normal } from "../reference/problems.js";
import { type Matrix, type PathOptions, path } from "../src/index.js";

/** one answer: an intercept and p coefficients a layer */
export interface Layers {
  intercepts: ArrayLike<number>;
  coefficients: readonly ArrayLike<number>[];
}

/** of a path, what is read here */
interface Fitted {
  lambdas: ArrayLike<number>;
  relativeGaps: readonly number[];
  fit(k: number): { coefficients: unknown; intercept?: unknown; intercepts?: unknown };
}

export interface JointWork {
  name: string;
  kind: "classes" | "grouped classes" | "targets" | "groups" | "logistic groups" | "cox" | "logistic" | "poisson" | "mcp" | "scad";
  n: number;
  p: number;
  layers: number;
  columns: Float64Array[];
  /** class numbers; targets behind one another; numbers; 0 and 1; times, then events */
  y: Float64Array;
  rivals: string[];
  fit(X: Matrix, options: { tol: number }): Fitted;
}

/** columns of normal numbers, each correlated with the one before */
function table(next: () => number, n: number, p: number, correlation: number): Float64Array[] {
  const columns: Float64Array[] = [];
  for (let j = 0; j < p; j++) {
    const own = Math.sqrt(1 - correlation ** 2);
    columns.push(Float64Array.from({ length: n }, (_, i) => (j === 0 ? next() : correlation * columns[j - 1][i] + own * next())));
  }
  return columns;
}

/** Xβ of the columns that b has numbers for */
const times = (columns: readonly Float64Array[], b: ArrayLike<number>) => {
  const eta = new Float64Array(columns[0].length);
  for (let j = 0; j < b.length; j++) if (b[j] !== 0) for (let i = 0; i < eta.length; i++) eta[i] += b[j] * columns[j][i];
  return eta;
};

const gumbel = (next: () => number) => -Math.log(next() ** 2 / 2 + next() ** 2 / 2);

function classes(
  name: string,
  n: number,
  p: number,
  K: number,
  active: number,
  minRatio: number,
  grouped: boolean,
  seed: number,
): JointWork {
  const next = normal(seed);
  const columns = table(next, n, p, 0.3);
  const layers = Array.from({ length: K }, () => times(columns, Float64Array.from({ length: active }, next)));
  const y = Float64Array.from({ length: n }, (_, i) => {
    const row = layers.map((layer) => layer[i] + gumbel(next));
    return row.indexOf(Math.max(...row));
  });
  const labels = Array.from(y, (k) => `class ${k}`);
  const fit: JointWork["fit"] = (X, { tol }) =>
    path(X, labels, { loss: "multinomial", grouped, count: 100, minRatio, tol }) as unknown as Fitted;
  return {
    name,
    kind: grouped ? "grouped classes" : "classes",
    n,
    p,
    layers: K,
    columns,
    y,
    rivals: grouped ? ["adelie", "glmnet"] : ["glmnet"],
    fit,
  };
}

function targets(n: number, p: number, K: number): JointWork {
  const next = normal(73);
  const columns = table(next, n, p, 0.5);
  const layers = Array.from({ length: K }, () =>
    times(
      columns,
      Float64Array.from({ length: p }, (_, j) => (j % 40 ? 0 : next())),
    ),
  );
  const y = Float64Array.from(layers.flatMap((layer) => Array.from(layer, (value) => value + 3 * next())));
  const rows = Array.from({ length: n }, (_, i) => layers.map((_, k) => y[k * n + i]));
  const fit: JointWork["fit"] = (X, { tol }) => path(X, rows, { grouped: true, count: 100, minRatio: 0.01, tol }) as unknown as Fitted;
  return {
    name: `${K} targets, ${n}×${p}`,
    kind: "targets",
    n,
    p,
    layers: K,
    columns,
    y,
    rivals: ["scikit-learn", "glmnet", "adelie"],
    fit,
  };
}

function groups(logistic: boolean, n: number, p: number): JointWork {
  const next = normal(74);
  const columns = table(next, n, p, 0.5);
  const eta = times(
    columns,
    Float64Array.from({ length: p / 4 }, (_, j) => (j < p / 40 || j >= p / 4 - p / 80 ? next() : 0)),
  );
  const scale = Math.sqrt(eta.reduce((sum, value) => sum + value * value, 0) / n);
  const y = eta.map((value) => (logistic ? Number((2 * value) / scale + 1.8 * next() > 0) : value + 0.5 * scale * next()));
  const labels = columns.map((_, j) => Math.floor(j / 5));
  const options = { groups: labels, count: 100, minRatio: logistic ? 0.05 : 0.02 };
  const fit: JointWork["fit"] = (X, { tol }) =>
    path(X, y, { ...options, tol, loss: logistic ? "logistic" : "squared" }) as unknown as Fitted;
  const kind = logistic ? "logistic groups" : "groups";
  return { name: `${kind} of 5, ${n}×${p}`, kind, n, p, layers: 1, columns, y, rivals: ["adelie"], fit };
}

function survival(n: number, p: number): JointWork {
  const next = normal(75);
  const columns = table(next, n, p, 0.5);
  const eta = times(columns, Float64Array.from({ length: p / 40 }, next));
  const scale = Math.sqrt(eta.reduce((sum, value) => sum + value * value, 0) / n);
  const exponential = () => next() ** 2 / 2 + next() ** 2 / 2;
  const [died, left] = [eta.map((value) => exponential() * Math.exp(-value / scale)), eta.map(() => 2 * exponential())];
  const time = died.map((at, i) => Math.min(at, left[i]));
  const event = died.map((at, i) => Number(at <= left[i]));
  const fit: JointWork["fit"] = (X, { tol }) =>
    path(X, { time, event }, { loss: "cox", count: 100, minRatio: 0.05, tol }) as unknown as Fitted;
  return {
    name: `survival, ${n}×${p}`,
    kind: "cox",
    n,
    p,
    layers: 1,
    columns,
    y: Float64Array.of(...time, ...event),
    rivals: ["adelie", "glmnet"],
    fit,
  };
}

/** many rows of few columns, where every step is a pass over X; `single`: at a tenth of λmax alone */
function tall(kind: "logistic" | "poisson", n: number, p: number, single: boolean): JointWork {
  const next = normal(76);
  const columns = table(next, n, p, 0.5);
  const eta = times(
    columns,
    Float64Array.from({ length: p }, (_, j) => (j % 5 ? 0 : 0.3 * (1 + next() / 4))),
  );
  const y = eta.map((value) =>
    kind === "logistic" ? Number(value > Math.log(uniform(next) / uniform(next))) : count(next, Math.exp(value / 3)),
  );
  const mean = y.reduce((sum, value) => sum + value, 0) / n;
  const most = Math.max(...columns.map((x) => Math.abs(x.reduce((sum, value, i) => sum + value * (y[i] - mean), 0)) / n));
  const grid = single ? { lambdas: [most / 10] } : { count: 100, minRatio: 0.01 };
  const fit: JointWork["fit"] = (X, { tol }) => path(X, y, { loss: kind, tol, ...grid }) as unknown as Fitted;
  const name = `${kind}, ${n}×${p}, ${single ? "λmax/10" : "100 λ"}`;
  return { name, kind, n, p, layers: 1, columns, y, rivals: single ? ["glum", "glmnet"] : ["glmnet", "adelie"], fit };
}

/** in (0, 1), from a normal number's square and another's, which are exponential together */
const uniform = (next: () => number) => Math.exp(-(next() ** 2 + next() ** 2) / 2);

/** Poisson, by what exponentials fit into the mean */
function count(next: () => number, mean: number): number {
  let k = 0;
  for (let left = mean - (next() ** 2 + next() ** 2) / 2; left > 0; left -= (next() ** 2 + next() ** 2) / 2) k++;
  return k;
}

/** γ of a concave penalty: the default of ncvreg, picasso and skglm's examples for MCP; 3.7 is that of Fan and Li for SCAD */
const GAMMA = { mcp: 3, scad: 3.7 };

function concave(kind: "mcp" | "scad", n: number, p: number): JointWork {
  const next = normal(77);
  const columns = table(next, n, p, 0.5);
  const eta = times(
    columns,
    Float64Array.from({ length: p }, (_, j) => (j % (p / 40) ? 0 : next())),
  );
  const y = eta.map((value) => value + next());
  const options: PathOptions = { penalty: kind, gamma: GAMMA[kind], count: 100, minRatio: 0.05 };
  const fit: JointWork["fit"] = (X, { tol }) => path(X, y, { ...options, tol }) as unknown as Fitted;
  const rivals = kind === "mcp" ? ["skglm", "picasso"] : ["picasso"];
  return { name: `${kind}, ${n}×${p}`, kind, n, p, layers: 1, columns, y, rivals, fit };
}

export const works = (): JointWork[] => [
  classes("10 classes, 1800×60", 1800, 60, 10, 20, 0.01, false, 71),
  classes("3 classes, 150×5000", 150, 5000, 3, 15, 0.02, false, 72),
  classes("3 grouped classes, 150×5000", 150, 5000, 3, 15, 0.02, true, 72),
  targets(300, 1000, 10),
  groups(false, 500, 2000),
  groups(true, 500, 2000),
  survival(500, 2000),
  tall("logistic", 200_000, 50, false),
  tall("poisson", 200_000, 50, false),
  tall("logistic", 200_000, 50, true),
  tall("poisson", 200_000, 50, true),
  concave("mcp", 1000, 5000),
  concave("scad", 1000, 5000),
];

/** the answers of a path of ours */
export function answersOf(fitted: Fitted): Layers[] {
  const list = (value: unknown): ArrayLike<number> => (typeof value === "number" ? [value] : ((value ?? [0]) as ArrayLike<number>));
  return Array.from(fitted.lambdas, (_, k) => {
    const { coefficients, intercept, intercepts } = fitted.fit(k);
    const layers = Array.isArray(coefficients) ? (coefficients as Float64Array[]) : [coefficients as Float64Array];
    return { intercepts: list(intercepts ?? intercept), coefficients: layers };
  });
}

/** P at every answer */
export function objectivesOf(work: JointWork, lambdas: ArrayLike<number>, answers: readonly Layers[]): number[] {
  return answers.map((answer, k) => {
    const eta = answer.coefficients.map((b, l) => times(work.columns, b).map((value) => value + (answer.intercepts[l] ?? 0)));
    return lossOf(work, eta) + lambdas[k] * normOf(work, answer.coefficients);
  });
}

/** how far every answer is from stationary: the largest |xⱼᵀr/n − Ω′| where a coefficient is not 0, |xⱼᵀr/n| − λ where it is, as a share of λmax */
export function violationsOf({ kind, n, columns, y }: JointWork, lambdas: ArrayLike<number>, answers: readonly Layers[]): number[] {
  return answers.map(({ intercepts, coefficients: [b] }, k) => {
    const r = times(columns, b).map((value, i) => y[i] - value - intercepts[0]);
    const offsets = columns.map((x, j) => {
      const slope = x.reduce((sum, value, i) => sum + value * r[i], 0) / n;
      const rise = riseOf(kind as "mcp" | "scad", Math.abs(b[j]), lambdas[k]);
      return b[j] === 0 ? Math.abs(slope) - lambdas[k] : Math.abs(slope - Math.sign(b[j]) * rise);
    });
    return Math.max(0, ...offsets) / lambdas[0];
  });
}

/** Ω′ at t > 0 */
function riseOf(kind: "mcp" | "scad", t: number, lambda: number): number {
  const gamma = GAMMA[kind];
  if (kind === "mcp") return Math.max(0, lambda - t / gamma);
  return t <= lambda ? lambda : Math.max(0, gamma * lambda - t) / (gamma - 1);
}

function lossOf({ kind, n, y }: JointWork, eta: readonly Float64Array[]): number {
  let sum = 0;
  if (kind === "cox") return partial(y.subarray(0, n), y.subarray(n), eta[0]);
  for (let i = 0; i < n; i++) {
    if (kind === "groups" || kind === "targets") sum += eta.reduce((total, layer, k) => total + (y[k * n + i] - layer[i]) ** 2 / 2, 0);
    else if (kind === "poisson") sum += Math.exp(eta[0][i]) - y[i] * eta[0][i];
    else if (kind === "logistic groups" || kind === "logistic")
      sum += Math.max(0, eta[0][i]) + Math.log1p(Math.exp(-Math.abs(eta[0][i]))) - y[i] * eta[0][i];
    else {
      const most = Math.max(...eta.map((layer) => layer[i]));
      sum += most + Math.log(eta.reduce((total, layer) => total + Math.exp(layer[i] - most), 0)) - eta[y[i]][i];
    }
  }
  return sum / n;
}

/** minus Cox's log partial likelihood by n, no two times alike */
function partial(time: Float64Array, event: Float64Array, eta: Float64Array): number {
  const order = Array.from(time.keys()).sort((a, b) => time[b] - time[a]);
  let [risk, sum] = [0, 0];
  for (const i of order) {
    risk += Math.exp(eta[i]);
    if (event[i]) sum += Math.log(risk) - eta[i];
  }
  return sum / time.length;
}

function normOf({ kind, p }: JointWork, coefficients: readonly ArrayLike<number>[]): number {
  let sum = 0;
  if (kind === "groups" || kind === "logistic groups")
    for (let j = 0; j < p; j += 5) sum += Math.sqrt(5 * [0, 1, 2, 3, 4].reduce((total, l) => total + coefficients[0][j + l] ** 2, 0));
  else if (kind === "targets" || kind === "grouped classes")
    for (let j = 0; j < p; j++) sum += Math.sqrt(coefficients.reduce((total, layer) => total + layer[j] ** 2, 0));
  else for (const layer of coefficients) for (let j = 0; j < p; j++) sum += Math.abs(layer[j]);
  return sum;
}
