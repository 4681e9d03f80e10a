// Calls that are ended from outside at any of their steps, by a signal or by an error of onProgress: what ended them comes through as it is,
// every byte is given back, and the next call has the same bits.
import { expect, test } from "vitest";
import * as library from "../../src/index.js";
import { Stopping } from "../../src/options/watch.js";
import { X, y } from "../helpers/calls.js";
import { quietly } from "../helpers/judging.js";

const env = import.meta.env as Record<string, string | undefined>;
/** FAULTS=all: every step up to the 200th */
const all = env.FAULTS === "all";

const labels = Array.from(y, (value) => (value > 0 ? "yes" : "no"));
const three = Array.from(y, (value) => (value > 1 ? "c" : value > -1 ? "b" : "a"));
const positive = y.map((value) => Math.exp(value / 4));
const survival = { time: Array.from(y, (value) => 1 + Math.abs(value)), event: Array.from(y, (_, i) => i % 3 !== 0) };
const groups = [0, 0, 1, 1, 1, 2, 3, 3, 3];
const several = X.map((row) => row.slice(0, 2));
const offset = Array.from(y, (value) => value / 9);
const along = library.path(X, y, { count: 8 });
const first = library.lasso(X, y, { lambda: 0.1 });
const seen = new library.GramAccumulator(9).add(X, y);
const sparse = library.SparseMatrix.fromRows(
  X.map((row) => Object.fromEntries([...row.entries()].filter(([, x]) => Math.abs(x) > 1))),
  9,
);

/** what ends a call, and what watches it */
type Watched = Pick<library.PathOptions, "onProgress" | "signal">;

/** every function that takes a signal, on its routes */
const calls: Record<string, (watch: Watched) => unknown> = {
  lasso: (watch) => library.lasso(X, y, { lambda: 0.01, ...watch }),
  "lasso of groups": (watch) => library.lasso(X, y, { lambda: 0.01, groups, groupSparsity: 0.3, ...watch }),
  "lasso with an offset": (watch) => library.lasso(X, y, { lambda: 0.01, offset, ...watch }),
  "lasso of a sparse table": (watch) => library.lasso(sparse, y, { lambda: 0.01, standardize: true, ...watch }),
  "lasso, bounded": (watch) => library.lasso(X, y, { lambda: 0.001, lower: 0, tol: 1e-12, ...watch }),
  elasticNet: (watch) => library.elasticNet(X, several, { lambda: 0.05, l1Ratio: 0.7, grouped: true, ...watch }),
  ridge: (watch) => library.ridge(X, several, { lambda: 0.1, ...watch }),
  "ridge, bounded": (watch) => library.ridge(X, y, { lambda: 0.1, upper: 0.3, ...watch }),
  logistic: (watch) => library.logistic(X, labels, { lambda: 0.01, ...watch }),
  multinomial: (watch) => library.multinomial(X, three, { lambda: 0.01, ...watch }),
  cox: (watch) => library.cox(X, survival, { lambda: 0.02, ...watch }),
  path: (watch) => library.path(X, y, { count: 12, ...watch }),
  "path of targets": (watch) => library.path(X, several, { count: 4, ...watch }),
  "path of classes": (watch) => library.path(X, labels, { loss: "logistic", count: 5, ...watch }),
  "path of gamma": (watch) => library.path(X, positive, { loss: "gamma", count: 4, ...watch }),
  "path of three classes": (watch) => library.path(X, three, { loss: "multinomial", count: 4, ...watch }),
  "path of survival": (watch) => library.path(X, survival, { loss: "cox", count: 4, ...watch }),
  "path of mcp": (watch) => library.path(X, y, { penalty: "mcp", count: 6, ...watch }),
  ridgePath: (watch) => library.ridgePath(X, y, { lambdas: [1, 0.1], ...watch }),
  ridgeCv: (watch) => library.ridgeCv(X, y, watch),
  ridgeInference: (watch) => library.ridgeInference(X, y, { lambda: 0.1, ...watch }),
  crossValidate: (watch) => library.crossValidate(X, y, { folds: 3, count: 6, ...watch }),
  "crossValidate of classes": (watch) => library.crossValidate(X, three, { loss: "multinomial", folds: 3, count: 3, ...watch }),
  informationCriteria: (watch) => library.informationCriteria(along, X, y, watch),
  relaxed: (watch) => library.relaxed(first, X, y, watch),
  adaptiveLasso: (watch) => library.adaptiveLasso(X, y, { lambda: 0.05, ...watch }),
  stabilitySelection: (watch) => library.stabilitySelection(X, y, { subsamples: 4, count: 5, ...watch }),
  "gradientDescent by sgd": (watch) => library.gradientDescent(X, y, { lambda: 0.05, method: "sgd", epochs: 4, ...watch }),
  "gradientDescent by fista": (watch) => library.gradientDescent(X, y, { lambda: 0.05, method: "fista", ...watch }),
  "gradientDescent by lbfgs": (watch) => library.gradientDescent(X, labels, { loss: "logistic", lambda: 0.05, l1Ratio: 0, ...watch }),
  "fromGram, lasso": (watch) => library.fromGram(seen).lasso({ lambda: 0.05, ...watch }),
  "fromGram, path": (watch) => library.fromGram(seen).path({ count: 5, ...watch }),
};

