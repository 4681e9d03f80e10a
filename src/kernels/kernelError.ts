/**
 * A kernel trapped: WebAssembly stopped it at an access outside its memory or at what cannot be. That is a bug of this library, please
 * report it. Nobody knows what was written before, so the memory is given up with every {@link Matrix} in it, whose use throws from then
 * on; the next call starts anew from the same module. Fits, paths and accumulators live in JavaScript's memory and stay.
 */
export class KernelError extends Error {
  /** @internal what messages call it, whatever a bundler renames the class to */
  static override readonly name: string = "KernelError";
  /** "KernelError" */
  override readonly name = "KernelError";

  /** @internal */
  constructor(cause: WebAssembly.RuntimeError) {
    super(
      `kernel: trapped (${cause.message}), which is a bug of shrinkage; the call may be repeated in new memory, ` +
        "but every Matrix made before is lost, make it again with Matrix.from",
      { cause },
    );
  }
}
