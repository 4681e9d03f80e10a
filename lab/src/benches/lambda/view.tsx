import { dot, line, type PlotOptions, pointerX, ruleX, text, tip } from "@observablehq/plot";
import { slow, useAnswer } from "../../frame/answers.js";
import { type Bench, BenchPage, type BenchProps, Problem, Readings, Running, Timing } from "../../frame/bench.js";
import { Code, codeOf, fileOf, program } from "../../frame/code.js";
import { colours } from "../../frame/colours.js";
import { Choice, Slider } from "../../frame/controls.js";
import { Figure } from "../../frame/figure.js";
import { plain, ratios, short } from "../../frame/numbers.js";
import { change, numberAt, usePlace, wordAt } from "../../frame/place.js";
import { lambdaTicks } from "../../frame/plots.js";

const MIXES = { lasso: 1, elasticNet: 0.5, ridge: 0 } as const;
type Mix = keyof typeof MIXES;
/** the λ's of the texts' tables */
const TABLE = [0, 0.001, 0.01, 0.1, 1, 10, 100, 1000, 10_000, 100_000];

function View({ source, shape }: BenchProps) {
  const { values } = usePlace();
  const mix = wordAt<Mix>(values, "mix", ["lasso", "elasticNet", "ridge"]);
  const most = Math.min(30, shape.rows);
  const folds = Math.round(numberAt(values, "folds", Math.min(10, most), 2, most));
  const repeats = Math.round(numberAt(values, "repeats", 1, 1, 20));
  const seed = Math.round(numberAt(values, "seed", 1, 1, 100));
  const l1Ratio = MIXES[mix];
  const from = plain(mix === "ridge" ? 30 * shape.lambdaMax : (1.05 * shape.lambdaMax) / l1Ratio);
  const lambdas = ratios(from, (mix === "ridge" ? 1e-5 : 1e-3) * from, 60).map((lambda) => plain(lambda));
  const asked = { l1Ratio, folds, repeats, seed, lambdas };
  const live = useAnswer("lambdaCurve", source, asked, slow);
  const table = useAnswer("lambdaTable", source, { l1Ratio, seed, lambdas: TABLE });
  const curve = live.answer;
  const errors = table.answer;
  const { min, oneSe } = curve ?? {};
  const measure = shape.loss === "logistic" ? "deviance" : "mean squared error";

  const call = `import { crossValidate } from "shrinkage";
import { validationCurve } from "shrinkage/theory";

const lambdas = Array.from({ length: 60 }, (_, k) => ${from} * ${mix === "ridge" ? 1e-5 : 1e-3} ** (k / 59)).map((lambda) => Number(lambda.toPrecision(4)));
const cv = crossValidate(X, y, { lambdas, l1Ratio: ${l1Ratio}, folds: ${folds}, repeats: ${repeats}, seed: ${seed}, standardize: true${shape.loss === "logistic" ? ', loss: "logistic"' : ""} });
console.log(cv.min.lambda, cv.min.mean, cv.oneSe.lambda);
console.log(cv.lambdas, cv.means, cv.standardErrors);${
    shape.loss === "logistic"
      ? ""
      : `

const table = validationCurve(X, y, { lambdas: ${JSON.stringify(TABLE)}, l1Ratio: ${l1Ratio}, seed: ${seed}, testShare: 0.3, standardize: true });
console.log(table.training, table.test, table.lambda);`
  }`;
  return (
    <BenchPage
      title="Choosing λ"
      sentence="Rows that a fit has not seen say how good it is. Each is held out once; the curve is their mean error, the bars its standard error. Dashed lines: the smallest mean, and the largest λ within one standard error of it."
      formula="CV(λ) = (1/n) Σ loss( yᵢ, prediction of the fit at λ that has not seen row i )"
      functions={["crossValidate", "validationCurve"]}
      answers={[live, table]}
      controls={
        <>
          <Choice
            label="Penalty"
            value={mix}
            options={[
              ["lasso", "lasso, ρ = 1"],
              ["elasticNet", "elastic net, ρ = 0.5"],
              ["ridge", "ridge, ρ = 0"],
            ]}
            onChange={(word) => change({ mix: word })}
          />
          <Slider label="Folds" value={folds} min={2} max={most} onChange={(value) => change({ folds: value })} />
          <Slider
            label="Repeats"
            value={repeats}
            min={1}
            max={20}
            help="divides the rows anew each time"
            onChange={(value) => change({ repeats: value })}
          />
          <Slider
            label="Seed"
            value={seed}
            min={1}
            max={100}
            help="another seed, other folds, another λ"
            onChange={(value) => change({ seed: value })}
          />
          <Running live={live} onStop={() => slow.stop()} />
          {min && oneSe && (
            <Readings
              list={[
                { id: "min", label: "λ of the smallest mean", text: short(min.lambda), value: min.lambda },
                { id: "error", label: `its ${measure}`, text: `${short(min.mean, 4)} ± ${short(min.standardError, 2)}`, value: min.mean },
                { id: "oneSe", label: "λ one standard error simpler", text: short(oneSe.lambda), value: oneSe.lambda },
              ]}
            />
          )}
          <Timing live={live as never} what={`${folds * repeats} paths of 60 λ's`} />
        </>
      }
    >
      {curve && min && oneSe && (
        <Figure
          name={`cv-${source.name}`}
          caption={`Held-out ${measure} by λ, with standard errors`}
          alternative={`Cross-validated ${measure} at 60 λ's. It is smallest, ${short(min.mean)}, at λ = ${short(min.lambda)}; one standard error allows λ = ${short(oneSe.lambda)}.`}
          on={[curve]}
          json={{ bench: "lambda", ...live.asked, target: shape.target, ...curve }}
          numbers={() => ({
            head: ["λ", "mean", "standard error", "not 0"],
            rows: curve.lambdas.map((lambda, k) => [lambda, curve.means[k], curve.standardErrors[k], curve.nonzero[k]]),
          })}
          options={(width) => cvPicture(width, curve, [min.lambda, oneSe.lambda], measure)}
        />
      )}
      {shape.loss === "logistic" && <p class="quiet">Training and test error are shown of numbers, not of classes.</p>}
      {table.error && <Problem message={table.error} />}
      {shape.loss === "squared" && errors && (
        <Figure
          name={`errors-${source.name}`}
          caption="70 % of the rows learnt from, 30 % held out: mean squared error by λ, from 0 to 100 000"
          alternative={`Training error rises from ${short(errors.training[0])} at λ = 0 to ${short(errors.training[errors.training.length - 1])}; test error is smallest, ${short(errors.test[errors.best])}, at λ = ${short(errors.lambdas[errors.best])}.`}
          on={[errors]}
          json={{ bench: "lambda", ...table.asked, target: shape.target, ...errors }}
          numbers={() => ({
            head: ["λ", "training error", "test error", "not 0"],
            rows: errors.lambdas.map((lambda, k) => [String(lambda), errors.training[k], errors.test[k], errors.nonzero[k]]),
          })}
          options={(width) => errorPicture(width, errors)}
        />
      )}
      <Code text={program(codeOf(source, shape), call)} file={fileOf(source)} />
    </BenchPage>
  );
}

