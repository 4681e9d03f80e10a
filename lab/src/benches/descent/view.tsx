import { useAnswer } from "../../frame/answers.js";
import { type Bench, BenchPage, type BenchProps, Problem, Readings, Timing } from "../../frame/bench.js";
import { Code, fileOf, numericCodeOf, program } from "../../frame/code.js";
import { Slider } from "../../frame/controls.js";
import { Figure } from "../../frame/figure.js";
import { plain, short } from "../../frame/numbers.js";
import { change, numberAt, usePlace } from "../../frame/place.js";
import { planeCode, someRowsCode } from "../pieces.js";
import { needsTwo, PairChoices, pairAt } from "../plane/pair.js";
import { kinkPicture, pathsPicture, stoppingPicture, TITLES } from "./pictures.js";

/** as compute.ts, which the page does not load */
const ROWS = 500;

function View({ source, shape }: BenchProps) {
  const { values } = usePlace();
  const pair = pairAt(values, shape);
  const rows = Math.min(ROWS, shape.rows);
  const whole = (key: string, fallback: number, least: number, most: number) => Math.round(numberAt(values, key, fallback, least, most));
  const lambda = plain(numberAt(values, "lambda", 0.1, 1e-3, 10));
  const step = plain(numberAt(values, "step", 0.3, 0.05, 2.1));
  const epochs = whole("epochs", 30, 5, 60);
  const batch = whole("batch", Math.min(64, rows), 1, rows);
  const seed = whole("seed", 1, 1, 100);
  const steps = whole("tau", 20, 1, 200);
  const share = plain(numberAt(values, "share", 0.6, 0.02, 1.2));
  const paths = useAnswer("descentPaths", source, { ...pair, lambda, step, epochs, batch, seed });
  const stopping = useAnswer("descentStopping", source, { ...pair, step, steps });
  const kink = useAnswer("descentKink", source, { ...pair, step, share, epochs });
  const [down, early, zero] = [paths.answer, stopping.answer, kink.answer];
  return (
    <BenchPage
      title="Descent"
      sentence="Every step goes down the slope of the loss and of the penalty. Batches make it noisy; Adam measures every coefficient by its own slopes; AdamW keeps the penalty out of that measure and ends elsewhere. Stopping early is nearly ridge. A prox step stops at 0 exactly, a subgradient step jumps over it."
      formula="w ← w − ε ( ∇L(w) + λw )      early stopping: λ ≈ 1/(τε)      prox: sign(w) · max(|w| − ελ, 0)"
      functions={["gradientDescent", "penalizedDescent", "weightDecay", "earlyStopping"]}
      answers={[paths, stopping, kink]}
      controls={
        <>
          <PairChoices shape={shape} {...pair} forget={{}} />
          <Slider
            label="Step"
            value={step}
            min={0.05}
            max={2.1}
            step={0.05}
            text={`${short(step)} · 1/L`}
            help="beyond 2/L the gradient runs away"
            onChange={(value) => change({ step: plain(value) })}
          />
          <Slider label="Epochs" value={epochs} min={5} max={60} onChange={(value) => change({ epochs: value })} />
          <Slider
            label="Rows a step"
            value={batch}
            min={1}
            max={rows}
            help="of SGD, Adam and AdamW: few rows, much noise"
            onChange={(value) => change({ batch: value })}
          />
          <Slider label="λ of ridge" value={lambda} min={1e-3} max={10} ratio onChange={(value) => change({ lambda: value })} />
          <Slider label="Seed" value={seed} min={1} max={100} onChange={(value) => change({ seed: value })} />
          <Slider
            label="τ"
            value={steps}
            min={1}
            max={200}
            help="steps after which the second descent stops"
            onChange={(value) => change({ tau: value })}
          />
          <Slider
            label="λ of the lasso"
            value={share}
            min={0.02}
            max={1.2}
            step={0.02}
            text={`${short(share)} of the largest`}
            onChange={(value) => change({ share: plain(value) })}
          />
          {down && early && zero && (
            <Readings
              list={[
                ...down.paths.map(({ method, distance }) => ({
                  id: method,
                  label: `from ridge's answer: ${TITLES[method]}`,
                  text: `a share of ${short(distance)}`,
                  value: distance,
                })),
                { id: "tau", label: "λ = 1/(τε) of early stopping", text: short(early.lambda), value: early.lambda },
                {
                  id: "apart",
                  label: "early stopping from ridge there",
                  text: `a share of ${short(early.distance)} of w*`,
                  value: early.distance,
                },
                {
                  id: "prox",
                  label: "steps at exactly 0: prox",
                  text: `${zero.zeros.prox} of ${zero.prox.length - 1}`,
                  value: zero.zeros.prox,
                },
                {
                  id: "subgradient",
                  label: "steps at exactly 0: subgradient",
                  text: `${zero.zeros.subgradient} of ${zero.prox.length - 1}`,
                  value: zero.zeros.subgradient,
                },
              ]}
            />
          )}
          <Timing live={paths as never} what="Went down four ways" />
        </>
      }
    >
      {shape.rows > ROWS && (
        <p class="quiet">
          Of {shape.rows} rows {ROWS} are used, drawn at random.
        </p>
      )}
      {down && paths.asked && (
        <Figure
          name={`descent-${source.name}`}
          caption={`Four ways from 0 towards ridge's answer at λ = ${short(paths.asked.lambda)}, a mark an epoch`}
          alternative={`After ${paths.asked.epochs} epochs, from ridge's answer (${short(down.answer[0])}, ${short(down.answer[1])}): ${down.paths
            .map(({ method, distance }) => `${TITLES[method]} a share of ${short(distance)}`)
            .join(", ")}.`}
          on={[down]}
          json={{ bench: "descent", ...paths.asked, target: shape.target, ...down }}
          numbers={() => ({
            head: ["epoch", ...down.paths.flatMap(({ method }) => [`${method} w₁`, `${method} w₂`])],
            rows: down.paths[0].points.map((_, k) => [String(k), ...down.paths.flatMap(({ points }) => points[k])]),
          })}
          options={(width) => pathsPicture(width, down, pair)}
        />
      )}
      {stopping.error && <Problem message={stopping.error} />}
      {early && stopping.asked && (
        <Figure
          name={`early-stopping-${source.name}`}
          caption={`Descent without a penalty, stopped after 1 to ${stopping.asked.steps} steps, and ridge at λ = 1/(τε)`}
          alternative={`The two curves run from 0 towards w*; after ${stopping.asked.steps} steps they are a share of ${short(early.distance)} of w* apart.`}
          on={[early]}
          json={{ bench: "descent", ...stopping.asked, target: shape.target, ...early }}
          numbers={() => ({
            head: ["τ", "descent w₁", "descent w₂", "ridge w₁", "ridge w₂"],
            rows: early.counts.map((count, k) => [String(count), ...early.stopped[k], ...early.penalised[k]]),
          })}
          options={(width) => stoppingPicture(width, early, pair)}
        />
      )}
      {kink.error && <Problem message={kink.error} />}
      {zero && (
        <Figure
          name={`prox-${source.name}`}
          caption={`The lasso's smaller coefficient, of ${zero.column}, step by step at λ = ${short(zero.lambda)}`}
          alternative={`By prox the coefficient of ${zero.column} is exactly 0 after ${zero.zeros.prox} of ${zero.prox.length - 1} steps, by subgradient after ${zero.zeros.subgradient}; the lasso's answer is ${short(zero.answer)}.`}
          on={[zero]}
          json={{ bench: "descent", ...kink.asked, target: shape.target, ...zero }}
          numbers={() => ({
            head: ["step", "prox", "subgradient"],
            rows: zero.prox.map((w, k) => [String(k), w, zero.subgradient[k]]),
          })}
          options={(width) => kinkPicture(width, zero)}
        />
      )}
      <Code
        text={program(
          numericCodeOf(source, shape),
          `import { gradientDescent, ridge } from "shrinkage";
import { earlyStopping, normals, penalizedDescent } from "shrinkage/theory";

${someRowsCode(rows)}
${planeCode(pair.a, pair.b, undefined, true)}
const [u, v] = Object.values(pair);
const most = 1 + Math.abs(u.reduce((sum, value, i) => sum + value * v[i], 0) / u.length);
const own = ridge(pair, target, { lambda: 0 }).coefficients;
const learningRate = ${step} / (most + ${lambda});
const options = { lambda: ${lambda}, l1Ratio: 0, batchSize: ${batch}, seed: ${seed}, epochs: ${epochs} };
const adamRate = ${plain(0.1 * step, 6)} * Math.max(...own.map(Math.abs));
console.log(ridge(pair, target, { lambda: ${lambda} }).coefficients);
console.log(penalizedDescent(pair, target, { lambda: ${lambda}, steps: ${epochs}, learningRate }).coefficients);
console.log(gradientDescent(pair, target, { ...options, method: "sgd", learningRate }).coefficients);
console.log(gradientDescent(pair, target, { ...options, method: "adam", learningRate: adamRate }).coefficients);
console.log(gradientDescent(pair, target, { ...options, method: "adamw", learningRate: adamRate }).coefficients);
console.log(earlyStopping(pair, target, { steps: ${steps}, learningRate: ${Math.min(1, step)} / most }).coefficients);`,
        )}
        file={fileOf(source)}
      />
    </BenchPage>
  );
}

export const descentView: Bench = { id: "descent", title: "Descent", unfit: needsTwo, View };
