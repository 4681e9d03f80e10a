// Sparse tables, offsets and raw records: the same answers as from plain rows, judged by the same judge; nothing of them stays.
import fc from "fast-check";
import { rowsOf } from "../../reference/problems.js";
import * as library from "../../src/index.js";
import { type Command, command } from "./call.js";
import { checkCertificate } from "./judging.js";
import { type Choice, choices, lambdaOf, optionsOf } from "./options.js";
import { type Data, dataOf, frozen, problems } from "./problems.js";
import { assert } from "./world.js";

const { lasso, elasticNet, encode, Encoding, Model, model, path, SparseMatrix } = library;

const parts = fc.record({
  problem: problems,
  choice: choices,
  form: fc.constantFrom("csr", "csc", "triplets", "records", "columns"),
  threshold: fc.constantFrom(0, 0.5, 1.5),
  share: fc.constantFrom(0, 0.2, 0.6),
  missing: fc.constantFrom<"mean" | "median">("mean", "median"),
  reference: fc.boolean(),
  standardize: fc.boolean(),
});
type Parts = typeof parts extends fc.Arbitrary<infer P> ? P : never;

/** the table as one of the sparse forms */
function sparseOf(columns: readonly Float64Array[], form: Parts["form"]): library.SparseMatrix {
  const shape = [columns[0].length, columns.length];
  const lines = form === "csr" ? rowsOf(columns) : columns.map((column) => Array.from(column));
  if (form === "records")
    return SparseMatrix.fromRows(
      rowsOf(columns).map((row) => Object.fromEntries([...row.entries()].filter(([, x]) => x !== 0))),
      columns.length,
    );
  if (form === "columns") return SparseMatrix.fromColumns(columns);
  if (form === "triplets") {
    const entries = columns.flatMap((column, j) => Array.from(column, (x, i) => [i, j, x])).filter(([, , x]) => x !== 0);
    return SparseMatrix.fromEntries(
      frozen({ rows: entries.map(([i]) => i), columns: entries.map(([, j]) => j), values: entries.map(([, , x]) => x), shape }),
    );
  }
  const entries = lines.map((line) => [...line.entries()].filter(([, x]) => x !== 0));
  const indptr = [0];
  for (const line of entries) indptr.push(indptr[indptr.length - 1] + line.length);
  const all = entries.flat();
  return SparseMatrix.from(frozen({ data: all.map(([, x]) => x), indices: all.map(([k]) => k), indptr, shape, format: form }));
}

const sparse: fc.Arbitrary<Command> = parts.map((made) =>
  command("SparseMatrix", made, (world) => {
    const { problem, choice, form, threshold } = made;
    const whole = dataOf(problem);
    // what is near 0 is 0
    const data: Data = { ...whole, columns: whole.columns.map((column) => column.map((x) => (Math.abs(x) < threshold ? 0 : x))) };
    const options = optionsOf(choice, data);
    const question = { lambda: lambdaOf(choice, data), l1Ratio: choice.l1Ratio, options };
    const { fit, again } = world.call(() => {
      using X = sparseOf(data.columns, form);
      const fit = elasticNet(X, data.y, frozen({ ...options, lambda: question.lambda, l1Ratio: question.l1Ratio }));
      return { fit, again: fit.predict(X) };
    });
    world.checkWarnings(fit.certificate.converged);
    checkCertificate(data, question, fit, () =>
      world
        .call(() =>
          path(rowsOf(data.columns), data.y, {
            ...options,
            lambdas: [question.lambda],
            l1Ratio: question.l1Ratio,
            tol: 1e-14,
            maxIterations: 10_000,
          }),
        )
        .fit(0),
    );
    near(
      again,
      world.call(() => fit.predict(rowsOf(data.columns))),
      fit,
      data,
      "predictions of a sparse table",
    );
  }),
);

