// What the worker can be asked, one function a picture: (table, what is asked, report of progress) → plain objects.

import { descentKink, descentPaths, descentStopping } from "./descent/compute.js";
import { geometry } from "./geometry/compute.js";
import { lambdaCurve, lambdaTable } from "./lambda/compute.js";
import type { networkFit } from "./network/compute.js";
import { overfitDegrees, overfitErrors, overfitFits } from "./overfitting/compute.js";
import { pathBench, pathFit } from "./path/compute.js";

import { priors } from "./priors/compute.js";
import { racePlain, raceWasm } from "./race/compute.js";
import { shrinkageDirections, thresholds } from "./shrinkage/compute.js";

/** networks and their kernels are loaded when the first one is asked for */
const networkLater = async (...given: Parameters<typeof networkFit>) => (await import("./network/compute.js")).networkFit(...given);

export const computations = {
  geometry,
  pathBench,
  pathFit,
  lambdaCurve,
  lambdaTable,
  overfitFits,
  overfitErrors,
  overfitDegrees,
  shrinkageDirections,
  thresholds,
  priors,
  descentPaths,
  descentStopping,
  descentKink,
  networkFit: networkLater,
  racePlain,
  raceWasm,
};
export type Computations = typeof computations;
