// What the library throws, as one line that names the place in the file and the options of the command line.
import { Failure } from "./failure.js";
import type { Raw } from "./tables/table.js";

/** words of the library's options, and what the command line calls them */
const WORDS: readonly [RegExp, string][] = [
  [/; null says that a value is missing/, ""],
  [
    /encode with missing: "mean" or "median" fills in, or leave such rows out/,
    "--missing mean or --missing median fills in, --missing drop leaves such rows out",
  ],
  [/leave such rows out/, "--missing drop leaves such rows out"],
  [/\b(ignore|categorical): \[("[^\]]*")\]/g, "--$1 $2"],
  [/\bmissingValues: \[("[^\]]*")\]/g, "--missing-values $1"],
  [/\bmissing: "?(\w+)"?/g, "--missing $1"],
  [/\bunseen: "zero"/g, "--unseen zero"],
  [/\bin categorical or ignore\b/g, "in --categorical or --ignore"],
  [/\bin categorical\b/g, "in --categorical"],
  [/\bin missingValues\b/g, "in --missing-values"],
  [/\bl1Ratio\b/g, "--l1-ratio"],
  [/\bmaxIterations\b/g, "--max-iterations"],
  [/\bminRatio\b/g, "--min-ratio"],
  [/\browGroups\b/g, "--row-groups"],
];

/** what a message says in the words of the command line */
export function translated(message: string): string {
  const said = message.split("\n", 1)[0].replace(/^[A-Za-z.]+: /, "");
  return WORDS.reduce((text, [pattern, word]) => text.replaceAll(pattern.global ? pattern : new RegExp(pattern, "g"), word), said);
}

/** the error of `work`, if it is one of the library, as a failure of the file */
export function failureOf(error: unknown, file: string, raw?: Raw): unknown {
  if (!(error instanceof TypeError || error instanceof RangeError || (error as Error)?.name === "OutOfMemoryError")) return error;
  const { message, stack } = error as Error;
  // an error of this program and not of what was given has no "function: " before it
  if (!/^[A-Za-z.]+: /.test(message)) return process.env.DEBUG ? new Error(stack) : error;
  const row = message.match(/ at row (\d+)/);
  const said = translated(message);
  if (raw && row && Number(row[1]) < raw.rows) return new Failure(`${raw.place(Number(row[1]))}: ${said.replace(row[0], "")}`);
  return new Failure(`${file}: ${said}`);
}

/** what `work` answers; what it throws is told in the words of the command line */
export function asked<T>(file: string, raw: Raw | undefined, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failureOf(error, file, raw);
  }
}
