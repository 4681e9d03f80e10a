// A network, whose kernels are a module of their own.
import { network } from "shrinkage/network";
import { write } from "./show.js";

const X = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const fit = network(X, [0, 1, 1, 0], { hidden: [4], lambda: 1e-5, method: "lbfgs", epochs: 50 });
write([...fit.predict(X), fit.history.objective.at(-1)]);
