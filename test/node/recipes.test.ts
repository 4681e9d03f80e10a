// The recipes of CONTRIBUTING.md, followed in a copy of the project: a loss and a penalty are added in the places that they name and
// nowhere else, both compilers accept them, the compiler lists a place that was forgotten, and `path` minimises the new loss.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const copy = mkdtempSync(join(tmpdir(), "shrinkage-recipe-"));
const bin = (name: string) => join(root, "node_modules/.bin", name);

beforeAll(() => {
  for (const each of ["assembly", "src", "scripts", "reference", "build", "asconfig.json", "tsconfig.json", "package.json"])
    cpSync(join(root, each), join(copy, each), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  writeFileSync(join(copy, "test-types.json"), JSON.stringify({ extends: "./tsconfig.json", include: ["src"] }));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** puts `text` before the first place where `mark` stands in a file */
function insert(file: string, mark: string, text: string): void {
  const source = readFileSync(join(copy, file), "utf8");
  expect(source, `${file} has ${mark}`).toContain(mark);
  writeFileSync(join(copy, file), source.replace(mark, `${text}${mark}`));
}
const write = (file: string, text: string) => writeFileSync(join(copy, file), text);
/** what is built is used once: it need not be fast */
const compile = (file: string, target: string) =>
  execFileSync(bin("asc"), [file, "--target", target, "--optimizeLevel", "0"], { cwd: copy, stdio: "pipe" });
const types = () => spawnSync(bin("tsc"), ["--noEmit", "-p", "test-types.json"], { cwd: copy, encoding: "utf8" });

describe("a loss: expectile, ½r² below and ¼r² above", () => {
  test("its name alone is refused by the compiler, which says what is missing", () => {
    insert("src/losses/loss.ts", '"gamma";', '"expectile" | ');
    const { status, stdout } = types();
    expect(status).not.toBe(0);
    expect(stdout).toMatch(/src\/losses\/losses\.ts.*expectile/);
  });

  test("added by the recipe it compiles, in both languages", { timeout: 240_000 }, () => {
    write(
      "assembly/losses/expectile.ts",
      `// r = η − y, c = 1 where r ≤ 0, ½ beyond:  ℓ(y, η) = ½cr²,  ℓ′ = cr,  ℓ″ = c  (Newey, Powell 1987)
// ℓ*(θ) = θy + θ²/2c(θ), as θ and r have one sign at the optimum
import { RowLoss } from "./loss";
import { ByRows } from "./rows";

@unmanaged
@final
export class ExpectileRow extends RowLoss {
  /** r */
  core(y: v128, eta: v128): v128 {
    return f64x2.sub(eta, y);
  }

  share(w: v128, r: v128): v128 {
    return f64x2.mul(w, v128.bitselect(f64x2.splat(0.5), f64x2.splat(1), f64x2.gt(r, f64x2.splat(0))));
  }

  term(w: v128, _y: v128, _eta: v128, r: v128): v128 {
    return f64x2.mul(f64x2.splat(0.5), f64x2.mul(f64x2.mul(this.share(w, r), r), r));
  }

  slope(w: v128, _y: v128, _eta: v128, r: v128): v128 {
    return f64x2.mul(this.share(w, r), r);
  }

  curvature(w: v128, _y: v128, _eta: v128, r: v128): v128 {
    return this.share(w, r);
  }

  bound(): f64 {
    return 1;
  }

  maxStep(): f64 {
    return 20;
  }

  rowDualScale(_w: v128, _y: v128, _theta: v128): v128 {
    return f64x2.splat(1);
  }

  rowFenchel(w: f64, y: f64, eta: f64, theta: f64): f64 {
    const r = eta - y;
    const t = theta / w;
    const c: f64 = r > 0 ? 0.5 : 1;
    const d: f64 = t > 0 ? 0.5 : 1;
    return w * max(0, 0.5 * c * r * r + (0.5 * t * t) / d - t * r);
  }

  fenchelNear(_w: v128, _y: v128, _eta: v128, _theta: v128): v128 {
    return f64x2.splat(NaN);
  }
}

export type Expectile = ByRows<ExpectileRow>;
`,
    );
    insert("src/kernels/abi.ts", "  SquaredHinge = 4,", "  Expectile = 5,\n");
    insert("assembly/losses/anyLoss.ts", 'import { Huber } from "./huber";', 'import { Expectile } from "./expectile";\n');
    // a case in every switch, as the other losses have one
    const any = readFileSync(join(copy, "assembly/losses/anyLoss.ts"), "utf8");
    const cases = any.replace(
      /( +case LossKind\.)Huber(:\n +return changetype<)Huber(>\(this\)\.\w+\([^\n]*\n)/g,
      "$1Huber$2Huber$3$1Expectile$2Expectile$3",
    );
    expect(cases.match(/LossKind\.Expectile/g)).toHaveLength(any.match(/LossKind\.Huber/g)?.length as number);
    write("assembly/losses/anyLoss.ts", cases);
    insert(
      "assembly/boundary/losses.ts",
      "/** Σ wᵢ of ½rᵢ² where",
      `/** ½ Σ wᵢcᵢrᵢ², c = 1 where r ≤ 0, ½ beyond */
export function expectile(loss: usize, n: i32, y: usize, w: usize): void {
  fillLoss(changetype<Targets>(loss), LossKind.Expectile, n, y, w);
}

`,
    );
    insert(
      "src/kernels/boundary/losses.ts",
      "  poisson(loss: Pointer",
      "  expectile(loss: Pointer, n: number, y: Pointer, w: Pointer): void;\n",
    );
    write(
      "src/losses/expectile.ts",
      `// ½r² where r = η − y ≤ 0, ¼r² beyond
import { lossKernels } from "../kernels/families.js";
import { type Loss, mean } from "./loss.js";

const value = (r: number) => (r > 0 ? 0.25 : 0.5) * r * r;

export const EXPECTILE: Loss = {
  target: "numbers",
  measures: ["deviance", "mse", "mae"],
  bound: 1,
  fill: (struct, n, y, w) => lossKernels().expectile(struct, n, y, w),
  start: (y, w) => mean(y, w, (yi) => yi),
  saturated: () => 0,
  nullModel(y, w, fitIntercept) {
    const intercept = fitIntercept ? mean(y, w, (yi) => yi) : 0;
    return { intercept, objective: mean(y, w, (yi) => value(intercept - yi)) };
  },
  predict: (eta) => eta,
  deviance: (y, eta) => 2 * value(eta - y),
};
`,
    );
    insert("src/losses/losses.ts", 'import { HUBER } from "./huber.js";', 'import { EXPECTILE } from "./expectile.js";\n');
    insert("src/losses/loss.ts", "  multinomial: true,", "  expectile: true,\n");
    insert("src/losses/losses.ts", "  poisson: POISSON,", "  expectile: EXPECTILE,\n");
    expect(types().stdout).toBe("");
    compile("assembly/index.ts", "release");
    execFileSync("node", ["-e", "require('node:fs').mkdirSync('test', { recursive: true })"], { cwd: copy });
    execFileSync("node", ["scripts/carve.mjs", "release"], { cwd: copy, stdio: "pipe" });
    execFileSync("node", ["scripts/embed.mjs"], { cwd: copy, stdio: "pipe" });
  });

  test("`path` minimises it, and proves it: the slopes of the loss sum to 0 along every column", () => {
    write(
      "use.ts",
      `import { normal } from "./reference/problems.js";
import { path } from "./src/index.js";
const draw = normal(5);
const X = Array.from({ length: 80 }, () => [draw(), draw(), draw()]);
const y = X.map((row) => row[0] - 2 * row[1] + draw());
const fit = path(X, y, { loss: "expectile" as never, lambdas: [0], tol: 1e-12 }).fit(0);
const slopes = y.map((yi, i) => {
  const r = fit.intercept + X[i].reduce((eta, x, j) => eta + x * fit.coefficients[j], 0) - yi;
  return r > 0 ? 0.5 * r : r;
});
const sums = [0, 1, 2, 3].map((j) => Math.abs(slopes.reduce((sum, s, i) => sum + s * (j < 3 ? X[i][j] : 1), 0)));
console.log(JSON.stringify({ converged: fit.certificate.converged, largest: Math.max(...sums) }));
`,
    );
    const said = execFileSync(bin("tsx"), ["use.ts"], { cwd: copy, encoding: "utf8" });
    const { converged, largest } = JSON.parse(said);
    expect(converged).toBe(true);
    // a gap of 1e-12 leaves gradients of its square root
    expect(largest / 80).toBeLessThan(1e-5);
  });
});

test("a penalty: the elastic net on [0, ∞), added by the recipe, compiles and is dispatched", { timeout: 240_000 }, () => {
  write(
    "assembly/penalties/positive.ts",
    `// Ωⱼ(b) = λb on b ≥ 0
import { Separable } from "./separable";

@unmanaged
@final
export class Positive extends Separable {
  lambda: f64;

  value(b: f64, _j: i32): f64 {
    return this.lambda * b;
  }

  prox(z: f64, t: f64, _j: i32): f64 {
    return max(0, z - t * this.lambda);
  }

  fenchel(b: f64, z: f64, _j: i32): f64 {
    return z > this.lambda ? Infinity : (this.lambda - z) * b;
  }

  dualScale(z: f64, _j: i32): f64 {
    return z > this.lambda ? this.lambda / z : 1;
  }

  nearScale(_b: f64, z: f64, j: i32): f64 {
    return this.dualScale(z, j);
  }

  lambdaMax(z: f64, _j: i32): f64 {
    return max(0, z);
  }

  staysZero(_low: f64, high: f64, _j: i32): bool {
    return high <= this.lambda;
  }

  free(_j: i32): bool {
    return this.lambda === 0;
  }

  inside(b: f64, _j: i32): bool {
    return b > 0;
  }
}
`,
  );
  insert("src/kernels/abi.ts", "  ElasticNet = 0,", "  Positive = 1,\n");
  insert(
    "assembly/dispatch.ts",
    'import { Separable } from "./penalties/separable";',
    'import { Positive } from "./penalties/positive";\n',
  );
  insert(
    "assembly/dispatch.ts",
    "    case PenaltyKind.ElasticNet:\n      return descent<",
    "    case PenaltyKind.Positive:\n      return descent<AnyDesign, Squared, Positive>(x, loss, changetype<Positive>(penalty), h, s, target, maxPasses, out);\n",
  );
  insert(
    "assembly/dispatch.ts",
    "    case PenaltyKind.ElasticNet:\n      return methods<",
    "    case PenaltyKind.Positive:\n      return methods<Positive>(changetype<Positive>(penalty), b, z, t, j, out);\n",
  );
  expect(types().stdout).toBe("");
  compile("assembly/testing/testing.ts", "testing");
});
