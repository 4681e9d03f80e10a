// What lives longer than a call: matrices made, written, used, disposed of and forgotten; accumulators; and a kernel that traps.
import fc from "fast-check";
import { fromGram, GramAccumulator, KernelError, lasso, Matrix, ridge } from "../../src/index.js";
import { kernels } from "../../src/kernels/kernels.js";
import { type Command, command, thrownBy } from "./call.js";
import { checkCertificate } from "./judging.js";
import { choices, lambdaOf, optionsOf } from "./options.js";
import { type Data, dataOf, forms, frozen, problems, tableOf } from "./problems.js";
import { assert, type Seen, type World } from "./world.js";

/** more are not kept at a time */
const MOST = 6;
const place = fc.nat(MOST - 1);
const some = (world: World) => world.matrices.length > 0;
const pick = <T>(all: readonly T[], at: number): T => all[at % all.length];

const make = fc.record({ problem: problems, form: forms, byColumns: fc.boolean() }).map((parts) =>
  command(
    "make a Matrix",
    parts,
    (world) => {
      const { columns } = dataOf(parts.problem);
      const source = frozen(tableOf(parts.form, columns));
      // in one step: what was made and what the model knows of it
      world.call(() => {
        const matrix = parts.byColumns ? new Matrix(columns[0].length, columns.length) : Matrix.from(source);
        if (parts.byColumns) for (let j = 0; j < columns.length; j++) matrix.column(j).set(columns[j]);
        world.matrices.push({ matrix, problem: parts.problem, columns, lost: false });
      });
    },
    (world) => world.matrices.length < MOST,
  ),
);

const write = fc
  .record({ at: place, j: fc.nat(19), value: fc.integer({ min: -800, max: 800 }).map((eighths) => eighths / 8) })
  .map((parts) =>
    command(
      "write to a Matrix",
      parts,
      (world) => {
        const { matrix, columns, lost } = pick(world.matrices, parts.at);
        const j = parts.j % matrix.columns;
        if (lost) return lostSays(world, matrix);
        world.call(() => {
          matrix.column(j)[parts.at % matrix.rows] = parts.value;
          columns[j][parts.at % matrix.rows] = parts.value;
        });
      },
      some,
    ),
  );

const dispose = place.map((at) =>
  command(
    "dispose of a Matrix",
    at,
    (world) => {
      const [{ matrix }] = world.matrices.splice(at % world.matrices.length, 1);
      world.call(() => matrix.dispose());
      world.call(() => matrix.dispose());
      const { error } = thrownBy(() => world.call(() => matrix.column(0)));
      assert(error instanceof TypeError && /was disposed of/.test(error.message), `a disposed Matrix gives ${error}`);
    },
    some,
  ),
);

const forget = place.map((at) => command("forget a Matrix", at, (world) => world.forget(at % world.matrices.length), some));

const trap = fc.nat(20).map((rare) =>
  command("trap", rare, (world) => {
    if (rare !== 20) return;
    const far = 2 ** 32 - 64;
    world.lose();
    const { error } = thrownBy(() => world.call(() => kernels().moments(64, 1, far, far, far, far)));
    assert(error instanceof KernelError, `a trap gave ${error}`);
    for (const { matrix } of world.matrices) lostSays(world, matrix);
  }),
);

function lostSays(world: World, matrix: Matrix): void {
  const uses: (() => unknown)[] = [() => matrix.column(0), () => lasso(matrix, new Float64Array(matrix.rows), { lambda: 1 })];
  for (const use of uses) {
    const { error } = thrownBy(() => world.call(use));
    assert(error instanceof TypeError && /was lost when a kernel trapped/.test(error.message), `a lost Matrix gives ${error}`);
  }
}

const chunk = fc.record({ problem: problems, form: forms, at: fc.nat(2), fresh: fc.boolean() }).map((parts) =>
  command("GramAccumulator.add", parts, (world) => {
    const { columns, y } = dataOf(parts.problem);
    if (world.accumulators.length === 0 || (parts.fresh && world.accumulators.length < 3)) {
      const accumulator = world.call(() => new GramAccumulator(columns.length));
      world.accumulators.push({ accumulator, columns: columns.map(() => []), y: [] });
    }
    const seen = pick(world.accumulators, parts.at);
    if (seen.accumulator.columns !== columns.length) {
      const before = JSON.stringify(seen.accumulator);
      // a record is matched by name, and may have more
      const form = parts.form === "record" ? "rows" : parts.form;
      const { error } = thrownBy(() => world.call(() => seen.accumulator.add(frozen(tableOf(form, columns)), y)));
      const right = `GramAccumulator.add: X has ${columns.length} columns but the accumulator has ${seen.accumulator.columns}`;
      assert(error instanceof RangeError && error.message === right, `a chunk of other columns gives ${error}`);
      return assert(JSON.stringify(seen.accumulator) === before, "a refused chunk changed the accumulator");
    }
    world.call(() => seen.accumulator.add(frozen(tableOf(parts.form, columns)), y));
    for (const [j, column] of columns.entries()) seen.columns[j].push(...column);
    seen.y.push(...y);
    assert(seen.accumulator.rows === seen.y.length, `${seen.accumulator.rows} rows seen, ${seen.y.length} were added`);
  }),
);

const hasRows = ({ y }: Seen) => y.length > 0;

const through = fc.record({ at: fc.nat(2), choice: choices }).map((parts) =>
  command(
    "fromGram",
    parts,
    (world) => {
      const seen = pick(world.accumulators.filter(hasRows), parts.at);
      const copy = world.call(() => GramAccumulator.fromJSON(JSON.stringify(seen.accumulator)));
      const data: Data = { columns: seen.columns.map((column) => Float64Array.from(column)), y: Float64Array.from(seen.y) };
      const { l1Ratio } = parts.choice;
      const options = { ...optionsOf(parts.choice, data, ["weights"]), lambda: lambdaOf(parts.choice, data), l1Ratio };
      const fits = world.call(() => fromGram(copy));
      const fit = world.call(() => fits.elasticNet(frozen(options)));
      world.checkWarnings(fit.certificate.converged);
      // what squaring has lost: fromGram says to fit from the rows where ridge would not go by normal equations
      const { bounds: _, ...unbounded } = parts.choice;
      const asked = { ...optionsOf(unbounded, data, ["weights", "maxIterations"]), lambda: options.lambda * (1 - l1Ratio) };
      const { conditioning } = world.call(() => ridge(tableOf("rows", data.columns), data.y, asked));
      if (conditioning?.route === "orthogonal") return;
      const best = () => world.call(() => fits.elasticNet({ ...options, tol: 1e-14 }));
      checkCertificate(data, { lambda: options.lambda, l1Ratio, options }, fit, best);
    },
    (world) => world.accumulators.some(hasRows),
  ),
);

export const lifeCycles: fc.Arbitrary<Command>[] = [make, make, write, dispose, forget, trap, chunk, through];
