// How each competitor is started: a program, and its arguments in this folder. What is not installed is named as absent. On Debian:
//   apt install r-cran-glmnet python3-sklearn && npm install --prefix bench

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
/** Node 20 has relaxed SIMD behind a flag, later ones have no such flag */
const relaxedSimd = process.version.startsWith("v20.") ? ["--experimental-wasm-relaxed-simd"] : [];

export const LAUNCHES = {
  shrinkage: node("shrinkage", "shrinkage.ts"),
  relaxed: node("shrinkage, relaxed", "shrinkage.ts", relaxedSimd, ["relaxed"]),
  plain: node("plain JS", "plain.ts"),
  mlMatrix: node("ml-matrix", "mlMatrix.mjs"),
  glmnet: { name: "glmnet", command: "Rscript", arguments: ["glmnet.R"] },
  sklearn: { name: "scikit-learn", command: python, arguments: ["sklearn_path.py"] },
  numpy: { name: "numpy", command: python, arguments: ["numpy_ridge.py"] },
};
