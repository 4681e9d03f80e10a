// shrinkage/theory in such a place: this file stands on its own, so that a bundler that drops files without side effects keeps the call.
import module from "../../wasm/release.wasm?module";
import { provide } from "../kernels/kernels.js";

export * from "../theory/index.js";

provide(() => module);
