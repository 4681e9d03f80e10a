// All the results, by the names of their files.
import type { Ceiling } from "../ceilings.js";
import type { Environment } from "../environment.js";
import type { LassoResults } from "../lasso.js";
import type { LogisticMeasured } from "../logistic.js";
import type { Measured, Quartiles } from "../measure.js";
import type { Peak } from "../memoryPeak.js";
import type { Paths } from "../pathTables.js";
import type { RidgeMeasured } from "../ridge.js";
import type { Series } from "../scaling.js";
import type { Size } from "../size.js";
import type { SparseResults } from "../sparse.js";
import type { Startup } from "../startup.js";

type From<T> = Environment & T;

export interface Everything {
  kernels?: From<{ kernels: Measured[] }>;
  ceilings?: From<{ ceilings: Ceiling[] }>;
  fits?: From<{ fits: Measured[] }>;
  ridge?: From<{ ridge: RidgeMeasured[] }>;
  lasso?: From<LassoResults>;
  path?: Paths;
  logistic?: From<{ paths: LogisticMeasured[] }>;
  sparse?: From<SparseResults>;
  gradients?: From<{ bandwidths: Ceiling[]; methods: Measured[] }>;
  cv?: From<{ works: { work: string; target?: number; ratios: Record<"whole", Quartiles> }[] }>;
  biasVariance?: From<{ works: { work: string; target: number; ratios: Record<string, Quartiles> }[] }>;
  scaling?: From<{ scaling: Series[] }>;
  memory?: From<{ memory: Peak[] }>;
  pool?: From<{ validations: { work: string; target?: number; ratios: Record<"kept", Quartiles> }[] }>;
  startup?: From<{ startup: Startup[] }>;
  size?: From<{ size: Size[] }>;
  /** of scripts of their own, in shapes of their own */
  [name: string]: unknown;
}
