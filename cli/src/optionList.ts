// All options: what --help says of them is what the parser goes by.

/** The commands that take an option: f fit, c cv, p path, r predict, i inspect, w worker. */
type Takers = string;

/** One option. */
export interface OptionSpec {
  readonly kind: "text" | "word" | "number" | "numbers" | "count" | "names" | "flag";
  readonly of: Takers;
  readonly group: "Data" | "Model" | "Choosing λ" | "Output";
  /** what stands for its value in the help */
  readonly value?: string;
  readonly help: string;
  /** the words it may be */
  readonly words?: readonly string[];
  /** of numbers */
  readonly least?: number;
  readonly most?: number;
  /** a flag that is on, so that help lists its opposite */
  readonly isOn?: true;
}

const [all, fits] = ["fcpri", "fcp"];
const reads = `${all}w`;

export const FAMILIES = ["squared", "logistic", "multinomial", "poisson", "gamma", "huber", "squaredHinge", "cox"] as const;
export type Family = (typeof FAMILIES)[number];

export const OPTIONS = {
  target: { kind: "text", of: "fcpiw", group: "Data", value: "NAME", help: "the column to be predicted" },
  time: { kind: "text", of: fits, group: "Data", value: "NAME", help: "of cox: the column of times" },
  event: { kind: "text", of: fits, group: "Data", value: "NAME", help: "of cox: the column of events, 1 or true, 0 or false" },
  start: { kind: "text", of: fits, group: "Data", value: "NAME", help: "of cox: the column of times at which rows come under observation" },
  strata: { kind: "text", of: fits, group: "Data", value: "NAME", help: "of cox: rows are compared within a stratum only" },
  weights: { kind: "text", of: "fcpw", group: "Data", value: "NAME", help: "a column of weights ≥ 0" },
  offset: { kind: "text", of: "fcpr", group: "Data", value: "NAME", help: "a column that is added to the linear predictor" },
  ignore: { kind: "names", of: "fcpiw", group: "Data", value: "A,B", help: "columns to leave out" },
  only: { kind: "names", of: "fcpi", group: "Data", value: "A,B", help: "columns to predict from (default: all others)" },
  categorical: {
    kind: "names",
    of: "fcpi",
    group: "Data",
    value: "A,B",
    help: "columns of codes or dates that are factors (text is one by itself)",
  },
  reference: { kind: "flag", of: fits, group: "Data", help: "the first level of every factor gets no column" },
  missing: {
    kind: "word",
    of: "fcpi",
    group: "Data",
    value: "HOW",
    help: "missing values: error (default), mean, median, or drop the rows",
    words: ["error", "mean", "median", "drop"],
  },
  "missing-values": {
    kind: "names",
    of: "fcpi",
    group: "Data",
    value: "A,B",
    help: "what says that a value is missing, beside an empty cell (default NA,N/A,NaN,null)",
  },
  indicators: { kind: "flag", of: fits, group: "Data", help: "a column of 0 and 1 beside each column with missing values" },
  unseen: {
    kind: "word",
    of: fits,
    group: "Data",
    value: "HOW",
    help: "levels that only new rows have: error (default) or zero",
    words: ["error", "zero"],
  },
  polynomial: { kind: "count", of: fits, group: "Data", value: "D", help: "powers of all numbers up to this one", least: 1 },
  interactions: { kind: "names", of: fits, group: "Data", value: "A:B,C:D", help: "products of columns" },
  format: {
    kind: "word",
    of: all,
    group: "Data",
    value: "FORM",
    help: "csv, tsv, parquet, libsvm or duckdb (default: by the name; stdin is csv)",
    words: ["csv", "tsv", "parquet", "libsvm", "duckdb"],
  },
  delimiter: {
    kind: "text",
    of: reads,
    group: "Data",
    value: "C",
    help: "what stands between the cells (default: what the first rows say)",
  },
  header: { kind: "flag", of: reads, group: "Data", isOn: true, help: "the first row is data; columns are called “column 1” and so on" },
  query: { kind: "text", of: all, group: "Data", value: "SQL", help: "what DuckDB shall read, if @duckdb/node-api is installed" },
  stream: {
    kind: "flag",
    of: "fcp",
    group: "Data",
    help: "read the file piece by piece and keep no rows: squared, logistic, multinomial or poisson loss",
  },

  encoding: { kind: "text", of: "w", group: "Data", value: "FILE", help: "what encode.fitStream made, as JSON: its columns and target" },
  redis: { kind: "text", of: "w", group: "Data", value: "URL", help: "redis://HOST:PORT, where the caller's queue is" },
  postgres: { kind: "text", of: "w", group: "Data", value: "URL", help: "postgres://USER@HOST/DATABASE, in Redis' place" },
  queue: { kind: "text", of: "w", group: "Data", value: "NAME", help: "the name of the queue, if the caller gave one" },
  concurrency: { kind: "count", of: "w", group: "Data", value: "N", help: "how many parts at a time (default 1)", least: 1 },

  family: {
    kind: "word",
    of: fits,
    group: "Model",
    value: "NAME",
    help: `${FAMILIES.join(", ")} (default: what the target looks like)`,
    words: FAMILIES,
  },
  penalty: {
    kind: "word",
    of: fits,
    group: "Model",
    value: "NAME",
    help: "lasso (default), ridge, elastic-net (ρ = 0.5), mcp, scad",
    words: ["lasso", "ridge", "elastic-net", "mcp", "scad"],
  },
  "l1-ratio": {
    kind: "numbers",
    of: fits,
    group: "Model",
    value: "ρ",
    help: "from 0 (ridge) to 1 (lasso); cv takes several: 0.2,0.5,1",
    least: 0,
    most: 1,
  },
  lambda: {
    kind: "number",
    of: "f",
    group: "Model",
    value: "λ",
    help: "the strength of the penalty (default: chosen by cross-validation)",
    least: 0,
  },
  lambdas: {
    kind: "numbers",
    of: "cp",
    group: "Model",
    value: "λ,λ",
    help: "the λ's (default: from the one where all is 0 down)",
    least: 0,
  },
  count: { kind: "count", of: fits, group: "Model", value: "N", help: "how many λ's (default 100)", least: 1 },
  "min-ratio": {
    kind: "number",
    of: fits,
    group: "Model",
    value: "R",
    help: "the smallest λ by the largest (default 1e-4; 1e-2 of wide tables)",
    least: 0,
    most: 1,
  },
  standardize: { kind: "flag", of: fits, group: "Model", help: "the penalty acts on coefficients per standard deviation (default: off)" },
  intercept: { kind: "flag", of: fits, group: "Model", isOn: true, help: "leave the intercept out" },
  groups: { kind: "text", of: fits, group: "Model", value: "G", help: 'columns that reach 0 together: “factors”, or lists, "a,b;c,d"' },
  lower: { kind: "number", of: fits, group: "Model", value: "X", help: "the smallest value that a coefficient may take, ≤ 0", most: 0 },
  upper: { kind: "number", of: fits, group: "Model", value: "X", help: "the largest value that a coefficient may take, ≥ 0", least: 0 },
  delta: {
    kind: "number",
    of: fits,
    group: "Model",
    value: "δ",
    help: "of huber: where squares turn into lines (default 1.345 sds of the target)",
    least: 0,
  },
  ties: { kind: "word", of: fits, group: "Model", value: "HOW", help: "of cox: breslow (default) or efron", words: ["breslow", "efron"] },
  gamma: { kind: "number", of: fits, group: "Model", value: "γ", help: "of mcp (default 3) and scad (default 3.7)", least: 1 },
  tol: {
    kind: "number",
    of: fits,
    group: "Model",
    value: "T",
    help: "how near to the optimum is near enough, of the null model's objective (default 1e-7)",
    least: 0,
  },
  "max-iterations": { kind: "count", of: fits, group: "Model", value: "N", help: "steps at most (default 10000)", least: 1 },

  folds: { kind: "count", of: "fc", group: "Choosing λ", value: "K", help: "how many folds (default 10)", least: 2 },
  repeats: { kind: "count", of: "fc", group: "Choosing λ", value: "N", help: "how often to divide the rows anew (default 1)", least: 1 },
  seed: {
    kind: "count",
    of: "fc",
    group: "Choosing λ",
    value: "N",
    help: "what all chance comes from (default 1)",
    least: 0,
    most: 2 ** 32 - 1,
  },
  "row-groups": { kind: "text", of: "fc", group: "Choosing λ", value: "NAME", help: "a column: rows of one label stay in one fold" },
  measure: {
    kind: "word",
    of: "fc",
    group: "Choosing λ",
    value: "M",
    help: "mse, mae, deviance, accuracy, auc, concordance (default: by the family)",
    words: ["mse", "mae", "deviance", "accuracy", "auc", "concordance"],
  },
  choice: {
    kind: "word",
    of: "fc",
    group: "Choosing λ",
    value: "C",
    help: "min (default), or oneSe: the largest λ within one standard error of it",
    words: ["min", "oneSe"],
  },

  save: { kind: "text", of: "fc", group: "Output", value: "FILE", help: "write the model, which predict reads, as JSON" },
  report: {
    kind: "text",
    of: fits,
    group: "Output",
    value: "FILE",
    help: "write one HTML page: data, curves, coefficients, errors, proof",
  },
  output: {
    kind: "text",
    of: "pr",
    group: "Output",
    value: "FILE",
    help: "path: write all coefficients as CSV; predict: write there, not to stdout",
  },
  type: {
    kind: "word",
    of: "r",
    group: "Output",
    value: "T",
    help: "response (default), link, or probability",
    words: ["response", "link", "probability"],
  },
  keep: { kind: "names", of: "r", group: "Output", value: "A,B", help: "columns of the file that are written beside the predictions" },
  score: { kind: "flag", of: "r", group: "Output", help: "R², accuracy or concordance on stderr; the target must be among the columns" },
  json: { kind: "flag", of: all, group: "Output", help: "one JSON object on stdout instead of tables" },
  digits: { kind: "count", of: all, group: "Output", value: "N", help: "digits of numbers in tables (default 4)", least: 1, most: 17 },
  quiet: { kind: "flag", of: reads, group: "Output", help: "no notes and no progress on stderr" },
} as const satisfies Record<string, OptionSpec>;

