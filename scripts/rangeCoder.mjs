// The model of LZMA (Pavlov; "LZMA specification", LZMA SDK), read and written by the same steps: what assembly/unpack/unpack.ts does, both ways.

const [MATCH, REPEAT, FIRST, SECOND, THIRD, LONG] = [0, 192, 204, 216, 228, 240];
const [SLOT, NEAR, ALIGN, LENGTH, REPEAT_LENGTH, LITERAL, ALL] = [432, 688, 816, 832, 1160, 1488, 7632];

export class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 5;
    this.range = 0xffffffff;
    this.code = ((bytes[1] << 24) | (bytes[2] << 16) | (bytes[3] << 8) | bytes[4]) >>> 0;
  }

  bit(p, k) {
    const bound = (this.range >>> 11) * p[k];
    const one = this.code >= bound ? 1 : 0;
    if (one) {
      this.range -= bound;
      this.code -= bound;
    } else this.range = bound;
    this.#refill();
    return one;
  }

  even() {
    this.range >>>= 1;
    const one = this.code >= this.range ? 1 : 0;
    if (one) this.code -= this.range;
    this.#refill();
    return one;
  }

  #refill() {
    if (this.range >= 2 ** 24) return;
    this.range = (this.range << 8) >>> 0;
    this.code = ((this.code << 8) | this.bytes[this.at++]) >>> 0;
  }
}

export class Writer {
  bytes = [];
  low = 0;
  range = 0xffffffff;
  cache = 0;
  pending = 1;

  bit(p, k, one) {
    const bound = (this.range >>> 11) * p[k];
    if (one) {
      this.low += bound;
      this.range -= bound;
    } else this.range = bound;
    this.#refill();
    return one;
  }

  even(one) {
    this.range >>>= 1;
    if (one) this.low += this.range;
    this.#refill();
    return one;
  }

  end() {
    for (let k = 0; k < 5; k++) this.#shift();
    return Uint8Array.from(this.bytes);
  }

  #refill() {
    if (this.range >= 2 ** 24) return;
    this.range = (this.range << 8) >>> 0;
    this.#shift();
  }

  #shift() {
    if (this.low < 0xff000000 || this.low >= 2 ** 32) {
      const carry = this.low >= 2 ** 32 ? 1 : 0;
      for (; this.pending > 0; this.pending--) {
        this.bytes.push((this.cache + carry) & 255);
        this.cache = 255;
      }
      this.cache = Math.floor(this.low / 2 ** 24) & 255;
    }
    this.pending++;
    this.low = (this.low % 2 ** 24) * 256;
  }
}

/** Probabilities and what was said so far; a step reads what comes next, or writes what it is given. */
export class Model {
  p = new Uint16Array(ALL).fill(1024);
  state = 0;
  last = [1, 1, 1, 1];
  at = 0;

  constructor(coder, size) {
    this.coder = coder;
    this.bytes = new Uint8Array(size);
  }

  /** writes from here on; `bytes`: what was read and what will be written */
  goOn(coder, bytes) {
    this.coder = coder;
    this.bytes = bytes;
  }

  /** a literal (length 0) or a match */
  step(given) {
    const place = this.at & 3;
    const short = given?.length === 1;
    // of length 1 there is only a match at the last distance
    const literal = given && (given.length === 0 || (short && given.back !== this.last[0]));
    if (!this.#bit(MATCH + 16 * this.state + place, given && (literal ? 0 : 1))) {
      this.#literal(given !== undefined);
      return { length: 0 };
    }
    const k = given ? this.last.indexOf(given.back) : -1;
    let length = given?.length;
    if (!this.#bit(REPEAT + this.state, given && (k < 0 ? 0 : 1))) {
      length = this.#length(LENGTH, place, length);
      this.last = [this.#distance(Math.min(length - 2, 3), given?.back), ...this.last.slice(0, 3)];
      this.state = this.state < 7 ? 7 : 10;
    } else if (!this.#bit(FIRST + this.state, given && (k > 0 ? 1 : 0))) {
      if (this.#bit(LONG + 16 * this.state + place, given && (short ? 0 : 1))) {
        length = this.#length(REPEAT_LENGTH, place, length);
        this.state = this.state < 7 ? 8 : 11;
      } else {
        length = 1;
        this.state = this.state < 7 ? 9 : 11;
      }
    } else {
      let which = 1;
      if (this.#bit(SECOND + this.state, given && (k > 1 ? 1 : 0))) which = 2 + this.#bit(THIRD + this.state, given && (k > 2 ? 1 : 0));
      const [back] = this.last.splice(which, 1);
      this.last.unshift(back);
      length = this.#length(REPEAT_LENGTH, place, length);
      this.state = this.state < 7 ? 8 : 11;
    }
    const back = this.last[0];
    for (let k = 0; k < length; k++, this.at++) this.bytes[this.at] = this.bytes[this.at - back];
    return { back, length };
  }

  #bit(k, value) {
    const one = this.coder.bit(this.p, k, value);
    this.p[k] += one ? -(this.p[k] >> 5) : (2048 - this.p[k]) >> 5;
    return one;
  }

  #literal(writes) {
    const p = LITERAL + 768 * ((this.at === 0 ? 0 : this.bytes[this.at - 1]) >> 5);
    const byte = writes ? this.bytes[this.at] : 0;
    let other = this.state > 6 ? this.bytes[this.at - this.last[0]] : 0;
    let matched = this.state > 6;
    let symbol = 1;
    for (let k = 7; k >= 0; k--) {
      const expected = (other >> 7) & 1;
      other <<= 1;
      const actual = this.#bit(p + (matched ? (1 + expected) << 8 : 0) + symbol, (byte >> k) & 1);
      symbol = (symbol << 1) | actual;
      matched &&= actual === expected;
    }
    this.bytes[this.at++] = symbol;
    this.state = this.state < 4 ? 0 : this.state < 10 ? this.state - 3 : this.state - 6;
  }

  #length(p, place, length) {
    if (!this.#bit(p, length > 9 ? 1 : 0)) return 2 + this.#tree(p + 2 + 8 * place, 3, length - 2);
    if (!this.#bit(p + 1, length > 17 ? 1 : 0)) return 10 + this.#tree(p + 34 + 8 * place, 3, length - 10);
    return 18 + this.#tree(p + 66, 8, length - 18);
  }

  #distance(kind, back) {
    const far = back - 1;
    const bits = 31 - Math.clz32(far);
    const slot = this.#tree(SLOT + 64 * kind, 6, far < 4 ? far : 2 * bits + ((far >> (bits - 1)) & 1));
    if (slot < 4) return slot + 1;
    const count = (slot >> 1) - 1;
    const top = (2 | (slot & 1)) << count;
    const rest = far - top;
    if (slot < 14) return top + this.#reversed(NEAR + top - slot, count, rest) + 1;
    let middle = 0;
    for (let k = count - 1; k > 3; k--) middle = (middle << 1) | this.coder.even((rest >> k) & 1);
    return top + (middle << 4) + this.#reversed(ALIGN, 4, rest & 15) + 1;
  }

  #tree(p, count, value) {
    let node = 1;
    for (let k = count - 1; k >= 0; k--) node = (node << 1) | this.#bit(p + node, (value >> k) & 1);
    return node - (1 << count);
  }

  #reversed(p, count, given) {
    let node = 1;
    let value = 0;
    for (let k = 0; k < count; k++) {
      const one = this.#bit(p + node, (given >> k) & 1);
      node = (node << 1) | one;
      value |= one << k;
    }
    return value;
  }
}
