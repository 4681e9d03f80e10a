// Four targets by the primal route in step (ridge.ts has the steps of one): X, and the factor of A, are read once for all of them.
import { solveFour } from "../linear/cholesky";
import { at, padded } from "../linear/lanes";
import { begin, count, counted, struct, vector } from "../linear/layout";
import { axpy } from "../linear/level1";
import { Squared } from "../losses/squared";
import { Certificate } from "../proof/certificate";
import { State } from "../proof/state";
import { Primal } from "./primal";
import { isEnough, negligible, record } from "./ridge";
import { gain, gradient } from "./route";

/** targets that go together */
export const TOGETHER: i32 = 4;

@unmanaged
@final
export class Together {
  /** a State each, whose η, ∇f and X̃ᵀ∇f lie behind those of the one before, as β and the step do */
  states: usize;
  step: usize;
  /** four numbers each: the gap that is small enough, scratch */
  enough: usize;
  products: usize;

  state(k: i32): State {
    return changetype<State>(this.states + <usize>k * offsetof<State>());
  }

  /** β of four targets ← argmin P(β), with their certificates; loss.y: the first one's y */
  solve(route: Primal, loss: Squared, beta: usize, certificates: usize): void {
    const x = route.x;
    const n = x.n;
    const m = x.m;
    const y = loss.y;
    const first = this.state(0);
    const step = this.step;
    memory.fill(beta, 0, (<usize>(TOGETHER * m)) << 3);
    let open = TOGETHER;
    let done = 0;
    for (let round = 0; open > 0; round++) {
      memory.fill(first.eta, 0, (<usize>(TOGETHER * n)) << 3);
      if (round > 0) x.gemm(TOGETHER, beta, m, first.eta, n);
      for (let k = 0; k < TOGETHER; k++) {
        const s = this.state(k);
        s.beta = at(beta, k * m);
        loss.y = at(y, k * n);
        s.value = loss.valueAndGradient(s.eta, s.g);
      }
      x.gemmT(TOGETHER, first.g, n, first.partial, m);
      for (let k = 0; k < TOGETHER; k++) {
        const s = this.state(k);
        gradient<Primal>(route, s);
        for (let j = 0; j < m; j++) f64.store(at(step, k * m + j), -f64.load(at(s.partial, j)));
      }
      solveFour(m, padded(m), route.A, step, m, this.products);
      for (let k = 0; k < TOGETHER; k++) {
        if ((done >> k) & 1) continue;
        const s = this.state(k);
        const out = changetype<Certificate>(certificates + <usize>k * offsetof<Certificate>());
        const before = out.gap;
        record(route.penalty, m, s, gain(m, s, at(step, k * m)), round, out);
        if (round === 0) f64.store(at(this.enough, k), negligible(out.objective));
        if (isEnough(out, before, f64.load(at(this.enough, k)))) {
          done |= 1 << k;
          open--;
        } else axpy(m, 1, at(step, k * m), s.beta);
      }
    }
    loss.y = y;
  }
}

/** in the layout at hand */
function lay(n: i32, m: i32): Together {
  const together = changetype<Together>(struct(offsetof<Together>()));
  together.states = struct(TOGETHER * offsetof<State>());
  together.step = vector(TOGETHER * m);
  together.enough = vector(TOGETHER);
  together.products = vector(TOGETHER);
  const eta = vector(TOGETHER * n);
  const g = vector(TOGETHER * n);
  const partial = vector(TOGETHER * m);
  for (let k = 0; k < TOGETHER; k++) {
    const s = together.state(k);
    s.eta = at(eta, k * n);
    s.g = at(g, k * n);
    s.partial = at(partial, k * m);
  }
  return together;
}

export function togetherBytes(n: i32, m: i32): f64 {
  count();
  lay(n, m);
  return counted();
}

export function togetherAt(work: usize, n: i32, m: i32): Together {
  begin(work);
  return lay(n, m);
}
