// A file that is read piece by piece, as often as it takes: what its columns and its target are, and its rows as shards take them.
import { type Encoding, encode } from "shrinkage";
import { chunkOf, chunksOf } from "./chunks.js";
import { Failure } from "./failure.js";
import { asked, failureOf } from "./library.js";
import type { Family, Given } from "./optionList.js";
import { complete, encodingOptions, familyOf } from "./problem.js";
import { rawPieces } from "./tables/pieces.js";
import { type Raw, recordOf } from "./tables/table.js";
import { nameOf } from "./tables/text.js";

/** A file, known after one pass. */
export interface Streamed {
  readonly encoding: Encoding<unknown>;
  readonly family: Family;
  readonly guessed: boolean;
  /** the labels, in order */
  readonly classes?: readonly (number | string)[];
  readonly rows: number;
  /** rows that were left out for a missing value */
  readonly dropped: number;
  /** a pass over the rows */
  chunks(): ReturnType<typeof chunksOf>;
}

/** values of the target that are kept, one more than there may be classes */
const KINDS = 101;

export async function readStreamed(path: string, given: Given, note: (message: string) => void): Promise<Streamed> {
  let how: ReturnType<typeof encodingOptions> | undefined;
  let [rows, dropped] = [0, 0];
  const pass = async function* (say: (message: string) => void): AsyncGenerator<Raw> {
    for await (const all of rawPieces(path, given, say)) {
      how ??= encodingOptions(all, given);
      const raw = given.missing === "drop" ? complete(all, how) : all;
      if (raw.rows > 0) yield raw;
      dropped += all.rows - raw.rows;
    }
  };
  // the options are those of the first piece
  let empty = true;
  for await (const _ of pass(() => {})) {
    empty = false;
    break;
  }
  if (!how) throw new Failure(`${nameOf(path)}: has a header and no rows, expected at least one row`);
  if (empty) throw new Failure(`${nameOf(path)}: every row has a missing value, expected one without; --missing median fills in`);
  dropped = 0;

  let current: Raw | undefined;
  const values = new Set<unknown>();
  const records = async function* () {
    for await (const raw of pass(note)) {
      current = raw;
      for (const cell of raw.columns.get(given.target as string) ?? []) {
        if (values.size === KINDS) break;
        values.add(typeof cell === "string" ? cell.trim() : cell);
      }
      yield recordOf(raw);
      rows += raw.rows;
    }
  };
  let encoding: Encoding<unknown>;
  try {
    encoding = (await encode.fitStream(records() as never, how.options as never)) as unknown as Encoding<unknown>;
  } catch (error) {
    throw failureOf(error, nameOf(path), current && behind(current, rows));
  }
  if (dropped > 0) note(`${dropped} of ${rows + dropped} rows have a missing value and are left out`);
  const y = encoding.target(recordOf(current as Raw) as never);
  const kinds = [...values].map((value) => (y instanceof Float64Array ? Number(value) : String(value)));
  const known = familyOf(nameOf(path), given, kinds.length === 1 ? [kinds[0], kinds[0]] : kinds, note);
  const order = kinds.sort((a, b) => (a < b ? -1 : 1));
  const classes = known.family === "logistic" || known.family === "multinomial" ? order : undefined;
  if (known.family === "logistic" && order.length > 2)
    throw new Failure(`${nameOf(path)}: the target has more than two values, expected two of them for logistic loss`);
  if (classes?.length === KINDS)
    throw new Failure(`${nameOf(path)}: the target has more than ${KINDS - 1} different labels, expected fewer classes with --stream`);

  return {
    encoding,
    ...known,
    classes,
    rows,
    dropped,
    chunks: () =>
      chunksOf(
        pass(() => {}),
        (raw) => asked(raw.file, raw, () => chunkOf(raw, { encoding, weights: given.weights })),
      ),
  };
}

/** rows that come after `before` others, in an error that counts all of them */
const behind = (raw: Raw, before: number): Raw => ({
  ...raw,
  rows: before + raw.rows,
  place: (i) => (i < before ? `${raw.file}, row ${i + 1}` : raw.place(i - before)),
});
