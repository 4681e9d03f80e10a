// Where WebAssembly may not be compiled at run time (Cloudflare Workers, Vercel's edge) the platform compiles what is imported by this name.
import module from "../../wasm/release.wasm?module";
import { provide } from "../kernels/kernels.js";

export * from "../index.js";

provide(() => module);
