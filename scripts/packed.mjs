// Bytes → LZMA (lc 3, lp 0, pb 2, no header) as base64, for assembly/unpack/unpack.ts. Bytes that resemble others may go on behind those: matches reach into
// them, and the probabilities are what those left. An encoder that finds matches does not know of that, so it is given both, and what it chose for
// the second part is written anew.
import lzma from "lzma";
import { Model, Reader, Writer } from "./rangeCoder.mjs";

/** LZMA, without its header of 13 bytes */
function compressed(bytes) {
  const [properties, ...rest] = Uint8Array.from(lzma.compress(Array.from(bytes), 9));
  if (properties !== 0x5d)
    throw new Error(`packed: properties are ${properties}, expected 93: assembly/unpack/unpack.ts reads no other form`);
  return Uint8Array.from(rest.slice(12));
}

/** the literals (length 0) and matches by which `text` says `size` bytes, and the model that it leaves */
function read(text, size) {
  const model = new Model(new Reader(text), size);
  const steps = [];
  while (model.at < size) steps.push(model.step());
  return { model, steps };
}

/** what is written of `bytes`, behind `first` where that is given */
export function packed(bytes, first) {
  return { text: Buffer.from(first ? behind(first, bytes) : compressed(bytes)).toString("base64"), size: bytes.length };
}

function behind(first, bytes) {
  const both = Uint8Array.from([...first, ...bytes]);
  const { steps } = read(compressed(both), both.length);
  const { model } = read(compressed(first), first.length);
  const writer = new Writer();
  model.goOn(writer, both);
  let at = 0;
  for (const { back, length } of steps) {
    const from = at;
    at += Math.max(1, length);
    // a match that begins in the first part is cut
    const rest = at - Math.max(from, first.length);
    if (rest > 0) model.step(length === 0 ? { length: 0 } : { back, length: rest });
  }
  return writer.end();
}
