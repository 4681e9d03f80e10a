// The constrained form, and its picture for two coefficients.
import { describe, expect, test } from "vitest";
import { autoregressive, rowsOf } from "../../reference/problems.js";
import { elasticNet, lasso, memoryUsage, path, ridge } from "../../src/index.js";
import { constraintRadius, lambdaForRadius, lossContours, type Point, pNormBall, tangentPoint } from "../../src/theory/index.js";
import diabetes from "../fixtures/diabetes.json" with { type: "json" };

const problems = {
  "50×6": autoregressive({ n: 50, p: 6, density: 1 }),
  "15×40": autoregressive({ n: 15, p: 40, density: 0.3, seed: 2 }),
};

describe("constraintRadius and lambdaForRadius", () => {
  test("the radius is ‖w‖₁ of a lasso and ‖w‖₂² of a ridge fit", () => {
    const { columns, y } = problems["50×6"];
    const X = rowsOf(columns);
    const one = lasso(X, y, { lambda: 0.1 });
    const two = ridge(X, y, { lambda: 0.1 });
    expect(constraintRadius(one)).toBe(one.coefficients.reduce((sum, w) => sum + Math.abs(w), 0));
    expect(constraintRadius(two)).toBe(two.coefficients.reduce((sum, w) => sum + w * w, 0));
    expect(constraintRadius(two, { norm: "l1" })).toBe(two.coefficients.reduce((sum, w) => sum + Math.abs(w), 0));
    expect(constraintRadius(elasticNet(X, y, { lambda: 0.1, l1Ratio: 0.5 }), { norm: "l2" })).toBeGreaterThan(0);
  });

  test.each(Object.keys(problems) as (keyof typeof problems)[])("λ → radius → λ and radius → λ → radius to 1e-8, %s", (title) => {
    const { columns, y } = problems[title];
    const X = rowsOf(columns);
    const used = memoryUsage().used;
    for (const fitIntercept of [true, false]) {
      for (const lambda of [0.003, 0.02, 0.1, 0.4]) {
        const l2 = constraintRadius(ridge(X, y, { lambda, fitIntercept }));
        expect(Math.abs(lambdaForRadius(X, y, { norm: "l2", radius: l2, fitIntercept }) / lambda - 1)).toBeLessThan(1e-8);
        const l1 = constraintRadius(lasso(X, y, { lambda, fitIntercept, tol: 1e-14 }));
        if (l1 > 0) expect(Math.abs(lambdaForRadius(X, y, { norm: "l1", radius: l1, fitIntercept }) / lambda - 1)).toBeLessThan(1e-8);
      }
      for (const share of [0.05, 0.5, 0.9]) {
        const free = path(X, y, { fitIntercept, minRatio: 1e-3 });
        const l1 = share * constraintRadius(free.fit(99));
        const first = lambdaForRadius(X, y, { norm: "l1", radius: l1, fitIntercept });
        expect(Math.abs(constraintRadius(lasso(X, y, { lambda: first, fitIntercept, tol: 1e-14 })) / l1 - 1)).toBeLessThan(1e-8);
        const l2 = share * constraintRadius(ridge(X, y, { lambda: 1e-6, fitIntercept }));
        const second = lambdaForRadius(X, y, { norm: "l2", radius: l2, fitIntercept });
        expect(Math.abs(constraintRadius(ridge(X, y, { lambda: second, fitIntercept })) / l2 - 1)).toBeLessThan(1e-8);
      }
    }
    expect(memoryUsage().used).toBe(used);
  });

  test("on the diabetes data, in its units", () => {
    const { X, y } = diabetes;
    for (const radius of [1, 30, 100]) {
      const lambda = lambdaForRadius(X, y, { norm: "l1", radius });
      expect(Math.abs(constraintRadius(lasso(X, y, { lambda, tol: 1e-13 })) / radius - 1)).toBeLessThan(1e-8);
    }
  });

  test("one coefficient, in closed form: w* = 2, d = 1, so ‖w‖₁ = 2 − λ and ‖w‖₂² = 4/(1 + λ)²", () => {
    const X = [[-1], [1]];
    const y = [-2, 2];
    expect(lambdaForRadius(X, y, { norm: "l1", radius: 0.5 })).toBeCloseTo(1.5, 12);
    expect(lambdaForRadius(X, y, { norm: "l2", radius: 1 })).toBeCloseTo(1, 12);
    expect(lambdaForRadius(X, y, { norm: "l1", radius: 2.5 })).toBe(0);
    expect(lambdaForRadius(X, y, { norm: "l2", radius: 4.5 })).toBe(0);
    expect(lambdaForRadius(X, [3, 3], { norm: "l1", radius: 1 })).toBe(0);
  });
});

