// public/data/*.csv: the bundled tables, from the files that tests and examples have.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");

/** Stamey et al. 1989, as in The Elements of Statistical Learning: log cancer volume, …, log prostate specific antigen */
const PROSTATE = ["lcavol", "lweight", "age", "lbph", "svi", "lcp", "gleason", "pgg45", "lpsa"];

function prostate() {
  const rows = read("test/fixtures/prostate.tsv").trim().split("\n");
  // the first field counts rows, the last says which of them the book learns from
  return [PROSTATE.join(","), ...rows.map((row) => row.split("\t").slice(1, -1).join(","))].join("\n");
}

function breastCancer() {
  const { features, X, y } = JSON.parse(read("test/fixtures/breast_cancer.json"));
  const label = (value) => (value === 1 ? "benign" : "malignant");
  return [[...features, "diagnosis"].join(","), ...X.map((row, i) => [...row, label(y[i])].join(","))].join("\n");
}

export function writeData() {
  const folder = new URL("../public/data/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const tables = { diabetes: read("examples/data/diabetes.csv").trim(), prostate: prostate(), breastCancer: breastCancer() };
  for (const [name, text] of Object.entries(tables)) writeFileSync(new URL(`${name}.csv`, folder), `${text}\n`);
}
