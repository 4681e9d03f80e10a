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
  unpack(count: number, out: number, size: number): void;
}

/** what unpacks, compiled once */
let compiled: WebAssembly.Module | undefined;

/** the bytes, in a memory of their own that nothing else uses */
export function unpack({ text, size }: Packed): Uint8Array<ArrayBuffer> {
  compiled ??= compileBuiltIn(decode(bytes));
  const unpacker = new WebAssembly.Instance(compiled).exports as unknown as Unpacker;
  const from = unpacker.room();
  const missing = from + text.length + size - unpacker.memory.buffer.byteLength;
  if (missing > 0) unpacker.memory.grow(Math.ceil(missing / 65536));
  const { buffer } = unpacker.memory;
  const room = new Uint8Array(buffer, from);
  for (let i = 0; i < text.length; i++) room[i] = text.charCodeAt(i);
  unpacker.unpack(text.length, from + text.length, size);
  return new Uint8Array(buffer as ArrayBuffer, from + text.length, size);
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
