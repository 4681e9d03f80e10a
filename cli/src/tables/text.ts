// Bytes of a file or of stdin as text, piece by piece.
import { createReadStream, statSync } from "node:fs";
import { createGunzip } from "node:zlib";
import { Failure } from "../failure.js";

/** what messages call an input */
export const nameOf = (path: string) => (path === "-" ? "stdin" : path);

/** refuses what cannot be read as a file */
export function checkFolder(path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Failure(`${path}: is no folder, expected one with files`);
}

/** throws where there is no file to be read */
export function checkFile(path: string): void {
  if (path === "-") return;
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Failure(
      `${path}: ${code === "ENOENT" || code === "ENOTDIR" ? "there is no such file" : code === "EACCES" ? "may not be read" : message}`,
    );
  }
  if (isFolder) throw new Failure(`${path}: is a folder, expected a file`);
}

/** the bytes of a file, of stdin for "-"; unpacked if the name ends in .gz */
export async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  checkFile(path);
  const source = path === "-" ? process.stdin : createReadStream(path, { highWaterMark: 1 << 20 });
  const unpack = path.endsWith(".gz") ? createGunzip() : undefined;
  source.on("error", (error: Error) => unpack?.destroy(error));
  const bytes = unpack ? source.pipe(unpack) : source;
  try {
    yield* bytes as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw new Failure(
      `${nameOf(path)}: ${(error as NodeJS.ErrnoException).code === "EACCES" ? "may not be read" : (error as Error).message}`,
    );
  } finally {
    // what unpacks may have ended before the file, which would stay open
    if (path !== "-") source.destroy();
  }
}

/** UTF-8, or UTF-16 where the file begins with its mark; without the mark, with line ends "\n" */
export async function* textOf(path: string): AsyncGenerator<string> {
  const name = nameOf(path);
  let decoder: TextDecoder | undefined;
  // "\r\n" may be cut in two
  let open = "";
  const decoded = (bytes?: Uint8Array) => {
    try {
      return bytes ? (decoder as TextDecoder).decode(bytes, { stream: true }) : (decoder?.decode() ?? "");
    } catch {
      throw new Failure(`${name}: holds bytes that are not UTF-8, expected a text in UTF-8: iconv -f latin1 -t utf-8 converts one`);
    }
  };
  for await (const bytes of bytesOf(path)) {
    if (!decoder) {
      if (bytes.length >= 4 && String.fromCharCode(...bytes.subarray(0, 4)) === "PAR1")
        throw new Failure(
          `${name}: is Parquet, ${path === "-" ? "which is read from its end, expected a file" : "expected --format parquet"}`,
        );
      const wide = bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
      decoder = new TextDecoder(wide ? (bytes[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8", { fatal: true });
    }
    const text = open + decoded(bytes);
    if (text.includes("\0")) throw new Failure(`${name}: holds binary data, expected text; --format names another form`);
    open = text.endsWith("\r") ? "\r" : "";
    const whole = open ? text.slice(0, -1) : text;
    if (whole !== "") yield whole.includes("\r") ? whole.replaceAll(/\r\n?/g, "\n") : whole;
  }
  const rest = open + decoded();
  if (rest !== "") yield rest.replaceAll(/\r\n?/g, "\n");
}
