// What is Node's and has no types here: ioredis, pg and BullMQ exist nowhere else.

/** a Buffer on the same bytes */
export function asBuffer(bytes: Uint8Array): unknown {
  const { Buffer } = globalThis as unknown as { Buffer: { from(buffer: ArrayBufferLike, at: number, length: number): unknown } };
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** an emitter whose errors end no process: what goes wrong is said by the call that waits for it */
export function heedless(emitter: unknown): void {
  (emitter as { on(event: "error", listener: () => void): void }).on("error", () => {});
}
