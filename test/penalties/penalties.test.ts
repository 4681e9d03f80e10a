import { describe, expect, test } from "vitest";
import { uniform } from "../../reference/problems.js";
import { PenaltyKind, STRUCT_BYTES } from "../../src/kernels/abi.js";
import { expectClose } from "../helpers/closeTo.js";
import { Arena, kernels as k } from "../helpers/kernels.js";
import { type Coordinate, elasticNet, type Reference } from "../helpers/penalties.js";

// THE list: a new penalty gets an entry, and every test below is about it too.
const references: Reference[] = [elasticNet];

const EPSILON = Number.EPSILON;
const steps = [0.25, 1, 3];
const arguments_ = [0, 1e-3, 0.1, 0.7, 1, 2.5, 40].flatMap((z) => [z, -z]);
const grid = Array.from({ length: 81 }, (_, i) => (i - 40) / 10);

test.each(Object.values(PenaltyKind).filter((kind) => typeof kind === "number"))("penalty %i has a reference", (kind) => {
  const named = references.map((reference) => PenaltyKind[reference.kind]);
  expect(named, `penalty ${PenaltyKind[kind]} has no reference`).toContain(PenaltyKind[kind]);
});

test("a kind that is not dispatched traps", () => {
  expect(() => k.penaltyOf(99, 0, 0, 0, 1, 0, 0)).toThrow(WebAssembly.RuntimeError);
});

