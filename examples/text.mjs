// Which words tell the documentation of the solvers from that of the theory? Each doc comment that this package ships is a row, each word a
// column of a sparse table; the lasso keeps the words that say something, and cross-validation says how well they do.
import { readFileSync } from "node:fs";
import { crossValidate, logistic, SparseMatrix } from "shrinkage";

const KINDS = { solvers: ".", theory: "./theory" };

const manifest = import.meta.resolve("shrinkage/package.json");
const { exports } = JSON.parse(readFileSync(new URL(manifest), "utf8"));

/** the doc comments of an entry point's types, without the signs around them */
function comments(entry) {
  const types = new URL(exports[entry].require.types, manifest);
  const found = readFileSync(types, "utf8").match(/\/\*\*[\s\S]*?\*\//g);
  return found.map((text) => text.replaceAll(/^\s*\*|[/*]{2,}/gm, " "));
}

const wordsOf = (text) => text.toLowerCase().match(/[a-z]{3,}/g) ?? [];
const texts = Object.entries(KINDS)
  .flatMap(([kind, entry]) => comments(entry).map((text) => ({ kind, text })))
  .filter(({ text }) => wordsOf(text).length >= 5);

// words of at least three comments become columns
const seen = new Map();
for (const { text } of texts) for (const word of new Set(wordsOf(text))) seen.set(word, (seen.get(word) ?? 0) + 1);
const words = [...seen].filter(([, count]) => count >= 3).map(([word]) => word);
const places = new Map(words.map((word, j) => [word, j]));

// one Map a row: how often each word stands in it, as a share of its length, so that long comments do not weigh more
const rows = texts.map(({ text }) => {
  const counts = new Map();
  for (const word of wordsOf(text)) if (places.has(word)) counts.set(places.get(word), (counts.get(places.get(word)) ?? 0) + 1);
  const length = Math.hypot(...counts.values());
  return new Map([...counts].map(([j, count]) => [j, count / length]));
});
const X = SparseMatrix.fromRows(rows, words.length, words);
const y = texts.map(({ kind }) => kind);
const share = (100 * X.nonzero) / (X.rows * X.columns);
console.log(`${X.rows} comments × ${X.columns} words, ${X.nonzero} entries (${share.toFixed(1)} %)\n`);

const cv = crossValidate(X, y, { loss: "logistic", folds: 10, measure: "accuracy" });
const { lambda } = cv.oneSe;
const common = Math.max(...Object.keys(KINDS).map((kind) => y.filter((each) => each === kind).length)) / y.length;
console.log(`λ by ten folds: ${lambda.toPrecision(3)}; right on comments not seen: ${(100 * cv.oneSe.mean).toFixed(0)} %`);
console.log(`(the larger kind always: ${(100 * common).toFixed(0)} %)\n`);

const fit = logistic(X, y, { lambda });
const [, positive] = fit.classes;
const kept = words.map((word, j) => ({ word, b: fit.coefficients[j] })).filter(({ b }) => b !== 0);
for (const kind of Object.keys(KINDS)) {
  const sign = kind === positive ? 1 : -1;
  const own = kept.filter(({ b }) => sign * b > 0).sort((a, b) => sign * (b.b - a.b));
  const shown = own.slice(0, 12).map(({ word, b }) => `${word} ${Math.abs(b).toFixed(1)}`);
  console.log(`${kind.padEnd(7)} ${String(own.length).padStart(3)} words: ${shown.join(", ")}`);
}
console.log(`\ngap ${fit.certificate.relativeGap.toExponential(1)} of the null model's loss, ${kept.length} of ${words.length} words kept`);
X.dispose();
