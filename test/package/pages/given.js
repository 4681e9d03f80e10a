// What a host that compiles imports makes of them: a module, handed to init.

import { init, lasso } from "shrinkage";
import release from "shrinkage/wasm/release.wasm";
import { X, y } from "./diabetes.js";
import { show } from "./show.js";

init(release);
show(lasso(X, y, { lambda: 0.5, tol: 1e-12 }), X);
