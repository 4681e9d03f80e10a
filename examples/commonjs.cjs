// node examples/commonjs.cjs: require works too, from Node 20.19 on.
const { lasso } = require("shrinkage");
const { constraintRadius } = require("shrinkage/theory");

const X = [[1, 2], [2, 1], [3, 4], [4, 3], [5, 6]]; // biome-ignore format: rows
const y = [3.1, 2.9, 7.2, 6.8, 11.1];

const fit = lasso(X, y, { lambda: 0.1 });
console.log("coefficients", Array.from(fit.coefficients, (b) => b.toFixed(4)).join(" "), "intercept", fit.intercept.toFixed(4));
console.log("‖w‖₁ =", constraintRadius(fit).toFixed(4), "gap ≤", fit.certificate.gap.toExponential(1));
