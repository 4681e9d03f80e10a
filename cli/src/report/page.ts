import type { AnyFit } from "../describe.js";
import type { Given } from "../optionList.js";
import type { Problem } from "../problem.js";
import type { AnyFolds, AnyPath } from "../solve.js";

/** What a report is made of. */
export interface Parts {
  readonly problem: Problem;
  readonly given: Given;
  readonly fit?: AnyFit;
  readonly folds?: AnyFolds;
  readonly path: AnyPath;
  readonly score?: number;
}

export async function page(_: Parts): Promise<string> {
  return "";
}
