const { lasso } = require("shrinkage");
const { constraintRadius } = require("shrinkage/theory");
const { X, y } = require("./diabetes.json");
const { show } = require("./show.js");

const fit = lasso(X, y, { lambda: 0.5, tol: 1e-12 });
if (!(constraintRadius(fit) > 0)) throw new Error("shrinkage/theory is not the same library");
show(fit, X);
