// --stream: a file is read twice, piece by piece, and no row is kept; squared loss only.
import { type Encoding, encode, fromGram, GramAccumulator, type ModelFit, model } from "shrinkage";
import type { Outlet } from "./commands.js";
import { asJson, proof } from "./describe.js";
import { CODES, Failure, usage } from "./failure.js";
import { failureOf } from "./library.js";
import type { Given } from "./optionList.js";
import { choiceLine, coefficients, headline, pathText } from "./print.js";
import { encodingOptions } from "./problem.js";
import { commonOptions, defined, ratiosOf } from "./solve.js";
import { type Piece, piecesOf } from "./tables/delimited.js";
import { formatOf } from "./tables/open.js";
import { numbersOf, type Raw } from "./tables/table.js";
import { checkFile, nameOf } from "./tables/text.js";
import { checkPlace, write } from "./write.js";

/** options that need rows */
const ROWS: readonly (keyof Given)[] = [
  "folds",
  "repeats",
  "seed",
  "row-groups",
  "measure",
  "choice",
  "offset",
  "groups",
  "report",
  "output",
  "delta",
  "ties",
  "gamma",
];

export async function stream(command: "fit" | "path", file: string, given: Given, { print, note }: Outlet): Promise<number> {
  const format = formatOf(file, given);
  if (format !== "csv" && format !== "tsv") throw usage(`--stream is given with a file in the format ${format}, expected csv or tsv`);
  if (file === "-") throw usage("--stream reads a file twice, expected a file, not stdin");
  if (given.family !== undefined && given.family !== "squared")
    throw usage(`--stream is given with --family ${given.family}, expected squared`);
  if (given.penalty === "mcp" || given.penalty === "scad")
    throw usage(`--stream is given with --penalty ${given.penalty}, expected lasso, ridge or elastic-net`);
  if (given.missing === "drop") throw usage("--stream is given with --missing drop, expected mean or median");
  const odd = ROWS.find((option) => given[option] !== undefined);
  if (odd) throw usage(`--stream is given with --${odd}, which needs rows in memory, expected one of the two`);
  if (command === "fit" && given.lambda === undefined)
    throw usage("--lambda is missing, expected one beside --stream; path --stream shows all");
  const [l1Ratio, ...more] = ratiosOf(given);
  if (more.length > 0) throw usage("--l1-ratio has several values, expected one");
  if (given.save) checkPlace(given.save, "save");
  checkFile(file);

  const how = { delimiter: format === "tsv" ? (given.delimiter ?? "\t") : given.delimiter, header: given.header ?? true };
  const rawOf = ({ names, rows, lines }: Piece): Raw => ({
    file: nameOf(file),
    rows: rows.length,
    columns: new Map(names.map((name, j) => [name, rows.map((row) => row[j])])),
    place: (i) => `${nameOf(file)}:${lines[i]}`,
  });
  // the library counts rows over all pieces; their lines are kept for what it says
  let seen = 0;
  let current: Raw | undefined;
  const records = async function* () {
    for await (const piece of piecesOf(file, { ...how, note })) {
      if (piece.rows.length === 0) continue;
      current = rawOf(piece);
      yield Object.fromEntries(current.columns);
      seen += piece.rows.length;
    }
  };
  let options: ReturnType<typeof encodingOptions>["options"] | undefined;
  for await (const piece of piecesOf(file, { ...how, note: () => {} })) {
    options = encodingOptions(rawOf(piece), given).options;
    break;
  }
  let encoding: Encoding<Float64Array>;
  try {
    encoding = (await encode.fitStream(records() as never, options as never)) as unknown as Encoding<Float64Array>;
  } catch (error) {
    const at = current && {
      ...current,
      rows: seen + current.rows,
      place: (i: number) => (i < seen ? `${nameOf(file)}, row ${i + 1}` : (current as Raw).place(i - seen)),
    };
    throw failureOf(error, nameOf(file), at);
  }
  const { featureNames } = encoding;
  const sums = new GramAccumulator(featureNames.length, { featureNames });
  for await (const piece of piecesOf(file, { ...how, note: () => {} })) {
    if (piece.rows.length === 0) continue;
    const raw = rawOf(piece);
    const table = Object.fromEntries(raw.columns) as never;
    try {
      const X = encoding.transform(table);
      const y: unknown = encoding.target(table);
      if (!(y instanceof Float64Array))
        throw new Failure(`${raw.file}: the target ${given.target} holds text, expected numbers for --stream`);
      sums.add(X, y, given.weights === undefined ? {} : { weights: numbersOf(raw, given.weights, "weights") });
      X.dispose();
    } catch (error) {
      throw failureOf(error, raw.file, raw);
    }
  }
  const common = defined(commonOptions(given));
  const account = {
    file: nameOf(file),
    rows: sums.rows,
    dropped: 0,
    featureNames,
    target: given.target as string,
    family: "squared" as const,
    guessed: false,
  };
  try {
    if (command === "path") {
      const path = fromGram(sums).path(defined({ ...common, l1Ratio, lambdas: given.lambdas }));
      const fits = () => Array.from(path.lambdas, (_, k) => asJson(path.fit(k), featureNames));
      if (given.json)
        print(`${JSON.stringify({ command, ...account, featureNames: undefined, columns: featureNames.length, fits: fits() })}\n`);
      else print(`${headline(account)}\n\n${pathText(path, given.digits)}\n`);
      return path.converged.every(Boolean) ? CODES.done : CODES.notConverged;
    }
    const { count: _, minRatio: __, ...single } = common;
    const fit = fromGram(sums).elasticNet({ ...single, lambda: given.lambda as number, l1Ratio });
    if (given.save) write(given.save, `${JSON.stringify(model(encoding, fit as ModelFit))}\n`);
    if (given.json)
      print(
        `${JSON.stringify({ command, ...account, featureNames: undefined, columns: featureNames.length, ...asJson(fit, featureNames) })}\n`,
      );
    else
      print(
        [
          headline(account),
          choiceLine(fit, given),
          "",
          coefficients(fit, featureNames, undefined, given.digits),
          "",
          proof(fit.certificate),
          "",
        ].join("\n"),
      );
    return fit.certificate.converged ? CODES.done : CODES.notConverged;
  } catch (error) {
    throw failureOf(error, nameOf(file));
  }
}
