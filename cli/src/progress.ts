// A bar on stderr while work goes on, if a person sees it.
const WIDTH = 30;

/** what `onProgress` is to be, and what takes the bar away; both do nothing if stderr is no terminal */
export function progressOn(
  stream: NodeJS.WriteStream,
  isQuiet: boolean,
): { onProgress?: (step: { stage: string; done: number; total: number }) => void; end(): void } {
  if (!stream.isTTY || isQuiet) return { end() {} };
  const plain = process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== "";
  let last = 0;
  let isShown = false;
  const onProgress = ({ stage, done, total }: { stage: string; done: number; total: number }) => {
    const now = Date.now();
    if (now - last < 80) return;
    last = now;
    isShown = true;
    const full = Math.min(WIDTH, Math.round((WIDTH * done) / Math.max(1, total)));
    const bar = "█".repeat(full) + "░".repeat(WIDTH - full);
    stream.write(`\r${plain ? bar : `\u001b[36m${bar}\u001b[39m`} ${stage} ${done}/${total}\u001b[K`);
  };
  return { onProgress, end: () => void (isShown && stream.write("\r\u001b[K")) };
}
