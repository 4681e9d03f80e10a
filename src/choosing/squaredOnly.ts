import type { Path } from "../results/path.js";

/** refuses a path of another loss than squared error */
export function checkSquared(name: string, path: Path): void {
  if (path.loss !== "squared") throw new TypeError(`${name}: path has loss "${path.loss}", expected one of squared error`);
}
