import { barY, dot, line, type PlotOptions, pointer, pointerX, ruleX, ruleY, text, tip } from "@observablehq/plot";
import { useAnswer } from "../../frame/answers.js";
import { type Bench, BenchPage, type BenchProps, Problem, Readings, Timing } from "../../frame/bench.js";
import { Code, fileOf, numericCodeOf, program } from "../../frame/code.js";
import { colours } from "../../frame/colours.js";
import { Slider } from "../../frame/controls.js";
import { Figure } from "../../frame/figure.js";
import { exponential, plain, short } from "../../frame/numbers.js";
import { change, numberAt, usePlace } from "../../frame/place.js";
import { STANDARDISED } from "../pieces.js";

function View({ source, shape }: BenchProps) {
  const { values } = usePlace();
  const lambda = plain(numberAt(values, "ridge", 0.1, 1e-4, 100));
  const [least, most] = [plain(1e-3 * shape.lambdaMax), plain(1.05 * shape.lambdaMax)];
  const threshold = plain(numberAt(values, "lasso", plain(0.2 * most), least, most));
  const ridge = useAnswer("shrinkageDirections", source, { lambda });
  const lasso = useAnswer("thresholds", source, { lambda: threshold });
  const [along, soft] = [ridge.answer, lasso.answer];
  return (
    <BenchPage
      title="Shrinkage"
      sentence="Ridge looks along the directions in which the data spread: where they spread much it believes them, where they spread little it pulls the answer to 0. The lasso moves every coefficient by the same amount, and those that are smaller become exactly 0."
      formula="ridge: w̃ = Σ qᵢ · dᵢ/(dᵢ + λ) · qᵢᵀw*        lasso, orthonormal columns: wⱼ = sign(w*ⱼ) · max(|w*ⱼ| − λ, 0)"
      functions={["shrinkageFactors", "softThreshold", "diagonalLasso", "orthonormalize"]}
      answers={[ridge, lasso]}
      controls={
        <>
          <Slider label="λ of ridge" value={lambda} min={1e-4} max={100} ratio onChange={(value) => change({ ridge: value })} />
          <Slider label="λ of the lasso" value={threshold} min={least} max={most} ratio onChange={(value) => change({ lasso: value })} />
          {along && (
            <Readings
              list={[
                {
                  id: "df",
                  label: "degrees of freedom that ridge leaves",
                  text: `${short(along.degreesOfFreedom)} of ${along.factors.length}`,
                  value: along.degreesOfFreedom,
                },
                { id: "first", label: "factor of the widest direction", text: short(along.factors[0], 4), value: along.factors[0] },
                {
                  id: "last",
                  label: "factor of the narrowest",
                  text: short(along.factors[along.factors.length - 1], 4),
                  value: along.factors[along.factors.length - 1],
                },
                {
                  id: "difference",
                  label: "from ridge's own answer",
                  text: `a share of ${exponential(along.difference)}`,
                  value: along.difference,
                },
                soft && {
                  id: "nonzero",
                  label: "of the lasso, not 0",
                  text: `${soft.nonzero} of ${soft.coefficients.length}`,
                  value: soft.nonzero,
                },
              ]}
            />
          )}
          <Timing live={ridge as never} what="Shrunk" />
        </>
      }
    >
      {along && (
        <Figure
          name={`directions-${source.name}`}
          caption="Ridge: the factor along each direction, from the widest to the narrowest"
          alternative={`Factors of ${along.factors.length} directions, from ${short(along.factors[0])} of the widest to ${short(along.factors[along.factors.length - 1])} of the narrowest; together ${short(along.degreesOfFreedom)} degrees of freedom.`}
          on={[along]}
          json={{ bench: "shrinkage", ...ridge.asked, target: shape.target, ...along }}
          numbers={() => ({
            head: ["direction", "d", "d/(d + λ)", "made of"],
            rows: along.factors.map((factor, i) => [String(i + 1), along.eigenvalues[i], factor, along.made[i] ?? ""]),
          })}
          options={(width) => directionsPicture(width, along)}
        />
      )}
      {lasso.error && <Problem message={`The lasso's picture wants independent columns. ${lasso.error}`} />}
      {soft && lasso.asked && (
        <Figure
          name={`thresholds-${source.name}`}
          caption="Orthonormal columns: what becomes of each least-squares coefficient"
          alternative={`Lines of no penalty, of ridge's scaling and of the lasso's soft threshold at ${short(lasso.asked.lambda)}; ${soft.nonzero} of ${soft.coefficients.length} coefficients are not 0.`}
          on={[soft, lambda]}
          json={{ bench: "shrinkage", ...lasso.asked, target: shape.target, ...soft }}
          numbers={() => ({
            head: ["column", "without penalty", "lasso", "ridge"],
            rows: shape.names.map((name, j) => [name, soft.leastSquares[j], soft.coefficients[j], soft.leastSquares[j] / (1 + lambda)]),
          })}
          options={(width) => thresholdsPicture(width, soft, lambda, shape.names)}
        />
      )}
      <Code text={program(numericCodeOf(source, shape), callOf(lambda, threshold))} file={fileOf(source)} />
    </BenchPage>
  );
}

