// A chunk that took long gives others a turn; what ended it meanwhile reaches the caller, and nobody else.
import { afterEach, expect, test, vi } from "vitest";
import { shardsOf } from "../../src/shards/index.js";

afterEach(() => vi.restoreAllMocks());

test("a call that ends while others have their turn rejects, and nothing goes unhandled", async () => {
  // every look at the clock finds that a second has passed
  let now = 0;
  vi.spyOn(Date, "now").mockImplementation(() => {
    now += 1000;
    return now;
  });
  const unhandled: unknown[] = [];
  const hear = (event: { reason?: unknown } | unknown) => unhandled.push(event);
  if (typeof process === "undefined") globalThis.addEventListener("unhandledrejection", hear);
  else process.on("unhandledRejection", hear);
  const controller = new AbortController();
  const reason = new Error("enough");
  const chunks = Array.from({ length: 4 }, (_, k) => ({
    X: [
      [k, 1],
      [1, k],
      [2, 3],
    ],
    y: [k, 1, 2],
  }));
  const stopped = shardsOf(() => chunks).ridge({ lambda: 0.1, signal: controller.signal, onProgress: () => controller.abort(reason) });
  await expect(stopped).rejects.toBe(reason);
  await new Promise((resolve) => setTimeout(resolve, 20));
  if (typeof process === "undefined") globalThis.removeEventListener("unhandledrejection", hear);
  else process.off("unhandledRejection", hear);
  expect(unhandled).toEqual([]);
});
