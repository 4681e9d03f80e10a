// What stands in Redis and somebody has changed: jobs and answers are refused in plain words, or work; fits of sums that nobody computed have no NaN.
import { describe, expect, test } from "vitest";
import { readAnswer, readFound, readJob } from "../../src/queue/messages.js";
import { ENGINE, type Engine, sumOfPart } from "../../src/shards/engine.js";
import { type Chunk, type Shards, shardsOf } from "../../src/shards/index.js";
import { encodeSum } from "../../src/shards/sum.js";
import { boundOf, yardstickOf } from "../../src/shards/yardstick.js";
import { type AnyReadable, holds, longest } from "../helpers/mutations.js";

// biome-ignore lint/suspicious/noExplicitAny: a text may hold anything
type Anything = any;

const parts = [0, 1];
const rowsOf = (part: number, y: (i: number) => unknown): Chunk => {
  const at = Array.from({ length: 7 }, (_, i) => 7 * part + i);
  return { X: { a: at.map((i) => (i * i) % 11), b: at.map((i) => (i * 5) % 7) }, y: at.map(y) as never };
};
const numbers = (i: number) => ((i * 3) % 5) - 0.5 * ((i * i) % 11);
const labels = (i: number) => ((i * i) % 11 > 4 === i % 4 > 0 ? 1 : 0);
const classes = (i: number) => (i * 3 + ((i * i) % 11)) % 3;

/** runs in this thread, and what each part comes to goes through `message` as it would through Redis */
function engineOf(y: (i: number) => unknown, message: (k: number, made: object) => Anything): { size: number } {
  let calls = 0;
  const engine: Engine = {
    width: 1,
    async part(name, task, part, index, watch) {
      const found = await sumOfPart(name, [rowsOf(part as number, y)], index, { task, watch, named: true });
      if (!found) return undefined;
      const numbers = new Float64Array(encodeSum(found.sum).buffer);
      const { answer, sum } = message(calls++, { answer: found.columns, sum: Array.from(numbers, text) }) ?? {};
      const read = readAnswer(answer);
      if (read && read.count === undefined) return undefined;
      const again = read && Array.isArray(sum) && readFound(task, read, new Uint8Array(Float64Array.from(sum, number).buffer));
      if (!again) throw new TypeError(`${name}: the result is damaged`);
      return again;
    },
  };
  return Object.assign({ size: 1 }, { [ENGINE]: engine });
}
/** JSON has no infinities */
const text = (x: number) => (Number.isFinite(x) ? x : String(x));
const number = (x: unknown) => (x === "Infinity" ? Infinity : x === "-Infinity" ? -Infinity : typeof x === "number" ? x : Number.NaN);

const quick = { tol: 1e-2, maxIterations: 20 };
const calls: Record<string, { y: (i: number) => unknown; ask(shards: Shards): Promise<Anything> }> = {
  lasso: { y: numbers, ask: (shards) => shards.lasso({ lambda: 0.1, standardize: true, ...quick }) },
  crossValidate: { y: numbers, ask: async (shards) => (await shards.crossValidate({ folds: 2, count: 2, ...quick })).fit },
  logistic: { y: labels, ask: (shards) => shards.logistic({ lambda: 0.05, ...quick }) },
  "crossValidate of logistic": {
    y: labels,
    ask: async (shards) => (await shards.crossValidate({ loss: "logistic", folds: 2, count: 2, ...quick })).fit,
  },
  multinomial: { y: classes, ask: (shards) => shards.multinomial({ lambda: 0.05, classes: [0, 1, 2], ...quick }) },
};

/** all messages of a call, and the call with some of them changed */
async function ofCall({ y, ask }: (typeof calls)[string]): Promise<AnyReadable> {
  const all: object[] = [];
  const on = engineOf(y, (_, made) => {
    all.push(made);
    return made;
  });
  await ask(shardsOf({ parts }, { on } as never));
  const before = all.map((each) => JSON.stringify(each));
  const changed = (messages: Anything) => (k: number, made: object) =>
    k < all.length && JSON.stringify(messages?.[k]) !== before[k] ? messages?.[k] : made;
  return {
    value: all,
    parsedOnly: true,
    read: (messages) => ask(shardsOf({ parts }, { on: engineOf(y, changed(messages)) } as never)),
    uses: [
      (fit) => [fit.coefficients, fit.intercept ?? fit.intercepts, fit.lambda],
      ({ certificate: { objective, gap, relativeGap } }) => [objective, gap, relativeGap],
      (fit) => fit.predict(rowsOf(0, y).X),
    ],
  };
}

const job = { name: "Shards.path", task: "run-abc", part: "a.csv", index: 3, result: "run-abc-3-def", expire: 86_400 };
const kinds: Record<string, AnyReadable> = {
  job: {
    value: job,
    read: (value) => readJob(typeof value === "string" ? JSON.parse(value) : value),
    parsedOnly: true,
    uses: [
      ({ name, task, result }) => {
        if (`${task}${result}`.match(/[^\w.-]/) || name.length > 100) throw new Error("a key is none");
      },
      ({ index, expire }) => [index, expire],
    ],
  },
  answer: {
    value: { count: 2, names: ["a", "b"] },
    read(value) {
      const answer = readAnswer(value);
      if (!answer) throw new TypeError("answer: refused");
      return answer;
    },
    parsedOnly: true,
    uses: [
      ({ count, names }) => {
        if (names && (names.length !== count || names.some((name: unknown) => typeof name !== "string"))) throw new Error("names are none");
        return count ?? 0;
      },
    ],
  },
};

describe("changed messages", () => {
  test.each(Object.entries(kinds))("%s", (_, kind) => holds(kind), longest);
  test.each(Object.entries(calls))("sums of %s", async (_, call) => holds(await ofCall(call)), longest);
});

test("a job whose keys lead out of the folder of sums is refused", () => {
  expect(readJob(job)).toEqual(job);
  expect(() => readJob({ ...job, result: "../../etc/cron.d/x" })).toThrow(
    'serveQueue: result of the job is "../../etc/cron.d/x" (a string), expected a key, as a caller of this version writes it',
  );
});

test("an infinite sum of the null model is no yardstick, and a gap that is no number no bound", () => {
  expect(() => yardstickOf("path", Infinity)).toThrow(
    new RangeError("path: the loss of the null model is Infinity, expected a finite number"),
  );
  expect([Number.NaN, Infinity, 0, 2].map(boundOf)).toEqual([Infinity, Infinity, 0, 2]);
});
