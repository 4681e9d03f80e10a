import { lasso } from "shrinkage";
import { X, y } from "./diabetes.js";
import { show } from "./show.js";

show(lasso(X, y, { lambda: 0.5, tol: 1e-12 }), X);
