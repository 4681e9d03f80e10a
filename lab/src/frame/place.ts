// Where the reader is: the bench and what its controls say, kept in the URL's hash, so that a link shows the same picture.
import { useEffect, useState } from "preact/hooks";

export interface Place {
  bench: string;
  values: Readonly<Record<string, string>>;
}

const read = (): Place => {
  const [bench, query = ""] = decodeURI(location.hash.slice(1)).split("?");
  return { bench, values: Object.fromEntries(new URLSearchParams(query)) };
};

let place = read();
const listeners = new Set<() => void>();
let writing: ReturnType<typeof setTimeout> | undefined;

/** What the controls say, at once: whoever reads the page by program waits until the bench's data-state is the same (bench.tsx). */
const say = () => {
  document.documentElement.dataset.place = hashOf(place);
};

/** the hash of a place */
export function hashOf({ bench, values }: Place): string {
  const query = new URLSearchParams(values).toString();
  return `#${bench}${query ? `?${query}` : ""}`;
}

function move(to: Place): void {
  place = to;
  say();
  for (const listener of listeners) listener();
}

// browsers refuse more than some writes a second, and a slider makes 60
function writeSoon(): void {
  clearTimeout(writing);
  writing = setTimeout(() => history.replaceState(null, "", hashOf(place)), 120);
}

addEventListener("hashchange", () => {
  clearTimeout(writing);
  move(read());
});

/** the place as its hash */
export const here = (): string => hashOf(place);

say();

/** changes what controls say; undefined takes a value back to its default */
export function change(values: Record<string, string | number | undefined>): void {
  const next: Record<string, string> = { ...place.values };
  for (const [key, value] of Object.entries(values))
    if (value === undefined) delete next[key];
    else next[key] = String(value);
  move({ ...place, values: next });
  writeSoon();
}

/** the place now, and again whenever it changes */
export function usePlace(): Place {
  const [, again] = useState(0);
  useEffect(() => {
    const listener = () => again((count) => count + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return place;
}

/** a number of the place, within its limits */
export function numberAt(values: Place["values"], key: string, fallback: number, least: number, most: number): number {
  const value = values[key] === undefined ? Number.NaN : Number(values[key]);
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : fallback;
}

/** a word of the place, if it is one of those that may be */
export function wordAt<W extends string>(values: Place["values"], key: string, words: readonly W[]): W {
  return words.find((word) => word === values[key]) ?? words[0];
}
