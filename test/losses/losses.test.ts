import { describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { LossKind, STRUCT_BYTES } from "../../src/kernels/abi.js";
import { expectClose, expectSum } from "../helpers/closeTo.js";
import { Arena, kernels as k } from "../helpers/kernels.js";
import { references } from "../helpers/losses.js";

const { EPSILON } = Number;
const LENGTHS = Array.from({ length: 10 }, (_, n) => n);
/** the half width of differences */
const H = 2 ** -10;

test.each(Object.values(LossKind).filter((kind) => typeof kind === "number"))("loss %i has a reference", (kind) => {
  const named = references.map((reference) => LossKind[reference.kind]);
  expect(named, `loss ${LossKind[kind]} has no reference`).toContain(LossKind[kind]);
});

test("a kind that there is not traps", () => {
  const arena = new Arena();
  const struct = arena.bytes(STRUCT_BYTES);
  k.squared(struct, 0, 0, 0);
  const out = arena.blank(5);
  expect(() => k.lossOf(struct, 0, 0, 0, 0, out)).not.toThrow();
  new Int32Array(k.memory.buffer, struct, 2)[1] = 99;
  expect(() => k.lossOf(struct, 0, 0, 0, 0, out)).toThrow(WebAssembly.RuntimeError);
});

describe.each(references.map((reference) => [reference.name, reference] as const))("%s:", (name, reference) => {
  const { slope, bend, conjugate, domain, kinks } = reference;
  const random = normal(5);
  const total = (terms: number[]) => terms.reduce((sum, term) => sum + term, 0);

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

  /** f, ∇f, ∇²f at η and fenchel(η, κ, θ), θ = 0 unless given */
  function methods({ y, w, eta }: Problem, kappa = 1, theta = eta.map(() => 0), skew: 0 | 8 = 0) {
    const n = y.length;
    const arena = new Arena(skew);
    const struct = arena.bytes(STRUCT_BYTES);
    reference.fill(struct, n, arena.f64(y), arena.f64(w));
    const vectors = arena.blank(4 * n);
    const out = arena.blank(5);
    k.lossOf(struct, arena.f64(eta), kappa, arena.f64(theta), vectors, out);
    arena.checkGuards();
    const [value, fenchel, fusedValue, bound, expandedValue] = arena.read(out, 5);
    const [gradient, fusedGradient, expandedGradient, curvature] = [0, 1, 2, 3].map((block) =>
      Array.from(arena.read(vectors + 8 * n * block, n), (v) => v + 0 /* −0 → 0 */),
    );
    return { value, gradient, curvature, fenchel, fusedValue, fusedGradient, expandedValue, expandedGradient, bound };
  }

  /** one row of weight 1 */
  const row = (y: number, eta: number, kappa = 1, theta = 0) => methods({ y: [y], w: [1], eta: [eta] }, kappa, [theta]);

  /** the terms wᵢℓ(yᵢ, ηᵢ); rows of weight 0 have none, whatever they hold */
  const terms = ({ y, w, eta }: Problem) =>
    y.flatMap((yi, i) => (w[i] === 0 ? [] : reference.value(yi, eta[i]).map((term) => w[i] * term)));

  test("it is dispatched", () => {
    expect(() => methods(problem(1)), `loss ${name} is not dispatched`).not.toThrow();
  });

  test("value, gradient and curvature are the formulas, for every length and alignment", () => {
    for (const n of LENGTHS) {
      for (const skew of [0, 8] as const) {
        const p = problem(n);
        const actual = methods(p, 1, undefined, skew);
        expectSum(actual.value, terms(p), `n = ${n}:`);
        p.y.forEach((y, i) => {
          const [g, c] = [slope(y, p.eta[i]), bend(y, p.eta[i])].map((v) => p.w[i] * v);
          // where the slope is a difference of e^η and y, an ulp of e^η is not one of the slope
          expectClose(actual.gradient[i], g, 1, Math.abs(g) + (Number.isFinite(reference.bound) ? 0 : c), `n = ${n}, gradient ${i}:`);
          expectClose(actual.curvature[i], c, 1, c, `n = ${n}, curvature ${i}:`);
        });
      }
    }
  });

  test("value and gradient in one pass are those of two", () => {
    for (const n of LENGTHS) {
      for (const skew of [0, 8] as const) {
        const { value, gradient, fusedValue, fusedGradient, expandedValue, expandedGradient } = methods(problem(n), 1, undefined, skew);
        expect([fusedValue, fusedGradient], `n = ${n}`).toEqual([value, gradient]);
        expect([expandedValue, expandedGradient], `n = ${n}`).toEqual([value, gradient]);
      }
    }
  });

  test("the gradient is the derivative of the value, the curvature that of the gradient", () => {
    for (const n of LENGTHS) {
      const p = problem(n);
      const { gradient, curvature } = methods(p);
      for (let i = 0; i < n; i++) {
        const at = (step: number) => methods({ ...p, eta: p.eta.map((e, q) => (q === i ? e + step : e)) });
        const [behind, ahead] = [at(-H), at(H)];
        const { w, y, eta } = { w: p.w[i], y: p.y[i], eta: p.eta[i] };
        const kinked = kinks(y).some((kink) => Math.abs(kink - eta) <= 2 * H);
        // Taylor's remainder, h/4 times a jump of the curvature, and the rounding of two values divided by 2h
        const size = terms(p).reduce((sum, term) => sum + Math.abs(term), 0) + (Math.abs(gradient[i]) + w) * (Math.abs(eta) + H);
        const allowed = (H * H * w * reference.third(eta)) / 6 + (kinked ? (H * w) / 4 : 0) + (8 * n * EPSILON * size) / H;
        const off = Math.abs(gradient[i] - (ahead.value - behind.value) / (2 * H));
        expect(off, `n = ${n}, ∂f/∂η of row ${i}`).toBeLessThanOrEqual(allowed);

        if (kinked) continue;
        const rounding = (8 * EPSILON * (Math.abs(gradient[i]) + w * Math.abs(y) + curvature[i] * (Math.abs(eta) + 1))) / H;
        const offCurvature = Math.abs(curvature[i] - (ahead.gradient[i] - behind.gradient[i]) / (2 * H));
        expect(offCurvature, `n = ${n}, ∂²f/∂η² of row ${i}`).toBeLessThanOrEqual((H * H * w * reference.fourth(eta)) / 6 + rounding);
      }
    }
  });

  test("the gradient never falls, and the curvature reaches its bound and stays below it", () => {
    const eta = Array.from({ length: 401 }, (_, i) => (i - 200) / 16);
    const y = reference.target(random);
    const { gradient, curvature, bound } = methods({ y: eta.map(() => y), w: eta.map(() => 1), eta });
    expect(bound).toBe(reference.bound);
    gradient.slice(1).forEach((g, i) => {
      expect(g, `between η = ${eta[i]} and ${eta[i + 1]}`).toBeGreaterThanOrEqual(gradient[i] - 2 * EPSILON * Math.abs(gradient[i]));
    });
    const steepest = Math.max(...curvature);
    if (bound < Infinity) expect(steepest).toBe(bound);
    else expect(steepest).toBeGreaterThan(1e5);
    expect(Math.min(...curvature)).toBeGreaterThanOrEqual(0);
  });

  test("curvature takes the larger side at a kink", () => {
    for (const y of [0, 1]) for (const kink of kinks(y)) expect(row(y, kink).curvature, `y = ${y}, η = ${kink}`).toEqual([bend(y, kink)]);
  });

  test("fenchel is f(η) + f*(κθ) − κθᵀη and never negative", () => {
    for (const n of LENGTHS) {
      for (const kappa of [0, 0.3, 1]) {
        for (const apart of [1e-3, 1, 3]) {
          const p = problem(n);
          // slopes at some other η lie in the domain of ℓ*, and so does what lies between 0 and them
          const other = p.eta.map((e) => e + apart * random());
          const theta = p.y.map((y, i) => p.w[i] * slope(y, other[i]));
          const { fenchel } = methods(p, kappa, theta);
          expect(fenchel).toBeGreaterThanOrEqual(0);
          const conjugates = p.y.flatMap((y, i) => (p.w[i] === 0 ? [] : conjugate(y, (kappa * theta[i]) / p.w[i]).map((c) => p.w[i] * c)));
          const all = [...terms(p), ...conjugates, ...theta.map((t, i) => -kappa * t * p.eta[i])];
          // κθ/w is rounded, and f* has the slope y, other or at most 2 more there
          const moved = theta.map((t, i) => Math.abs(t) * (Math.abs(p.y[i]) + Math.abs(other[i]) + 2));
          const scale = total([...all.map(Math.abs), ...moved]);
          expectClose(fenchel, total(all), all.length, scale, `n = ${n}, κ = ${kappa}, ${apart} apart:`);
        }
      }
    }
  });

  test("fenchel is 0 where κθ is the gradient", () => {
    for (const n of LENGTHS) {
      for (const kappa of [0.25, 0.7, 1]) {
        const p = problem(n);
        const { gradient } = methods(p);
        const theta = gradient.map((g) => g / kappa);
        const { fenchel } = methods(p, kappa, theta);
        // a dual point e off: e²/2ℓ″, and e times the way to the kink where ℓ″ = 0. Four roundings of the slope, one of its sum with y.
        const allowed = p.y.map((y, i) => {
          const e = 4 * EPSILON * (Math.abs(slope(y, p.eta[i])) + Math.abs(y));
          const curved = bend(y, p.eta[i]);
          return p.w[i] * (curved > 0 ? (e * e) / curved : e * (Math.abs(p.eta[i]) + Math.abs(y)));
        });
        expect(fenchel, `n = ${n}, κ = ${kappa}`).toBeLessThanOrEqual(total(allowed));
        expect(fenchel).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test("fenchel is finite at the ends of the domain and Infinity beyond them", () => {
    for (const y of [1, reference.target(random), reference.target(random), reference.target(random)]) {
      for (const end of domain(y).filter(Number.isFinite)) {
        const outward = end === Math.max(...domain(y)) ? 1 : -1;
        const eta = random();
        for (const inside of [end, end * (1 + 4 * EPSILON)]) {
          const all = [...reference.value(y, eta), ...conjugate(y, end), -end * eta];
          expectSum(row(y, eta, 1, inside).fenchel, all, `y = ${y}, θ = ${inside}:`);
        }
        for (const far of [1e-9, 0.1, 100])
          expect(row(y, eta, 1, end + outward * far).fenchel, `y = ${y}, ${far} beyond ${end}`).toBe(Infinity);
        // rows of weight 0 have no dual point that could be outside
        expect(methods({ y: [y, y], w: [1, 0], eta: [eta, eta] }, 1, [0, 0]).fenchel).toBe(row(y, eta).fenchel);
      }
    }
  });

  test("the naive conjugate is the supremum of θη − ℓ(y, η)", () => {
    for (let trial = 0; trial < 50; trial++) {
      const y = reference.target(random);
      const eta = 2 * random();
      const theta = slope(y, eta);
      const best = total(conjugate(y, theta));
      const scale = [theta * eta, ...reference.value(y, eta), ...conjugate(y, theta), theta * (Math.abs(y) + Math.abs(eta) + 2)];
      expectClose(best, theta * eta - total(reference.value(y, eta)), 4, total(scale.map(Math.abs)));
      for (let other = -20; other <= 20; other += 0.5) {
        const size = total([...scale, theta * other].map(Math.abs));
        expect(theta * other - total(reference.value(y, other))).toBeLessThanOrEqual(best + 8 * EPSILON * (size + 1));
      }
    }
  });

  test("rows of weight 0 change nothing, whatever they hold", () => {
    for (const n of LENGTHS) {
      const p = problem(n);
      const { gradient, curvature } = methods(p);
      const wild = { ...p, eta: p.eta.map((e, i) => (p.w[i] === 0 ? 1e5 * e : e)) };
      const theta = gradient.map((g) => 0.5 * g);
      expect(methods(wild, 1, theta)).toEqual(methods(p, 1, theta));
      p.w.forEach((w, i) => {
        if (w === 0) expect([gradient[i], curvature[i]]).toEqual([0, 0]);
      });
    }
  });

  test("everything stays finite at η = ±700, and beyond where no e^η is in it", () => {
    for (const eta of [-700, 700, ...(reference.everywhere ? [-800, 800, -1e5, 1e5] : [])]) {
      for (const n of LENGTHS) {
        const p = { ...problem(n), eta: Array.from({ length: n }, () => eta) };
        const { gradient, curvature, value: f } = methods(p);
        const inner = p.y.map((y, i) => p.w[i] * slope(y, 0.5));
        const { fenchel } = methods(p, 1, gradient);
        const { fenchel: far } = methods(p, 1, inner);
        for (const number of [f, fenchel, far, ...gradient, ...curvature])
          expect(number, `n = ${n}, η = ${eta}`).toSatisfy(Number.isFinite);
        expectSum(f, terms(p), `n = ${n}, η = ${eta}:`);
        const conjugates = p.y.flatMap((y, i) => (p.w[i] === 0 ? [] : conjugate(y, inner[i] / p.w[i]).map((c) => p.w[i] * c)));
        expectSum(far, [...terms(p), ...conjugates, ...inner.map((t) => -t * eta)], `n = ${n}, η = ${eta}, fenchel:`);
      }
    }
  });
});
