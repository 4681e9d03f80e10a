// Where a table comes from, in words that can be sent to a worker; the worker loads it (load.ts).

/** A table as text, or one that the worker makes by itself. */
export type Source =
  | { kind: "csv"; key: string; name: string; text: string; target?: string }
  | { kind: "toy"; key: string; name: ToyName };

export type ToyName = "wide" | "polynomial";

/** What the page needs to know of a table that the worker has. */
export interface Shape {
  key: string;
  rows: number;
  columns: number;
  /** of the columns of X */
  names: string[];
  /** of the columns that could be y */
  targets: string[];
  target: string;
  loss: "squared" | "logistic";
  /** where y has two words, or two numbers: which */
  classes?: [string, string];
  /** population sd of each column */
  deviations: number[];
  /** where the lasso of the standardised columns sets all coefficients to 0 */
  lambdaMax: number;
  /** columns of the file that are not used */
  ignored: string[];
  /** what was left out or filled in, for the reader */
  remarks: string[];
}

/** The bundled tables. */
export interface Bundled {
  id: string;
  title: string;
  about: string;
  target?: string;
  toy?: ToyName;
}

export const bundled: readonly Bundled[] = [
  {
    id: "diabetes",
    title: "Diabetes, 442 × 10",
    about: "442 patients, ten measurements, and how far their diabetes went in a year (Efron et al. 2004).",
    target: "progression",
  },
  {
    id: "prostate",
    title: "Prostate, 97 × 8",
    about: "97 men before surgery; log of the prostate specific antigen (Stamey et al. 1989).",
    target: "lpsa",
  },
  {
    id: "breastCancer",
    title: "Breast cancer, 569 × 30, two classes",
    about: "30 measurements of cell nuclei, benign or malignant (UCI, Wisconsin diagnostic).",
    target: "diagnosis",
  },
  {
    id: "wide",
    title: "Toy, 500 × 200, ten columns matter",
    about: "Seeded normal numbers; neighbouring columns correlate by 0.5, ten of 200 coefficients are not 0.",
    toy: "wide",
  },
  {
    id: "polynomial",
    title: "Polynomial toy, 40 × 9",
    about: "x, x², … x⁹ of 40 places; y is a sine seen through noise.",
    toy: "polynomial",
  },
];
