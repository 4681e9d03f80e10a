// inspect: what is in a table, or in a saved model.
import type { Outlet } from "./commands.js";
import { asJson, proof, table } from "./describe.js";
import { CODES, shown } from "./failure.js";
import { moments } from "./moments.js";
import type { Given } from "./optionList.js";
import { readModel } from "./predict.js";
import { coefficients } from "./print.js";
import { MISSING } from "./problem.js";
import { open } from "./tables/open.js";
import type { Labelled, Raw } from "./tables/table.js";

/** What a column holds. */
export interface Profile {
  readonly name: string;
  readonly kind: "number" | "text" | "empty" | "mixed";
  readonly missing: number;
  /** of numbers */
  readonly mean?: number;
  readonly sd?: number;
  readonly min?: number;
  readonly max?: number;
  /** of text: how many different ones, and the most frequent */
  readonly levels?: number;
  readonly most?: readonly (readonly [string, number])[];
}

export async function inspect(file: string, given: Given, { print, note }: Outlet): Promise<number> {
  if (file.endsWith(".json") && given.format === undefined && given.query === undefined) {
    const { model, fit } = readModel(file);
    const names = model?.encoding.featureNames ?? fit.featureNames ?? [];
    if (given.json) print(`${JSON.stringify(asJson(fit, names))}\n`);
    else {
      const classes = "classes" in fit ? `, classes ${fit.classes.join(", ")}` : "";
      print(
        `${file}: ${names.length || fit.coefficients.length} columns of numbers, λ = ${shown(fit.lambda, given.digits)}, ρ = ${fit.l1Ratio}${classes}\n\n${coefficients(fit, names, undefined, given.digits)}\n\n${proof(fit.certificate)}\n`,
      );
    }
    return CODES.done;
  }
  const read = await open(file, { ...given, header: given.header ?? true, note });
  print("labels" in read ? ofLabelled(read, given) : ofRaw(read, given));
  return CODES.done;
}

function ofRaw(raw: Raw, given: Given): string {
  const profiles = [...raw.columns.keys()]
    .filter((name) => !given.ignore?.includes(name))
    .map((name) => profileOf(raw, name, given["missing-values"] ?? MISSING));
  if (given.json) return `${JSON.stringify({ file: raw.file, rows: raw.rows, columns: profiles })}\n`;
  const of = (x: number | undefined) => (x === undefined ? "" : shown(x, given.digits));
  const rows = profiles.map(({ name, kind, missing, mean, sd, min, max, levels, most }) => [
    name,
    kind,
    missing === 0 ? "" : String(missing),
    of(mean),
    of(sd),
    of(min),
    of(max),
    levels === undefined
      ? ""
      : `${levels} levels: ${most?.map(([level, count]) => `${level.length > 24 ? `${level.slice(0, 23)}…` : level} ${count}`).join(", ")}${levels > 3 ? ", …" : ""}`,
  ]);
  const text = table(
    ["column", "kind", "missing", "mean", "sd", "min", "max", ""],
    rows.map((row) => row),
    2,
  );
  return `${raw.file}: ${raw.rows} rows, ${raw.columns.size} columns\n\n${text}\n`;
}

function ofLabelled({ file, labels, values, columns }: Labelled, given: Given): string {
  const kinds = new Set(labels).size;
  const share = values.length / (labels.length * columns);
  if (given.json) return `${JSON.stringify({ file, rows: labels.length, columns, entries: values.length, labels: kinds })}\n`;
  return `${file}: ${labels.length} rows, ${columns} columns, ${values.length} entries (${shown(100 * share, 3)} %), ${kinds} different labels\n`;
}

/** what a column holds */
export function profileOf({ columns }: Pick<Raw, "columns">, name: string, missingValues: readonly string[]): Profile {
  const gone = new Set(missingValues);
  const cells = columns.get(name) as readonly unknown[];
  const isMissing = (cell: unknown) =>
    cell === null ||
    cell === undefined ||
    Number.isNaN(cell) ||
    (typeof cell === "string" && (cell.trim() === "" || gone.has(cell.trim())));
  const present = cells.filter((cell) => !isMissing(cell));
  const missing = cells.length - present.length;
  if (present.length === 0) return { name, kind: "empty", missing };
  const numbers = present.map((cell) => (typeof cell === "boolean" || cell instanceof Date ? Number.NaN : Number(cell)));
  const wrong = numbers.filter((x) => !Number.isFinite(x)).length;
  if (wrong === 0) {
    const { mean, sd } = moments(numbers);
    const [min, max] = numbers.reduce(([a, b], x) => [Math.min(a, x), Math.max(b, x)], [Infinity, -Infinity]);
    return { name, kind: "number", missing, mean, sd, min, max };
  }
  const counts = new Map<string, number>();
  for (const cell of present) {
    const level = cell instanceof Date ? cell.toISOString() : String(cell);
    counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, 3);
  return { name, kind: wrong < numbers.length / 2 ? "mixed" : "text", missing, levels: counts.size, most };
}
