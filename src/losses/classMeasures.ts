// How well classes are told apart, from predictions alone.

/** the share of rows (weighted: of weights) whose predicted class is the true one */
export function accuracy(classes: ArrayLike<number>, predicted: ArrayLike<number>, weights?: ArrayLike<number>): number {
  let right = 0;
  let total = 0;
  for (let i = 0; i < classes.length; i++) {
    const s = weights ? weights[i] : 1;
    if (classes[i] === predicted[i]) right += s;
    total += s;
  }
  return right / total;
}

/**
 * Area under the ROC curve: the chance that a row of class 1 scores above one of the other class, ties counting half (Hanley, McNeil
 * 1982), rows drawn by their weights. NaN where one of the classes has no weight.
 * @param isPositive true (or 1) for the rows of class 1
 */
export function auc(isPositive: ArrayLike<boolean | number>, scores: ArrayLike<number>, weights?: ArrayLike<number>): number {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[a] - scores[b]);
  let below = 0;
  let positives = 0;
  let wins = 0;
  for (let from = 0; from < order.length; ) {
    // rows of one score are counted together
    let [negative, positive, to] = [0, 0, from];
    for (; to < order.length && scores[order[to]] === scores[order[from]]; to++) {
      const s = weights ? weights[order[to]] : 1;
      if (isPositive[order[to]]) positive += s;
      else negative += s;
    }
    wins += positive * (below + negative / 2);
    below += negative;
    positives += positive;
    from = to;
  }
  return wins / (positives * below);
}
