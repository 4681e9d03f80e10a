// A call of the library as a command of a fast-check model: how it is written down, and what it does.
import type fc from "fast-check";
import type { World } from "./world.js";

export type Command = fc.Command<World, World>;

/** `work` on the world, written down as the function's name and what its arguments are made from */
export function command(
  name: string,
  parts: unknown,
  work: (world: World) => void,
  possible: (world: World) => boolean = () => true,
): Command {
  const label = `${name} ${JSON.stringify(parts)}`;
  return {
    check: (world) => possible(world),
    run(world) {
      try {
        work(world);
      } catch (error) {
        // the message alone says neither which call it was nor with what
        throw new Error(`${label}: ${error instanceof Error ? error.message : error}`, { cause: error });
      }
    },
    toString: () => label,
  };
}

/** what `call` throws */
export function thrownBy(call: () => unknown): { error?: unknown } {
  try {
    call();
    return {};
  } catch (error) {
    return { error };
  }
}
