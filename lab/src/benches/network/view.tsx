import type { Shape } from "../../data/source.js";
import { slow, useAnswer } from "../../frame/answers.js";
import { type Bench, BenchPage, type BenchProps, Readings, Running, Timing } from "../../frame/bench.js";
import { Code, fileOf, numericCodeOf, program } from "../../frame/code.js";
import { Check, Choice, Slider } from "../../frame/controls.js";
import { Figure } from "../../frame/figure.js";
import { plain, short } from "../../frame/numbers.js";
import { change, numberAt, usePlace, wordAt } from "../../frame/place.js";
import { PairChoices, pairAt } from "../plane/pair.js";
import { columnsCode, toyCode, trainedCode } from "./code.js";
import { boundaryPicture, lossPicture } from "./pictures.js";

/** as compute.ts, which the page does not load */
const [ROWS, SIDE, LEARNING_RATE] = [500, 81, 0.03];
const AXES = ["x₁", "x₂"] as const;
const TOYS = ["spirals", "ring"] as const;
const TITLES = { own: "two columns of this table", spirals: "toy: two spirals", ring: "toy: a ring around a heap" } as const;
/** rows of the table of numbers, at most */
const LISTED = 200;

function View({ source, shape }: BenchProps) {
  const { values } = usePlace();
  const fits = shape.classes !== undefined && shape.columns > 1;
  const kinds = fits ? (["own", ...TOYS] as const) : TOYS;
  const kind = wordAt<keyof typeof TITLES>(values, "points", kinds);
  const own = kind === "own";
  const pair = own ? pairAt(values, shape) : undefined;
  const names: readonly [string, string] = pair ? [pair.a, pair.b] : AXES;
  const classes: readonly [string, string] = own ? classesOf(shape) : ["class 0", "class 1"];
  const whole = (key: string, fallback: number, least: number, most: number) => Math.round(numberAt(values, key, fallback, least, most));
  const noise = plain(numberAt(values, "noise", 0.15, 0, 0.5));
  const asked = {
    ...(pair && { columns: names }),
    toy: kind === "ring" ? kind : ("spirals" as const),
    noise,
    hidden: whole("hidden", 10, 1, 20),
    lambda: plain(numberAt(values, "lambda", 1e-4, 1e-6, 1)),
    keep: plain(numberAt(values, "keep", 1, 0.3, 1)),
    epochs: whole("epochs", 500, 10, 2000),
    early: values.early === "1",
    seed: whole("seed", 1, 1, 100),
  };
  const live = useAnswer("networkFit", source, asked, slow);
  const drawn = live.answer;
  const last = drawn ? drawn.epoch - 1 : 0;
  return (
    <BenchPage
      title="Network"
      sentence="A small network bends its boundary: the more units, the more. Decay λ keeps the weights small, where tanh is nearly straight, and takes the bends back; dropout trains with some of the units; early stopping goes back to the epoch that was best on the rows held out."
      formula="minimise  (1/n) Σ ln(1 + e^(−tη)) + (λ/2) Σ w²,    η = b + w·tanh(c + Wx)      dropout: a unit is kept with probability k, then divided by k"
      functions={["network"]}
      answers={[live]}
      controls={
        <>
          <Choice
            label="Points"
            value={kind}
            options={kinds.map((each) => [each, TITLES[each]] as const)}
            help={fits ? undefined : "of a table too, where y has two classes"}
            onChange={(points) => change({ points })}
          />
          {pair && <PairChoices shape={shape} {...pair} forget={{}} axes={AXES} />}
          {!own && (
            <Slider label="Noise" value={noise} min={0} max={0.5} step={0.01} onChange={(value) => change({ noise: plain(value) })} />
          )}
          <Slider label="Hidden units" value={asked.hidden} min={1} max={20} onChange={(value) => change({ hidden: value })} />
          <Slider label="λ, decay" value={asked.lambda} min={1e-6} max={1} ratio onChange={(value) => change({ lambda: value })} />
          <Slider
            label="Keep probability"
            value={asked.keep}
            min={0.3}
            max={1}
            step={0.05}
            help="below 1: dropout, another part of the units each step"
            onChange={(value) => change({ keep: plain(value) })}
          />
          <Slider
            label="Epochs"
            value={asked.epochs}
            min={10}
            max={2000}
            step={10}
            help="passes over the rows, by Adam"
            onChange={(value) => change({ epochs: value })}
          />
          <Check
            label="Early stopping: the best epoch"
            value={asked.early}
            onChange={(value) => change({ early: value ? "1" : undefined })}
          />
          <Slider label="Seed" value={asked.seed} min={1} max={100} onChange={(value) => change({ seed: value })} />
          {drawn && (
            <Readings
              list={[
                { id: "training", label: "loss, training", text: short(drawn.training[last]), value: drawn.training[last] },
                { id: "held", label: "loss, held out", text: short(drawn.held[last]), value: drawn.held[last] },
                { id: "right", label: "right, training", text: percent(drawn.score.training), value: drawn.score.training },
                { id: "heldRight", label: "right, held out", text: percent(drawn.score.held), value: drawn.score.held },
                { id: "linear", label: "units and rows where tanh is nearly straight", text: percent(drawn.linear), value: drawn.linear },
                { id: "epoch", label: "epoch of these weights", text: String(drawn.epoch), value: drawn.epoch },
              ]}
            />
          )}
          <Running live={live} onStop={() => slow.stop()} />
          <Timing live={live as never} what="Trained" />
        </>
      }
    >
      {own && shape.rows > ROWS && (
        <p class="quiet">
          Of {shape.rows} rows {ROWS} are used, drawn at random.
        </p>
      )}
      {drawn && live.asked && (
        <Figure
          name={`network-${own ? source.name : kind}`}
          caption={`${live.asked.hidden} hidden units, λ = ${short(live.asked.lambda)}: the probability of ${classes[1]}, and where it is ½`}
          alternative={`The line where ${classes[0]} and ${classes[1]} are equally probable. On their side of it are ${percent(drawn.score.training)} of the rows that train and ${percent(drawn.score.held)} of those held out.`}
          on={[drawn]}
          json={{ bench: "network", ...live.asked, classes, target: own ? shape.target : "toy", ...drawn }}
          numbers={() => ({
            head: [...names, "class", "part"],
            rows: drawn.y.map((label, i) => [
              drawn.points[0][i],
              drawn.points[1][i],
              classes[label],
              i % 3 === 2 ? "held out" : "training",
            ]),
          })}
          options={(width) => boundaryPicture(width, drawn, names, classes)}
        />
      )}
      {drawn && live.asked && (
        <Figure
          name={`network-loss-${own ? source.name : kind}`}
          caption="Mean loss by epoch, with all units: of the rows that train, and of the third held out"
          alternative={lossWords(drawn)}
          on={[drawn]}
          json={{ bench: "network", ...live.asked, training: drawn.training, held: drawn.held, epoch: drawn.epoch }}
          numbers={() => ({
            head: ["epoch", "training", "held out"],
            rows: listed(drawn.training.length).map((k) => [String(k + 1), drawn.training[k], drawn.held[k]]),
          })}
          options={(width) => lossPicture(width, drawn)}
        />
      )}
      <Code
        text={program(
          pair ? numericCodeOf(source, shape) : toyCode(asked.toy, noise),
          pair ? columnsCode(names, Math.min(ROWS, shape.rows), shape.loss === "logistic" ? 1 : Number(shape.classes?.[1])) : "",
          trainedCode({ ...asked, learningRate: LEARNING_RATE, side: SIDE }),
        )}
        file={own ? fileOf(source) : undefined}
      />
    </BenchPage>
  );
}

/** numbers by themselves would not say of what */
function classesOf({ classes = ["0", "1"], loss, target }: Shape): readonly [string, string] {
  return loss === "logistic" ? classes : [`${target} ${classes[0]}`, `${target} ${classes[1]}`];
}

const percent = (share: number): string => `${short(100 * share)} %`;

/** epochs at equal distances, the last one among them */
const listed = (count: number): number[] => {
  const every = Math.ceil(count / LISTED);
  return Array.from({ length: Math.ceil(count / every) }, (_, k) => count - 1 - every * k).reverse();
};

function lossWords({ training, held, epoch }: { training: number[]; held: number[]; epoch: number }): string {
  const best = held.reduce((k, loss, i) => (loss < held[k] ? i : k), 0);
  const end = training.length - 1;
  return `After ${end + 1} epochs the loss is ${short(training[end])} in training and ${short(held[end])} held out, where it was smallest, ${short(held[best])}, after epoch ${best + 1}; drawn above is epoch ${epoch}.`;
}

export const networkView: Bench = { id: "network", title: "Network", View };
