import { describe, expect, test } from "vitest";
import { normal } from "../bench/problems.js";
import { LossKind, STRUCT_BYTES } from "../src/abi.js";
import { expectClose, expectSum } from "./helpers/closeTo.js";
import { Arena, kernels as k } from "./helpers/kernels.js";

/** What the contract test needs to know of a loss f(η) = Σ wᵢ ℓ(yᵢ, ηᵢ): ℓ, as naive as possible. */
interface Reference {
  kind: LossKind;
  fill(struct: number, n: number, y: number, w: number): void;
  /** a y that the loss admits */
  target(random: () => number): number;
  /** ℓ(y, η) */
  value(y: number, eta: number): number;
  /** ∂ℓ/∂η */
  slope(y: number, eta: number): number;
  /** sup_η θη − ℓ(y, η) */
  conjugate(y: number, theta: number): number;
  /** bounds |∂³ℓ/∂η³| */
  third: number;
}

// THE list: a new loss gets an entry here, and every test below is about it too.
const references: Reference[] = [
  {
    kind: LossKind.Squared,
    fill: k.squared,
    target: (random) => 3 * random(),
    value: (y, eta) => 0.5 * (y - eta) ** 2,
    slope: (y, eta) => eta - y,
    conjugate: (y, theta) => theta * y + 0.5 * theta ** 2,
    third: 0,
  },
];

const { EPSILON } = Number;
const LENGTHS = Array.from({ length: 9 }, (_, i) => i + 1);

test.each(Object.values(LossKind).filter((kind) => typeof kind === "number"))("loss %i has a reference", (kind) => {
  const named = references.map((reference) => LossKind[reference.kind]);
  expect(named, `loss ${LossKind[kind]} has no reference`).toContain(LossKind[kind]);
});

test("a kind that is not dispatched traps", () => {
  expect(() => k.lossOf(99, 0, 0, 0, 0, 0, 0)).toThrow(WebAssembly.RuntimeError);
});

