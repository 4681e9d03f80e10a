import { barX, dot, type PlotOptions, text } from "@observablehq/plot";
import { useState } from "preact/hooks";
import { type Live, slow, useAnswer } from "../../frame/answers.js";
import { type Bench, BenchPage, type BenchProps, Problem, Readings } from "../../frame/bench.js";
import { Code, fileOf, numericCodeOf, program } from "../../frame/code.js";
import { colours } from "../../frame/colours.js";
import { Button, Choice, Slider } from "../../frame/controls.js";
import { Figure } from "../../frame/figure.js";
import { duration, exponential, plain, short } from "../../frame/numbers.js";
import { change, numberAt, usePlace, wordAt } from "../../frame/place.js";
import { STANDARDISED } from "../pieces.js";

const SIZES = ["500x200", "own", "200x100", "2000x100", "200x2000", "1000x1000"] as const;

/** the middle one */
export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

function View({ source, shape }: BenchProps) {
  const { values } = usePlace();
  const word = wordAt(values, "size", SIZES);
  const [n, p] = word === "own" ? [shape.rows, shape.columns] : word.split("x").map(Number);
  const lambdas = Math.round(numberAt(values, "lambdas", 50, 10, 100));
  const repeats = Math.round(numberAt(values, "repeats", 5, 1, 20));
  // a race begins when the reader says so
  const [begun, setBegun] = useState<{ round: number; of: string }>({ round: 0, of: "" });
  const of = JSON.stringify([word, lambdas, repeats]);
  const asked = {
    ...(word !== "own" && { size: [n, p] as const }),
    lambdas,
    repeats,
    round: begun.round,
  };
  const on = begun.of === of;
  const plainJs = useAnswer("racePlain", source, on ? asked : undefined, slow);
  const wasm = useAnswer("raceWasm", source, on ? asked : undefined, slow);
  const busy = on && (plainJs.busy || wasm.busy);
  const done = on && !busy && plainJs.current && wasm.current && plainJs.answer && wasm.answer;
  const both = done ? { plain: plainJs.answer as Ran, wasm: wasm.answer as Ran } : undefined;
  const [slower, faster] = both ? [median(both.plain.milliseconds), median(both.wasm.milliseconds)] : [0, 0];
  return (
    <BenchPage
      title="Race"
      sentence="The same lasso path in this browser, by plain JavaScript written with care and by the library's WebAssembly: the same columns, the same λ's, and both stop when the duality gap is a millionth. One runs after the other, so that neither disturbs the other."
      formula="minimise  (1/2n) ‖y − Xw‖² + λ‖w‖₁   at each λ, until  gap ≤ 10⁻⁶ of the objective at w = 0"
      functions={["path"]}
      answers={[plainJs, wasm]}
      controls={
        <>
          <Choice
            label="Table"
            value={word}
            options={SIZES.map(
              (size) =>
                [size, size === "own" ? `this table, ${shape.rows} × ${shape.columns}` : `made, ${size.replace("x", " × ")}`] as const,
            )}
            onChange={(size) => change({ size })}
          />
          <Slider label="λ's" value={lambdas} min={10} max={100} onChange={(value) => change({ lambdas: value })} />
          <Slider
            label="Runs of each"
            value={repeats}
            min={1}
            max={20}
            help="the middle one counts; the first of them warm up"
            onChange={(value) => change({ repeats: value })}
          />
          <Button disabled={busy} onClick={() => setBegun({ round: begun.round + 1, of })}>
            Start
          </Button>
          <Lane title="plain JavaScript" live={plainJs} on={on} />
          <Lane title="WebAssembly" live={wasm} on={on} />
          <Button disabled={!busy} onClick={() => slow.stop()}>
            Stop
          </Button>
          {both && (
            <Readings
              list={[
                { id: "plain", label: "plain JavaScript", text: duration(slower), value: slower },
                { id: "wasm", label: "WebAssembly", text: duration(faster), value: faster },
                { id: "ratio", label: "how many times as fast", text: short(slower / faster), value: slower / faster },
                {
                  id: "nonzero",
                  label: "not 0 at the last λ",
                  text: `${both.plain.nonzero} and ${both.wasm.nonzero}`,
                  value: both.wasm.nonzero,
                },
                {
                  id: "gap",
                  label: "largest gaps",
                  text: `${exponential(both.plain.gap)} and ${exponential(both.wasm.gap)}`,
                  value: Math.max(both.plain.gap, both.wasm.gap),
                },
                {
                  id: "apart",
                  label: "largest difference of a coefficient",
                  text: exponential(largestDifference(both)),
                  value: largestDifference(both),
                },
              ]}
            />
          )}
        </>
      }
    >
      {[plainJs, wasm].map((live, k) => on && live.error && <Problem key={k} message={live.error} />)}
      {!both && (
        <p class="quiet">{busy ? "Running …" : `Start runs a path of ${lambdas} λ's on ${n} × ${p} numbers, ${repeats} times each.`}</p>
      )}
      {both && (
        <Figure
          name={`race-${word}`}
          caption={`A path of ${lambdas} λ's, ${n} × ${p}: the middle of ${repeats} runs, every run a dot`}
          alternative={`Plain JavaScript takes ${duration(slower)}, WebAssembly ${duration(faster)}: ${short(slower / faster)} times as fast.`}
          on={[plainJs.answer, wasm.answer]}
          json={{ bench: "race", ...asked, agent: navigator.userAgent, ...both }}
          numbers={() => ({
            head: ["run", "plain JavaScript, ms", "WebAssembly, ms"],
            rows: both.plain.milliseconds.map((value, k) => [String(k + 1), value, both.wasm.milliseconds[k]]),
          })}
          options={() => picture(both)}
        />
      )}
      <Code
        text={program(word === "own" ? numericCodeOf(source, shape) : madeCode(n, p), callOf(lambdas, word === "own"))}
        file={word === "own" ? fileOf(source) : undefined}
      />
    </BenchPage>
  );
}

