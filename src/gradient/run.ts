// What a run of full-batch steps shares, whichever method takes them.

/** steps between two looks at the gap, which costs as much as a step */
export const LOOK_EVERY = 10;

/** What a run of steps ends with. */
export interface Run {
  /** address of m + 1 numbers */
  readonly b: number;
  readonly iterations: number;
  /** a step was not finite: b is the one before it */
  readonly diverged: boolean;
}

/** called after every step */
export type Step = (done: number) => void;
