// What long work does between its steps: it reports, and it heeds a signal and the Matrix that it reads.
import { describe } from "../check.js";
import { heeding } from "../kernels/heed.js";

/** What long work reports. */
export interface Progress {
  /**
   * what is being counted: "descent" passes over the coefficients, "path" λ's, "crossValidation" λ's of all folds, "stabilitySelection"
   * subsamples, of `gradientDescent` iterations or epochs under the name of its method, "informationCriteria" λ's
   */
  stage: string;
  /** how many of them are behind */
  done: number;
  /** how many there are at most */
  total: number;
}

/** How one call is watched; both throw if it is to end. */
export interface Watch {
  /** heeds the signal, and refuses a Matrix that was disposed of */
  check(): void;
  /** reports a step, then checks */
  report(stage: string, done: number, total: number): void;
}

/** What stops a call from outside of its thread, where no AbortSignal can be sent: it stands in an AbortSignal's place. */
export abstract class Stopping {
  /** throws if the call is to end */
  abstract throwIfAborted(): void;
}

/** what may stop the work */
export function checkSignal(name: string, signal: unknown): AbortSignal | Stopping | undefined {
  // worklets have no AbortSignal
  const own = typeof AbortSignal === "function" && signal instanceof AbortSignal;
  if (signal !== undefined && !own && !(signal instanceof Stopping))
    throw new TypeError(`${name}: signal is ${describe(signal)}, expected an AbortSignal`);
  return signal as AbortSignal | Stopping | undefined;
}

const nothing = () => {};

/** the watch that `signal` and `onProgress` ask for, over a table whose Matrix may be disposed of between the steps */
export function watchOf(
  name: string,
  { signal: given, onProgress }: { signal?: unknown; onProgress?: unknown },
  table: { pointer?: () => number; sparse?: () => number },
): Watch {
  if (onProgress !== undefined && typeof onProgress !== "function")
    throw new TypeError(`${name}: onProgress is ${describe(onProgress)}, expected a function`);
  const signal = checkSignal(name, given);
  const check = () => {
    signal?.throwIfAborted();
    table.pointer?.();
    table.sparse?.();
  };
  return {
    check,
    report(stage, done, total) {
      // what it calls on its own is not to end with this call
      if (onProgress) heeding(nothing, () => onProgress({ stage, done, total }));
      check();
    },
  };
}

/** the same watch for work that is a part of what is reported: it only checks */
export const unreported = ({ check }: Watch): Watch => ({ check, report: check });

/** the same watch for parts that report together: every step of any part is one of `total` steps of `stage` */
export function counted({ check, report }: Watch, stage: string, total: number): Watch {
  let done = 0;
  return { check, report: () => report(stage, ++done, total) };
}