interface Ran {
  milliseconds: number[];
  coefficients: number[];
  nonzero: number;
  gap: number;
}

const largestDifference = ({ plain, wasm }: { plain: Ran; wasm: Ran }): number =>
  plain.coefficients.reduce((most, w, j) => Math.max(most, Math.abs(w - wasm.coefficients[j])), 0);

function Lane({ title, live, on }: { title: string; live: Live<"racePlain"> | Live<"raceWasm">; on: boolean }) {
  const { progress } = live;
  const value = !on ? 0 : live.current && live.answer ? 1 : progress ? progress.done / progress.total : 0;
  return (
    <div class="control">
      <span>{title}</span> <output>{`${Math.round(100 * value)} %`}</output>
      <progress class="lane" aria-label={title} value={value} max={1} />
    </div>
  );
}

function picture(both: { plain: Ran; wasm: Ran }): PlotOptions {
  const bars = [
    { way: "plain JavaScript", time: median(both.plain.milliseconds), runs: both.plain.milliseconds },
    { way: "WebAssembly", time: median(both.wasm.milliseconds), runs: both.wasm.milliseconds },
  ];
  return {
    height: 170,
    marginLeft: 118,
    marginRight: 60,
    x: { label: "milliseconds", labelArrow: "none", grid: true, domain: [0, 1.02 * Math.max(...bars.flatMap(({ runs }) => runs))] },
    y: { label: null, domain: bars.map(({ way }) => way) },
    marks: [
      barX(bars, { x: "time", y: "way", fill: ({ way }) => (way === "WebAssembly" ? colours.blue : colours.orange), fillOpacity: 0.75 }),
      dot(
        bars.flatMap(({ way, runs }) => runs.map((time) => ({ way, time }))),
        { x: "time", y: "way", fill: colours.ink, r: 2.5, fillOpacity: 0.7 },
      ),
      text(bars, { x: "time", y: "way", text: ({ time }) => duration(time), dx: 8, dy: -22, textAnchor: "start", fill: colours.ink }),
    ],
  };
}

const madeCode = (n: number, p: number) => `import { normals } from "shrinkage/theory";

const next = normals(5);
const X = {};
for (let j = 0; j < ${p}; j++) X[\`x\${j}\`] = standardised(Float64Array.from({ length: ${n} }, next));
const y = Float64Array.from({ length: ${n} }, (_, i) => {
  let sum = next();
  for (let k = 0; k < 10; k++) sum += (k % 2 ? -1 : 1) * X[\`x\${k * ${Math.floor(p / 10)}}\`][i];
  return sum;
});`;

const callOf = (lambdas: number, own: boolean) => `import { path } from "shrinkage";

${own ? "const columns = Object.fromEntries(Object.entries(X).map(([name, x]) => [name, standardised(x)]));" : "const columns = X;"}
const begin = performance.now();
const fits = path(columns, y, { count: ${lambdas}, minRatio: ${plain(1e-2)}, tol: 1e-6 });
console.log(fits.nonzero.at(-1), performance.now() - begin);
function standardised(x) {
${STANDARDISED.split("\n").slice(1, -1).join("\n")}
}`;

/** a second of plain JavaScript is some 3·10⁷ numbers a path */
const MOST = 2e7;

export const raceView: Bench = {
  id: "race",
  title: "Race",
  unfit: ({ rows, columns }) =>
    rows * columns > MOST ? `This table has ${rows} × ${columns} numbers; plain JavaScript would take minutes.` : undefined,
  View,
};
