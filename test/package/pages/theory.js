// shrinkage/theory alone: what starts the kernels has to come with it.
import { shrinkageFactors } from "shrinkage/theory";
import { X } from "./diabetes.js";
import { write } from "./show.js";

write(shrinkageFactors(X, [0, 1, 10]).degreesOfFreedom);
