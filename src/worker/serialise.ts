// What crosses between threads: plain data, which a structured clone keeps to the bit, and the classes of the library as what they are
// made from. A clone by itself would drop prototypes and private fields.
import { describe } from "../check.js";
import { CrossValidation } from "../choosing/folds/crossValidation.js";
import { InformationCriteria } from "../choosing/informationCriteria.js";
import { type StabilityParts, StabilitySelection } from "../choosing/stability.js";
import { GradientFit, type GradientParts } from "../gradient/gradientFit.js";
import type { AnyFit } from "../results/anyFit.js";
import { CoxFit } from "../results/coxFit.js";
import { Fit, type FitParts } from "../results/fit.js";
import { LogisticFit } from "../results/logisticFit.js";
import { MultiFit } from "../results/multiFit.js";
import { MultinomialFit } from "../results/multinomialFit.js";
import { Path, pathWithClasses } from "../results/path.js";
import { RidgeCv } from "../ridge/ridgeCv.js";
import { type InferenceParts, RidgeInference } from "../ridge/ridgeInference.js";
import type { Label } from "../tables/labels.js";

/** An object of one of the library's classes as plain data. */
export interface Tagged {
  readonly shrinkage: string;
  readonly parts: unknown;
}

/** how a class is taken apart, and how it is made again */
interface Kind<T, Parts> {
  readonly of: abstract new (...parts: never[]) => T;
  take(value: T): Parts;
  make(parts: Parts): T;
}

const kind = <T, Parts>(of: Kind<T, Parts>["of"], take: (value: T) => Parts, make: (parts: Parts) => T) =>
  ({ of, take, make }) as Kind<unknown, unknown>;

type Named<K extends keyof CrossValidation> = Pick<CrossValidation, K>;

const KINDS: Readonly<Record<string, Kind<unknown, unknown>>> = {
  Fit: kind(
    Fit,
    (fit) => ({ ...fit }) as FitParts,
    (parts) => new Fit(parts),
  ),
  MultiFit: kind(
    MultiFit,
    (fit) => fit.parts,
    ({ fits, targetNames, together }) => new MultiFit(fits, targetNames, together),
  ),
  LogisticFit: kind(
    LogisticFit,
    (fit) => ({ ...fit }) as FitParts & { classes: readonly [Label, Label] },
    ({ classes, ...parts }) => new LogisticFit(parts, classes),
  ),
  MultinomialFit: kind(
    MultinomialFit,
    (fit) => fit.parts,
    ({ classes, ...parts }) => new MultinomialFit(parts, classes),
  ),
  CoxFit: kind(
    CoxFit,
    (fit) => fit.parts,
    ({ events, ...parts }) => new CoxFit(parts, events),
  ),
  // what trains on stays where it was trained: as from JSON
  GradientFit: kind(
    GradientFit,
    ({ linear: fit, loss, certificate, history, classes }): GradientParts => ({ fit, loss, certificate, history, classes }),
    (parts) => new GradientFit(parts),
  ),
  Path: kind(Path as typeof Path<AnyFit>, (path) => path.withClasses, pathWithClasses),
  CrossValidation: kind(
    CrossValidation,
    ({ measure, curves, repeats, min, oneSe, choice }) => ({ measure, curves, repeats, min, oneSe, choice }),
    (parts: Named<"measure" | "curves" | "repeats" | "min" | "oneSe" | "choice">) => new CrossValidation(parts),
  ),
  RidgeCv: kind(
    RidgeCv,
    ({ lambda: _, ...parts }) => ({ ...parts }),
    (parts) => new RidgeCv(parts),
  ),
  RidgeInference: kind(
    RidgeInference,
    (inference) => inference.parts,
    (parts: InferenceParts) => new RidgeInference(...parts),
  ),
  InformationCriteria: kind(
    InformationCriteria,
    ({ best: _, ...parts }) => ({ ...parts }),
    (parts) => new InformationCriteria(parts),
  ),
  StabilitySelection: kind(
    StabilitySelection,
    (selection) => selection.parts,
    (parts: StabilityParts) => new StabilitySelection(...parts),
  ),
};

/** bytes from which on a buffer is sooner moved than copied once more */
const LARGE = 32768;

/** a copy of `value` as plain data; `what` is what a message calls it; `moved`: takes those of its buffers that a message had better move */
export function toPlain(what: string, value: unknown, moved: ArrayBuffer[] = []): unknown {
  if (typeof value === "function" || typeof value === "symbol")
    throw new TypeError(`${what} is ${said(value)}, which no worker can be sent`);
  if (value === null || typeof value !== "object") return value;
  // a clone of a view takes all of its buffer along, which may be a whole WebAssembly memory
  if (ArrayBuffer.isView(value)) return copied(value, moved);
  if (Array.isArray(value)) return value.some(isCompound) ? value.map((each, k) => toPlain(`${what}[${k}]`, each, moved)) : value.slice();
  const name = Object.keys(KINDS).find((key) => value instanceof KINDS[key].of);
  if (name) return { shrinkage: name, parts: toPlain(what, KINDS[name].take(value), moved) } satisfies Tagged;
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toPlain(`${what}.${key}`, each, moved)]));
}

/** a copy of a typed array; a DataView as it is */
function copied(value: ArrayBufferView, moved: ArrayBuffer[]): unknown {
  if (!("length" in value)) return value;
  // `slice` of Node's Buffer is a view
  const copy = Uint8Array.prototype.slice.call(value);
  if (copy.byteLength >= LARGE) moved.push(copy.buffer as ArrayBuffer);
  return copy;
}

/** what {@link toPlain} was given; `own`: what only the caller knows how to make */
export function fromPlain(value: unknown, own: (tagged: Tagged) => unknown = () => undefined): unknown {
  if (!isCompound(value) || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.some(isCompound) ? value.map((each) => fromPlain(each, own)) : value;
  if (!isPlain(value)) return value;
  if (typeof (value as Tagged).shrinkage === "string") {
    const tagged = value as Tagged;
    const known = own(tagged);
    if (known !== undefined) return known;
    if (Object.hasOwn(KINDS, tagged.shrinkage)) return KINDS[tagged.shrinkage].make(fromPlain(tagged.parts, own));
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fromPlain(each, own)]));
}

/** of this realm or another: in Jest the objects that come from a worker have the prototype of Node's own */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const isCompound = (value: unknown): value is object => typeof value === "function" || (typeof value === "object" && value !== null);
const said = (value: unknown) => (typeof value === "symbol" ? "a symbol" : describe(value));
