/** What happened epoch by epoch: every array has one entry an epoch (an iteration, of full batch methods). */
export interface History {
  /** loss of the training rows and penalty */
  readonly objective: Float64Array;
  /** mean loss of the training rows */
  readonly trainingLoss: Float64Array;
  /** loss of the rows that early stopping keeps apart; empty without it */
  readonly validationLoss: Float64Array;
  /** length of the objective's gradient, of its shortest subgradient where it has many */
  readonly gradientNorm: Float64Array;
  /** with `keepCoefficients`: the coefficients after each epoch, p numbers on the scale of X; not in JSON */
  readonly coefficients?: readonly Float64Array[];
  /** with `keepCoefficients`: the intercept after each epoch; not in JSON */
  readonly intercepts?: Float64Array;
}

/** A model of all columns. */
interface Kept {
  readonly coefficients: Float64Array;
  readonly intercept: number;
}

/** Grows by one entry an epoch. */
export class Records {
  readonly #objective: number[];
  readonly #training: number[];
  readonly #validation: number[];
  readonly #norm: number[];
  readonly #kept: Kept[];

  constructor(before?: History) {
    this.#objective = [...(before?.objective ?? [])];
    this.#training = [...(before?.trainingLoss ?? [])];
    this.#validation = [...(before?.validationLoss ?? [])];
    this.#norm = [...(before?.gradientNorm ?? [])];
    const { coefficients = [], intercepts = [] } = before ?? {};
    this.#kept = coefficients.map((each, k) => ({ coefficients: each, intercept: intercepts[k] }));
  }

  add(objective: number, trainingLoss: number, gradientNorm: number, validationLoss?: number): void {
    this.#objective.push(objective);
    this.#training.push(trainingLoss);
    this.#norm.push(gradientNorm);
    if (validationLoss !== undefined) this.#validation.push(validationLoss);
  }

  /** the model of the epoch that was added last */
  keep(model: Kept): void {
    this.#kept.push(model);
  }

  /** how many epochs there are */
  get length(): number {
    return this.#objective.length;
  }

  /** the objective of an epoch, by its place */
  objectiveAt(place: number): number | undefined {
    return this.#objective[place];
  }

  /** forgets what came after the first `length` epochs */
  cut(length: number): void {
    for (const list of [this.#objective, this.#training, this.#norm, this.#validation, this.#kept])
      list.length = Math.min(list.length, length);
  }

  history(): History {
    return {
      objective: Float64Array.from(this.#objective),
      trainingLoss: Float64Array.from(this.#training),
      validationLoss: Float64Array.from(this.#validation),
      gradientNorm: Float64Array.from(this.#norm),
      ...(this.#kept.length > 0 && {
        coefficients: this.#kept.map(({ coefficients }) => coefficients),
        intercepts: Float64Array.from(this.#kept, ({ intercept }) => intercept),
      }),
    };
  }
}

/** ‖∇‖ with a|b| beside it: where b = 0 only what exceeds a counts */
export function subgradientNorm(gradient: Float64Array, a: ArrayLike<number>, b: Float64Array, count: number): number {
  let sum = 0;
  for (let j = 0; j < count; j++) {
    const kink = j < a.length ? a[j] : 0;
    const g = b[j] === 0 ? Math.max(0, Math.abs(gradient[j]) - kink) : gradient[j] + kink * Math.sign(b[j]);
    sum += g * g;
  }
  return Math.sqrt(sum);
}
