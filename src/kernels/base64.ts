// Base64 without atob, btoa or fetch: worklets have none of them, and a page's `connect-src` may forbid data: URLs.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** character code → its six bits, 64 where it is no digit */
const BITS = /* @__PURE__ */ Uint8Array.from({ length: 128 }, (_, code) => DIGITS.indexOf(String.fromCharCode(code)) & 127);
/** numbers that one call of String.fromCharCode takes: engines limit the number of arguments */
const PIECE = 0x8000;

/** bytes → text, padded */
export function encode(bytes: Uint8Array): string {
  const codes = new Uint8Array(4 * Math.ceil(bytes.length / 3));
  const digit = (k: number) => DIGITS.charCodeAt(k);
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const bits = (bytes[from] << 16) | (bytes[from + 1] << 8) | bytes[from + 2];
    codes[to] = digit(bits >> 18);
    codes[to + 1] = digit((bits >> 12) & 63);
    codes[to + 2] = digit((bits >> 6) & 63);
    codes[to + 3] = digit(bits & 63);
  }
  const padding = (3 - (bytes.length % 3)) % 3;
  codes.fill(61, codes.length - padding);
  return latin(codes);
}

/** character codes below 256 → text */
export function latin(codes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < codes.length; at += PIECE) text += String.fromCharCode(...codes.subarray(at, at + PIECE));
  return text;
}

/**
 * text → bytes
 * @throws {SyntaxError} when it is not base64 with its padding
 */
export function decode(text: string): Uint8Array<ArrayBuffer> {
  const digits = text.length - (text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0);
  const out = new Uint8Array(Math.floor((digits * 3) / 4));
  let wrong = text.length % 4 ? 64 : 0;
  for (let from = 0, to = 0; from < digits; from += 4) {
    let bits = 0;
    for (let k = from; k < from + 4; k++) {
      const code = k < digits ? text.charCodeAt(k) : 65;
      const six = code < 128 ? BITS[code] : 127;
      wrong |= six;
      bits = (bits << 6) | six;
    }
    // what reaches beyond the end is dropped
    out[to++] = bits >> 16;
    out[to++] = bits >> 8;
    out[to++] = bits;
  }
  if (wrong & 64) throw new SyntaxError("base64: a character that is none, or no padding");
  return out;
}
