// The program that gives the numbers of a network's pictures: what compute.ts does. Text alone, so that the page does not load the library.
import { someRowsCode } from "../pieces.js";
import ring from "./ring.js?raw";
import spirals from "./spirals.js?raw";

const toys = { spirals, ring };

/** lines that make points and labels of a toy */
export const toyCode = (toy: keyof typeof toys, noise: number): string => `${toys[toy].replaceAll("export ", "").trim()}

const { points, y: labels } = ${toy}(${noise});`;

/** the same of two columns of a table; wants X and y; `second`: what y is in the second class */
export const columnsCode = (
  names: readonly [string, string],
  rows: number,
  second: number,
): string => `import { normals } from "shrinkage/theory";

${someRowsCode(rows)}
const points = { ${names.map((name) => `${JSON.stringify(name)}: chosen.map((i) => X[${JSON.stringify(name)}][i])`).join(", ")} };
const labels = chosen.map((i) => Number(y[i] === ${second}));`;

interface Trained {
  hidden: number;
  lambda: number;
  keep: number;
  epochs: number;
  early: boolean;
  seed: number;
  learningRate: number;
  side: number;
}

export const trainedCode = ({ hidden, lambda, keep, epochs, early, seed, learningRate, side }: Trained): string =>
  `import { network } from "shrinkage/network";

const apart = Array.from(labels.keys()).filter((i) => i % 3 === 2);
const training = Array.from(labels.keys()).filter((i) => i % 3 !== 2);
const of = (rows) => Object.fromEntries(Object.entries(points).map(([name, x]) => [name, rows.map((i) => x[i])]));
const options = {
  hidden: ${hidden},
  lambda: ${lambda},
  keepProbability: ${keep},
  epochs: ${epochs},
  seed: ${seed},
  loss: "logistic",
  learningRate: ${learningRate},
  standardize: true,
};
const watched = network(points, labels, { ...options, earlyStopping: { rows: apart, patience: ${epochs} } });
const fit = ${early ? "watched" : "network(of(training), training.map((i) => labels[i]), options)"};
const [across, up] = Object.values(points).map((x) => {
  const [low, high] = [Math.min(...x), Math.max(...x)];
  return [low - 0.06 * (high - low), high + 0.06 * (high - low)];
});
const place = ([low, high], k) => low + (k / ${side - 1}) * (high - low);
const grid = Array.from({ length: ${side} * ${side} }, (_, k) => [place(across, k % ${side}), place(up, Math.floor(k / ${side}))]);
const last = fit.epochs - 1;
console.log(fit.epochs, watched.history.trainingLoss[last], watched.history.validationLoss[last]);
console.log(fit.score(of(training), training.map((i) => labels[i])), fit.score(of(apart), apart.map((i) => labels[i])));
console.log(fit.predictProbability(grid));`;
