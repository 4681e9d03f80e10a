// Do both sides of a comparison answer the same?

import { judge } from "../reference/objective.js";
import type { Answered, Data } from "./fitWorks.js";
import type { Measured } from "./interleave.js";

/** how far the answers of two contenders are apart, relative to the largest entry */
export function difference({ work, answers }: Measured): number {
  const [ours, theirs] = Object.values(answers) as number[][];
  const scale = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const off = ours.reduce((most, value, k) => Math.max(most, Math.abs(value - theirs[k])), 0) / scale;
  if (!(off <= 1e-9)) throw new Error(`kernels: ${work} differs by ${off} between its contenders`);
  return off;
}

/** the worst judged relative gap of either side */
export function gaps({ columns, y }: Data, { answers }: Measured): { wasm: number; "plain JS": number } {
  const { Matrix: ours, "plain JS": theirs } = answers as Record<string, Answered[]>;
  const worst = (list: Answered[]) => Math.max(...list.map((one) => judge({ columns, y, ...one }, one).relativeGap));
  return { wasm: worst(ours), "plain JS": worst(theirs) };
}
