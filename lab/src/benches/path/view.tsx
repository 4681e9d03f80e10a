import { dot, line, type PlotOptions, pointerX, ruleX, ruleY, text, tip } from "@observablehq/plot";
import { quick, useAnswer } from "../../frame/answers.js";
import { type Bench, BenchPage, type BenchProps, Readings, Timing } from "../../frame/bench.js";
import { Code, codeOf, fileOf, program } from "../../frame/code.js";
import { colours, hue } from "../../frame/colours.js";
import { Choice, Slider } from "../../frame/controls.js";
import { Figure } from "../../frame/figure.js";
import { exponential, plain, short } from "../../frame/numbers.js";
import { change, numberAt, usePlace, wordAt } from "../../frame/place.js";
import { apart, lambdaTicks } from "../../frame/plots.js";
import type { Penalty } from "./compute.js";

const PENALTIES = ["lasso", "elasticNet", "ridge", "mcp"] as const;
const TITLES = { lasso: "lasso", elasticNet: "elastic net", ridge: "ridge", mcp: "MCP" };
const FORMULAS: Record<Penalty, string> = {
  lasso: "minimise  loss(y, β₀ + Xβ)  +  λ Σ |βⱼ|",
  elasticNet: "minimise  loss(y, β₀ + Xβ)  +  λ Σ ( ρ|βⱼ| + (1−ρ)/2 βⱼ² )",
  ridge: "minimise  loss(y, β₀ + Xβ)  +  λ/2 Σ βⱼ²",
  mcp: "minimise  loss(y, β₀ + Xβ)  +  Σ MCP(βⱼ; λ, γ = 3)",
};
/** names are written where there is room for them */
const NAMED = 12;

/** from where to where λ goes */
function limits(penalty: Penalty, l1Ratio: number, lambdaMax: number): [number, number] {
  const most = penalty === "ridge" ? 10 * lambdaMax : penalty === "elasticNet" ? lambdaMax / l1Ratio : lambdaMax;
  return [plain(1.05 * most), plain(1e-3 * most)];
}

function View({ source, shape }: BenchProps) {
  const { values } = usePlace();
  const penalty = wordAt<Penalty>(values, "penalty", PENALTIES);
  const l1Ratio = numberAt(values, "ratio", 0.5, 0.05, 0.95);
  const [from, to] = limits(penalty, l1Ratio, shape.lambdaMax);
  const lambda = numberAt(values, "lambda", plain(0.1 * from), to, from);
  const whole = useAnswer("pathBench", source, { penalty, l1Ratio, from, to, count: 80 });
  const live = useAnswer("pathFit", source, { penalty, l1Ratio, lambda }, quick);
  const { names } = shape;
  const fit = live.answer;
  const all = whole.answer;
  const function_ =
    penalty === "mcp"
      ? "path"
      : shape.loss === "logistic"
        ? "logistic"
        : penalty === "ridge"
          ? "ridge"
          : penalty === "lasso"
            ? "lasso"
            : "elasticNet";

  const code = program(codeOf(source, shape), callOf(function_, lambda, penalty, l1Ratio, shape.loss));
  return (
    <BenchPage
      title="The path of the coefficients"
      sentence="A strong penalty holds every coefficient at 0; as it weakens, they enter. The lasso lets them in one after another, ridge all at once, and every fit comes with a proof of how far it can be from the optimum."
      formula={FORMULAS[penalty]}
      functions={[...new Set(["path", function_])]}
      answers={[whole, live]}
      controls={
        <>
          <Choice
            label="Penalty"
            value={penalty}
            options={PENALTIES.map((word) => [word, TITLES[word]] as const)}
            onChange={(word) => change({ penalty: word, lambda: undefined })}
          />
          {penalty === "elasticNet" && (
            <Slider
              label="ρ, share of the lasso"
              value={l1Ratio}
              min={0.05}
              max={0.95}
              step={0.05}
              onChange={(ratio) => change({ ratio: plain(ratio), lambda: undefined })}
            />
          )}
          <Slider
            label="λ"
            value={lambda}
            min={to}
            max={from}
            ratio
            falling
            help="from strong on the left to weak on the right"
            onChange={(value) => change({ lambda: value })}
          />
          {fit && (
            <Readings
              list={[
                { id: "nonzero", label: "coefficients that are not 0", text: `${fit.nonzero} of ${names.length}`, value: fit.nonzero },
                { id: "score", label: shape.loss === "logistic" ? "right classes" : "R²", text: short(fit.score), value: fit.score },
                { id: "objective", label: "objective", text: short(fit.certificate.objective, 5), value: fit.certificate.objective },
                fit.certificate.stationarity === undefined
                  ? {
                      id: "gap",
                      label: "proof",
                      text: `within ${exponential(fit.certificate.gap)} of the optimum, a share of ${exponential(fit.certificate.relativeGap, 0)}`,
                      value: fit.certificate.gap,
                    }
                  : {
                      id: "stationarity",
                      label: "proof",
                      text: `first-order conditions hold to ${exponential(fit.certificate.stationarity)} of λ; ${fit.certificate.convexRegion ? "the objective is convex, so this is the optimum" : "the objective is not convex: another place may be better"}`,
                      value: fit.certificate.stationarity,
                    },
              ]}
            />
          )}
          <Timing live={live as never} what="Fitted" />
        </>
      }
    >
      {all && fit && live.asked && (
        <Figure
          name={`path-${source.name}`}
          caption="Every coefficient by λ, per standard deviation of its column; circles mark those that are exactly 0"
          alternative={`Paths of ${names.length} coefficients from λ = ${short(from)} to ${short(to)}. At λ = ${short(live.asked.lambda)} ${fit.nonzero} are not 0; the largest is ${largest(names, fit.coefficients)}.`}
          on={[all, fit]}
          json={{ bench: "path", ...live.asked, target: shape.target, names, ...fit, path: all }}
          numbers={() => ({
            head: ["column", "coefficient per sd", "coefficient"],
            rows: names.map((name, j) => [name, fit.coefficients[j], fit.raw[j]]),
          })}
          options={(width) => picture({ width, names, all, fit, lambda: live.asked?.lambda ?? lambda, from, to })}
        />
      )}
      <Code text={code} file={fileOf(source)} />
    </BenchPage>
  );
}

