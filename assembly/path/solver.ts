// What a path and a fit of any loss have in common: a working set that grows, a face of it, and a look at every column outside.
import { at } from "../linear/lanes";
import { Outside } from "../proof/certificate";
import { Face } from "./face";
import { Screen } from "./screen";
import { WorkingSet } from "./workingSet";

@unmanaged
export abstract class Solver {
  W: WorkingSet;
  face: Face;
  screen: Screen;
  outside: Outside;

  /** rows `from` … `to` of W's G, or of the face's L, lie behind one another at `rows` */
  give(ofL: bool, from: i32, to: i32, rows: usize): void {
    const table = ofL ? this.face.L : this.W.G;
    for (let i = from; i < to; i++) {
      i32.store(table + ((<usize>i) << 2), <i32>rows);
      rows = at(rows, i + 1);
    }
    if (ofL) this.face.capacity = to;
    else this.W.capacity = to;
  }

  /** q ← the columns, rounded, by which looks at all of them are cheaper */
  round(q: usize): void {
    this.screen.q = q;
    this.screen.stride = 2 * ((this.W.all.n + 7) & ~7);
    this.screen.round(this.W.all);
  }
}
