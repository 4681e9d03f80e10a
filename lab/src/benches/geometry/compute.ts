// Contours of the loss over two coefficients, a ball, and where they touch.
import { lasso, ridge } from "shrinkage";
import { lossContours, pNormBall, tangentPoint } from "shrinkage/theory";
import type { Data } from "../../data/load.js";
import { type Pair, type Plane, type Point, planeOf } from "../plane/columns.js";

export interface GeometryAsked extends Pair {
  p: number;
  /** C, ‖w‖ₚ at most; where neither it nor λ is given half of that of the optimum */
  radius?: number;
  /** of p = 1 and 2: the radius is that of the fit at this λ */
  lambda?: number;
}

export const norm = ([a, b]: Point, p: number): number => (Math.abs(a) ** p + Math.abs(b) ** p) ** (1 / p);

export function geometry(data: Data, asked: GeometryAsked) {
  const { p } = asked;
  const plane = planeOf(data, asked);
  const { X, y, own, optimum } = plane;
  const radius = radiusOf(plane, asked);
  const touching = norm(optimum, p) <= radius * (1 + 1e-12) ? { point: optimum, lambda: 0 } : touch(plane, p, radius);
  const whole = lossContours(X, y);
  const loss = whole.minimum + excess(plane, touching.point);
  const contours = whole.contours.map(({ level, points }) => ({ level, points }));
  const tangent = loss > whole.minimum * (1 + 1e-12) ? lossContours(X, y, { levels: [loss] }).contours[0].points : undefined;
  const products = slope(plane, [0, 0]);
  return {
    own,
    optimum,
    radius,
    ...touching,
    loss,
    minimum: whole.minimum,
    /** −∇L at the point */
    pull: slope(plane, touching.point),
    contours,
    tangent,
    ball: pNormBall({ p, radius, points: 400 }),
    /** the λ from which on the lasso has nothing */
    lambdaMax: Math.max(Math.abs(products[0]), Math.abs(products[1])),
  };
}

function radiusOf({ X, y, optimum }: Plane, { p, lambda, radius }: GeometryAsked): number {
  const least = 1e-6 * norm(optimum, 2) || 1e-6;
  if (lambda === undefined || (p !== 1 && p !== 2)) return Math.max(least, radius ?? 0.5 * norm(optimum, p));
  const fit = p === 1 ? lasso(X, y, { lambda, tol: 1e-12 }) : ridge(X, y, { lambda });
  return Math.max(least, norm(Array.from(fit.coefficients) as Point, p));
}

/** −∇L(w) = H(w* − w), H the correlations */
function slope({ optimum, correlation }: Plane, [a, b]: Point): Point {
  const [da, db] = [optimum[0] - a, optimum[1] - b];
  return [da + correlation * db, correlation * da + db];
}

/** L(w) − L(w*) = ½(w − w*)ᵀH(w − w*) */
function excess({ optimum, correlation }: Plane, [a, b]: Point): number {
  const [da, db] = [a - optimum[0], b - optimum[1]];
  return 0.5 * (da * da + 2 * correlation * da * db + db * db);
}

/** the point of a ball with the smallest loss, and the multiplier of the ball where its edge is smooth */
function touch(plane: Plane, p: number, radius: number): { point: Point; lambda?: number } {
  if (p === 1 || p === 2) {
    const { point, lambda } = tangentPoint(plane.X, plane.y, { norm: p === 1 ? "l1" : "l2", radius: p === 1 ? radius : radius * radius });
    return { point, lambda };
  }
  // below 1 the ball is not convex and has several nearest places: all round first, then between the neighbours of the best
  const edge = pNormBall({ p, radius, points: 2000 });
  const best = edge.reduce((k, point, i) => (excess(plane, point) < excess(plane, edge[k]) ? i : k), 0);
  const at = (angle: number): Point => {
    const direction: Point = [Math.cos(angle), Math.sin(angle)];
    const length = norm(direction, p);
    return [(radius * direction[0]) / length, (radius * direction[1]) / length];
  };
  const width = (2 * Math.PI) / edge.length;
  let [low, high] = [(best - 1) * width, (best + 1) * width];
  for (let step = 0; step < 80; step++) {
    const third = (high - low) / 3;
    if (excess(plane, at(low + third)) < excess(plane, at(high - third))) high -= third;
    else low += third;
  }
  const refined = at((low + high) / 2);
  const point = excess(plane, refined) < excess(plane, edge[best]) ? refined : edge[best];
  if (p < 1 || point[0] === 0 || point[1] === 0) return { point };
  // −∇L = λ·(sign(w)|w|^(p−1)): the penalty λ Σ|w|^p/p of gradientDescent's penaltyPower
  const pull = slope(plane, point);
  const normal = point.map((w) => Math.sign(w) * Math.abs(w) ** (p - 1));
  return { point, lambda: (pull[0] * normal[0] + pull[1] * normal[1]) / (normal[0] ** 2 + normal[1] ** 2) };
}
