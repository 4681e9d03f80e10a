// A module as few bytes that a bundler still takes apart: without comments and spaces, names short, every statement for itself, and with the comments that
// say that a call does nothing else, which esbuild drops when it leaves out spaces. Of 590 kB 345 are left, which V8 reads in two thirds of the time.
import { transformSync } from "esbuild";

/** what may stand behind such a comment: a function that is called, one that is constructed, one that is written out */
const FORMS = [
  [/\/\* @__PURE__ \*\/ new ([\w$.]+)/g, "new (__PURE__,$1)", /new ?\(__PURE__,\n?([\w$.]+)\)/g, "/* @__PURE__ */new $1"],
  [/\/\* @__PURE__ \*\/ \(\(/g, "(__PURE__,(", /\(__PURE__,\n?(\(|[\w$]+=>)/g, "/* @__PURE__ */($1"],
  [/\/\* @__PURE__ \*\/ ([\w$.]+)\(/g, "(__PURE__,$1)(", /\(__PURE__,\n?([\w$.]+)\)\(/g, "/* @__PURE__ */$1("],
];

/** characters a line: Node prints the whole line that an error was thrown in, where nobody catches it */
export const lineLimit = 1500;

export function smaller(code) {
  const count = (text, part) => text.split(part).length - 1;
  const marked = FORMS.reduce((text, [from, to]) => text.replace(from, to), code);
  const { code: small } = transformSync(marked, {
    minifyWhitespace: true,
    minifyIdentifiers: true,
    lineLimit,
    format: "esm",
    target: "es2022",
  });
  const result = FORMS.reduce((text, [, , from, to]) => text.replace(from, to), small);
  if (count(result, "__PURE__") !== count(code, "/* @__PURE__ */"))
    throw new Error("smaller: a comment of another form, expected one of FORMS");
  return result;
}
