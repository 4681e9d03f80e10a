// Seeded random numbers, the same on every machine and the same as src/random.ts: sfc32 (Doty-Humphrey, PractRand).

@unmanaged
@final
export class Random {
  a: u32;
  b: u32;
  c: u32;
  counter: u32;

  /** to the beginning of a stream of a seed */
  seed(seed: u32, stream: u32): void {
    this.a = 0;
    this.b = seed;
    this.c = stream;
    this.counter = 1;
    // neighbouring seeds have parted after some twelve rounds
    for (let round = 0; round < 16; round++) this.bits();
  }

  bits(): u32 {
    const out = this.a + this.b + this.counter;
    this.counter++;
    this.a = this.b ^ (this.b >>> 9);
    this.b = this.c + (this.c << 3);
    this.c = rotl(this.c, 21) + out;
    return out;
  }

  /** in [0, 1) */
  uniform(): f64 {
    return <f64>this.bits() / 4294967296;
  }

  /** the same `count` i32 in random order, every order as likely as any other (Fisher, Yates; Durstenfeld 1964) */
  shuffle(count: i32, values: usize): void {
    // in registers: through memory every number would wait for the one before
    let a = this.a;
    let b = this.b;
    let c = this.c;
    let counter = this.counter;
    for (let i = count - 1; i > 0; i--) {
      const out = a + b + counter;
      counter++;
      a = b ^ (b >>> 9);
      b = c + (c << 3);
      c = rotl(c, 21) + out;
      const here = values + ((<usize>i) << 2);
      const there = values + ((<usize>(<i32>((<f64>out / 4294967296) * <f64>(i + 1)))) << 2);
      const value = i32.load(here);
      i32.store(here, i32.load(there));
      i32.store(there, value);
    }
    this.a = a;
    this.b = b;
    this.c = c;
    this.counter = counter;
  }
}
