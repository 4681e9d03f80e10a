// What the page measures: the kernels and fits of Node's benchmarks.
import { difference, gaps } from "../agreement.js";
import * as fits from "../fitWorks.js";
import type { Measured, Work } from "../interleave.js";
import * as kernels from "../kernelWorks.js";

/** made once: some look for their λ in data of their own */
const fitting = fits.works();
/** 80 MB of numbers are left to Node */
const LARGE = "dot, n = 5000000";

export interface Part {
  title: string;
  work: Work;
  budgetMs: number;
}

export function parts(): Part[] {
  return [
    ...kernels
      .works()
      .filter((work) => work.name !== LARGE && work.contenders.some(({ name }) => name === "plain JS"))
      .map((work) => ({ title: "Kernels", work, budgetMs: 400 })),
    ...fitting.map((work) => ({ title: "Fits", work, budgetMs: 800 })),
  ];
}

/** relative difference of kernels' answers, worst judged relative gaps of fits */
export function score({ work }: Part, measured: Measured): Record<string, number> {
  const fit = fitting.find(({ name }) => name === work.name);
  return fit ? gaps(fit.data(), measured) : { difference: difference(measured) };
}