describe.each(references.map((reference) => [LossKind[reference.kind], reference] as const))("%s:", (name, reference) => {
  const { value, slope, conjugate } = reference;
  const random = normal(5);

  interface Problem {
    y: number[];
    w: number[];
    eta: number[];
  }

  /** n rows; every third one has weight 0 */
  const problem = (n: number, size = 2): Problem => ({
    y: Array.from({ length: n }, () => reference.target(random)),
    w: Array.from({ length: n }, (_, i) => (i % 3 === 1 ? 0 : Math.abs(random()) + 0.1)),
    eta: Array.from({ length: n }, () => size * random()),
  });

  /** f, ∇f at η and fenchel(η, κ, θ), θ = 0 unless given */
  function methods({ y, w, eta }: Problem, kappa = 1, theta = eta.map(() => 0), skew: 0 | 8 = 0) {
    const n = y.length;
    const arena = new Arena(skew);
    const struct = arena.bytes(STRUCT_BYTES);
    reference.fill(struct, n, arena.f64(y), arena.f64(w));
    const g = arena.blank(n);
    const out = arena.blank(2);
    k.lossOf(reference.kind, struct, arena.f64(eta), kappa, arena.f64(theta), g, out);
    arena.checkGuards();
    const [f, fenchel] = arena.read(out, 2);
    return { value: f, gradient: Array.from(arena.read(g, n), (gi) => gi + 0 /* −0 → 0 */), fenchel };
  }

  const terms = ({ y, w, eta }: Problem) => y.map((yi, i) => w[i] * value(yi, eta[i]));

  test("it is dispatched", () => {
    expect(() => methods(problem(1)), `loss ${name} is not dispatched`).not.toThrow();
  });

  test("value and gradient are the formulas, for every length and alignment", () => {
    for (const n of LENGTHS) {
      for (const skew of [0, 8] as const) {
        const p = problem(n);
        const actual = methods(p, 1, undefined, skew);
        expectSum(actual.value, terms(p), `n = ${n}:`);
        actual.gradient.forEach((g, i) => {
          expectClose(g, p.w[i] * slope(p.y[i], p.eta[i]), 1, Math.abs(p.w[i] * slope(p.y[i], p.eta[i])), `n = ${n}, gradient ${i}:`);
        });
      }
    }
  });

  test("the gradient is the derivative of the value", () => {
    const h = 2 ** -10;
    for (const n of LENGTHS) {
      const p = problem(n);
      const { gradient, value: f } = methods(p);
      for (let i = 0; i < n; i++) {
        const shifted = (step: number) => methods({ ...p, eta: p.eta.map((e, q) => (q === i ? e + step : e)) }).value;
        const difference = (shifted(h) - shifted(-h)) / (2 * h);
        // Taylor's remainder h²/6·f''', and the rounding of two values divided by 2h
        const allowed = (h * h * p.w[i] * reference.third) / 6 + (8 * n * EPSILON * (f + Math.abs(gradient[i]) * h + p.w[i] * h * h)) / h;
        expect(Math.abs(gradient[i] - difference), `n = ${n}, ∂f/∂η of row ${i}`).toBeLessThanOrEqual(allowed);
      }
    }
  });

  test("fenchel is f(η) + f*(κθ) − κθᵀη and never negative", () => {
    for (const n of LENGTHS) {
      for (const kappa of [0, 0.3, 1]) {
        const p = problem(n);
        // slopes at some other η lie in the domain of ℓ*, and so does what lies between 0 and them
        const theta = p.y.map((yi, i) => p.w[i] * slope(yi, p.eta[i] + random()));
        const { fenchel } = methods(p, kappa, theta);
        expect(fenchel).toBeGreaterThanOrEqual(0);
        const conjugates = p.y.map((yi, i) => (p.w[i] === 0 ? 0 : p.w[i] * conjugate(yi, (kappa * theta[i]) / p.w[i])));
        expectSum(fenchel, [...terms(p), ...conjugates, ...theta.map((t, i) => -kappa * t * p.eta[i])], `n = ${n}, κ = ${kappa}:`);
      }
    }
  });

  test("fenchel is 0 where κθ is the gradient", () => {
    for (const n of LENGTHS) {
      for (const kappa of [0.25, 0.7, 1]) {
        const p = problem(n);
        const { gradient, value: f } = methods(p);
        const { fenchel } = methods(
          p,
          kappa,
          gradient.map((g) => g / kappa),
        );
        // a sum of squares of rounding errors, each at most ε of its own row
        expect(fenchel, `n = ${n}, κ = ${kappa}`).toBeLessThanOrEqual(8 * n * EPSILON * EPSILON * f);
        expect(fenchel).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test("the naive conjugate is the supremum of θη − ℓ(y, η)", () => {
    for (let trial = 0; trial < 50; trial++) {
      const y = reference.target(random);
      const eta = 2 * random();
      const theta = slope(y, eta);
      const best = conjugate(y, theta);
      expectSum(best, [theta * eta, -value(y, eta)]);
      for (let other = -20; other <= 20; other += 0.5) {
        expect(theta * other - value(y, other)).toBeLessThanOrEqual(best + 8 * EPSILON * (Math.abs(best) + Math.abs(theta * other) + 1));
      }
    }
  });

  test("rows of weight 0 change nothing, whatever they hold", () => {
    for (const n of LENGTHS) {
      const p = problem(n);
      const { gradient } = methods(p);
      const wild = { ...p, eta: p.eta.map((e, i) => (p.w[i] === 0 ? 1e5 * e : e)) };
      const theta = gradient.map((g) => 0.5 * g);
      expect(methods(wild, 1, theta)).toEqual(methods(p, 1, theta));
      p.w.forEach((w, i) => {
        if (w === 0) expect(gradient[i]).toBe(0);
      });
    }
  });

  test("everything stays finite at η = ±700", () => {
    for (const eta of [-700, 700]) {
      for (const n of LENGTHS) {
        const p = { ...problem(n), eta: Array.from({ length: n }, () => eta) };
        const { gradient, value: f } = methods(p);
        const { fenchel } = methods(p, 1, gradient);
        for (const number of [f, fenchel, ...gradient]) expect(number, `n = ${n}, η = ${eta}`).toSatisfy(Number.isFinite);
        expectSum(f, terms(p), `n = ${n}, η = ${eta}:`);
      }
    }
  });
});