describe.each(references.map((reference) => [PenaltyKind[reference.kind], reference] as const))("%s:", (name, reference) => {
  const arena = new Arena();
  const struct = arena.bytes(STRUCT_BYTES);
  const out = arena.blank(9);
  const tables = reference.tables(arena, struct);

  /** all methods of coordinate j of the struct as it is filled in */
  function methods(b: number, z: number, t: number, j: number) {
    k.penaltyOf(reference.kind, struct, b, z, t, j, out);
    const [value, prox, fenchel, dualScale, lambdaMax, free, inside, nearScale, staysZero] = arena.read(out, 9);
    return { value, prox, fenchel, dualScale, lambdaMax, free, inside, nearScale, staysZero };
  }

  /** calls `check` for every coordinate of every set of parameters */
  function everywhere(check: (c: Coordinate, j: number, fill: (lambda?: number) => void) => void): void {
    for (const { coordinates, fill } of tables) {
      coordinates.forEach((c, j) => {
        fill();
        check(c, j, fill);
      });
    }
    arena.checkGuards();
  }

  test("it is dispatched", () => {
    tables[0].fill();
    expect(() => methods(0, 0, 1, 0), `penalty ${name} is not dispatched`).not.toThrow();
  });

  test("value is the formula, 0 at 0 and never negative", () => {
    everywhere((c, j) => {
      if (methods(0, 1, 1, j).value !== 0) expect.fail(`${c.name}: value(0) is not 0`);
      for (const b of points(c)) {
        const { value } = methods(b, 1, 1, j);
        if (!(value >= 0)) expect.fail(`${c.name}: value(${b}) is ${value}`);
        expectClose(value, c.value(b), 2, c.value(b), `${c.name}: value(${b})`);
      }
    });
  });

  test("prox minimises ½(b − z)²/t + Ω(b) over the domain", () => {
    everywhere((c, j) => {
      for (const z of arguments_) {
        for (const t of steps) {
          const { prox } = methods(0, z, t, j);
          const name = `${c.name}: prox(${z}, ${t}) is ${prox}`;
          if (!(prox >= c.lower && prox <= c.upper)) expect.fail(`${name}, outside the domain`);
          const h = (b: number) => ((b - z) * (b - z)) / (2 * t) + c.value(b);
          for (const b of [...grid, z, prox * 0.99, prox * 1.01]) {
            if (b < c.lower || b > c.upper) continue;
            // h is 1/t-strongly convex: every b is worse than the minimiser by ½(b − prox)²/t at least, and no other point has that
            const worse = h(b) - h(prox) - ((b - prox) * (b - prox)) / (2 * t);
            // the rounding of h, and of prox itself, which moves the right side by |b − prox|·ε|z|/t
            const rounding = 16 * EPSILON * (h(b) + h(prox) + (Math.abs(b - prox) * Math.abs(z)) / t);
            if (!(worse >= -rounding)) expect.fail(`${name}, but ${b} is too good by ${-worse}`);
          }
        }
      }
    });
  });

  test("prox is its closed form", () => {
    everywhere((c, j) => {
      for (const z of arguments_) {
        for (const t of steps) expectClose(methods(0, z, t, j).prox, c.prox(z, t), 2, Math.abs(z), `${c.name}: prox(${z}, ${t})`);
      }
    });
  });

  test("the naive conjugate is the supremum of zb − Ω(b)", () => {
    everywhere((c) => {
      for (const z of arguments_) {
        const { value, scale } = conjugate(c, z);
        for (const b of grid) {
          if (b < c.lower || b > c.upper) continue;
          if (!(z * b - c.value(b) <= value + 8 * EPSILON * scale)) expect.fail(`${c.name}: Ω*(${z}) is ${value}, but more at ${b}`);
        }
        if (value < Infinity) continue;
        const far = (b: number) => z * b - c.value(b);
        const sign = Math.sign(c.maximiser(z));
        if (!(far(sign * 1e6) > 0 && far(sign * 1e9) > 900 * far(sign * 1e6))) expect.fail(`${c.name}: Ω*(${z}) is finite`);
      }
    });
  });

  test("fenchel is Ω(b) + Ω*(z) − zb, never negative, and Infinity where Ω*(z) is", () => {
    everywhere((c, j) => {
      for (const z of arguments_) {
        const { value, scale } = conjugate(c, z);
        for (const b of points(c)) {
          const { fenchel } = methods(b, z, 1, j);
          const name = `${c.name}: fenchel(${b}, ${z})`;
          if (!(fenchel >= 0)) expect.fail(`${name} is ${fenchel}`);
          if (value < Infinity) expectClose(fenchel, c.value(b) + value - z * b, 4, c.value(b) + scale + Math.abs(z * b), name);
          else if (fenchel < Infinity) expect.fail(`${name} is ${fenchel}, but Ω* is infinite there`);
        }
      }
    });
  });

  test("fenchel is 0 at the fixed points of prox", () => {
    everywhere((c, j) => {
      for (const z of arguments_) {
        for (const t of steps) {
          const { prox } = methods(0, z, t, j);
          // (z − prox)/t ∈ ∂Ω(prox); the rounding of it may pass the slope at which Ω* ends and is taken back
          const subgradient = (z - prox) / t;
          const rounding = (4 * EPSILON * (Math.abs(z) + Math.abs(prox))) / t;
          const within = Math.sign(subgradient) * Math.max(0, Math.abs(subgradient) - rounding);
          const { fenchel } = methods(prox, within, t, j);
          if (!(fenchel <= 2 * rounding * Math.abs(prox))) expect.fail(`${c.name}: fenchel(${prox}, ${within}) is ${fenchel}`);
        }
      }
    });
  });

  test("dualScale is the largest κ ≤ 1 with a finite Ω*(κz)", () => {
    everywhere((c, j) => {
      for (const z of arguments_) {
        const { dualScale } = methods(0, z, 1, j);
        const name = `${c.name}: dualScale(${z}) is ${dualScale}`;
        if (Math.abs(c.maximiser(z)) < Infinity) {
          if (dualScale !== 1) expect.fail(`${name}, but Ω* is finite`);
          continue;
        }
        if (!(dualScale >= 0 && dualScale < 1)) expect.fail(name);
        const maximiserAt = (kappa: number) => Math.abs(c.maximiser(kappa * z));
        if (maximiserAt(dualScale * (1 - 4 * EPSILON)) === Infinity) expect.fail(`${name}, too large`);
        if (maximiserAt(dualScale * (1 + 4 * EPSILON) + 1e-200) < Infinity) expect.fail(`${name}, too small`);
      }
    });
  });

  test("nearScale is the largest κ ≤ 1 at which Ω*(κz) is not made by a bound that b does not sit at", () => {
    everywhere((c, j) => {
      const straight = Math.abs(c.value(2) - 2 * c.value(1)) <= 4 * EPSILON * c.value(2);
      for (const z of arguments_) {
        for (const b of [...points(c), c.lower, c.upper].filter(Number.isFinite)) {
          const { nearScale } = methods(b, z, 1, j);
          const best = c.maximiser(z);
          // a straight Ω has its maximiser at 0 or at a bound; at a bound of 0 nobody sits but b = 0
          const far = straight && Math.abs(z) > c.slope && b !== (z > 0 ? c.upper : c.lower);
          const expected = far ? c.slope / Math.abs(z) : 1;
          expectClose(nearScale, expected, 2, expected, `${c.name}: nearScale(${b}, ${z}) where the maximiser is ${best}`);
          if (methods(b, nearScale * z, 1, j).fenchel === Infinity) expect.fail(`${c.name}: Ω* is infinite at nearScale(${b}, ${z})·z`);
        }
      }
    });
  });

  test("fenchel is finite at dualScale(z)·z, however that rounds", () => {
    const random = uniform(4);
    const infinite: string[] = [];
    everywhere((c, j) => {
      for (let i = 0; i < 20; i++) {
        const z = 6 * (random() - 0.5) * (c.slope + 1e-3);
        const { dualScale } = methods(0, z, 1, j);
        if (methods(0, dualScale * z, 1, j).fenchel === Infinity) infinite.push(`${c.name}, z = ${z}`);
      }
    });
    expect(infinite.length, `infinite at ${infinite[0]}`).toBe(0);
  });

  test("0 is optimal at lambdaMax and not just below it", () => {
    everywhere((c, j, fill) => {
      for (const z of arguments_) {
        fill();
        const { lambdaMax } = methods(0, z, 1, j);
        const name = `${c.name}: lambdaMax(${z}) is ${lambdaMax}`;
        if (!(lambdaMax >= 0)) expect.fail(name);
        /** how far a step of length 1 along −gradient = z leads away from 0 */
        const step = (lambda: number) => {
          fill(lambda);
          return Math.abs(methods(0, z, 1, j).prox);
        };
        if (lambdaMax === Infinity) {
          if (step(1e6) === 0) expect.fail(`${name}, but 0 is optimal at 1e6`);
          continue;
        }
        if (!(step(lambdaMax) <= 4 * EPSILON * Math.abs(z))) expect.fail(`${name}, but 0 is not optimal there`);
        if (step(lambdaMax * (1 + 1e-9)) > 0) expect.fail(`${name}, but 0 is not optimal above it`);
        if (lambdaMax > 0 && step(lambdaMax * (1 - 1e-9)) === 0) expect.fail(`${name}, but 0 is optimal below it`);
      }
    });
  });

  test("staysZero on an interval says that 0 is optimal at every z in it, with nothing to add to the gap", () => {
    everywhere((c, j) => {
      // beside the slope at 0 by more than it rounds
      const ends = [...arguments_, ...[1 - 1e-12, 1 + 1e-12].flatMap((t) => [t * c.slope, -t * c.slope])];
      for (const [low, high] of ends.flatMap((a) => ends.filter((b) => b >= a).map((b) => [a, b]))) {
        const between = ends.filter((z) => z >= low && z <= high);
        const { staysZero } = methods(low, high, 1, j);
        if (staysZero !== Number(between.every((z) => c.maximiser(z) === 0)))
          expect.fail(`${c.name}: staysZero(${low}, ${high}) is ${staysZero}`);
        for (const z of staysZero ? between : []) {
          const { fenchel, prox } = methods(0, z, 1, j);
          if (fenchel !== 0 || prox !== 0)
            expect.fail(`${c.name}: staysZero(${low}, ${high}), but at ${z} fenchel ${fenchel}, prox ${prox}`);
        }
      }
    });
  });

  test("free says that nothing is penalised, inside that no bound is reached", () => {
    everywhere((c, j) => {
      const nothing = [-2, 0.3, 5].every((b) => c.value(b) === 0);
      for (const b of [...points(c), c.lower - 1, c.upper + 1]) {
        const { free, inside } = methods(b, 1, 1, j);
        if (free !== Number(nothing)) expect.fail(`${c.name}: free is ${free}`);
        if (inside !== Number(b > c.lower && b < c.upper)) expect.fail(`${c.name}: inside(${b}) is ${inside}`);
      }
    });
  });
});

/** some b of the domain, its ends among them */
function points({ lower, upper }: Coordinate): number[] {
  return [lower, -2, -0.3, -1e-3, 0, 1e-3, 0.3, 2, upper].filter((b) => b >= lower && b <= upper && Math.abs(b) < Infinity);
}

/** Ω*(z) and the sum of the absolute terms it is made of */
function conjugate(c: Coordinate, z: number): { value: number; scale: number } {
  const b = c.maximiser(z);
  if (Math.abs(b) === Infinity) return { value: Infinity, scale: 0 };
  return { value: z * b - c.value(b), scale: Math.abs(z * b) + c.value(b) };
}
