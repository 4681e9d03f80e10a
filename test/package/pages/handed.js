// A module that the host compiled, handed to init. `import source` is what Node 24 and later have for it.
import "./forbidden.js";
import { init } from "shrinkage";
import source release from "shrinkage/wasm/release.wasm";

init(release);
await import("./lasso.js");
