// Tests say `using`; where the engine has no Symbol.dispose, this is the one that compiled code and the library look for.
const known = Symbol as { dispose?: symbol };
if (!known.dispose) Object.defineProperty(Symbol, "dispose", { value: Symbol.for("Symbol.dispose") });

export {};
