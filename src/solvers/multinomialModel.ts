// Softmax regression as a joint problem.
import { multinomialLoss } from "../losses/joint.js";
import type { Together } from "../problem/blocks.js";
import { type Problem, sharesIn } from "../problem/problem.js";
import { MultinomialFit } from "../results/multinomialFit.js";
import type { Label } from "../tables/labels.js";
import type { JointModel } from "./jointPath.js";

/** softmax regression of classes at `places` among `labels` */
export function multinomialModel(
  problem: Problem,
  places: Float64Array,
  labels: readonly Label[],
  together: Together,
): JointModel<MultinomialFit> {
  const loss = multinomialLoss(places, labels.length, sharesIn(problem), problem.settings.fitIntercept);
  return { name: "multinomial", loss, ...together, offset: problem.settings.offset, make: (parts) => new MultinomialFit(parts, labels) };
}
