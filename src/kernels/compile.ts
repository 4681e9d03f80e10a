/** `source` if it is a compiled module, also one that came from another realm, which instanceof would not know */
export function compiled(source: unknown): WebAssembly.Module | undefined {
  if (Object.prototype.toString.call(source) !== "[object WebAssembly.Module]") return undefined;
  const module = source as WebAssembly.Module;
  return module instanceof WebAssembly.Module ? module : Object.setPrototypeOf(module, WebAssembly.Module.prototype);
}

/**
 * Bytes → module. Where the bytes are right and the place forbids it (a page's policy, an edge runtime), one error says what to allow;
 * `name` is the caller's. WebAssembly.validate is what no policy forbids, so it tells the place's fault from the bytes'.
 */
export function compile(name: string, source: BufferSource): WebAssembly.Module {
  if (typeof WebAssembly === "undefined") throw new Error(`${name}: this engine has no WebAssembly, or it is switched off`);
  try {
    return new WebAssembly.Module(source);
  } catch (cause) {
    if (cause instanceof RangeError || !WebAssembly.validate(source)) throw cause;
    throw new Error(
      `${name}: WebAssembly may not be compiled here, expected 'wasm-unsafe-eval' in script-src of the page's Content-Security-Policy, ` +
        "or a WebAssembly.Module made ahead from shrinkage/wasm/release.wasm and handed to init",
      { cause },
    );
  }
}

/** the built-in bytes → module, or an error that names what the engine lacks */
export function compileBuiltIn(bytes: BufferSource): WebAssembly.Module {
  try {
    return compile("shrinkage", bytes);
  } catch (cause) {
    if (!(cause instanceof WebAssembly.CompileError)) throw cause;
    throw new Error("shrinkage: this engine has no WebAssembly SIMD, expected Chrome 91, Firefox 89, Safari 16.4, Node 20 or later", {
      cause,
    });
  }
}
