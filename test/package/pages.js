// The pages that every bundler makes and Chromium opens. Each is a module in pages/ that ends with show(fit of the diabetes lasso, X).
export const pages = ["lasso", "everything", "worker"];

/** what a page needs beside its script; `head` comes before it */
export const html = (page, head = "") =>
  `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${head}<body><script type="module" src="./${page}.js"></script>\n`;
