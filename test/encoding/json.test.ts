// Files of models and encodings as a stranger may send them: what is not right is refused with a typed error, what is read works.
import { expect, test } from "vitest";
import {
  cox,
  Encoding,
  encode,
  gradientDescent,
  KernelError,
  lasso,
  logistic,
  Model,
  type ModelFit,
  memoryUsage,
  model,
  multinomial,
  path,
} from "../../src/index.js";
import { nextUniform, type Random, seeded } from "../../src/random.js";
import { rowsOfTable } from "../helpers/wholeTable.js";

const rows = Array.from({ length: 30 }, (_, i) => ({
  age: i % 7 === 3 ? null : (i * 11) % 13,
  town: ["Bern", "__proto__", "constructor", "toString"][(i * 7) % 4],
  ["__proto__"]: ["x", "y"][i % 2],
  hasOwnProperty: (i * 5) % 7,
  y: (i * 3) % 5,
  alive: i % 3 === 0,
  kind: ["a", "b", "c"][(i * 5 + (i % 2)) % 3],
}));

const options = {
  missing: "median",
  indicators: true,
  standardize: true,
  polynomial: { age: 2 },
  interactions: [["age", "town"]],
  missingValues: ["?"],
} as const;

const made: Record<string, Model<ModelFit>> = {};
{
  const of = (target: unknown, ignore: string[], fitted: (X: Encoding["X"], y: never) => ModelFit) => {
    const encoding = encode(rows, { ...options, target: target as string, ignore }) as unknown as Encoding<never>;
    const whole = model(encoding, fitted(encoding.X, encoding.y));
    encoding.dispose();
    return whole;
  };
  made.Fit = of("y", ["kind"], (X, y) => lasso(X, y, { lambda: 0.01 }));
  made.LogisticFit = of("alive", ["kind"], (X, y) => logistic(X, y, { lambda: 0.01 }));
  made.MultinomialFit = of("kind", ["alive"], (X, y) => multinomial(X, y, { lambda: 0.01 }));
  made.MultiFit = of(["y", "hasOwnProperty"], ["kind"], (X, y) => path(X, y, { count: 3 }).fit(2) as never);
  made.CoxFit = of({ time: "y", event: "alive", strata: "kind" }, [], (X, y) => cox(X, y, { lambda: 0.01 }));
  made.GradientFit = of("y", ["kind"], (X, y) => gradientDescent(X, y, { lambda: 0.01, epochs: 3, method: "sgd" }));
}

test.each(Object.entries(made))("%s: names that objects inherit are names as others", (_, whole) => {
  const read = Model.fromJSON(JSON.stringify(whole));
  expect(read.encoding.featureNames).toEqual(whole.encoding.featureNames);
  expect(read.encoding.featureNames).toContain("__proto__=x");
  expect(read.encoding.featureNames).toContain("age:town=constructor");
  expect(read.predict(rows)).toEqual(whole.predict(rows));
  using X = read.encoding.transform([{ ...rows[0], town: "toString" }]);
  expect(rowsOfTable(X)[0][read.encoding.featureNames.indexOf("town=toString")]).toBe(1);
  expect(() => read.predict([{ ...rows[0], town: "valueOf" }])).toThrow(
    'column "town" has "valueOf" (a string) at row 0, a level that was not there',
  );
  const bare: Record<string, unknown> = { ...rows[0] };
  Reflect.deleteProperty(bare, "__proto__");
  expect(() => read.predict([bare])).toThrow('table has no column "__proto__"');
});

/** what a stranger may put in the place of anything */
const JUNK: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, -1e308, 2 ** 31, 1e21, "", "x", "__proto__", "NaN", "Infinity", "-Infinity", "-0"],
  ...[
    [],
    [null],
    [1, 2],
    ["a", "a"],
    {},
    { length: 3 },
    { length: 1e9 },
    { format: "shrinkage/fit", version: 1 },
    { __proto__: null, toString: 5 },
  ],
];

