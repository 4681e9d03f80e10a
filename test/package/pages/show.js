/** 15 digits of every number in a fit, printed by Node, Deno and Bun and written into the page by a browser */
export function show(fit, X) {
  const { objective, gap } = fit.certificate;
  const values = [fit.intercept, ...fit.coefficients, objective, gap, ...fit.predict(X.slice(0, 5))];
  const text = JSON.stringify(values.map((value) => value.toPrecision(15)));
  if (typeof document === "undefined") console.log(text);
  else document.body.textContent = text;
}
