// Where a path ends, what it says of it, and that being watched or stopped leaves nothing behind.
import { describe, expect, test } from "vitest";
import { type FitProgress, memoryUsage, type Path, type PathOptions, path } from "../../src/index.js";
import { type Asked, type HardCase, oddCases, plainCases, quietPath, weightsFor } from "../helpers/designs.js";
import { quietly } from "../helpers/judging.js";

const named = plainCases.map((one) => [one.name, one] as const);
const tall = plainCases[0];
const wide = plainCases[2];

/** 1 − Σ s(y − prediction)² / Σ s(y − ȳ)², ȳ = 0 without an intercept */
function deviance({ X, y }: HardCase, answers: Path, k: number, { weights, fitIntercept = true }: Asked): number {
  const s = (i: number) => weights?.[i] ?? 1;
  const total = y.reduce((sum, _, i) => sum + s(i), 0);
  const mean = fitIntercept ? y.reduce((sum, v, i) => sum + s(i) * v, 0) / total : 0;
  const predicted = answers.fit(k).predict(X);
  const left = y.reduce((sum, v, i) => sum + s(i) * (v - predicted[i]) ** 2, 0);
  return 1 - left / y.reduce((sum, v, i) => sum + s(i) * (v - mean) ** 2, 0);
}

describe("devianceExplained", () => {
  test.each(named)("is 1 − Σs(y − prediction)²/Σs(y − ȳ)²: %s", (_, one) => {
    const { p } = one;
    const table: Asked[] = [
      {},
      { weights: weightsFor(one) },
      { fitIntercept: false },
      { fitIntercept: false, weights: weightsFor(one), standardize: true },
      { l1Ratio: 0.3, penaltyFactors: Float64Array.from({ length: p }, (_, j) => j % 4) },
      { l1Ratio: 0, standardize: true },
      { l1Ratio: 0, lower: 0, weights: weightsFor(one) },
    ];
    for (const options of table) {
      const answers = quietPath(one, { ...options, count: 7 });
      expect(answers.devianceExplained).toBeInstanceOf(Float64Array);
      expect(answers.devianceExplained).toHaveLength(7);
      answers.devianceExplained.forEach((share, k) => {
        // sums of a few n·p products, as a share of Σs(y − ȳ)²
        expect(Math.abs(share - deviance(one, answers, k, options))).toBeLessThan(1e-12);
      });
    }
  });

  test("keeps the order of the λ's, grows as λ falls, and is 0 where there is nothing to explain", () => {
    const { devianceExplained } = quietPath(tall, { lambdas: [0.1, 1, 0.5] });
    expect(devianceExplained[0]).toBeGreaterThan(devianceExplained[2]);
    expect(devianceExplained[2]).toBeGreaterThan(devianceExplained[1]);
    for (const name of ["a constant y", "y = 0"]) {
      const one = oddCases.find((other) => other.name === name) ?? expect.fail(name);
      expect(Array.from(quietPath(one, { count: 4 }).devianceExplained)).toEqual([0, 0, 0, 0]);
    }
  });
});

