// Which reader a file has.
import { readDelimited } from "./delimited.js";
import { readDuckdb } from "./duckdb.js";
import { readLibsvm } from "./libsvm.js";
import { readParquet } from "./parquet.js";
import type { Labelled, Raw } from "./table.js";
import { checkFile } from "./text.js";

/** What files may be. */
export const FORMATS = ["csv", "tsv", "parquet", "libsvm", "duckdb"] as const;
export type Format = (typeof FORMATS)[number];

/** How a file is read. */
export interface Opening {
  format?: Format;
  delimiter?: string;
  header: boolean;
  query?: string;
  note(message: string): void;
}

const ENDS: Readonly<Record<string, Format>> = {
  csv: "csv",
  txt: "csv",
  tsv: "tsv",
  tab: "tsv",
  parquet: "parquet",
  pq: "parquet",
  libsvm: "libsvm",
  svm: "libsvm",
  svmlight: "libsvm",
};

/** the format that the name says, or `--format`; stdin is CSV */
export function formatOf(path: string, { format, query }: Pick<Opening, "format" | "query">): Format {
  if (format) return format;
  if (query !== undefined) return "duckdb";
  const end =
    path
      .toLowerCase()
      .replace(/\.gz$/, "")
      .match(/\.(\w+)$/)?.[1] ?? "";
  return path === "-" || end === "" ? "csv" : (ENDS[end] ?? "duckdb");
}

/** a whole file */
export async function open(path: string, how: Opening): Promise<Raw | Labelled> {
  checkFile(path);
  switch (formatOf(path, how)) {
    case "csv":
      return readDelimited(path, how);
    case "tsv":
      return readDelimited(path, { ...how, delimiter: how.delimiter ?? "\t" });
    case "parquet":
      return readParquet(path);
    case "libsvm":
      return readLibsvm(path);
    case "duckdb":
      return readDuckdb(path, how.query);
  }
}
