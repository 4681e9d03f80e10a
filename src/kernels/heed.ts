// What kernels call when they have worked for some milliseconds (assembly/linear/heed.ts): the call that they work for may be over.

let check: (() => void) | undefined;
/** what a check has thrown through kernels, which is no trap whatever it is */
let passing: { error: unknown } | undefined;

/** called by kernels; what it throws ends them */
export function heed(): void {
  try {
    check?.();
  } catch (error) {
    passing = { error };
    throw error;
  }
}

/** entries between two looks, as in assembly/linear/heed.ts */
const EACH = 4e6;
let left = EACH;

/** long loops in TypeScript say so many entries of a table at a time */
export function spend(entries: number): void {
  left -= entries;
  if (left > 0) return;
  left = EACH;
  check?.();
}

/** true for what has come through kernels */
export const isPassing = (error: unknown) => passing !== undefined && passing.error === error;

/** runs `work`, whose kernels call `next` as they go */
export function heeding<T>(next: () => void, work: () => T): T {
  const before = check;
  check = next;
  try {
    return work();
  } finally {
    check = before;
    passing = undefined;
  }
}