const offset: fc.Arbitrary<Command> = parts.map((made) =>
  command("offset", made, (world) => {
    const { problem, choice } = made;
    const data = dataOf(problem);
    const bias = data.y.map((_, i) => Math.sin(i) * 3);
    const moved: Data = { ...data, y: data.y.map((value, i) => value + bias[i]) };
    const options = optionsOf(choice, data);
    const question = { lambda: lambdaOf(choice, data), l1Ratio: choice.l1Ratio, options };
    const all = frozen({ ...options, lambda: question.lambda, l1Ratio: question.l1Ratio, offset: Array.from(bias) });
    const fit = world.call(() => elasticNet(rowsOf(data.columns), moved.y, all));
    world.checkWarnings(fit.certificate.converged);
    // least squares with an offset are those of what the offset leaves; its rounding is that of y and the offset
    const left: Data = { ...data, y: moved.y.map((value, i) => value - bias[i]) };
    checkCertificate(left, question, fit);
    const copy = library.Fit.fromJSON(JSON.stringify(fit));
    const [a, b] = world.call(() => [fit, copy].map((each) => each.predict(rowsOf(data.columns), { offset: bias })));
    assert(
      a.every((value, i) => Object.is(value, b[i])),
      "a round trip through JSON changed predictions with an offset",
    );
  }),
);

/** raw records of the data: a column of text, and cells that are missing */
function recordsOf({ columns, y }: Data, { seed }: Choice, share: number): Record<string, unknown>[] {
  const gone = (i: number, j: number) => ((i * 31 + j * 17 + seed) % 97) / 97 < share && i > 0;
  return Array.from(y, (target, i) => ({
    ...Object.fromEntries(
      columns.map((column, j) => [`x${j}`, gone(i, j) ? [null, "", undefined][(i + j) % 3] : j % 4 === 3 ? `${column[i]}` : column[i]]),
    ),
    town: ["Bern", "Basel", "Chur"][(i * i + seed) % 3],
    old: i % 2 === 0,
    y: target,
  }));
}

const records: fc.Arbitrary<Command> = parts.map((made) =>
  command("encode", made, (world) => {
    const { problem, choice, share, missing, reference, standardize } = made;
    const data = dataOf(problem);
    const raw = recordsOf(data, choice, share);
    const lambda = lambdaOf(choice, data);
    const asked = frozen({ target: "y", missing, indicators: share > 0, reference, standardize, interactions: [["x0", "town"]] });
    const { columns, fit, text, a, b } = world.call(() => {
      using encoding = encode(raw, asked as never);
      const X = encoding.X;
      const fit = lasso(X, encoding.y, { lambda });
      const made = model(encoding, fit);
      const text = JSON.stringify(made);
      const identity = encoding.featureNames.map((_, k) => encoding.featureNames.map((_, j) => Number(j === k)));
      // what X holds, seen through fits that pick one column each
      const columns = identity.map((coefficients) => {
        const one = library.Fit.fromJSON({ ...fit.toJSON(), coefficients, intercept: 0 });
        return one.predict(X);
      });
      return { columns, fit, text, a: made.predict(raw), b: Model.fromJSON(text).predict(raw) };
    });
    const [first, second] = [a, b] as Float64Array[];
    assert(
      first.every((value, i) => Object.is(value, second[i])),
      "a round trip through JSON changed a model's predictions",
    );
    assert(JSON.stringify(Model.fromJSON(text)) === text, "a model's text is another the second time");
    assert(
      columns.every((column) => column.every(Number.isFinite)),
      "an encoded entry is no number",
    );
    assert(Encoding.fromJSON(JSON.parse(text).encoding).featureNames.length === columns.length, "columns are lost");
    world.checkWarnings(fit.certificate.converged);
    checkCertificate({ columns, y: data.y }, { lambda, l1Ratio: 1, options: {} }, fit);
  }),
);

/** two ways of adding the same terms */
function near(a: Float64Array, b: Float64Array, { coefficients, intercept }: library.Fit, { columns }: Data, what: string): void {
  a.forEach((value, i) => {
    const size = columns.reduce((sum, column, j) => sum + Math.abs(column[i] * coefficients[j]), Math.abs(intercept));
    const allowed = 4 * (columns.length + 1) * Number.EPSILON * size;
    assert(Math.abs(value - b[i]) <= allowed, `${what} are ${value}, those of rows ${b[i]}`, allowed);
  });
}

export const otherTables: fc.Arbitrary<Command>[] = [sparse, offset, records];
