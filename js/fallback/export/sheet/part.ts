import { createInflateRaw, type InflateRaw } from 'node:zlib';
import { crc32 } from '../../crc32';
import { damaged } from './fault';
import type { Entry, Package } from './package';

/** Packed bytes that are taken at a time; they may become a thousand times as much. */
const INPUT = 16 * 1024;

/** A part of a package that is being unpacked, by node:zlib. */
export class Part {
  readonly package: Package;
  /** What it is called in messages. */
  readonly name: string;
  readonly #entry: Entry;
  readonly #inflater: Inflater | undefined;
  #at: number;
  #made = 0;
  #crc = 0;
  #isOver = false;

  constructor(of: Package, entry: Entry, isDeflated: boolean, name: string) {
    this.package = of;
    this.name = name;
    this.#entry = entry;
    this.#inflater = isDeflated ? new Inflater() : undefined;
    this.#at = entry.start;
  }

  /** How much of it was taken, packed, and of how much. */
  get progress(): { done: number; total: number } {
    return { done: this.#at - this.#entry.start, total: this.#entry.end - this.#entry.start };
  }

  /** The next bytes; undefined at the end. */
  async read(): Promise<Buffer[] | undefined> {
    if (this.#isOver) return undefined;
    const entry = this.#entry;
    const input = this.package.bytes.subarray(this.#at, Math.min(entry.end, this.#at + INPUT));
    const { out, taken, isOver } = await this.#take(input);
    this.#at += taken;
    for (const piece of out) {
      this.#made += piece.length;
      if (this.#made > entry.size) throw damaged(this.name);
      this.#crc = crc32(piece, this.#crc);
    }
    this.package.count(entry, this.#made);
    this.#isOver = isOver;
    const isRight = this.#made === entry.size && this.#crc === entry.crc && this.#at === entry.end;
    if (isOver ? !isRight : taken === 0) throw damaged(this.name);
    return out;
  }

  close(): void {
    this.#inflater?.close();
  }

  async #take(input: Buffer): Promise<{ out: Buffer[]; taken: number; isOver: boolean }> {
    const inflater = this.#inflater;
    if (!inflater) {
      return { out: [input], taken: input.length, isOver: this.#at + input.length === this.#entry.end };
    }
    try {
      return await inflater.take(input, this.#at + input.length === this.#entry.end);
    } catch {
      throw damaged(this.name);
    }
  }
}

/** Deflated data in node:zlib's engine. */
class Inflater {
  readonly #engine: InflateRaw = createInflateRaw();
  #out: Buffer[] = [];
  #isOver = false;
  #settle: ((error?: Error) => void) | undefined;

  constructor() {
    this.#engine.on('data', (piece: Buffer) => this.#out.push(piece));
    this.#engine.on('error', (error) => this.#settle?.(error));
    this.#engine.on('end', () => {
      this.#isOver = true;
      this.#settle?.();
    });
  }

  /** Takes the next packed bytes; after the last of them all is there, or it is an error. */
  async take(input: Buffer, isLast: boolean): Promise<{ out: Buffer[]; taken: number; isOver: boolean }> {
    const before = this.#engine.bytesWritten;
    await new Promise<void>((resolve, reject) => {
      this.#settle = (error) => (error === undefined ? resolve() : reject(error));
      if (isLast) this.#engine.end(input);
      else this.#engine.write(input, () => setImmediate(resolve));
    });
    const out = this.#out;
    this.#out = [];
    return { out, taken: this.#engine.bytesWritten - before, isOver: this.#isOver };
  }

  close(): void {
    this.#engine.destroy();
  }
}
