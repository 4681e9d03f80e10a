import { arrow } from "@observablehq/plot";
import { useAnswer } from "../../frame/answers.js";
import { type Bench, BenchPage, type BenchProps, Readings, Timing } from "../../frame/bench.js";
import { Code, fileOf, numericCodeOf, program } from "../../frame/code.js";
import { colours } from "../../frame/colours.js";
import { Button, Slider } from "../../frame/controls.js";
import { Figure } from "../../frame/figure.js";
import { plain, short } from "../../frame/numbers.js";
import { change, numberAt, usePlace } from "../../frame/place.js";
import { planeCode } from "../pieces.js";
import type { Point } from "../plane/columns.js";
import { needsTwo, PairChoices, pairAt } from "../plane/pair.js";
import { closed, curve, planePicture, spot } from "../plane/picture.js";

const FORGET = { x: undefined, y: undefined, c: undefined, lambda: undefined };

function View({ source, shape }: BenchProps) {
  const { values } = usePlace();
  const { a, b } = pairAt(values, shape);
  const p = plain(numberAt(values, "p", 1, 0.5, 4), 2);
  const number = (key: string) => (values[key] === undefined ? undefined : plain(numberAt(values, key, 0, -1e12, 1e12)));
  const [x, y] = [number("x"), number("y")];
  const moved: Point | undefined = x !== undefined && y !== undefined ? [x, y] : undefined;
  const known = p === 1 || p === 2;
  const asked = { a, b, moved, p, ...(known && number("lambda") !== undefined ? { lambda: number("lambda") } : { radius: number("c") }) };
  const live = useAnswer("geometry", source, asked);
  const drawn = live.answer;
  const size = drawn ? Math.hypot(...drawn.own) || 1 : 1;
  const most = drawn ? plain(drawn.lambdaMax * (p === 2 ? 30 : 1)) : 1;
  return (
    <BenchPage
      title="Geometry"
      sentence="The loss is smallest at w* and grows in ellipses around it; a penalty allows only the ball. The answer is where the smallest ellipse that reaches the ball touches it: on a corner of the lasso's square, where a coefficient is exactly 0, or anywhere on ridge's circle."
      formula="minimise  (1/2n) ‖y − Xw‖²   subject to   ‖w‖ₚ ≤ C"
      functions={["tangentPoint", "lambdaForRadius", "lossContours", "pNormBall"]}
      answers={[live]}
      controls={
        <>
          <PairChoices shape={shape} a={a} b={b} forget={FORGET} />
          <Slider
            label="p"
            value={p}
            min={0.5}
            max={4}
            step={0.1}
            text={p === 1 ? "1, lasso" : p === 2 ? "2, ridge" : String(p)}
            onChange={(value) => change({ p: plain(value, 2), lambda: undefined, c: drawn ? plain(drawn.radius) : undefined })}
          />
          {drawn && (
            <>
              <Slider
                label="C, radius of the ball"
                value={Math.min(4 * size, Math.max(0.02 * size, drawn.radius))}
                min={plain(0.02 * size)}
                max={plain(4 * size)}
                ratio
                text={short(drawn.radius)}
                onChange={(value) => change({ c: value, lambda: undefined })}
              />
              <Slider
                label="λ, its multiplier"
                value={Math.min(most, Math.max(1e-4 * most, drawn.lambda ?? 0))}
                min={plain(1e-4 * most)}
                max={most}
                ratio
                disabled={!known}
                text={drawn.lambda === undefined ? "–" : short(drawn.lambda)}
                help={known ? "moves the ball, as C moves λ" : "of p = 1 and 2 it can be moved as well"}
                onChange={(value) => change({ lambda: value, c: undefined })}
              />
              {(["w*₁", "w*₂"] as const).map((label, j) => (
                <Slider
                  key={label}
                  label={label}
                  value={Math.min(3 * size, Math.max(-3 * size, drawn.optimum[j]))}
                  min={plain(-3 * size)}
                  max={plain(3 * size)}
                  step={plain(size / 50)}
                  text={short(drawn.optimum[j])}
                  help={j === 1 ? "or drag the point in the picture" : undefined}
                  onChange={(value) => {
                    const to = drawn.optimum.map((old, k) => plain(k === j ? value : old));
                    change({
                      x: to[0],
                      y: to[1],
                      ...(values.c === undefined && values.lambda === undefined && { c: plain(drawn.radius) }),
                    });
                  }}
                />
              ))}
              <Button disabled={!moved} onClick={() => change({ x: undefined, y: undefined })}>
                Back to the data's own w*
              </Button>
              <Readings
                list={[
                  { id: "w1", label: "w₁", text: short(drawn.point[0]), value: drawn.point[0] },
                  { id: "w2", label: "w₂", text: short(drawn.point[1]), value: drawn.point[1] },
                  { id: "radius", label: "C", text: short(drawn.radius), value: drawn.radius },
                  {
                    id: "lambda",
                    label: "λ",
                    text: drawn.lambda === undefined ? "none: the ball has a corner here" : short(drawn.lambda),
                    value: drawn.lambda,
                  },
                  { id: "loss", label: "loss there", text: short(drawn.loss, 4), value: drawn.loss },
                ]}
              />
            </>
          )}
          <Timing live={live as never} what="Solved" />
        </>
      }
    >
      {drawn && (
        <Figure
          name={`geometry-${source.name}`}
          caption={`Contours of the loss over ${a} and ${b}, per standard deviation, and the ball of p = ${live.asked?.p}`}
          alternative={`Ellipses around w* = (${short(drawn.optimum[0])}, ${short(drawn.optimum[1])}). ${
            drawn.lambda === 0
              ? "w* lies inside the ball: the constraint does nothing."
              : `The smallest that reaches the ball of radius ${short(drawn.radius)} touches it at (${short(drawn.point[0])}, ${short(drawn.point[1])}).`
          }`}
          on={[drawn]}
          json={{ bench: "geometry", ...live.asked, target: shape.target, ...drawn }}
          numbers={() => ({
            head: ["", "w₁", "w₂"],
            rows: [
              ["w*", ...drawn.optimum],
              ["the data's own w*", ...drawn.own],
              ["touching point", ...drawn.point],
              ["−∇ of the loss there", ...drawn.pull],
            ],
          })}
          onDrag={(u, v) =>
            change({ x: plain(u), y: plain(v), ...(values.c === undefined && values.lambda === undefined && { c: plain(drawn.radius) }) })
          }
          options={(width) => picture(width, drawn, { a, b })}
        />
      )}
      <Code text={program(numericCodeOf(source, shape), callOf(drawn?.radius ?? 1, p, planeCode(a, b, moved)))} file={fileOf(source)} />
    </BenchPage>
  );
}

