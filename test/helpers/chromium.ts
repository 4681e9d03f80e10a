// The browser that pages are opened in, and how: without a sandbox, as containers have none, and without anything that calls home.
export const executablePath = process.env.CHROME_BIN ?? "/usr/bin/chromium";

export const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
