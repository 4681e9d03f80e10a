// What pictures share.

/** names at the ends of lines, moved along y until none lies on another; `span`: the largest |value| of the scale */
export function apart<T extends { value: number }>(ends: readonly T[], span: number, height: number): (T & { place: number })[] {
  const room = (2 * span * 13) / (height - 60);
  const places = ends.map((end) => ({ ...end, place: end.value })).sort((a, b) => a.value - b.value);
  for (let round = 0; round < 100; round++)
    for (let k = 1; k < places.length; k++) {
      const push = Math.max(0, room - (places[k].place - places[k - 1].place)) / 2;
      places[k - 1].place -= push;
      places[k].place += push;
    }
  return places;
}

/** ticks of a logarithmic axis that have room for their words */
export function lambdaTicks(from: number, to: number, width: number): { ticks: number[]; tickFormat: (value: number) => string } {
  const [low, high] = from < to ? [from, to] : [to, from];
  const powers: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) powers.push(10 ** power);
  const fine = powers.flatMap((power) => [power, 3 * power]);
  const room = Math.max(3, Math.floor(width / 60));
  const ticks = (fine.length <= room ? fine : powers).filter((value) => value >= 0.999 * low && value <= 1.001 * high);
  const every = Math.ceil(ticks.length / room);
  return {
    ticks: ticks.filter((_, k) => k % every === 0),
    tickFormat: (value) => (value >= 1e-4 && value < 1e5 ? String(Number(value.toPrecision(1))) : value.toExponential(0)),
  };
}
