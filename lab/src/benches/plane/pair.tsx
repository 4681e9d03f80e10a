// The controls that choose two columns.
import type { Shape } from "../../data/source.js";
import { Choice } from "../../frame/controls.js";
import { change, type Place } from "../../frame/place.js";

/** the two columns that the place names, else the first two */
export function pairAt(values: Place["values"], { names }: Shape): { a: string; b: string } {
  const a = names.find((name) => name === values.a) ?? names[0];
  const b = names.find((name) => name === values.b && name !== a) ?? (names.find((name) => name !== a) as string);
  return { a, b };
}

export const needsTwo = ({ columns }: Shape): string | undefined =>
  columns < 2 ? `This table has ${columns} column beside y; this bench wants two.` : undefined;

export function PairChoices({ shape, a, b, forget }: { shape: Shape; a: string; b: string; forget: Record<string, undefined> }) {
  return (
    <>
      <Choice
        label="Column of w₁"
        value={a}
        options={shape.names.filter((name) => name !== b).map((name) => [name, name] as const)}
        onChange={(name) => change({ ...forget, a: name, b })}
      />
      <Choice
        label="Column of w₂"
        value={b}
        options={shape.names.filter((name) => name !== a).map((name) => [name, name] as const)}
        onChange={(name) => change({ ...forget, a, b: name })}
      />
    </>
  );
}
