// The raw modules beside dist/, for places that may not compile bytes at run time: shrinkage/wasm/release.wasm, relaxed.wasm and network.wasm.
import { copyFileSync, mkdirSync } from "node:fs";

const root = new URL("../", import.meta.url);
mkdirSync(new URL("wasm/", root), { recursive: true });
for (const name of ["release", "relaxed", "network"]) copyFileSync(new URL(`build/${name}.wasm`, root), new URL(`wasm/${name}.wasm`, root));
// what dist/node/index.js reads in place of unpacking it
copyFileSync(new URL("build/release/squared.wasm", root), new URL("dist/squared.wasm", root));
