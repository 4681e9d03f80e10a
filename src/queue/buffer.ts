/** Node's Buffer on the same bytes: ioredis and pg take it, and exist nowhere else. */
export function asBuffer(bytes: Uint8Array): unknown {
  const { Buffer } = globalThis as unknown as { Buffer: { from(buffer: ArrayBufferLike, at: number, length: number): unknown } };
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
