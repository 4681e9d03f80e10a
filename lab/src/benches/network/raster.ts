// A function over a plane as paths: shades of its values, and the line where it is ½.

/** how a column or a row of places is placed on the picture */
export type Along = (place: number) => number;

/** Values at `side` × `side` places, row by row from below. */
export interface Raster {
  side: number;
  values: readonly number[];
  x: Along;
  y: Along;
}

const written = (value: number): string => value.toFixed(1);

/** a path a shade, of `count` equal steps from 0 to 1: every place a rectangle, neighbours of one shade in one */
export function shades({ side, values, x, y }: Raster, count: number): string[] {
  const paths: string[] = new Array(count).fill("");
  const shadeOf = (k: number) => Math.min(count - 1, Math.floor(count * values[k]));
  // half way to the neighbours; the outermost places end at the frame
  const edge = (along: Along, k: number) => written(along(Math.min(side - 1, Math.max(0, k - 0.5))));
  for (let row = 0; row < side; row++)
    for (let from = 0; from < side; ) {
      const shade = shadeOf(row * side + from);
      let to = from + 1;
      while (to < side && shadeOf(row * side + to) === shade) to++;
      paths[shade] += `M${edge(x, from)},${edge(y, row)}H${edge(x, to)}V${edge(y, row + 1)}H${edge(x, from)}Z`;
      from = to;
    }
  return paths;
}

/** pieces of the line where values are ½, straight within every square of four neighbours */
export function halfLine({ side, values, x, y }: Raster): string {
  let path = "";
  for (let row = 0; row + 1 < side; row++)
    for (let column = 0; column + 1 < side; column++) {
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ];
      const crossings: string[] = [];
      for (const [k, [a, b]] of corners.entries()) {
        const [c, d] = corners[(k + 1) % 4];
        const [from, to] = [values[b * side + a] - 0.5, values[d * side + c] - 0.5];
        if (from < 0 === to < 0) continue;
        const share = from / (from - to);
        crossings.push(`${written(x(a + share * (c - a)))},${written(y(b + share * (d - b)))}`);
      }
      for (let k = 0; k + 1 < crossings.length; k += 2) path += `M${crossings[k]}L${crossings[k + 1]}`;
    }
  return path;
}
