// λ as a number in a program, and as a place of a slider: 100 places a power of ten, so that 1 is one of them.

export const slider = { least: -200, most: 200 };

const statement = /(\blambda:\s*)([\d.]+(?:e[+-]?\d+)?)/;

/** the λ that a program names first */
export function lambdaOf(program: string): number | undefined {
  const found = program.match(statement);
  return found ? Number(found[2]) : undefined;
}

export const withLambda = (program: string, lambda: number): string => program.replace(statement, `$1${lambda}`);

export const placeOf = (lambda: number): number => Math.round(100 * Math.log10(lambda));

export const lambdaAt = (place: number): number => Number((10 ** (place / 100)).toPrecision(3));
