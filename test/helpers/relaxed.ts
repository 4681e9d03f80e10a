// Setup of the runs on the relaxed build: it must really be on there.
import { configure } from "../../src/index.js";

if (!configure({ relaxedSimd: true }).relaxedSimd)
  throw new Error("this browser has no relaxed SIMD, the run would test the ordinary build");
