// The benches, in the order of the menu.
import type { Bench } from "../frame/bench.js";
import { descentView } from "./descent/view.js";
import { geometryView } from "./geometry/view.js";
import { lambdaView } from "./lambda/view.js";
import { networkView } from "./network/view.js";
import { overfittingView } from "./overfitting/view.js";
import { pathView } from "./path/view.js";
import { priorsView } from "./priors/view.js";
import { raceView } from "./race/view.js";
import { shrinkageView } from "./shrinkage/view.js";

export const benches: readonly Bench[] = [
  geometryView,
  pathView,
  lambdaView,
  overfittingView,
  shrinkageView,
  priorsView,
  descentView,
  networkView,
  raceView,
];
