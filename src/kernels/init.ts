import { describe } from "../check.js";
import { compiled } from "./compile.js";
import { start } from "./kernels.js";

/** `WebAssembly.Module`, by a detour: a project that compiles for Node, without the browser's library, does not know that name. */
export type CompiledModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } } ? Module & object : object;

/**
 * Starts the library from a WebAssembly module of your own choosing instead of the bytes that are built in: for places that may not
 * compile at run time (hand in a module that was compiled ahead from `shrinkage/wasm/release.wasm`), or to run
 * `shrinkage/wasm/relaxed.wasm`. Optional; call it before anything else.
 *
 * @param source a compiled `WebAssembly.Module`, or the bytes of one of the files under `shrinkage/wasm/`
 * @throws {TypeError} when `source` is neither, or is a module of something else
 * @throws {WebAssembly.CompileError} when the bytes are not WebAssembly, or use what this engine does not have
 * @throws {Error} when bytes are given where they may not be compiled, saying what to allow
 * @throws {Error} when the library is already running: matrices may live in its memory
 */
export function init(source: CompiledModule | ArrayBuffer | ArrayBufferView): void {
  if (!compiled(source) && !(source instanceof ArrayBuffer) && !ArrayBuffer.isView(source))
    throw new TypeError(`init: source is ${describe(source)}, expected a WebAssembly.Module or the bytes of shrinkage/wasm/release.wasm`);
  start("init", source as WebAssembly.Module | BufferSource);
}
