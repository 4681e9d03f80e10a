// A competitor at one problem, started when it is first asked, and again after it was ended for taking too long.
import type { Folder } from "./folder.js";
import type { Launch } from "./launches.js";
import type { Answered } from "./protocol.js";
import { Late, Rival } from "./rival.js";

export class Seat {
  readonly name: string;
  readonly #launch: Launch;
  readonly #folder: Folder;
  #rival: Rival | undefined;
  /** mode → the loosest tolerance that took too long, and how long it was given: nothing tighter is tried as long again */
  readonly #late = new Map<string, { tolerance: number; limitMs: number }>();
  versions = "";
  /** milliseconds of the first fit of a process */
  first = Number.NaN;

  constructor(launch: Launch, folder: Folder) {
    this.name = launch.name;
    this.#launch = launch;
    this.#folder = folder;
  }

  /** @throws {Absence} when it is not installed */
  async start(): Promise<Rival> {
    if (this.#rival) return this.#rival;
    this.#rival = await Rival.start(this.#launch);
    this.versions = this.#rival.versions;
    await this.#rival.load(this.#folder);
    return this.#rival;
  }

  /** @throws {Late} when it takes longer than `limitMs` */
  async fit(mode: string, tolerance: number, limitMs: number): Promise<{ ms: number; bytes?: number }> {
    const late = this.#late.get(mode);
    if (late && tolerance <= late.tolerance && limitMs <= late.limitMs) throw new Late(limitMs);
    const rival = await this.start();
    try {
      const done = await rival.fit(mode, tolerance, limitMs);
      if (Number.isNaN(this.first)) this.first = done.ms;
      return done;
    } catch (error) {
      this.#rival = undefined;
      if (error instanceof Late) this.#late.set(mode, { tolerance, limitMs });
      throw error;
    }
  }

  async answers(): Promise<Answered[]> {
    return (await this.start()).answers(this.#folder);
  }

  /** resident memory of its process in bytes, now and at its highest; undefined where the system does not tell */
  resident(): { now: number; peak: number } | undefined {
    return this.#rival?.resident();
  }

  end(): void {
    this.#rival?.end();
    this.#rival = undefined;
  }
}
