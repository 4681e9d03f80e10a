// Pieces of a file as shards take them: X, y and weights.
import type { ChunkOptions, ReadOptions } from "../readers.js";
import { columnOf, numbersOf, type Raw, recordOf } from "./tables/table.js";

/** what of a piece is X, y and weights */
export function chunkOf(raw: Raw, { target, encoding, weights, ignore = [] }: Omit<ChunkOptions, keyof ReadOptions>) {
  const own = () => (weights === undefined ? {} : { weights: numbersOf(raw, weights, "weights") });
  if (encoding) {
    const record = recordOf(raw) as never;
    const given = own();
    return { X: encoding.transform(record), y: encoding.target(record) as ArrayLike<unknown>, ...given };
  }
  for (const name of ignore) columnOf(raw, name, "ignore");
  const apart = [target, weights, ...ignore];
  const names = [...raw.columns.keys()].filter((name) => !apart.includes(name));
  const X = Object.fromEntries(names.map((name) => [name, numbersOf(raw, name, "target")]));
  const given = own();
  return { X, y: numbersOf(raw, target as string, "target"), ...given };
}

/** one chunk a piece; whoever takes them is done with one when it asks for the next, and the memory of X is given back then */
export async function* chunksOf(pieces: AsyncIterable<Raw>, make: (raw: Raw) => ReturnType<typeof chunkOf>) {
  for await (const raw of pieces) {
    const chunk = make(raw);
    yield chunk;
    if (typeof chunk.X.dispose === "function") chunk.X.dispose();
  }
}