/** stands in a signal's place, and ends the call when it is asked for the `at`th time */
class Ends extends Stopping {
  asked = 0;
  constructor(
    readonly at: number,
    readonly reason: Error,
  ) {
    super();
  }
  throwIfAborted(): void {
    if (++this.asked >= this.at) throw this.reason;
  }
}

const places = (count: number) => {
  const some = [1, 2, 3, 5, 8, 13, 21, count - 1, count];
  const asked = all ? Array.from({ length: 200 }, (_, k) => k + 1) : some;
  return [...new Set(asked.filter((n) => n >= 1 && n <= count))];
};

test.each(Object.entries(calls))("%s", (_, call) => {
  const before = library.memoryUsage();
  const run = (watch: Watched) => quietly(() => call(watch)).result;
  const expected = run({});
  let steps = 0;
  // kernels also ask after so much work in all, which may fall into one of two calls in turn and not into the next
  const asked = [1, 2].map(() => {
    steps = 0;
    const patient = new Ends(Infinity, new Error("never"));
    const watched = run({ onProgress: () => steps++, signal: patient as never });
    expect(watched).toEqual(expected);
    expect(patient.asked).toBeGreaterThan(0);
    return patient.asked;
  });

  const ends = (watch: Watched, reason: unknown, what: string) => {
    let thrown: unknown = "nothing";
    try {
      run(watch);
    } catch (error) {
      thrown = error;
    }
    expect(thrown, what).toBe(reason);
    const { used, matrices } = library.memoryUsage();
    expect([used, matrices], what).toEqual([before.used, before.matrices]);
  };
  for (const at of places(Math.min(...asked))) {
    const reason = new RangeError(`asked ${at} times`);
    ends({ signal: new Ends(at, reason) as never }, reason, `ended when it asked for the ${at}th time`);
  }
  for (const at of places(steps)) {
    const reason = new TypeError(`step ${at}`);
    let step = 0;
    const onProgress = () => {
      if (++step === at) throw reason;
    };
    ends({ onProgress }, reason, `an error at step ${at}`);
    const controller = new AbortController();
    let other = 0;
    ends({ signal: controller.signal, onProgress: () => ++other === at && controller.abort("enough") }, "enough", `aborted at step ${at}`);
  }
  expect(run({})).toEqual(expected);
});

test("every function that takes a signal is here", () => {
  const listed = Object.keys(calls).map((name) => name.split(/[ ,]/)[0]);
  /** true where some call of it says that the signal is none */
  const takes = (work: (...given: unknown[]) => unknown) =>
    [y, three, survival].some((target) =>
      [{ signal: 5 }, { signal: 5, lambda: 0.1 }].some((options) => {
        try {
          work(X, target, options);
        } catch (error) {
          return (error as Error).message.endsWith("signal is 5, expected an AbortSignal");
        }
        return false;
      }),
    );
  const fitting = Object.entries(library).flatMap(([name, value]) =>
    typeof value === "function" && /^[a-z]/.test(name) && takes(value as () => unknown) ? [name] : [],
  );
  expect(fitting.filter((name) => !listed.includes(name))).toEqual([]);
  expect(fitting.length).toBeGreaterThan(10);
});
