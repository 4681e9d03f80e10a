// The kernels as the files that the package has beside dist/: CommonJS holds none itself, since what requires it reads files anyway.
interface Files {
  readFileSync(file: string): Uint8Array<ArrayBuffer>;
}
interface Node {
  getBuiltinModule(name: string): Files;
}
declare const __dirname: string | undefined;

/**
 * the bytes of shrinkage/wasm/…
 * @throws {Error} where it is not there, or no files may be read
 */
function wasm(name: "release" | "relaxed"): Uint8Array<ArrayBuffer> {
  try {
    // without Node this throws too
    const { process } = globalThis as unknown as { process: Node };
    return process.getBuiltinModule("node:fs").readFileSync(`${__dirname}/../../wasm/${name}.wasm`);
  } catch (cause) {
    throw new Error(
      `shrinkage: the CommonJS files read shrinkage/wasm/${name}.wasm, which cannot be read here; expected Node and the package as it was ` +
        'installed. A bundler takes the modules (its condition "module"); elsewhere hand the bytes to init',
      { cause },
    );
  }
}

/** bytes of the base build, for start.ts */
export const releaseBuild = () => wasm("release");
/** takes the place of kernels/relaxed.ts */
export const relaxedBuild = () => ({ all: wasm("relaxed") });