/** the JSON with one place changed: gone, other, twice, or somewhere else */
function mutated(whole: unknown, state: Random): unknown {
  const value = JSON.parse(JSON.stringify(whole));
  const pick = (count: number) => Math.floor(count * nextUniform(state));
  let at = value;
  for (let depth = pick(7); ; depth--) {
    const keys = Object.keys(at);
    const key = keys[pick(keys.length)];
    if (key === undefined) return JUNK[pick(JUNK.length)];
    const inner = at[key];
    if (depth > 0 && typeof inner === "object" && inner !== null) {
      at = inner;
      continue;
    }
    switch (pick(6)) {
      case 0:
        if (Array.isArray(at)) at.splice(Number(key), 1);
        else Reflect.deleteProperty(at, key);
        break;
      case 1:
        if (Array.isArray(at)) at.push(inner);
        else Object.defineProperty(at, "__proto__", { value: { polluted: true }, enumerable: true });
        break;
      case 2:
        at[key] = [inner];
        break;
      case 3:
        at[key] = typeof inner === "number" ? -inner * 1e3 : typeof inner === "string" ? `${inner}x` : at[keys[pick(keys.length)]];
        break;
      default:
        at[key] = JUNK[pick(JUNK.length)];
    }
    return value;
  }
}

const TYPED = ["SyntaxError", "TypeError", "RangeError", "OutOfMemoryError"];

/** what the call throws, if it is an error that says which function it is of, as the engine's own do not */
function outcome(call: () => unknown): string {
  try {
    call();
    return "fine";
  } catch (error) {
    expect(error).not.toBeInstanceOf(KernelError);
    expect(TYPED).toContain((error as Error).name);
    if ((error as Error).name !== "SyntaxError") expect((error as Error).message).toMatch(/^[\w.]+: /);
    return (error as Error).name;
  }
}

test.each(Object.entries(made))("%s: 400 changed files are refused by a typed error, or read and work", (name, whole) => {
  const state = seeded(name.length);
  const before = memoryUsage();
  const count: Record<string, number> = {};
  for (let k = 0; k < 400; k++) {
    const text = JSON.stringify(mutated(whole, state));
    let read: Model | undefined;
    const said = outcome(() => {
      read = Model.fromJSON(text);
    });
    count[said] = (count[said] ?? 0) + 1;
    if (!read) continue;
    expect(read, text).toBeInstanceOf(Model);
    expect(read.encoding).toBeInstanceOf(Encoding);
    const found = read;
    outcome(() => found.predict(rows));
    // what was read is written, and read again
    const again = JSON.stringify(read);
    expect(JSON.stringify(Model.fromJSON(again))).toBe(again);
  }
  expect(count.fine).toBeGreaterThan(20);
  expect(count.TypeError).toBeGreaterThan(100);
  expect(({} as { polluted?: boolean }).polluted).toBe(undefined);
  expect(memoryUsage().used).toBe(before.used);
});

test("texts that are cut or have other characters are refused, or read", () => {
  const text = JSON.stringify(made.Fit);
  const state = seeded(9);
  for (let k = 0; k < 400; k++) {
    const at = Math.floor(nextUniform(state) * text.length);
    const cut = k % 2 === 0 ? text.slice(0, at) : `${text.slice(0, at)}${'{}[],:"0e-x'[k % 11]}${text.slice(at + 1)}`;
    outcome(() => Model.fromJSON(cut).predict(rows));
  }
});

test("an encoding's own file: what is changed is refused or works", () => {
  const state = seeded(77);
  const encoding = made.Fit.encoding;
  const count: Record<string, number> = {};
  for (let k = 0; k < 400; k++) {
    const text = JSON.stringify(mutated(encoding, state));
    const said = outcome(() => {
      const read = Encoding.fromJSON(text);
      outcome(() => read.transform(rows).dispose());
      expect(JSON.stringify(Encoding.fromJSON(JSON.stringify(read)))).toBe(JSON.stringify(read));
    });
    count[said] = (count[said] ?? 0) + 1;
  }
  expect(count.fine).toBeGreaterThan(20);
  expect(count.TypeError).toBeGreaterThan(100);
});

test.each([
  ["{}", 'Model.fromJSON: format is undefined, expected "shrinkage/model"'],
  ["null", 'Model.fromJSON: format is undefined, expected "shrinkage/model"'],
  ['{"format":"shrinkage/model","version":2}', "Model.fromJSON: version is 2, expected 1"],
  ['{"format":"shrinkage/model","version":1}', "Model.fromJSON: encoding is undefined, expected what JSON.stringify(model) wrote"],
])("%s: %s", (text, message) => {
  expect(() => Model.fromJSON(text)).toThrow(new TypeError(message));
});
