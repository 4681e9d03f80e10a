// What comes out of a queue: sums and tasks as this library writes them come back exactly, and anything else is refused or sound.
import fc from "fast-check";
import { expect, test } from "vitest";
import { readTask } from "../../src/queue/readTask.js";
import { shardsOf } from "../../src/shards/index.js";
import { decodeSum, encodeSum, MergeTree, type Sum } from "../../src/shards/sum.js";
import { runTask, type Task } from "../../src/shards/tasks.js";
import { readTable } from "../../src/tables/readTable.js";

const { MUTATIONS = "2000", MUTATION_SEED = "1" } = import.meta.env as Record<string, string | undefined>;
const [numRuns, seed] = [Number(MUTATIONS), Number(MUTATION_SEED)];

const statistics = (q: number) => ({
  rows: 3,
  weightSum: 2.5,
  means: Float64Array.from({ length: q }, (_, i) => i - 0.5),
  rests: new Float64Array(q),
  triangle: Float64Array.from({ length: (q * (q + 1)) / 2 }, (_, k) => 1 / (k + 1)),
});
const sum: Sum = { rows: 3, statistics: [statistics(3), statistics(2)], numbers: Float64Array.of(3, Infinity) };
const bytes = encodeSum(sum);

test("a sum comes back", () => expect(decodeSum(bytes)).toEqual(sum));

/** numbers beyond what can be squared are refused later, by name */
function named(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof RangeError && /^(sum|path): /.test(error.message))) throw error;
  }
}

const oddNumbers = fc.constantFrom(-1, 0, 0.5, 1, 2, 3, 1e9, 2 ** 31, 2 ** 53, -Infinity, Infinity, Number.NaN, -0, 1e-320);

test("bytes that are damaged are refused, or a sum whose numbers are numbers", () => {
  const edits = fc.array(fc.record({ at: fc.nat(bytes.length / 8 - 1), value: fc.oneof(oddNumbers, fc.double()) }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(
      edits,
      fc.integer({ min: -40, max: 40 }),
      fc.array(fc.record({ at: fc.nat(bytes.length - 1), byte: fc.nat(255) }), { maxLength: 3 }),
      (numbers, longer, single) => {
        const made = new Uint8Array(Math.max(0, bytes.length + (longer % 2 ? 0 : longer)));
        made.set(bytes.subarray(0, made.length));
        const view = new DataView(made.buffer);
        for (const { at, value } of numbers) if (8 * at + 8 <= made.length) view.setFloat64(8 * at, value, true);
        for (const { at, byte } of single) if (at < made.length) made[at] = byte;
        const found = decodeSum(made);
        if (!found) return;
        const all = found.statistics.flatMap(({ means, rests, triangle, weightSum }) => [weightSum, ...means, ...rests, ...triangle]);
        expect(all.every(Number.isFinite)).toBe(true);
        expect([found.rows, ...found.numbers].some(Number.isNaN)).toBe(false);
        // sums of another form are not merged
        const tree = new MergeTree("sum");
        tree.add(0, decodeSum(bytes) as Sum);
        const sizes = found.statistics.map(({ means }) => means.length);
        const alike = sizes.length === 2 && found.numbers.length === 2 && sizes[0] === 3 && sizes[1] === 2;
        if (alike) named(() => tree.add(1, found));
        else expect(() => tree.add(1, found)).toThrow("sum: two shards come to sums of different forms");
      },
    ),
    { numRuns, seed: seed + 2 },
  );
});

const linear = { intercept: 0.5, places: [0, 1], values: [1, -2] };
const target = { loss: "logistic", classes: [0, 1] };
const ofClasses = { loss: "multinomial", classes: ["a", "b"] } as const;
const tasks: object[] = [
  { kind: "moments", folds: 1, seed: 1 },
  { kind: "moments", folds: 3, seed: 1, target },
  { kind: "errors", folds: 2, seed: 4, models: [[[linear]], [[linear]]], measure: "mse" },
  { kind: "errors", folds: 2, seed: 4, models: [[[linear, linear]], [[linear, linear]]], measure: "accuracy", target: ofClasses },
  { kind: "margins", folds: 3, seed: 1, target },
  { kind: "round", target, models: [linear], floor: 1e-5 },
  {
    kind: "round",
    target,
    models: [
      { ...linear, columns: [1] },
      { ...linear, columns: [] },
    ],
    floor: 1e-5,
  },
  { kind: "round", target, models: [{ ...linear, without: 1 }, linear], floor: 1e-5, folds: { folds: 2, seed: 1 } },
  { kind: "proof", target: { loss: "poisson" }, models: [{ ...linear, scale: 1, mix: 0.5, towards: 0.2 }] },
  { kind: "classRound", target: ofClasses, models: [{ layers: [linear, linear] }], floor: 1e-5 },
  { kind: "classRound", target: ofClasses, models: [{ layers: [{ ...linear, columns: [0, 1] }, linear] }], floor: 1e-5 },
  { kind: "classProof", target: ofClasses, models: [{ layers: [linear, linear], scale: 1, mix: 0.5, towards: [0.2, 0.8] }] },
];

test.each(tasks)("a task comes back: %j", (task) => expect(readTask("path", JSON.stringify(task))).toEqual(task));

const anything = fc.oneof(
  fc.constantFrom(null, true, "", "round", "__proto__", {}, [], [null], { length: 1e9 }),
  oddNumbers,
  fc.jsonValue({ maxDepth: 2 }),
);

/** the task with something else in one of its places, or without it */
function changed(task: unknown, way: number[], value: unknown): unknown {
  if (task === null || typeof task !== "object" || way.length === 0) return value;
  const keys = Object.keys(task);
  if (keys.length === 0) return value;
  const [first, ...rest] = way;
  const key = keys[first % keys.length];
  const copy: Record<string, unknown> = Array.isArray(task) ? ([...task] as never) : { ...task };
  const next = changed((task as Record<string, unknown>)[key], rest, value);
  if (next === undefined) delete copy[key];
  else copy[key] = next;
  return copy;
}

test("tasks that are changed are refused, or run", () => {
  const table = readTable(
    "X",
    "X",
    [
      [1, 2],
      [3, 4],
      [0, 1],
    ],
    "later",
  ) as never;
  const rows = { table, order: [0, 1], y: Float64Array.of(0, 1, 1), part: 0, row: 0 } as never;
  fc.assert(
    fc.property(
      fc.nat(tasks.length - 1),
      fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }),
      fc.option(anything, { nil: undefined }),
      (at, way, value) => {
        const text = JSON.stringify(changed(tasks[at], way, value)) ?? "";
        let task: Task;
        try {
          task = readTask("path", text);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          expect((error as Error).message).toMatch(/^path: the task is/);
          return;
        }
        if (task.kind === "moments" || task.kind === "margins" || task.kind === "errors") if (task.folds > 1000) return;
        named(() => expect(runTask("path", task, rows).rows).toBe(3));
      },
    ),
    { numRuns, seed: seed + 4 },
  );
  expect(({} as { polluted?: unknown }).polluted).toBe(undefined);
});

test("shards in this thread go the same way", async () => {
  const fit = await shardsOf([{ X: [[1], [2], [4]], y: [1, 2, 5] }]).ridge({ lambda: 0.1 });
  expect(fit.certificate.converged).toBe(true);
});
