// shrinkage/network in such a place; its kernels are a module of their own.
import module from "../../wasm/network.wasm?module";
import { init } from "../network/index.js";

export * from "../network/index.js";

init(module);
