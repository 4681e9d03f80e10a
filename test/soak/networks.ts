// Small networks: finite, the same again from their JSON, and none of their memory is kept.
import fc from "fast-check";
import { rowsOf } from "../../reference/problems.js";
import { NetworkFit, type NetworkOptions, network } from "../../src/network/index.js";
import { bytesInUse } from "../../src/network/kernels.js";
import { type Command, command } from "./call.js";
import { dataOf, frozen, problems } from "./problems.js";
import { assert } from "./world.js";

const parts = fc.record({
  problem: problems,
  loss: fc.constantFrom<NonNullable<NetworkOptions["loss"]>>("squared", "squared", "logistic", "multinomial", "poisson"),
  method: fc.constantFrom<NonNullable<NetworkOptions["method"]>>("adam", "adamw", "sgd", "momentum", "nesterov", "gd", "lbfgs"),
  activation: fc.constantFrom<NonNullable<NetworkOptions["activation"]>>("tanh", "relu", "logistic"),
  hidden: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
  lambda: fc.constantFrom(0, 1e-3, 0.1),
  seed: fc.nat(999),
});

export const networks: fc.Arbitrary<Command> = parts.map((made) =>
  command("network", made, (world) => {
    const { problem, loss, method, activation, hidden, lambda, seed } = made;
    // three classes want three rows
    const { columns, y: numbers } = dataOf({ ...problem, n: Math.max(3, problem.n), kind: "normal" });
    const X = frozen(rowsOf(columns));
    const classOf = (_: number, i: number) => (loss === "multinomial" ? i % 3 : i % 2);
    const y =
      loss === "squared"
        ? numbers
        : loss === "poisson"
          ? numbers.map((value) => Math.min(9, Math.abs(Math.round(value))))
          : Array.from(numbers, classOf);
    const fit = world.call(() =>
      network(
        X,
        y as never,
        frozen({
          loss,
          method,
          activation,
          hidden,
          lambda,
          seed,
          epochs: 3,
          ...(method !== "lbfgs" && { learningRate: 1e-3 }),
          standardize: true,
        }),
      ),
    );
    const text = JSON.stringify(fit);
    const again = NetworkFit.fromJSON(text);
    const [a, b] = world.call(() => [fit, again].map((each) => JSON.stringify([each.predict(X), each.decision(X)])));
    assert(a === b && JSON.stringify(again) === text, "a round trip through JSON changed a network");
    assert(Number.isFinite(fit.objective) && fit.stationarity >= 0, `objective ${fit.objective}, stationarity ${fit.stationarity}`);
    if (method !== "lbfgs")
      assert(Number.isFinite(world.call(() => again.partialFit(X, y as never)).objective), "partialFit gives no number");
    assert(bytesInUse() === 0, `${bytesInUse()} bytes of networks are in use`);
  }),
);
