// What one round over all rows says of some models.
import type { Watch } from "../options/watch.js";
import type { Linear, Target } from "./chunk.js";
import type { Found } from "./engine.js";
import type { RoundLoss } from "./families.js";
import { type Look, lookAt, type Model } from "./newton.js";
import { NUMBERS } from "./roundTasks.js";
import type { Setting } from "./setting.js";
import type { Task } from "./tasks.js";

/** How rounds are made: what a task finds in all rows. */
export interface Rounds {
  readonly name: string;
  readonly target: Target & { loss: RoundLoss };
  readonly run: (task: Task) => Promise<Found>;
  readonly watch: Watch;
  /** how many λ's share a round */
  readonly together: number;
}

/** What a round needs. */
export interface Looking {
  readonly rounds: Rounds;
  readonly setting: Setting;
  readonly floor: number;
}

/** a model on the scale of X, as plain data */
export function linear({ scales }: Setting, { b, intercept }: Model): Linear {
  const places = Array.from(b.keys()).filter((j) => b[j] !== 0);
  return { intercept, places, values: places.map((j) => b[j] / scales[j]) };
}

export async function looks({ rounds, setting, floor }: Looking, models: readonly Model[]): Promise<{ looks: Look[]; least: number }> {
  const task = { kind: "round", target: rounds.target, models: models.map((model) => linear(setting, model)), floor } as const;
  const { numbers, statistics } = (await rounds.run(task)).sum;
  const found = models.map((model, k) => {
    const value = numbers[NUMBERS * k];
    if (value < Infinity) return lookAt(setting, model, statistics[k], value, numbers[NUMBERS * k + 1]);
    const none = new Float64Array(model.b.length);
    return { model, statistics: statistics[k], loss: Infinity, gradient: none, slope: 0, residual: Infinity };
  });
  return { looks: found, least: numbers[numbers.length - 1] / setting.weight };
}

export async function firstLook(rounds: Rounds, setting: Setting, start: Model, floor: number): Promise<{ look: Look; least: number }> {
  const { looks: found, least } = await looks({ rounds, setting, floor }, [start]);
  return { look: found[0], least };
}
