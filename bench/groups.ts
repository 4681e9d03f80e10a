// The groups of benchmarks, in the order of the report. Each writes results/<name>.json and knows how to show it.
import * as biasVariance from "./biasVariance.js";
import * as ceilings from "./ceilings.js";
import * as crossValidation from "./crossValidation.js";
import type { Environment } from "./environment.js";
import * as fits from "./fits.js";
import * as gradients from "./gradients.js";
import * as joint from "./joint.js";
import * as kernels from "./kernels.js";
import * as lasso from "./lasso.js";
import * as logistic from "./logistic.js";
import * as memoryPeak from "./memoryPeak.js";
import * as network from "./network.js";
import * as pathTables from "./pathTables.js";
import * as ridge from "./ridge.js";
import * as scaling from "./scaling.js";
import * as size from "./size.js";
import * as sparse from "./sparse.js";
import * as startup from "./startup.js";

export interface Context<Contents> {
  report(line: string): void;
  /** of the sources that are measured */
  commit: string;
  /** of `npm run bench`: what takes long is left out */
  quick: boolean;
  /** the rest of the command line */
  words: readonly string[];
  /** what the file holds already */
  before?: Contents;
}

export interface Group<Contents> {
  title: string;
  /** one line for `npm run bench -- list` */
  what: string;
  /** part of `npm run bench` */
  quick: boolean;
  /** on a quiet machine, about */
  minutes: number;
  /** what is put into the file; undefined where the group wrote it itself */
  run(context: Context<Contents>): Promise<Contents | undefined>;
  /** Markdown */
  tables(contents: Contents & Partial<Environment>): string;
}

export const GROUPS = {
  kernels: kernels.group,
  ceilings: ceilings.group,
  fits: fits.group,
  ridge: ridge.group,
  lasso: lasso.group,
  path: pathTables.group,
  logistic: logistic.group,
  sparse: sparse.group,
  joint: joint.group,
  gradients: gradients.group,
  network: network.group,
  cv: crossValidation.group,
  biasVariance: biasVariance.group,
  scaling: scaling.group,
  memory: memoryPeak.group,
  startup: startup.group,
  size: size.group,
} satisfies Record<string, unknown>;

export type GroupName = keyof typeof GROUPS;

/** benchmarks that are scripts of their own and write results/<name>.json themselves */
export const SCRIPTS: Record<string, { title: string; minutes: number }> = {
  pool: { title: "Workers", minutes: 1 },
  stopping: { title: "Signals of workers", minutes: 4 },
};
