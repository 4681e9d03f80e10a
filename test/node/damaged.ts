// Files with bytes put in, changed and cut off, and what readers may say of them.
import fc from "fast-check";
import { Failure } from "../../cli/src/failure.js";

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 4 }),
    fc.constantFrom('"', '""', "\n", "\r", ",", "\t", ":", "#", "\u0000", "1e999", "-", "é", "\ud83d").map((text) => Buffer.from(text)),
  ),
  gone: fc.nat(6),
});

/** what happens to a file, and where it ends then */
export const edits = fc.record({
  all: fc.array(edit, { minLength: 1, maxLength: 4 }),
  cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined, freq: 4 }),
});

type Edits = typeof edits extends fc.Arbitrary<infer E> ? E : never;

/** the file with all of it */
export function damaged(file: Buffer, { all, cut }: Edits): Buffer {
  let out = file;
  for (const { at, bytes, gone } of all) {
    const place = Math.floor(at * out.length);
    out = Buffer.concat([out.subarray(0, place), bytes, out.subarray(place + gone)]);
  }
  return cut === undefined ? out : out.subarray(0, Math.floor(cut * out.length));
}

/** without an assertion of the runner, which takes longer than to read a file */
export function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** what is read is a table, or refused in one line */
export async function read(work: () => Promise<void>, name: string): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { message } = error;
    must(message.includes(name) && !message.includes("\n") && message.length < 2000, `the refusal is ${message}`);
    return false;
  }
}
