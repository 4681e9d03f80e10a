// What happened epoch by epoch.

/** Curves of a network's training, one entry an epoch. */
export interface NetworkHistory {
  /** loss and penalty, over the rows that train, with all units and without noise */
  readonly objective: Float64Array;
  /** (1/n) Σ sᵢ ℓ of the rows that train */
  readonly trainingLoss: Float64Array;
  /** the same of the rows kept apart; empty where there are none */
  readonly validationLoss: Float64Array;
  /** ‖W‖₂ of the weights of every layer (Frobenius), a curve a layer */
  readonly norms: readonly Float64Array[];
  /** of every hidden layer the share of units and rows where the activation is nearly linear: |z| ≤ ½ of tanh, |z| ≤ 1 of logistic, z > 0 of relu */
  readonly linearShare: readonly Float64Array[];
}

/** What one epoch adds to it. */
export interface Entry {
  readonly objective: number;
  readonly trainingLoss: number;
  readonly validationLoss?: number;
  readonly norms: readonly number[];
  readonly linearShare: readonly number[];
}

/** a history that goes on with further epochs */
export function extended(before: NetworkHistory | undefined, entries: readonly Entry[], layers: number): NetworkHistory {
  const curve = (given: Float64Array | undefined, of: (entry: Entry) => number | undefined) =>
    Float64Array.from([...(given ?? []), ...entries.map(of).filter((x) => x !== undefined)]);
  const curves = (count: number, given: readonly Float64Array[] | undefined, of: (entry: Entry) => readonly number[]) =>
    Array.from({ length: count }, (_, l) => curve(given?.[l], (entry) => of(entry)[l]));
  return {
    objective: curve(before?.objective, (entry) => entry.objective),
    trainingLoss: curve(before?.trainingLoss, (entry) => entry.trainingLoss),
    validationLoss: curve(before?.validationLoss, (entry) => entry.validationLoss),
    norms: curves(layers, before?.norms, (entry) => entry.norms),
    linearShare: curves(layers - 1, before?.linearShare, (entry) => entry.linearShare),
  };
}