const callOf = (lambda: number, threshold: number) => `import { diagonalLasso, orthonormalize, shrinkageFactors } from "shrinkage/theory";

${STANDARDISED}
const columns = Object.fromEntries(Object.entries(X).map(([name, x]) => [name, standardised(x)]));
const found = shrinkageFactors(columns, [${lambda}]);
console.log(found.degreesOfFreedom[0], found.eigenvalues, found.factors[0]);
const soft = diagonalLasso(orthonormalize(columns), y, { lambda: ${threshold} });
console.log(soft.leastSquares, soft.coefficients);`;

function directionsPicture(
  width: number,
  { factors, eigenvalues, made }: { factors: number[]; eigenvalues: number[]; made: string[] },
): PlotOptions {
  const points = factors.map((factor, i) => ({ i: i + 1, factor, d: eigenvalues[i], of: made[i] }));
  const few = points.length <= 60;
  const hover = {
    x: "i",
    y: "factor",
    title: ({ i, factor, d, of }: (typeof points)[number]) => `direction ${i}: d = ${short(d)}\nfactor ${short(factor, 4)}\n${of ?? ""}`,
    fill: "var(--ground)",
  };
  return {
    height: Math.round(Math.min(340, Math.max(240, 0.45 * width))),
    marginLeft: 46,
    x: few
      ? { type: "band", label: "direction", labelArrow: "none", ticks: ticksOf(points.length, width) }
      : { label: "direction", labelArrow: "none" },
    y: { domain: [0, 1], label: "d/(d + λ)", labelArrow: "none", grid: true },
    marks: [
      few
        ? barY(points, { x: "i", y: "factor", fill: colours.blue, inset: 1 })
        : line(points, { x: "i", y: "factor", stroke: colours.blue, strokeWidth: 2 }),
      ruleY([1], { stroke: colours.faint, strokeDasharray: "5 4" }),
      tip(points, pointerX(hover)),
    ],
  };
}

/** numbers of bars that have room */
function ticksOf(count: number, width: number): number[] {
  const every = Math.ceil(count / Math.max(4, Math.floor(width / 34)));
  return Array.from({ length: count }, (_, i) => i + 1).filter((i) => (i - 1) % every === 0);
}

function thresholdsPicture(
  width: number,
  { places, soft, leastSquares, coefficients }: { places: number[]; soft: number[]; leastSquares: number[]; coefficients: number[] },
  lambda: number,
  names: readonly string[],
): PlotOptions {
  const most = places[places.length - 1];
  const along = (values: readonly number[]) => values.map((y, k) => ({ x: places[k], y }));
  const points = leastSquares.flatMap((x, j) => [
    { x, y: coefficients[j], kind: "lasso", name: names[j] },
    { x, y: x / (1 + lambda), kind: "ridge", name: names[j] },
  ]);
  return {
    height: Math.round(Math.min(420, Math.max(280, 0.6 * width))),
    marginLeft: 56,
    marginBottom: 38,
    x: { label: "without penalty", labelArrow: "none", domain: [-most, most], ticks: Math.max(4, Math.floor(width / 90)) },
    y: { label: "with penalty", labelArrow: "none", grid: true, domain: [-most, most] },
    marks: [
      ruleX([0], { stroke: colours.line }),
      ruleY([0], { stroke: colours.line }),
      line(along(places), { x: "x", y: "y", stroke: colours.faint, strokeDasharray: "5 4" }),
      line(along(places.map((z) => z / (1 + lambda))), { x: "x", y: "y", stroke: colours.blue, strokeWidth: 1.5 }),
      line(along(soft), { x: "x", y: "y", stroke: colours.orange, strokeWidth: 1.5 }),
      dot(points, {
        x: "x",
        y: "y",
        stroke: ({ kind }) => (kind === "lasso" ? colours.orange : colours.blue),
        symbol: ({ kind }: { kind: string }) => (kind === "lasso" ? "times" : "circle"),
        r: 4,
        strokeWidth: 2,
      }),
      ...(
        [
          ["× lasso", colours.orange],
          ["○ ridge", colours.blue],
          ["– – no penalty", colours.faint],
        ] as const
      ).map(([word, colour], k) =>
        text([word], { frameAnchor: "top-left", text: (said) => said, fill: colour, dx: 8, dy: 4 + 16 * k, fontWeight: "bold" }),
      ),
      tip(
        points,
        pointer({ x: "x", y: "y", title: ({ name, kind, x, y }) => `${name}, ${kind}\n${short(x)} → ${short(y)}`, fill: "var(--ground)" }),
      ),
    ],
  };
}

/** directions of more columns take seconds */
const MOST = 400;

export const shrinkageView: Bench = {
  id: "shrinkage",
  title: "Shrinkage",
  unfit: ({ columns }) => (columns > MOST ? `This table has ${columns} columns; this bench takes up to ${MOST}.` : undefined),
  View,
};
