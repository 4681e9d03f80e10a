// How each competitor is started: a program, and its arguments in ../solvers, one file a competitor. What is not installed is named as absent:
//   npm install --prefix bench --ignore-scripts
//   apt install r-cran-glmnet python3-sklearn
//   python3 -m venv bench/.venv && bench/.venv/bin/pip install -r bench/requirements.txt
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Launch {
  name: string;
  command: string;
  arguments: string[];
}

const node = (name: string, file: string, flags: string[] = [], own: string[] = []): Launch => ({
  name,
  command: process.execPath,
  arguments: [...process.execArgv, ...flags, file, ...own],
});

/** where the packages of a distribution go, which a python3 found first on the path need not see */
const python = process.env.PYTHON ?? "/usr/bin/python3";
const own = fileURLToPath(new URL("../.venv/bin/python", import.meta.url));
/** what only PyPI has */
const venv = (name: string, file: string): Launch => ({ name, command: existsSync(own) ? own : python, arguments: [file] });
/** Node 20 has relaxed SIMD behind a flag, later ones have no such flag */
const relaxedSimd = process.version.startsWith("v20.") ? ["--experimental-wasm-relaxed-simd"] : [];

export const LAUNCHES = {
  shrinkage: node("shrinkage", "shrinkage.ts"),
  relaxed: node("shrinkage, relaxed", "shrinkage.ts", relaxedSimd, ["relaxed"]),
  plain: node("plain JS", "plainJs.ts"),
  mlMatrix: node("ml-matrix", "mlMatrix.mjs"),
  numpyTs: node("numpy-ts", "numpyTs.mjs"),
  mathjs: node("mathjs", "mathjs.mjs"),
  deepbox: node("deepbox", "deepbox.mjs"),
  tfjsCpu: node("tfjs-cpu", "tfjs.mjs", [], ["cpu"]),
  tfjsWasm: node("tfjs-wasm", "tfjs.mjs", [], ["wasm"]),
  scikitjs: node("scikitjs", "scikitjs.mjs"),
  glmnet: { name: "glmnet", command: "Rscript", arguments: ["glmnet.R"] },
  glum: venv("glum", "glum_factors.py"),
  sklearn: { name: "scikit-learn", command: python, arguments: ["sklearn_path.py"] },
  numpy: { name: "numpy", command: python, arguments: ["numpy_ridge.py"] },
  celer: venv("celer", "celer_path.py"),
  skglm: venv("skglm", "skglm_path.py"),
  adelie: venv("adelie", "adelie_path.py"),
};
