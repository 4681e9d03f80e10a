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

interface PairProps {
  shape: Shape;
  a: string;
  b: string;
  /** what else changes with the columns */
  forget: Record<string, undefined>;
  /** what the two axes are called */
  axes?: readonly [string, string];
}

export function PairChoices({ shape, a, b, forget, axes = ["w₁", "w₂"] }: PairProps) {
  return (
    <>
      <Choice
        label={`Column of ${axes[0]}`}
        value={a}
        options={shape.names.filter((name) => name !== b).map((name) => [name, name] as const)}
        onChange={(name) => change({ ...forget, a: name, b })}
      />
      <Choice
        label={`Column of ${axes[1]}`}
        value={b}
        options={shape.names.filter((name) => name !== a).map((name) => [name, name] as const)}
        onChange={(name) => change({ ...forget, a, b: name })}
      />
    </>
  );
}