describe("stopWhen", () => {
  const options = [{}, { l1Ratio: 0.5, standardize: true }, { l1Ratio: 0 }, { l1Ratio: 0, lower: -1 }];
  const cases = [tall, wide].flatMap((one) => options.map((asked) => [`${one.name} ${JSON.stringify(asked)}`, one, asked] as const));

  /** the first entries of a path, as it is without being stopped */
  function expectFirst(stopped: Path, whole: Path, count: number): void {
    expect(stopped.lambdas).toEqual(whole.lambdas.slice(0, count));
    for (const key of ["intercepts", "objectives", "gaps", "relativeGaps", "devianceExplained", "nonzero", "iterations"] as const)
      expect(stopped[key], key).toEqual(whole[key].slice(0, count));
    expect(stopped.converged).toEqual(whole.converged.slice(0, count));
    for (let k = 0; k < count; k++) expect(stopped.coefficients(k)).toEqual(whole.coefficients(k));
  }

  test.each(cases)("devianceExplained ends after the first λ that explains so much: %s", (_, one, asked) => {
    const whole = quietPath(one, { ...asked, count: 20, minRatio: 1e-3 });
    expect(whole.stopped).toBeUndefined();
    for (const share of [1e-9, 0.3, whole.devianceExplained[7], whole.devianceExplained[7] + 1e-9, 0.9]) {
      const { result } = quietly(() => path(one.X, one.y, { ...asked, count: 20, minRatio: 1e-3, stopWhen: { devianceExplained: share } }));
      const last = whole.devianceExplained.findIndex((value) => value >= share);
      const count = last < 0 ? 20 : last + 1;
      expectFirst(result, whole, count);
      if (count < 20) expect(result.stopped).toEqual({ reason: "devianceExplained", left: 20 - count });
      else expect(result.stopped).toBeUndefined();
    }
  });

  test.each(cases)("maxNonzero ends before the first λ with more coefficients, but not before the first λ: %s", (_, one, asked) => {
    const whole = quietPath(one, { ...asked, count: 20, minRatio: 1e-3 });
    for (const most of [1, 2, 5, 8, 1000]) {
      const { result } = quietly(() => path(one.X, one.y, { ...asked, count: 20, minRatio: 1e-3, stopWhen: { maxNonzero: most } }));
      const first = whole.nonzero.findIndex((count, k) => k > 0 && count > most);
      const count = first < 0 ? 20 : first;
      expectFirst(result, whole, count);
      expect(result.nonzero.slice(1).every((value) => value <= most)).toBe(true);
      if (count < 20) expect(result.stopped).toEqual({ reason: "maxNonzero", left: 20 - count });
      else expect(result.stopped).toBeUndefined();
    }
  });

  test("with both, whichever comes first; at the last λ nothing was stopped", () => {
    const whole = quietPath(wide, { count: 20 });
    const ask = (stopWhen: PathOptions["stopWhen"], more = {}) =>
      quietly(() => path(wide.X, wide.y, { count: 20, ...more, stopWhen })).result;
    expect(ask({ maxNonzero: 2, devianceExplained: 0.99 }).stopped?.reason).toBe("maxNonzero");
    expect(ask({ maxNonzero: 30, devianceExplained: 0.1 }).stopped?.reason).toBe("devianceExplained");
    const last = ask({ devianceExplained: whole.devianceExplained[19] });
    expect(last.lambdas).toHaveLength(20);
    expect(last.stopped).toBeUndefined();
    for (const nothing of [undefined, {}, { maxNonzero: undefined }]) expect(ask(nothing)).toEqual(whole);
    // a first λ with too many is answered, the one after it is not
    const few = ask({ maxNonzero: 1 }, { lambdas: [whole.lambdas[15], whole.lambdas[18]] });
    expect(few.lambdas).toEqual(whole.lambdas.slice(15, 16));
    expect(few.stopped).toEqual({ reason: "maxNonzero", left: 1 });
  });

  test("with λ's in any order what was answered keeps its order", () => {
    const lambdas = [0.05, 1, 0.2, 0.4, 0.1];
    const whole = quietPath(tall, { lambdas });
    const share = whole.devianceExplained[2];
    const { result } = quietly(() => path(tall.X, tall.y, { lambdas, stopWhen: { devianceExplained: share } }));
    expect(Array.from(result.lambdas)).toEqual([1, 0.2, 0.4]);
    expect(Array.from(result.devianceExplained)).toEqual([1, 2, 3].map((k) => whole.devianceExplained[k]));
    expect(result.stopped).toEqual({ reason: "devianceExplained", left: 2 });
    expect(result.at(0.3).lambda).toBe(0.3);
    expect(() => result.at(0.1)).toThrow(RangeError);
    expect(() => result.fit(3)).toThrow(RangeError);
  });

  const expected = "expected { devianceExplained?, maxNonzero? }";
  test.each<[unknown, string]>([
    [null, `path: stopWhen is null, ${expected}`],
    [5, `path: stopWhen is 5, ${expected}`],
    [{ deviance: 0.5 }, `path: stopWhen.deviance is not an option, ${expected}`],
    [{ devianceExplained: 0 }, "path: stopWhen.devianceExplained is 0, expected a number above 0, up to 1"],
    [{ devianceExplained: 1.01 }, "path: stopWhen.devianceExplained is 1.01, expected a number above 0, up to 1"],
    [{ devianceExplained: Number.NaN }, "path: stopWhen.devianceExplained is NaN, expected a number above 0, up to 1"],
  ])("%j is refused", (stopWhen, message) => {
    const { used, peak } = memoryUsage();
    expect(() => path(tall.X, tall.y, { stopWhen: stopWhen as never })).toThrow(message);
    expect([memoryUsage().used, memoryUsage().peak]).toEqual([used, peak]);
  });

  test.each([
    [[0.5]],
    ["much"],
    [{ maxNonzero: 0 }],
    [{ maxNonzero: 1.5 }],
    [{ maxNonzero: -1 }],
    [{ maxNonzero: "3" }],
    [{ devianceExplained: "1" }],
  ])("%j is refused with its name", (stopWhen) => {
    expect(() => path(tall.X, tall.y, { stopWhen: stopWhen as never })).toThrow(/^path: stopWhen/);
  });
});

