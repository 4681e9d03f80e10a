import type { ConcaveKernels } from "./boundary/concave.js";
import type { GradientKernels } from "./boundary/gradient.js";
import type { JointKernels } from "./boundary/joint.js";
import type { JointLossKernels } from "./boundary/jointLosses.js";
import type { LossKernels } from "./boundary/losses.js";
import type { SpectrumKernels } from "./boundary/spectrum.js";
import type { SquaredKernels } from "./boundary/squared.js";

/** The exports of assembly/index.ts. Pointers are byte addresses; none but those of a joint problem's intercepts and slopes come back. */
export interface Kernels
  extends SquaredKernels,
    ConcaveKernels,
    SpectrumKernels,
    LossKernels,
    JointKernels,
    JointLossKernels,
    GradientKernels {}
