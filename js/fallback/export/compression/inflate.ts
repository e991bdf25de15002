import { createInflateRaw } from 'node:zlib';
import { crc32 } from '../../crc32';
import { gzipHeaderLength } from './gzip-header';
import { CORRUPT, ended, type Reader, type Step, took } from './step';

/** Input of a step: at first, as it may become a thousand times as much, and at most. */
const FIRST = 1024;
const MOST = 16 * 1024;
/** Output of a step beyond which the next one takes less input: checked in a few milliseconds. */
const MUCH = 1024 * 1024;

/** What stands around deflated data. */
interface Envelope {
  /** The length of the header; undefined if there is not all of it. */
  header(input: Buffer): number | undefined;
  /** The trailer that belongs to the content. */
  trailer(content: Checked): Buffer;
  /** Whether further ones may follow the first. */
  readonly mayFollow: boolean;
}

/** What was inflated so far. */
interface Checked {
  crc: number;
  adler: number;
  size: number;
}

/** RFC 1952. */
export const GZIP: Envelope = {
  header: gzipHeaderLength,
  trailer({ crc, size }) {
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(crc, 0);
    trailer.writeUInt32LE(size >>> 0, 4);
    return trailer;
  },
  mayFollow: true,
};

/** RFC 1950. */
export const ZLIB: Envelope = {
  header(input) {
    if (input.length < 2) return undefined;
    const [method, flags] = [input[0] as number, input[1] as number];
    // Deflate with a window of at most 32 KiB, a header that is a multiple of 31, no preset dictionary.
    if ((method & 15) !== 8 || method >> 4 > 7 || (method * 256 + flags) % 31 !== 0 || flags & 0x20) throw CORRUPT;
    return 2;
  },
  trailer({ adler }) {
    const trailer = Buffer.alloc(4);
    trailer.writeUInt32BE(adler, 0);
    return trailer;
  },
  mayFollow: false,
};

/** Nothing around it (RFC 1951). */
export const RAW: Envelope = {
  header: () => 0,
  trailer: () => Buffer.alloc(0),
  mayFollow: false,
};

/** Reads gzip members, a zlib stream or deflated data by themselves: the deflated data in them by node:zlib, which does not say where they end. */
export class Inflater implements Reader {
  #part: 'header' | 'body' | 'trailer' = 'header';
  #body: Body | undefined;
  #content: Checked = { crc: 0, adler: 1, size: 0 };
  #input = FIRST;

  constructor(readonly envelope: Envelope) {}

  async step(input: Buffer, unit: { before: number }, emit: (out: Uint8Array) => void): Promise<Step> {
    const { envelope } = this;
    if (this.#part === 'trailer') return this.#trailer(input);
    if (this.#part === 'header') {
      if (unit.before > 0 && !envelope.mayFollow) throw CORRUPT;
      const length = envelope.header(input);
      if (length === undefined) return 'wants';
      this.#part = 'body';
      return took(length);
    }
    if (input.length === 0) return 'wants';

    this.#body ??= new Body();
    const { out, read, isOver } = await this.#body.read(input.subarray(0, this.#input));
    const content = this.#content;
    const before = content.size;
    for (const piece of out) {
      content.size += piece.length;
      if (envelope === GZIP) content.crc = crc32(piece, content.crc);
      else if (envelope === ZLIB) content.adler = adler32(piece, content.adler);
      emit(piece);
    }
    const isMuch = content.size - before > MUCH;
    this.#input = isMuch ? Math.max(FIRST, this.#input / 2) : Math.min(MOST, this.#input * 2);
    if (isOver) {
      this.close();
      this.#part = 'trailer';
    }
    return took(read);
  }

  /** node:zlib tells the end of deflated data only when something follows it, or nothing ever will. */
  async isComplete(): Promise<boolean> {
    return this.envelope === RAW && this.#body !== undefined && (await this.#body.isOver());
  }

  close(): void {
    this.#body?.engine.destroy();
    this.#body = undefined;
  }

  #trailer(input: Buffer): Step {
    const trailer = this.envelope.trailer(this.#content);
    if (input.length < trailer.length) return 'wants';
    if (!input.subarray(0, trailer.length).equals(trailer)) throw CORRUPT;
    this.#part = 'header';
    this.#content = { crc: 0, adler: 1, size: 0 };
    return ended(trailer.length);
  }
}

/** Sums of so many bytes stay below 2^32 (zlib's NMAX). */
const UNREDUCED = 5552;

/** Adler-32 (RFC 1950, 8.2) of what goes on after `before`. */
function adler32(bytes: Uint8Array, before: number): number {
  let a = before & 0xffff;
  let b = before >>> 16;
  for (let at = 0; at < bytes.length; ) {
    for (const end = Math.min(bytes.length, at + UNREDUCED); at < end; at++) b += a += bytes[at] as number;
    a %= 65_521;
    b %= 65_521;
  }
  return ((b << 16) | a) >>> 0;
}

/** Deflated data in node:zlib's engine. */
class Body {
  #out: Buffer[] = [];
  #isOver = false;
  #settle: ((error?: unknown) => void) | undefined;

  readonly engine = createInflateRaw();

  constructor() {
    const { engine } = this;
    engine.on('data', (piece: Buffer) => this.#out.push(piece));
    engine.on('error', () => this.#settle?.(CORRUPT));
    engine.on('end', () => {
      this.#isOver = true;
      this.#settle?.();
    });
  }

  /** Whether the data are complete, if no more come. */
  async isOver(): Promise<boolean> {
    await new Promise<void>((resolve) => {
      this.#settle = () => resolve();
      this.engine.end();
    });
    return this.#isOver;
  }

  async read(input: Buffer): Promise<{ out: Buffer[]; read: number; isOver: boolean }> {
    const before = this.engine.bytesWritten;
    await new Promise<void>((resolve, reject) => {
      this.#settle = (error) => (error === undefined ? resolve() : reject(error));
      this.engine.write(input, () => setImmediate(resolve));
    });
    const out = this.#out;
    this.#out = [];
    return { out, read: this.engine.bytesWritten - before, isOver: this.#isOver };
  }
}
