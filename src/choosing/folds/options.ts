import type { Measure } from "../../losses/loss.js";
import type { ClassOptions } from "../../options/classWeights.js";
import type { CommonOptions } from "../../options/commonOptions.js";
import type { GroupOptions, LayerOptions } from "../../options/groups.js";
import type { PathOptions } from "../../options/pathOptions.js";
import type { Fit } from "../../results/fit.js";
import type { LogisticFit } from "../../results/logisticFit.js";
import type { OffsetOptions } from "../../tables/offset.js";
import type { FoldOptions } from "./divide.js";

/** Options of {@link crossValidate}. */
export interface CrossValidateOptions
  extends Omit<CommonOptions, "warmStart">,
    FoldOptions,
    LayerOptions,
    OffsetOptions,
    ClassOptions,
    Pick<GroupOptions, "groupSparsity" | "groupFactors">,
    Pick<PathOptions, "lambdas" | "count" | "minRatio" | "loss" | "delta" | "ties"> {
  /**
   * a label a row: rows of one label stay in one fold; or a label a column: columns of one label reach 0 together, as for {@link path}.
   * Its length says which; of as many rows as columns it is of rows
   */
  groups?: ArrayLike<number | string>;
  /** a label a row, where `groups` is of columns */
  rowGroups?: ArrayLike<number | string>;
  /** ρ from 0 (ridge) to 1 (lasso), or several to choose from (default 1) */
  l1Ratio?: number | ArrayLike<number>;
  /**
   * what held-out rows are judged by: "mse" (the default for "squared"), "mae", "deviance" (the default for other losses: twice the loss
   * above that of a perfect fit), and of classes "accuracy" and "auc", of which the largest mean is chosen. For "logistic" mse and mae are
   * of probabilities. Losses of classes take deviance, accuracy and auc ("multinomial": each class against the rest, averaged), "logistic"
   * all five; "cox" deviance (what held-out rows add to that of the others, by event) and concordance; others mse, mae and deviance.
   */
  measure?: Measure;
  /** what `fit`, `lambda` and the predictions are to be of: the best mean (default), or the largest λ within one standard error of it */
  choice?: "min" | "oneSe";
  /** start every path from this fit's coefficients; of the same kind as the fits; by name if both it and X know names */
  warmStart?: Fit | LogisticFit;
}
