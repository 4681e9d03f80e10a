// The kernels' bytes out of the text that they are shipped as: assembly/unpack/unpack.ts undoes LZMA in a small module of its own.

import { bytes } from "../generated/unpack.js";
import { decode } from "./base64.js";
import { compileBuiltIn } from "./compile.js";

/** What scripts/embed.mjs writes: LZMA as base64, and how many bytes it becomes. */
export interface Packed {
  text: string;
  size: number;
}

interface Unpacker {
  memory: WebAssembly.Memory;
  room(): number;
  unpack(from: number, count: number, out: number, size: number): void;
}

/** what unpacks, compiled once */
let compiled: WebAssembly.Module | undefined;
/** the first text that others went on behind, and the memory that it left */
let left: { first: Packed; memory: Uint8Array } | undefined;

/**
 * The bytes, in a memory of their own that nothing else uses.
 * @param first the text that this one goes on behind (scripts/packed.mjs), or itself where others will
 */
export function unpack(packed: Packed, first?: Packed): Uint8Array<ArrayBuffer> {
  const goesOn = first !== undefined && first !== packed;
  if (goesOn && left?.first !== first) unpack(first, first);
  const { text, size } = packed;
  compiled ??= compileBuiltIn(decode(bytes));
  const unpacker = new WebAssembly.Instance(compiled).exports as unknown as Unpacker;
  const out = unpacker.room() + (goesOn ? first.size : 0);
  const end = out + size;
  const missing = end + text.length - unpacker.memory.buffer.byteLength;
  if (missing > 0) unpacker.memory.grow(Math.ceil(missing / 65536));
  const buffer = unpacker.memory.buffer as ArrayBuffer;
  if (goesOn && left) new Uint8Array(buffer).set(left.memory);
  const room = new Uint8Array(buffer, end);
  // worklets have no TextEncoder; where there is one it spares a fresh process half a millisecond
  if (typeof TextEncoder === "function") new TextEncoder().encodeInto(text, room);
  else for (let i = 0; i < text.length; i++) room[i] = text.charCodeAt(i);
  unpacker.unpack(end, text.length, out, size);
  if (first === packed) left = { first, memory: new Uint8Array(buffer, 0, end) };
  return new Uint8Array(buffer, out, size);
}

/** the bytes that `changes` (scripts/delta.mjs) makes of `before`: new ones and copies by turns */
export function changed(before: Uint8Array, changes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out: number[] = [];
  let at = 0;
  let reading = 0;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = changes[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < changes.length) {
    for (let count = number(); count > 0; count--) out.push(changes[at++]);
    const move = number();
    reading += move & 1 ? -(move + 1) >> 1 : move >> 1;
    for (let count = number(); count > 0; count--) out.push(before[reading++]);
  }
  return Uint8Array.from(out);
}
