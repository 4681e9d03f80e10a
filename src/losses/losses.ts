// Every loss by its name: the compiler says which record is missing.
import { GAMMA } from "./gamma.js";
import { HUBER } from "./huber.js";
import { LOGISTIC } from "./logistic.js";
import type { Loss, LossName } from "./loss.js";
import { POISSON } from "./poisson.js";
import { SQUARED } from "./squared.js";
import { SQUARED_HINGE } from "./squaredHinge.js";

/** what each loss is */
export const LOSSES: Readonly<Record<LossName, Loss>> = {
  squared: SQUARED,
  logistic: LOGISTIC,
  huber: HUBER,
  poisson: POISSON,
  squaredHinge: SQUARED_HINGE,
  gamma: GAMMA,
};

/** true for losses whose y are two classes */
export const isOfClasses = (loss: LossName) => LOSSES[loss].target === "classes";

/** true where y is labels, of whatever a caller names */
export const takesLabels = (loss: string) => loss === "multinomial" || (Object.hasOwn(LOSSES, loss) && isOfClasses(loss as LossName));