interface Curve {
  lambdas: number[];
  means: number[];
  standardErrors: number[];
  nonzero: number[];
}

function cvPicture(width: number, { lambdas, means, standardErrors, nonzero }: Curve, chosen: number[], measure: string): PlotOptions {
  const points = lambdas.map((lambda, k) => ({ lambda, mean: means[k], se: standardErrors[k], nonzero: nonzero[k] }));
  return {
    height: Math.round(Math.min(400, Math.max(280, 0.55 * width))),
    marginLeft: 56,
    marginBottom: 38,
    x: {
      type: "log",
      domain: [lambdas[0], lambdas[lambdas.length - 1]],
      label: "λ",
      labelArrow: "none",
      ...lambdaTicks(lambdas[0], lambdas[lambdas.length - 1], width),
    },
    y: { label: measure, labelArrow: "none", grid: true, nice: true },
    marks: [
      ruleX(points, { x: "lambda", y1: ({ mean, se }) => mean - se, y2: ({ mean, se }) => mean + se, stroke: colours.grey }),
      line(points, { x: "lambda", y: "mean", stroke: colours.blue, strokeWidth: 1.5 }),
      dot(points, { x: "lambda", y: "mean", fill: colours.blue, r: 2.5 }),
      ruleX(chosen, { stroke: colours.orange, strokeDasharray: "5 4", strokeWidth: 1.5 }),
      tip(
        points,
        pointerX({
          x: "lambda",
          y: "mean",
          title: ({ lambda, mean, se, nonzero }) => `λ = ${short(lambda)}\n${short(mean, 4)} ± ${short(se, 2)}\n${nonzero} not 0`,
          fill: "var(--ground)",
        }),
      ),
    ],
  };
}

function errorPicture(
  width: number,
  { lambdas, training, test, best }: { lambdas: number[]; training: number[]; test: number[]; best: number },
): PlotOptions {
  const place = lambdas.map(String);
  const points = place.flatMap((lambda, k) => [
    { lambda, kind: "training", error: training[k] },
    { lambda, kind: "test", error: test[k] },
  ]);
  return {
    height: Math.round(Math.min(340, Math.max(240, 0.45 * width))),
    marginLeft: 56,
    marginBottom: 46,
    x: { type: "point", domain: place, label: "λ", labelArrow: "none", tickRotate: width < 480 ? -45 : 0 },
    y: { label: "mean squared error", labelArrow: "none", grid: true, nice: true },
    color: { domain: ["training", "test"], range: [colours.blue, colours.orange] },
    symbol: { domain: ["training", "test"], range: ["circle", "times"] },
    marks: [
      line(points, { x: "lambda", y: "error", z: "kind", stroke: "kind", strokeWidth: 2 }),
      dot(points, { x: "lambda", y: "error", stroke: "kind", strokeWidth: 2, r: 3.5, symbol: "kind" }),
      text(["● training"], { frameAnchor: "top-left", text: (word) => word, fill: colours.blue, dx: 8, dy: 4, fontWeight: "bold" }),
      text(["× test"], { frameAnchor: "top-left", text: (word) => word, fill: colours.orange, dx: 8, dy: 20, fontWeight: "bold" }),
      ruleX([place[best]], { stroke: colours.faint, strokeDasharray: "5 4" }),
      tip(
        points,
        pointerX({
          x: "lambda",
          y: "error",
          title: ({ lambda, kind, error }) => `${kind}, λ = ${lambda}\n${short(error, 4)}`,
          fill: "var(--ground)",
        }),
      ),
    ],
  };
}

export const lambdaView: Bench = { id: "lambda", title: "Choosing λ", View };
