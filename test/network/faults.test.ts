// Networks whose memory ends or moves at any allocation, and whose callers stop at any step: nothing stays, and the next answer has the same bits.
import { afterEach, expect, test, vi } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { memoryUsage, OutOfMemoryError } from "../../src/index.js";
import { type NetworkOptions, network } from "../../src/network/index.js";
import { bytesInUse, Room } from "../../src/network/kernels.js";

const { columns, y } = autoregressive({ n: 24, p: 3, density: 0.8, seed: 74 });
const X = rowsOf(columns);
const labels = Array.from(y, (value) => (value > 0 ? "up" : "down"));
const trained = network(X, y, { hidden: [3], epochs: 2, seed: 4 });

type Watched = Pick<NetworkOptions, "signal" | "onProgress">;
const answers = (fit: typeof trained) => [JSON.stringify(fit), fit.predict(X)];
const calls: Record<string, (watch?: Watched) => unknown> = {
  adam: (watch) => answers(network(X, y, { hidden: [4, 2], epochs: 5, lambda: 0.01, ...watch })),
  "sgd with dropout": (watch) =>
    answers(network(X, labels, { loss: "logistic", hidden: [3], method: "sgd", keepProbability: 0.7, epochs: 4, ...watch })),
  lbfgs: (watch) => answers(network(X, y, { hidden: [2], method: "lbfgs", epochs: 6, lambda: 0.1, ...watch })),
  "early stopping": (watch) => answers(network(X, y, { hidden: [2], epochs: 6, earlyStopping: true, ...watch })),
  partialFit: () => answers(trained.partialFit(X, y)),
  predict: () => trained.predict(X),
};
const { bytes } = Room.prototype;

afterEach(() => {
  vi.restoreAllMocks();
});

test.each(Object.entries(calls))("%s", (_, call) => {
  const expected = call();
  const { used } = memoryUsage();
  const nothingStays = (what: string) => expect([bytesInUse(), memoryUsage().used], what).toEqual([0, used]);
  let count = 0;
  // every block comes full of NaN, and every view made before it is detached, as growth does
  vi.spyOn(Room.prototype, "bytes").mockImplementation(function (this: Room, size: number) {
    const start = bytes.call(this, size);
    const { memory } = this.kernels;
    memory.grow(0);
    new Uint8Array(memory.buffer, start, Math.ceil(size / 64) * 64).fill(0xff);
    count++;
    return start;
  });
  expect(call(), "memory moved").toEqual(expected);
  vi.restoreAllMocks();
  nothingStays("memory moved");
  expect(count).toBeGreaterThan(3);

  for (let at = 1; at <= count; at++) {
    const error = new OutOfMemoryError(64, 0);
    let made = 0;
    vi.spyOn(Room.prototype, "bytes").mockImplementation(function (this: Room, size: number) {
      if (++made === at) throw error;
      return bytes.call(this, size);
    });
    expect(call, `allocation ${at}`).toThrow(error);
    vi.restoreAllMocks();
    nothingStays(`allocation ${at}`);
  }

  let steps = 0;
  expect(call({ onProgress: () => steps++ })).toEqual(expected);
  for (let at = 1; at <= steps; at++) {
    const reason = new TypeError(`step ${at}`);
    let step = 0;
    const throws = () => {
      if (++step === at) throw reason;
    };
    expect(() => call({ onProgress: throws })).toThrow(reason);
    nothingStays(`an error at step ${at}`);
    const controller = new AbortController();
    step = 0;
    const aborts = () => ++step === at && controller.abort(reason);
    expect(() => call({ signal: controller.signal, onProgress: aborts })).toThrow(reason);
    nothingStays(`aborted at step ${at}`);
  }
  expect(call()).toEqual(expected);
});
