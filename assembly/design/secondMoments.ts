// The second moments of a chunk of rows, X and y together, in one packed lower triangle of order m + 1 (row j at j(j+1)/2):
//     ┌ X̃ᵀWX̃      ┐
//     └ ỹᵀWX̃  ỹᵀWỹ ┘
// Means are rounded to f64, so that X̃ and ỹ are off centre by d = X̃ᵀw; ddᵀ is taken off again (Chan, Golub, LeVeque 1983, eq. 1.7).

import { at, padded } from "../linear/lanes";
import { begin, block, count, counted, struct, vector } from "../linear/layout";
import { dot, squareRoots } from "../linear/level1";
import { gramBytes, panelBytes } from "../linear/level3";
import { AnyDesign } from "./anyDesign";

@unmanaged
@final
class Scratch {
  rootW: usize;
  /** W∘y */
  wy: usize;
  panels: usize;
  G: usize;
}

function lay(n: i32, m: i32): Scratch {
  const s = changetype<Scratch>(struct(offsetof<Scratch>()));
  s.rootW = vector(n);
  s.wy = vector(n);
  s.panels = block(panelBytes(m));
  s.G = block(gramBytes(m));
  return s;
}

export function scatterBytes(n: i32, m: i32): f64 {
  count();
  lay(n, m);
  return counted();
}

/** triangle ← second moments, off (m + 1) ← what is missing from the means; y (n) is centred, x.means are, Σw = 1 */
export function scatter(x: AnyDesign, y: usize, triangle: usize, off: usize, work: usize): void {
  secondMoments(x, y, triangle, work);
  x.gemvT(x.w, off);
  f64.store(at(off, x.m), dot(x.n, x.w, y));
  for (let i = 0, entry = triangle; i <= x.m; i++) {
    const d = f64.load(at(off, i));
    for (let j = 0; j <= i; j++, entry += 8) f64.store(entry, f64.load(entry) - d * f64.load(at(off, j)));
  }
}

/** triangle ← second moments about x.means, whatever those are */
export function secondMoments(x: AnyDesign, y: usize, triangle: usize, work: usize): void {
  const n = x.n;
  const m = x.m;
  const ld = padded(m);
  begin(work);
  const s = lay(n, m);
  const rootW = s.rootW;
  const wy = s.wy;
  const G = s.G;
  squareRoots(n, x.w, rootW);
  x.gram(rootW, G, s.panels, 0);
  for (let i = 0; i < n; i++) f64.store(at(wy, i), f64.load(at(x.w, i)) * f64.load(at(y, i)));
  for (let i = 0, row = triangle; i < m; i++, row = at(row, i)) memory.copy(row, at(G, i * ld), (<usize>(i + 1)) << 3);
  const last = at(triangle, (m * (m + 1)) / 2);
  x.gemvT(wy, last);
  f64.store(at(last, m), dot(n, wy, y));
}
