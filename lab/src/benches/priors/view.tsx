import { areaY, line, type PlotOptions, ruleX, text } from "@observablehq/plot";
import { useAnswer } from "../../frame/answers.js";
import { type Bench, BenchPage, type BenchProps, Readings, Timing } from "../../frame/bench.js";
import { Code, fileOf, numericCodeOf, program } from "../../frame/code.js";
import { colours } from "../../frame/colours.js";
import { Choice, Slider } from "../../frame/controls.js";
import { Figure } from "../../frame/figure.js";
import { plain, short } from "../../frame/numbers.js";
import { change, numberAt, usePlace } from "../../frame/place.js";
import { STANDARDISED, someRowsCode } from "../pieces.js";

const LEAST_ROWS = 5;

function View({ source, shape }: BenchProps) {
  const { values } = usePlace();
  const column = shape.names.find((name) => name === values.column) ?? shape.names[0];
  const room = Math.min(500, shape.rows);
  const rows = Math.round(numberAt(values, "rows", Math.min(40, room), LEAST_ROWS, room));
  const [least, most] = [plain(1e-3 * shape.lambdaMax), plain(3 * shape.lambdaMax)];
  const lambda = plain(numberAt(values, "lambda", plain(0.3 * shape.lambdaMax), least, most));
  const live = useAnswer("priors", source, { column, rows, lambda });
  const drawn = live.answer;
  return (
    <BenchPage
      title="Priors"
      sentence="A penalty is a belief held before the data are seen. Times the likelihood it gives the posterior, and the most probable coefficient is the penalised fit: the Gaussian belief gives ridge's, the Laplace one, with its peak at 0, the lasso's."
      formula="p(w | y) ∝ p(y | w) · p(w)      w ~ N(0, τ²), τ² = σ²/(nλ)      w ~ Laplace(0, b), b = σ²/(nλ)"
      functions={["logPosterior", "priorFromLambda", "lambdaFromPrior"]}
      answers={[live]}
      controls={
        <>
          <Choice
            label="Column"
            value={column}
            options={shape.names.map((name) => [name, name] as const)}
            onChange={(name) => change({ column: name })}
          />
          <Slider
            label="Rows seen"
            value={rows}
            min={LEAST_ROWS}
            max={room}
            help="at one λ the belief narrows with the rows; τ² and b say how wide it is"
            onChange={(value) => change({ rows: value })}
          />
          <Slider
            label="λ"
            value={lambda}
            min={least}
            max={most}
            ratio
            help="a strong penalty is a narrow belief"
            onChange={(value) => change({ lambda: value })}
          />
          {drawn && (
            <Readings
              list={[
                { id: "optimum", label: "most likely w, without a belief", text: short(drawn.optimum, 4), value: drawn.optimum },
                {
                  id: "gaussian",
                  label: "most probable, Gaussian: ridge",
                  text: short(drawn.densities[0].map, 4),
                  value: drawn.densities[0].map,
                },
                {
                  id: "laplace",
                  label: "most probable, Laplace: lasso",
                  text: short(drawn.densities[1].map, 4),
                  value: drawn.densities[1].map,
                },
                { id: "noise", label: "noise variance σ²", text: short(drawn.noiseVariance), value: drawn.noiseVariance },
                {
                  id: "width",
                  label: "τ² of the Gaussian, b of the Laplace prior",
                  text: short(drawn.gaussianVariance),
                  value: drawn.gaussianVariance,
                },
              ]}
            />
          )}
          <Timing live={live as never} what="Computed" />
        </>
      }
    >
      {drawn?.densities.map((each) => (
        <Figure
          key={each.kind}
          name={`prior-${each.kind}-${source.name}`}
          caption={`${each.kind} prior: densities of the coefficient of ${live.asked?.column}, each relative to its largest value`}
          alternative={`The ${each.kind} prior is largest at 0, the likelihood at ${short(drawn.optimum)}, and their product, the posterior, at ${short(each.map)}.`}
          on={[each]}
          json={{ bench: "priors", ...live.asked, target: shape.target, places: drawn.places, ...each }}
          numbers={() => ({
            head: ["w", "prior", "likelihood", "posterior"],
            rows: drawn.places.map((w, k) => [w, each.prior[k], each.likelihood[k], each.posterior[k]]),
          })}
          options={(width) => picture(width, drawn.places, each)}
        />
      ))}
      <Code text={program(numericCodeOf(source, shape), callOf(column, rows, lambda))} file={fileOf(source)} />
    </BenchPage>
  );
}

const callOf = (column: string, rows: number, lambda: number) => `import { lasso, ridge } from "shrinkage";
import { logPosterior, normals, priorFromLambda } from "shrinkage/theory";

${STANDARDISED}
${someRowsCode(rows)}
const x = standardised(chosen.map((i) => X[${JSON.stringify(column)}][i]));
const target = chosen.map((i) => y[i]);
const fit = ridge({ x }, target, { lambda: 0 });
const noiseVariance = fit.predict({ x }).reduce((sum, value, i) => sum + (target[i] - value) ** 2, 0) / ${rows - 2};
const { gaussianVariance, laplaceScale } = priorFromLambda({ lambda: ${lambda}, noiseVariance, n: ${rows} });
const [gaussian] = ridge({ x }, target, { lambda: ${lambda} }).coefficients;
const [laplace] = lasso({ x }, target, { lambda: ${lambda}, tol: 1e-12 }).coefficients;
console.log(fit.coefficients[0], gaussian, laplace, noiseVariance, gaussianVariance, laplaceScale);
const { intercept } = fit;
console.log(logPosterior({ x }, target, { coefficients: [gaussian], intercept, noiseVariance, gaussianVariance }));`;

function picture(
  width: number,
  places: readonly number[],
  { prior, likelihood, posterior, map }: { prior: number[]; likelihood: number[]; posterior: number[]; map: number },
): PlotOptions {
  const along = (values: readonly number[]) => values.map((y, k) => ({ x: places[k], y }));
  return {
    height: Math.round(Math.min(300, Math.max(220, 0.38 * width))),
    marginLeft: 40,
    marginTop: 26,
    x: { label: "w", labelArrow: "none", ticks: Math.max(4, Math.floor(width / 90)) },
    y: { domain: [0, 1.02], label: null, grid: true, ticks: 5 },
    marks: [
      areaY(along(posterior), { x: "x", y: "y", fill: colours.orange, fillOpacity: 0.18 }),
      line(along(prior), { x: "x", y: "y", stroke: colours.blue, strokeWidth: 2 }),
      line(along(likelihood), { x: "x", y: "y", stroke: colours.grey, strokeWidth: 2, strokeDasharray: "6 4" }),
      line(along(posterior), { x: "x", y: "y", stroke: colours.orange, strokeWidth: 2.5 }),
      ruleX([map], { stroke: colours.orange, strokeDasharray: "2 3" }),
      // beside the curves, in whose middle there is no room
      ...(
        [
          ["prior", colours.blue],
          ["– – likelihood", colours.grey],
          ["posterior", colours.orange],
        ] as const
      ).map(([word, colour], k) =>
        text([word], { frameAnchor: "top-left", text: (said) => said, fill: colour, dx: 2 + [0, 48, 148][k], dy: -18, fontWeight: "bold" }),
      ),
    ],
  };
}

export const priorsView: Bench = {
  id: "priors",
  title: "Priors",
  unfit: ({ rows }) => (rows < LEAST_ROWS ? `This table has ${rows} rows; this bench wants at least ${LEAST_ROWS}.` : undefined),
  View,
};
