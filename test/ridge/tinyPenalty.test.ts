// More columns than rows and a penalty far below the rounding of XXᵀ: the shortest interpolation, not 0 and not 1e178.
import { describe, expect, it } from "vitest";
import { normal } from "../../reference/problems.js";
import { rule } from "../../reference/refuter.js";
import { ridge } from "../../src/index.js";

const powers = [-8, -12, -16, -18, -20, -25, -30, -33, -39, -41, -60, -100, -145, -300];

describe("ridge with λ = 10^k", () => {
  it.each(powers)("one row, k = %i: b = y·x/(‖x‖² + λ)", (k) => {
    const x = [1, 2, 3, 1];
    for (const y of [0.1, 1e-100, 1e-140, 1e140]) {
      const lambda = 10 ** k;
      const { coefficients, certificate } = ridge([x], [y], { lambda, fitIntercept: false });
      const right = x.map((xj) => (y / (15 + lambda)) * xj);
      right.forEach((b, j) => {
        expect(Math.abs(coefficients[j] - b)).toBeLessThanOrEqual(16 * Number.EPSILON * Math.abs(b));
      });
      expect(certificate.converged).toBe(true);
    }
  });

  const gaussian = normal(12);
  const rows = (n: number, p: number) => Array.from({ length: n }, () => Array.from({ length: p }, gaussian));
  const problems = [
    { X: rows(2, 3), options: {} },
    { X: rows(4, 26), options: { weights: [0, 0, 0, 1] } },
    { X: rows(5, 12), options: { penaltyFactors: Array.from({ length: 12 }, (_, j) => (j < 2 ? 0 : 1 + j)) } },
    { X: rows(6, 20), options: { standardize: true, weights: [1, 2, 3, 1e-8, 1, 1] } },
  ];

  it.each(powers)("several rows, k = %i: no better point than the gap says, for every target", (k) => {
    for (const { X, options } of problems) {
      const targets = [0, 1].map(() => X.map(gaussian));
      const lambda = 10 ** k;
      const asked = { lambda, fitIntercept: false, ...options };
      const { fits } = ridge(
        X,
        X.map((_, i) => targets.map((y) => y[i])),
        asked,
      );
      fits.forEach((fit, t) => {
        const { objective, gap, converged } = fit.certificate;
        expect(converged).toBe(true);
        const ruling = rule({ X, y: targets[t], loss: "squared", l1Ratio: 0, ...asked }, { ...fit, objective, gap });
        expect(ruling?.refuted).toBe(false);
        expect(Math.abs(ruling?.objectiveOff ?? 0)).toBeLessThanOrEqual(1);
      });
    }
  });
});