describe("progress and abort", () => {
  const ways: [string, HardCase, PathOptions][] = [
    ["rows", wide, {}],
    ["second moments", plainCases[1], {}],
    ["second moments, then rows", plainCases[1], { tol: 1e-15 }],
    ["ridge", wide, { l1Ratio: 0 }],
    ["descent at λ = 0", wide, { lambdas: [1, 0.5, 0, 0, 0.1, 0] }],
  ];

  test.each(ways)("every λ is reported once, done rising to total: %s", (_, { X, y }, options) => {
    const seen: FitProgress[] = [];
    const total = options.lambdas?.length ?? 9;
    quietly(() => path(X, y, { ...(options.lambdas ? {} : { count: 9 }), ...options, onProgress: (progress) => seen.push(progress) }));
    expect(seen).toEqual(Array.from({ length: total }, (_, k) => ({ stage: "path", done: k + 1, total })));
  });

  test("a path that stopWhen ends reports the λ's it has looked at", () => {
    for (const [stopWhen, more] of [
      [{ devianceExplained: 0.5 }, 0],
      [{ maxNonzero: 4 }, 1],
    ] as const) {
      const seen: number[] = [];
      const answers = path(wide.X, wide.y, { count: 20, stopWhen, onProgress: ({ done }) => seen.push(done) });
      expect(seen).toEqual(Array.from({ length: answers.lambdas.length + more }, (_, k) => k + 1));
    }
  });

  test.each(ways)("a signal ends it before and between λ's with its reason, and nothing is left: %s", (_, { X, y }, options) => {
    const whole = quietly(() => path(X, y, options)).result;
    const { used, peak, matrices } = memoryUsage();
    for (const reason of [new Error("enough"), "text", 0, null]) {
      expect(thrownBy(() => path(X, y, { ...options, signal: AbortSignal.abort(reason) }))).toBe(reason);
      expect(memoryUsage().peak).toBe(peak);
      for (const at of [1, 3, whole.lambdas.length]) {
        const controller = new AbortController();
        let calls = 0;
        const onProgress = () => {
          if (++calls === at) controller.abort(reason);
        };
        expect(thrownBy(() => path(X, y, { ...options, signal: controller.signal, onProgress }))).toBe(reason);
        expect(calls).toBe(at);
        expect(memoryUsage()).toMatchObject({ used, matrices });
      }
    }
    expect(quietly(() => path(X, y, options)).result).toEqual(whole);
  });

  function thrownBy(call: () => unknown): unknown {
    try {
      quietly(call);
    } catch (reason) {
      return reason;
    }
    return expect.fail("nothing was thrown");
  }
});
