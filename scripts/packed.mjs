import lzma from "lzma";

/** LZMA of lc 3, lp 0, pb 2 (0x5d), without its header of 13 bytes, as base64: what src/kernels/unpack.ts reads */
export function packed(bytes) {
  const [properties, ...rest] = Uint8Array.from(lzma.compress(Array.from(bytes), 9));
  if (properties !== 0x5d)
    throw new Error(`packed: properties are ${properties}, expected 93: assembly/unpack/unpack.ts reads no other form`);
  return { text: Buffer.from(rest.slice(12)).toString("base64"), size: bytes.length };
}
