/** a module of Node's, asked for at run time so that no bundler looks for it */
export function builtIn(name: string): unknown {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  return process?.getBuiltinModule?.(name);
}
