// The kernels of networks from a module that is handed in.
import { expect, test } from "vitest";
import { packed } from "../../src/generated/network.js";
import { packed as squared } from "../../src/generated/squared.js";
import { unpack } from "../../src/kernels/unpack.js";
import { init, network } from "../../src/network/index.js";

test("what is none of them is refused, and then one starts them, once", () => {
  expect(() => init(7 as never)).toThrow("init: source is 7, expected a WebAssembly.Module or the bytes of shrinkage/wasm/network.wasm");
  expect(() => init(unpack(squared) as Uint8Array<ArrayBuffer>)).toThrow("init: source exports no kernels of networks, expected");
  expect(() => init(new Uint8Array([0, 97, 115]))).toThrow(WebAssembly.CompileError);
  init(new WebAssembly.Module(unpack(packed)));
  // (1/2) Σ over −1, 1 of (w x − 2x)²/2 + w²/2: w = 2/(1 + 1)
  const fit = network([[-1], [1]], [-2, 2], { hidden: [], lambda: 1, method: "lbfgs", tol: 1e-12 });
  expect(fit.layers[0].weights[0][0]).toBeCloseTo(1, 10);
  expect(() => init(unpack(packed) as Uint8Array<ArrayBuffer>)).toThrow("init: a network was made already, call init before anything else");
});
