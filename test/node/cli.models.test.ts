// Model files that somebody has changed: predict, inspect and worker refuse them in one line that names the file, or answer with numbers.
// Longer: MUTATIONS=200000 npx vitest run --project node test/node/cli.models.test.ts
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode, lasso, logistic, model, multinomial, SparseMatrix } from "shrinkage";
import { afterAll, test } from "vitest";
import type { Outlet } from "../../cli/src/commands.js";
import { Failure } from "../../cli/src/failure.js";
import { inspect } from "../../cli/src/inspect.js";
import { predict, readModel } from "../../cli/src/predict.js";
import { encodingOf } from "../../cli/src/worker.js";
import { type AnyReadable, holds, longest } from "../helpers/mutations.js";

const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "shrinkage-models-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = join(folder, "model.json");
const csv = join(folder, "new.csv");
const svm = join(folder, "new.svm");
writeFileSync(csv, "age,town,y\n31,Bern,1\n,Chur,2\n40,Basel,3\n");
writeFileSync(svm, "1 1:0.5 3:1\n0 2:1\n");

const records = Array.from({ length: 12 }, (_, i) => ({ age: 20 + ((i * 7) % 40), town: ["Bern", "Basel", "Chur"][(i >> 1) % 3] }));
const y = records.map((_, i) => ((i * 5) % 7) - 0.5);
const labels = y.map((value) => (value > 2 ? "high" : "low"));
const encoding = encode(records, { missing: "mean" });
const sparse = SparseMatrix.fromRows([{ 0: 1 }, { 1: 2 }, { 2: 1, 0: 3 }, { 1: 1 }, { 0: 2 }, { 2: 5 }], 3);

/** what the library's refusals are to the judge */
async function told<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { message } = error;
    if (!message.includes(folder) || message.includes("\n")) throw error;
    throw new TypeError(`cli: ${message}`);
  }
}

let written = "";
function write(text: string | object): void {
  written = typeof text === "string" ? text : JSON.stringify(text);
  writeFileSync(file, written);
}

/** NaN where the answer has one that is no name in the file */
async function printed(work: (to: Outlet) => Promise<number>): Promise<number> {
  const texts: string[] = [];
  await told(() => work({ print: (text) => void texts.push(text), note: () => {} }));
  return texts.join("").includes("NaN") && !written.includes("NaN") ? Number.NaN : 0;
}

const ofModel = (value: object, data: string): AnyReadable => ({
  value: JSON.parse(JSON.stringify(value)),
  read(text) {
    write(text);
    return told(() => readModel(file));
  },
  uses: [
    () => printed((to) => predict([file, data], {}, to)),
    () => printed((to) => predict([file, data], { type: "probability" }, to)),
    () => printed((to) => inspect(file, {}, to)),
  ],
});

const kinds: Record<string, AnyReadable> = {
  "model of numbers": ofModel(model(encoding, lasso(encoding.X, y, { lambda: 0.1 })), csv),
  "model of classes": ofModel(model(encoding, logistic(encoding.X, labels, { lambda: 0.1 })), csv),
  "fit to a libsvm file": ofModel(multinomial(sparse, [0, 1, 2, 0, 1, 2], { lambda: 0.1 }), svm),
  "encoding of a worker": {
    value: JSON.parse(JSON.stringify(encoding)),
    read(text) {
      write(text);
      return told(() => encodingOf(file));
    },
    uses: [(made) => made.featureNames.length],
  },
};

test.each(Object.entries(kinds))(
  "%s",
  async (_, kind) => {
    // as it is, nothing is refused
    const made = await kind.read(kind.value as object);
    for (const use of kind.uses.slice(0, 1)) await use(made);
    await holds(kind);
  },
  longest,
);