/** What an option's value is. */
export type ValueOf<K extends keyof typeof OPTIONS> = (typeof OPTIONS)[K] extends { kind: "flag" }
  ? boolean
  : (typeof OPTIONS)[K] extends { kind: "number" | "count" }
    ? number
    : (typeof OPTIONS)[K] extends { kind: "numbers" }
      ? number[]
      : (typeof OPTIONS)[K] extends { kind: "names" }
        ? string[]
        : (typeof OPTIONS)[K] extends { words: readonly (infer W)[] }
          ? W
          : string;

/** The options that were given. */
export type Given = { readonly [K in keyof typeof OPTIONS]?: ValueOf<K> };

/** The commands, each with its letter in `of`, and what it is for. */
export const COMMANDS = {
  fit: { letter: "f", files: ["DATA"], help: "one model: at --lambda, or at the λ that cross-validation chooses" },
  cv: { letter: "c", files: ["DATA"], help: "cross-validation: the error of held-out rows for every λ" },
  path: { letter: "p", files: ["DATA"], help: "fits along a sequence of λ's" },
  predict: { letter: "r", files: ["MODEL", "DATA"], help: "what a saved model says of new rows, as CSV" },
  inspect: { letter: "i", files: ["FILE"], help: "what is in a table, or in a saved model" },
  worker: { letter: "w", files: ["FOLDER"], help: "reads parts of a table for a caller elsewhere, by way of Redis" },
} as const;
export type Command = keyof typeof COMMANDS;