interface Drawn {
  width: number;
  names: string[];
  all: { lambdas: number[]; coefficients: number[][]; nonzero: number[] };
  fit: { coefficients: number[] };
  lambda: number;
  from: number;
  to: number;
}

function picture({ width, names, all, fit, lambda, from, to }: Drawn): PlotOptions {
  const curves = names.flatMap((name, j) => all.lambdas.map((at, k) => ({ name, j, lambda: at, value: all.coefficients[k][j] })));
  const now = names.map((name, j) => ({ name, j, lambda, value: fit.coefficients[j] }));
  const ends = names.map((name, j) => ({ name, j, lambda: to, value: all.coefficients[all.lambdas.length - 1][j] }));
  const span = Math.max(...curves.map(({ value }) => Math.abs(value)), 1e-300);
  const height = Math.round(Math.min(460, Math.max(300, 0.62 * width)));
  const named = names.length <= NAMED;
  return {
    height,
    marginRight: named ? Math.min(130, 12 + 7 * Math.max(...names.map(({ length }) => length))) : 12,
    marginLeft: 46,
    marginBottom: 38,
    x: { type: "log", domain: [from, to], label: "λ", labelArrow: "none", ...lambdaTicks(from, to, width) },
    y: { label: "coefficient per sd", labelArrow: "none", grid: true, nice: true },
    marks: [
      ruleY([0], { stroke: colours.faint }),
      line(curves, { x: "lambda", y: "value", z: "name", stroke: ({ j }) => hue(j), strokeWidth: names.length > 40 ? 1 : 1.7 }),
      text(named ? apart(ends, span, height) : [], {
        x: "lambda",
        y: "place",
        text: "name",
        fill: ({ j }) => hue(j),
        textAnchor: "start",
        dx: 6,
      }),
      ruleX([lambda], { stroke: colours.ink, strokeWidth: 1.5 }),
      dot(now, {
        x: "lambda",
        y: "value",
        r: names.length > 40 ? 2.5 : 4,
        fill: ({ j, value }) => (value === 0 ? "var(--ground)" : hue(j)),
        stroke: ({ j }) => hue(j),
        strokeWidth: 1.5,
      }),
      tip(
        curves,
        pointerX({
          x: "lambda",
          y: "value",
          title: ({ name, lambda, value }) => `${name}\nλ = ${short(lambda)}\n${value === 0 ? "exactly 0" : short(value)}`,
          fill: "var(--ground)",
          maxRadius: 30,
        }),
      ),
    ],
  };
}

function largest(names: string[], values: number[]): string {
  const j = values.reduce((best, value, k) => (Math.abs(value) > Math.abs(values[best]) ? k : best), 0);
  return `${names[j]}, ${short(values[j])}`;
}

function callOf(name: string, lambda: number, penalty: Penalty, l1Ratio: number, loss: string): string {
  const rest = `standardize: true, tol: 1e-8`;
  const classes = loss === "logistic" ? `, loss: "logistic"` : "";
  const call =
    penalty === "mcp"
      ? `const fit = path(X, y, { lambdas: [${lambda}], penalty: "mcp"${classes}, ${rest} }).fit(0);`
      : name === "elasticNet" || name === "logistic"
        ? `const fit = ${name}(X, y, { lambda: ${lambda}, l1Ratio: ${penalty === "ridge" ? 0 : penalty === "lasso" ? 1 : l1Ratio}, ${rest} });`
        : `const fit = ${name}(X, y, { lambda: ${lambda}, ${rest} });`;
  return `import { ${name} } from "shrinkage";

${call}
console.log(fit.nonzero, fit.score(X, y), fit.certificate.objective, fit.certificate.gap);
console.log(fit.featureNames, fit.coefficients, fit.intercept);`;
}

export const pathView: Bench = { id: "path", title: "Path", View };
