// Errors that cross between threads keep their class, message and stack.

import { OutOfMemoryError } from "../kernels/heap.js";
import { KernelError } from "../kernels/kernelError.js";

/** An error as plain data. */
export interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** of an OutOfMemoryError */
  readonly requested?: number;
}

const CLASSES: Readonly<Record<string, (thrown: Thrown) => Error>> = {
  RangeError: ({ message }) => new RangeError(message),
  TypeError: ({ message }) => new TypeError(message),
  SyntaxError: ({ message }) => new SyntaxError(message),
  OutOfMemoryError: ({ message, requested = 0 }) => Object.assign(new OutOfMemoryError(requested, 0), { message }),
  KernelError: ({ message }) => Object.assign(new KernelError(new WebAssembly.RuntimeError()), { message }),
  RuntimeError: ({ message }) => new WebAssembly.RuntimeError(message),
  CompileError: ({ message }) => new WebAssembly.CompileError(message),
};

/** an error as plain data */
export function takeError(error: unknown): Thrown {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, stack } = error;
  return { name, message, stack, ...(error instanceof OutOfMemoryError && { requested: error.requested }) };
}

/** the error that {@link takeError} was given, with the stack that it had there */
export function makeError(thrown: Thrown): Error {
  const { name, message, stack } = thrown;
  const error = Object.hasOwn(CLASSES, name) ? CLASSES[name](thrown) : Object.assign(new Error(message), { name });
  // not enumerable: Firefox has an accessor on the prototype, which an assignment would cover by a property that prints and compares
  if (stack !== undefined) Object.defineProperty(error, "stack", { value: stack, writable: true, configurable: true });
  return error;
}