interface Drawn {
  own: Point;
  optimum: Point;
  point: Point;
  pull: Point;
  radius: number;
  lambda?: number;
  contours: { points: Point[] }[];
  tangent?: Point[];
  ball: Point[];
}

function picture(width: number, drawn: Drawn, names: { a: string; b: string }) {
  const { own, optimum, point, pull, contours, tangent, ball, lambda } = drawn;
  const reach = 1.15 * Math.hypot(...own);
  // the frame keeps still while C moves below that of w*
  const within: Point[] = [[0, 0], own, optimum, ...ball, [reach, reach], [-reach, -reach]];
  const length = Math.hypot(...pull);
  const scale = length > 0 ? (0.3 * reach) / length : 0;
  const head: Point = [point[0] + scale * pull[0], point[1] + scale * pull[1]];
  return planePicture(width, within, names, [
    ...contours.map(({ points }) => curve(closed(points), { stroke: colours.grey, strokeOpacity: 0.7 })),
    curve(closed(ball), { stroke: colours.blue, strokeWidth: 2, fill: colours.blue, fillOpacity: 0.14 }),
    ...(tangent ? [curve(closed(tangent), { stroke: colours.orange, strokeWidth: 2 })] : []),
    ...(lambda !== 0 && scale > 0
      ? [arrow([0], { x1: point[0], y1: point[1], x2: head[0], y2: head[1], stroke: colours.green, strokeWidth: 2, headLength: 7 })]
      : []),
    ...spot(optimum, "w*", colours.ink),
    ...spot(point, "answer", colours.orange, true),
  ]);
}

function callOf(radius: number, p: number, pair: string): string {
  if (p === 1 || p === 2)
    return `import { ridge } from "shrinkage";
import { tangentPoint } from "shrinkage/theory";

${pair}
const touching = tangentPoint(pair, target, { norm: "${p === 1 ? "l1" : "l2"}", radius: ${p === 1 ? radius : `${radius} ** 2`} });
console.log(touching.point, touching.lambda, touching.loss);`;
  return `import { ridge } from "shrinkage";
import { lossContours, pNormBall } from "shrinkage/theory";

${pair}
const [u, v] = Object.values(pair);
const [best1, best2] = lossContours(pair, target).optimum;
const correlation = u.reduce((sum, value, i) => sum + value * v[i], 0) / u.length;
const excess = ([w1, w2]) => 0.5 * ((w1 - best1) ** 2 + 2 * correlation * (w1 - best1) * (w2 - best2) + (w2 - best2) ** 2);
const ball = pNormBall({ p: ${p}, radius: ${radius}, points: 80000 });
console.log(ball.reduce((best, point) => (excess(point) < excess(best) ? point : best)));`;
}

export const geometryView: Bench = { id: "geometry", title: "Geometry", unfit: needsTwo, View };
