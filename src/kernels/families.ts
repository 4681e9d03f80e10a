// Kernels beyond those of squared loss: a bundle carries the families whose functions it calls here.
import { packed as concave } from "../generated/concave.js";
import { packed as gradient } from "../generated/gradient.js";
import { packed as joint } from "../generated/joint.js";
import { packed as jointLosses } from "../generated/jointLosses.js";
import { packed as losses } from "../generated/losses.js";
import { packed as spectrum } from "../generated/spectrum.js";
import { packed as squared } from "../generated/squared.js";
import type { ConcaveKernels } from "./boundary/concave.js";
import type { GradientKernels } from "./boundary/gradient.js";
import type { JointKernels } from "./boundary/joint.js";
import type { JointLossKernels } from "./boundary/jointLosses.js";
import type { LossKernels } from "./boundary/losses.js";
import type { SpectrumKernels } from "./boundary/spectrum.js";
import { family, type Modules, runningModules } from "./kernels.js";

export const spectrumKernels = () => family<SpectrumKernels>("spectrum", spectrum);
export const lossKernels = () => family<LossKernels>("losses", losses);
export const jointKernels = () => family<JointKernels>("joint", joint);
export const concaveKernels = () => family<ConcaveKernels>("concave", concave);
export const jointLossKernels = () => family<JointLossKernels>("jointLosses", jointLosses);
export const gradientKernels = () => family<GradientKernels>("gradient", gradient);

/** all of them, in the order of scripts/families.mjs */
export const builtIn = { squared, spectrum, losses, joint, concave, jointLosses, gradient };

/** what this thread runs with, all families, for another one to run with */
export const allModules = (): Modules => runningModules(builtIn);
