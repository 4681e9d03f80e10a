// All of the library in one bundle: what tree shaking leaves out of the lasso's page is loaded and called here.
import * as shrinkage from "shrinkage";
import * as theory from "shrinkage/theory";
import { X, y } from "./diabetes.js";
import { show } from "./show.js";

const missing = Object.entries({ ...shrinkage, ...theory }).filter(([, value]) => value === undefined);
if (missing.length > 0) throw new Error(`undefined: ${missing.map(([name]) => name)}`);
const fit = shrinkage.lasso(X, y, { lambda: 0.5, tol: 1e-12 });
const radius = theory.constraintRadius(fit);
if (!(radius > 0)) throw new Error(`a radius of ${radius}`);
show(fit, X);