describe("the picture of two coefficients", () => {
  const { columns, y } = autoregressive({ n: 40, p: 2, density: 1, seed: 6 });
  const X = rowsOf(columns);
  /** (1/2n)‖ỹ − X̃w‖², by its definition */
  const loss = ([a, b]: Point) => {
    const r = y.map((value, i) => value - a * X[i][0] - b * X[i][1]);
    const mean = r.reduce((sum, value) => sum + value, 0) / r.length;
    return r.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (2 * r.length);
  };

  test.each([0.5, 1, 1.5, 2, 4, Infinity])("points of the ball for p = %s have its norm, turn once around and hit its corners", (p) => {
    const points = pNormBall({ p, radius: 2.5, points: 64 });
    expect(points).toHaveLength(64);
    points.forEach(([a, b], k) => {
      const norm = p === Infinity ? Math.max(Math.abs(a), Math.abs(b)) : (Math.abs(a) ** p + Math.abs(b) ** p) ** (1 / p);
      expect(Math.abs(norm / 2.5 - 1)).toBeLessThan(1e-14);
      expect(Math.abs(((Math.atan2(b, a) + 2 * Math.PI) % (2 * Math.PI)) - (2 * Math.PI * k) / 64)).toBeLessThan(1e-14);
    });
    expect([0, 16, 32, 48].map((k) => points[k])).toEqual([
      [2.5, 0],
      [0, 2.5],
      [-2.5, 0],
      [0, -2.5],
    ]);
    if (p === Infinity) expect(points[8]).toEqual([2.5, 2.5]);
  });

  test("on every contour the loss has its level, around the least-squares answer", () => {
    const { optimum, minimum, contours } = lossContours(X, y, { points: 40 });
    const free = ridge(X, y, { lambda: 0 });
    expect(Math.hypot(optimum[0] - free.coefficients[0], optimum[1] - free.coefficients[1])).toBeLessThan(1e-13);
    expect(minimum).toBeCloseTo(free.certificate.objective, 14);
    expect(contours).toHaveLength(6);
    for (const { level, points } of contours) for (const point of points) expect(Math.abs(loss(point) / level - 1)).toBeLessThan(1e-12);
    expect(Math.abs(contours[5].level / loss([0, 0]) - 1)).toBeLessThan(1e-14);
    const own = lossContours(X, y, { levels: [minimum, 2 * minimum] });
    for (const point of own.contours[0].points) expect(point).toEqual(optimum);
  });

  test("at the tangent point the gradient is parallel to the normal, and no point of the ball has a smaller loss", () => {
    for (const norm of ["l1", "l2"] as const) {
      for (const radius of [0.05, 0.2, 0.5, 1]) {
        const { point, lambda, loss: level, gradient, normal, misalignment } = tangentPoint(X, y, { norm, radius });
        expect(lambda).toBeGreaterThan(0);
        expect(misalignment).toBeLessThan(1e-12);
        expect(Math.hypot(...normal)).toBeCloseTo(1, 14);
        // the gradient by differences of the loss, which is quadratic: no error of the formula, only rounding
        const [a, b] = point;
        expect((loss([a + 1, b]) - loss([a - 1, b])) / 2).toBeCloseTo(gradient[0], 12);
        expect((loss([a, b + 1]) - loss([a, b - 1])) / 2).toBeCloseTo(gradient[1], 12);
        expect(Math.abs(level / loss(point) - 1)).toBeLessThan(1e-12);
        // −∇L = λw (ridge), −∇L ∈ λ∂‖w‖₁ (lasso)
        if (norm === "l2") expect(Math.hypot(gradient[0] + lambda * a, gradient[1] + lambda * b)).toBeLessThan(1e-14);
        else expect(Math.max(Math.abs(gradient[0]), Math.abs(gradient[1]))).toBeCloseTo(lambda, 13);
        const ball = pNormBall(norm === "l1" ? { p: 1, radius, points: 4000 } : { p: 2, radius: Math.sqrt(radius), points: 4000 });
        for (const other of ball) expect(loss(other)).toBeGreaterThan(level - 1e-10);
      }
    }
  });

  test("the square's corner is touched, the circle's is not: zeros of L1 and none of L2", () => {
    const corner = tangentPoint(X, y, { norm: "l1", radius: 0.05 });
    expect(corner.point).toContain(0);
    expect(corner.misalignment).toBeLessThan(1e-15);
    expect(tangentPoint(X, y, { norm: "l2", radius: 0.05 ** 2 }).point).not.toContain(0);
    const edge = tangentPoint(X, y, { norm: "l1", radius: 1 });
    expect(edge.point).not.toContain(0);
    expect(edge.normal.map(Math.abs)).toEqual([Math.SQRT1_2, Math.SQRT1_2].map((t) => expect.closeTo(t, 14)));
  });

  test("a ball that holds the least-squares answer is not touched", () => {
    for (const norm of ["l1", "l2"] as const) {
      const { point, lambda, gradient, misalignment, normal } = tangentPoint(X, y, { norm, radius: 1e3 });
      expect([lambda, misalignment, ...normal]).toEqual([0, 0, 0, 0]);
      expect(Math.hypot(...gradient)).toBeLessThan(1e-14);
      expect(Math.hypot(point[0] - lossContours(X, y).optimum[0], point[1] - lossContours(X, y).optimum[1])).toBeLessThan(1e-13);
    }
  });
});
