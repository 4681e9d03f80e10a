import { slow, useAnswer } from "../../frame/answers.js";
import { type Bench, BenchPage, type BenchProps, Readings, Running, Timing } from "../../frame/bench.js";
import { Code, codeOf, fileOf, program } from "../../frame/code.js";
import { Choice, Slider } from "../../frame/controls.js";
import { Figure } from "../../frame/figure.js";
import { plain, short } from "../../frame/numbers.js";
import { change, numberAt, usePlace, wordAt } from "../../frame/place.js";
import { degreePicture, fitsPicture } from "./pictures.js";

const MOST = 12;
const UNIVERSES = ["100", "5000"] as const;
/** places of the slider of λ: 0, and from 10⁻⁸ to 10 */
const LAMBDAS = [0, ...Array.from({ length: 46 }, (_, k) => plain(10 ** (-8 + k / 5)))];

function View({ source, shape }: BenchProps) {
  const { values } = usePlace();
  const own = shape.loss === "squared" && shape.names.includes(values.column ?? "");
  const column = own ? values.column : undefined;
  const room = own ? Math.min(100, Math.floor(0.7 * shape.rows)) : 100;
  const degree = Math.round(numberAt(values, "degree", 9, 1, MOST));
  const rows = Math.round(numberAt(values, "rows", Math.min(20, room), Math.min(10, room), room));
  const noise = plain(numberAt(values, "noise", 0.3, 0, 1));
  const step = Math.round(numberAt(values, "weight", 0, 0, LAMBDAS.length - 1));
  const lambda = LAMBDAS[step];
  const universes = Number(wordAt(values, "universes", UNIVERSES));
  const seed = Math.round(numberAt(values, "seed", 1, 1, 100));
  const others = { column, rows, noise, lambda, universes, seed };
  const fits = useAnswer("overfitFits", source, { ...others, degree });
  const errors = useAnswer("overfitErrors", source, { ...others, degree });
  const all = useAnswer("overfitDegrees", source, { ...others, most: MOST }, slow);
  const drawn = fits.answer;
  const now = errors.answer;
  const degrees = all.answer?.degrees;
  const label = own ? `${shape.target} by ${column}` : "a sine seen through noise";
  return (
    <BenchPage
      title="Overfitting"
      sentence="Each red curve is a polynomial fitted to one sample; blue is the mean of all of them, black the truth. A stiff model misses the truth in the same way each time: that is bias. A flexible one follows the noise, another way each time: that is variance. More data or a penalty calm it."
      formula="E (y − ŷ)² = (E ŷ − f)² + Var ŷ + σ²   =   bias² + variance + noise"
      functions={["biasVariance", "learningCurve", "polynomialFeatures", "ridge"]}
      answers={[fits, errors, all]}
      controls={
        <>
          <Choice
            label="x and y"
            value={column ?? ""}
            options={[
              ["", "toy: sin πx and noise"],
              ...(shape.loss === "squared" ? shape.names.slice(0, 60).map((name) => [name, `${shape.target} by ${name}`] as const) : []),
            ]}
            onChange={(name) => change({ column: name || undefined, rows: undefined })}
          />
          <Slider label="Degree" value={degree} min={1} max={MOST} onChange={(value) => change({ degree: value })} />
          <Slider
            label="Rows"
            value={rows}
            min={Math.min(10, room)}
            max={room}
            help="more data, less variance"
            onChange={(value) => change({ rows: value })}
          />
          {!own && (
            <Slider label="Noise σ" value={noise} min={0} max={1} step={0.05} onChange={(value) => change({ noise: plain(value) })} />
          )}
          <Slider
            label="λ of ridge"
            value={step}
            min={0}
            max={LAMBDAS.length - 1}
            text={short(lambda)}
            help="0 on the left: no penalty"
            onChange={(value) => change({ weight: value })}
          />
          {!own && (
            <Choice
              label="Universes"
              value={String(universes) as (typeof UNIVERSES)[number]}
              options={UNIVERSES.map((count) => [count, `${count}, the noise drawn anew in each`] as const)}
              onChange={(count) => change({ universes: count })}
            />
          )}
          <Slider label="Seed" value={seed} min={1} max={100} onChange={(value) => change({ seed: value })} />
          {now && <Readings list={own ? heldOut(now) : decomposed(now)} />}
          <Running live={all} onStop={() => slow.stop()} />
          <Timing live={errors as never} what={own ? "200 splits" : `${universes} universes`} />
        </>
      }
    >
      {drawn && fits.asked && (
        <Figure
          name={`overfitting-${fits.asked.degree}`}
          caption={`Polynomials of degree ${fits.asked.degree}: ${label}, ${fits.asked.rows} rows each`}
          alternative={`${drawn.curves.length} fits of degree ${fits.asked.degree} to ${fits.asked.rows} rows, and the mean of all of them${drawn.truth ? ", beside the truth sin πx" : ""}. In the middle they spread over ${short(spread(drawn.curves))}.`}
          on={[drawn]}
          json={{ bench: "overfitting", ...fits.asked, ...drawn }}
          numbers={() => ({
            head: ["x", "mean of the fits", ...(drawn.truth ? ["truth"] : []), "first fit"],
            rows: drawn.places.map((x, k) => [x, drawn.mean[k], ...(drawn.truth ? [drawn.truth[k]] : []), drawn.curves[0][k]]),
          })}
          options={(width) => fitsPicture(width, drawn, own ? { x: column as string, y: shape.target } : { x: "x", y: "y" })}
        />
      )}
      {degrees && all.asked && (
        <Figure
          name="overfitting-degrees"
          caption={
            own
              ? "Mean squared error by degree: on the rows learnt from, and on the 30 % held out"
              : "Mean squared error by degree; dots: the experiment, lines: in closed form"
          }
          alternative={summary(degrees)}
          on={[degrees, degree]}
          json={{ bench: "overfitting", ...all.asked, degrees }}
          numbers={() => ({
            head: own ? ["degree", "training error", "test error"] : ["degree", "bias²", "variance", "error"],
            rows: degrees.map((each) => [String(each.degree), ...numbersOf(each)]),
          })}
          options={(width) => degreePicture(width, degrees, degree)}
        />
      )}
      <Code
        text={program(
          own ? codeOf(source, shape) : "",
          own ? ownCall(column as string, degree, rows, lambda, seed) : toyCall(degree, rows, noise, lambda, universes, seed),
        )}
        file={own ? fileOf(source) : undefined}
      />
    </BenchPage>
  );
}

