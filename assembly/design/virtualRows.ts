// Few rows with the second moments of many: for G = X̃ᵀWX̃, c = X̃ᵀWỹ, γ = ỹᵀWỹ the p + 1 rows [R z; 0 ϱ] with
//     RᵀR = G,   Rᵀz = c,   ϱ² = γ − zᵀz,     so that ‖z − Rβ‖² + ϱ² = γ − 2cᵀβ + βᵀGβ = Σ wᵢ(ỹᵢ − x̃ᵢᵀβ)² for every β.
// R comes from a Cholesky factorisation with pivoting (Higham, Accuracy and Stability, section 10.3), left-looking, y as a last column
// that is never a pivot. Of rank r, R has p − r zero rows at its end.
import { spend } from "../linear/heed";
import { at } from "../linear/lanes";
import { dot } from "../linear/level1";

/**
 * R (column-major, p + 1 rows and columns, y last) ← from the packed lower triangle G of order p + 1; left (p + 1) is scratch: what is
 * left of each diagonal entry. Returns the rank.
 */
export function virtualRows(p: i32, G: usize, R: usize, left: usize): i32 {
  const rows = p + 1;
  memory.fill(R, 0, (<usize>rows * <usize>rows) << 3);
  for (let j = 0; j <= p; j++) f64.store(at(left, j), f64.load(entry(G, j, j)));
  // by the share that is left of a column, which no unit of measurement changes; below this it is rounding
  const least = (64 + p) * f64.EPSILON;
  let rank = 0;
  for (; rank < p; rank++) {
    let pivot = -1;
    let most = least;
    spend(rank + 4, p);
    for (let j = 0; j < p; j++) {
      const share = f64.load(at(left, j)) / f64.load(entry(G, j, j));
      // a column of zeros has share NaN
      if (!(share > most)) continue;
      most = share;
      pivot = j;
    }
    if (pivot < 0) break;
    const pivotColumn = at(R, pivot * rows);
    const root = sqrt(f64.load(at(left, pivot)));
    f64.store(at(pivotColumn, rank), root);
    f64.store(at(left, pivot), 0);
    for (let j = 0; j <= p; j++) {
      const rest = f64.load(at(left, j));
      // nothing left: a pivot before, or a column that depends on the pivots; what squares no longer show of y still has covariances
      if (rest === 0 && j < p) continue;
      const column = at(R, j * rows);
      const value = (f64.load(entry(G, pivot, j)) - dot(rank, pivotColumn, column)) / root;
      f64.store(at(column, rank), value);
      f64.store(at(left, j), max(0, rest - value * value));
    }
  }
  f64.store(at(R, p * rows + p), sqrt(f64.load(at(left, p))));
  return rank;
}

/** the address of entry (i, j) of a symmetric matrix that is stored as its packed lower triangle */
function entry(G: usize, i: i32, j: i32): usize {
  return i >= j ? at(G, (i * (i + 1)) / 2 + j) : at(G, (j * (j + 1)) / 2 + i);
}
