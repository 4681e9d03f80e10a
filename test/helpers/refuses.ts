import { expect, vi } from "vitest";
import { elasticNet, lasso, memoryUsage, path, ridge } from "../../src/index.js";
import { Heap } from "../../src/kernels/heap.js";

// biome-ignore lint/suspicious/noExplicitAny: what may not be passed is passed on purpose
export type Anything = any;

/** an error class, by name */
export type Kind = { name: string };

/** a small problem without a fault */
export const X = [
  [1, 2],
  [3, 5],
  [4, 1],
  [7, 8],
];
export const y = [1, 2, 3, 5];

/** every function that fits, by its name, with the options it cannot do without */
export const functions: Record<string, (X: Anything, y: Anything, options?: Anything) => unknown> = {
  ridge: (X, y, options) => ridge(X, y, { lambda: 0.1, ...options }),
  lasso: (X, y, options) => lasso(X, y, { lambda: 0.1, ...options }),
  elasticNet: (X, y, options) => elasticNet(X, y, { lambda: 0.1, l1Ratio: 0.5, ...options }),
  path: (X, y, options) => path(X, y, options),
};

/** `call` throws exactly this, `used` and `matrices` stay, and nothing was allocated on the way unless the refusal comes late. */
export function refuses(call: () => unknown, kind: Kind, message: string, late?: "late"): void {
  const before = memoryUsage();
  const allocate = vi.spyOn(Heap.prototype, "allocate");
  let said = "nothing was thrown";
  try {
    call();
  } catch (error) {
    said = error instanceof Error ? `${error.constructor.name}: ${error.message}` : `not an Error: ${error}`;
  }
  const allocations = allocate.mock.calls.length;
  allocate.mockRestore();
  expect(said).toBe(`${kind.name}: ${message}`);
  const after = memoryUsage();
  expect(after.used, `${message}: bytes in use`).toBe(before.used);
  expect(after.matrices, `${message}: matrices`).toBe(before.matrices);
  if (late) return;
  expect(allocations, `${message}: allocations`).toBe(0);
  expect(after.bytes, `${message}: bytes`).toBe(before.bytes);
}
