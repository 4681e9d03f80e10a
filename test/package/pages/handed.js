// A module that the host compiled, handed to init. `import source` is what Node 24 and later have for it.

import { init } from "shrinkage";
import source release from "shrinkage/wasm/release.wasm";

const Module = WebAssembly.Module;
WebAssembly.Module = class {
  static [Symbol.hasInstance] = (value) => value instanceof Module;
  constructor() {
    throw new Error("compiled at run time");
  }
};
init(release);
await import("./lasso.js");
