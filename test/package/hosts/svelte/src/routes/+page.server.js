import { fitHere } from "../../fit.js";

export const load = () => ({ server: fitHere() });
