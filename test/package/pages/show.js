/** 15 digits of every number in a fit */
export function show(fit, X) {
  const { objective, gap } = fit.certificate;
  write([fit.intercept, ...fit.coefficients, objective, gap, ...fit.predict(X.slice(0, 5))]);
}

/** 15 digits of every value, printed by Node, Deno and Bun and written into the page by a browser */
export function write(values) {
  const text = JSON.stringify(Array.from(values, (value) => value.toPrecision(15)));
  if (typeof document === "undefined") console.log(text);
  else document.body.textContent = text;
}
