import { describe } from "../check.js";
import { compiled } from "../kernels/compile.js";
import type { CompiledModule } from "../kernels/init.js";
import { start } from "./kernels.js";

/**
 * Starts the kernels of networks from a WebAssembly module of your own choosing instead of the bytes that are built in: for places that may
 * not compile at run time. Optional; call it before anything else. `init` of `shrinkage` does the same for the rest.
 *
 * @param source a compiled `WebAssembly.Module`, or the bytes of `shrinkage/wasm/network.wasm`
 * @throws {TypeError} when `source` is neither, or is a module of something else
 * @throws {WebAssembly.CompileError} when the bytes are not WebAssembly, or use what this engine does not have
 * @throws {Error} when bytes are given where they may not be compiled, saying what to allow; or when a network was made already
 */
export function init(source: CompiledModule | ArrayBuffer | ArrayBufferView): void {
  if (!compiled(source) && !(source instanceof ArrayBuffer) && !ArrayBuffer.isView(source))
    throw new TypeError(`init: source is ${describe(source)}, expected a WebAssembly.Module or the bytes of shrinkage/wasm/network.wasm`);
  start("init", source as WebAssembly.Module | BufferSource);
}
