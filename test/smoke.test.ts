import { expect, test } from "vitest";
import { lasso } from "../src/index.js";
import diabetes from "./fixtures/diabetes.json" with { type: "json" };

test("smoke", () => {
  const fit = lasso(diabetes.X, diabetes.y, { lambda: 1 });
  expect(fit.certificate.converged).toBe(true);
});
