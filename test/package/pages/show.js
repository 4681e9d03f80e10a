/** 15 digits of every number in a fit */
export function digits(fit, X) {
  const { objective, gap } = fit.certificate;
  return text([fit.intercept, ...fit.coefficients, objective, gap, ...fit.predict(X.slice(0, 5))]);
}

const text = (values) => JSON.stringify(Array.from(values, (value) => value.toPrecision(15)));

/** the same, printed by Node, Deno and Bun and written into the page by a browser */
export const show = (fit, X) => put(digits(fit, X));

/** 15 digits of every value, likewise */
export const write = (values) => put(text(values));

function put(line) {
  if (typeof document === "undefined") console.log(line);
  else document.body.textContent = line;
}
