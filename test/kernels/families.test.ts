// Every public call as the first one of a process: it makes the families of kernels that it needs, whatever others have made.
import { expect, test } from "vitest";
import { KernelError, memoryUsage } from "../../src/index.js";
import { kernels } from "../../src/kernels/kernels.js";
import { calls } from "../helpers/calls.js";

const far = 2 ** 32 - 64;
/** after a trap everything starts anew, without any family */
const startAnew = () => expect(() => kernels().moments(64, 1, far, far, far, far)).toThrow(KernelError);

test.each(calls.map(([name, call], k) => [`${name} (${k})`, call] as const))("%s", (_, call) => {
  const expected = call();
  startAnew();
  expect(call()).toEqual(expected);
  expect(memoryUsage()).toMatchObject({ used: 0, matrices: 0 });
});
