// How the learning rate changes from step to step.

/** "constant": α · "invscaling": α/t^power, t the number of the step from 1 · "cosine": ½α(1 + cos(π(t−1)/T)), T all steps */
export type Schedule = "constant" | "invscaling" | "cosine";

/** the rates of steps done + 1 … done + count, `total` = T */
export function ratesOf(schedule: Schedule, alpha: number, power: number, done: number, count: number, total: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => {
    const t = done + k + 1;
    if (schedule === "constant") return alpha;
    if (schedule === "invscaling") return alpha / t ** power;
    return 0.5 * alpha * (1 + Math.cos((Math.PI * Math.min(t - 1, total)) / total));
  });
}