export interface OfDegree {
  degree: number;
  bias2?: number;
  variance?: number;
  mse?: number;
  exact?: { bias2: number; variance: number; mse: number };
  training?: number;
  test?: number;
  testError?: number;
}

const reading = (id: string, label: string, value = Number.NaN, exact?: number) => ({
  id,
  label,
  value,
  text: exact === undefined ? short(value) : `${short(value)}, in closed form ${short(exact)}`,
});

const decomposed = ({ bias2, variance, mse, exact }: OfDegree) => [
  reading("bias2", "bias²", bias2, exact?.bias2),
  reading("variance", "variance", variance, exact?.variance),
  reading("mse", "error of new observations, with the noise", mse, exact?.mse),
];

const heldOut = ({ training, test }: OfDegree) => [
  reading("training", "error on the rows learnt from", training),
  reading("test", "error on the rows held out", test),
];

const numbersOf = ({ bias2, variance, mse, training, test }: OfDegree): number[] =>
  (training === undefined ? [bias2, variance, mse] : [training, test]).map((value) => value ?? Number.NaN);

function summary(degrees: readonly OfDegree[]): string {
  const error = ({ mse, exact, test }: OfDegree) => test ?? exact?.mse ?? mse ?? Number.NaN;
  const best = degrees.reduce((a, b) => (error(b) < error(a) ? b : a));
  const last = degrees[degrees.length - 1];
  return `The error is smallest, ${short(error(best))}, at degree ${best.degree}; it is ${short(error(degrees[0]))} at degree 1 and ${short(error(last))} at degree ${last.degree}.`;
}

function spread(curves: readonly number[][]): number {
  const middle = curves.map((curve) => curve[(curve.length - 1) / 2]);
  return Math.max(...middle) - Math.min(...middle);
}

const toyCall = (degree: number, rows: number, noise: number, lambda: number, universes: number, seed: number) =>
  `import { biasVariance, polynomialFeatures } from "shrinkage/theory";

const x = Float64Array.from({ length: ${rows} }, (_, i) => (2 * i + 1) / ${rows} - 1);
const at = Float64Array.from({ length: 101 }, (_, i) => i / 50 - 1);
const found = biasVariance({
  truth: ([x]) => Math.sin(Math.PI * x),
  design: polynomialFeatures(x, { degree: ${degree} }),
  at: polynomialFeatures(at, { degree: ${degree} }),
  noise: ${noise},
  model: { lambda: ${lambda}, l1Ratio: 0 },
  universes: ${universes},
  seed: ${seed},
});
console.log(found.bias2, found.variance, found.mse, found.exact);`;

const ownCall = (column: string, degree: number, rows: number, lambda: number, seed: number) =>
  `import { learningCurve, polynomialFeatures } from "shrinkage/theory";

const x = Float64Array.from(X[${JSON.stringify(column)}]);
const [low, high] = [Math.min(...x), Math.max(...x)];
const powers = polynomialFeatures(x.map((value) => (value - low) / ((high - low) / 2) - 1), { degree: ${degree} });
const curve = learningCurve(powers, y, { sizes: [${rows}], model: { lambda: ${lambda}, l1Ratio: 0 }, repeats: 200, seed: ${seed} });
console.log(curve.training[0], curve.test[0]);`;

export const overfittingView: Bench = { id: "overfitting", title: "Overfitting", View };
