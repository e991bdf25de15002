/** PNG pictures (ISO/IEC 15948) as samples of 8 bits, grey or RGB. */
import { pipeline, Readable } from 'node:stream';
import { createInflate } from 'node:zlib';
import { ClinicoreError } from '../../errors';
import { crc32 } from '../../fallback/crc32';
import { KINDS, PASSES } from '../../png';
import type { Turns } from '../turn';
import { pictureFault, pictureSize } from './picture-size';

const PALETTE = 3;
/** Deflate makes at most 258 bytes of two bits. */
const MAX_RATIO = 1032;

/** What a PNG says before its pixels. */
export interface PngHead {
  rows: number;
  columns: number;
  depth: number;
  colorType: number;
  isInterlaced: boolean;
  /** RGB entries of its palette. */
  palette: Buffer | undefined;
  /** Which entries or colour are transparent. */
  transparency: Buffer | undefined;
  /** The compressed pixels. */
  body: Buffer[];
}

/** Reads all but the pixels. */
export function pngHead(data: Buffer, path: string): PngHead {
  const early = () => pictureFault(path, 'a PNG that ends too early');
  let head: Omit<PngHead, 'body' | 'palette' | 'transparency'> | undefined;
  let palette: Buffer | undefined;
  let transparency: Buffer | undefined;
  const body: Buffer[] = [];
  for (let at = 8; ; ) {
    if (at + 12 > data.length) throw early();
    const length = data.readUInt32BE(at);
    const kind = data.toString('latin1', at + 4, at + 8);
    if (length > data.length - at - 12) throw early();
    const chunk = data.subarray(at + 8, at + 8 + length);
    // The pixels have a checksum of their own.
    if (kind !== 'IDAT' && /^[A-Z]|tRNS/.test(kind)) {
      const sum = crc32(data.subarray(at + 4, at + 8 + length));
      if (sum !== data.readUInt32BE(at + 8 + length)) throw pictureFault(path, 'a PNG with a wrong checksum');
    }
    if ((kind === 'IHDR') !== (head === undefined))
      throw pictureFault(path, 'a PNG whose header is not its first chunk');
    if (kind === 'IHDR') head = readHeader(chunk, path);
    else if (kind === 'PLTE') palette = chunk;
    else if (kind === 'tRNS') transparency = chunk;
    else if (kind === 'IDAT') body.push(chunk);
    else if (kind === 'IEND') break;
    at += 12 + length;
  }
  const { colorType } = head as PngHead;
  if (colorType === PALETTE && (!palette || palette.length === 0 || palette.length > 768 || palette.length % 3 !== 0)) {
    throw pictureFault(path, 'a PNG without a sound palette');
  }
  const read = { ...(head as PngHead), palette: colorType === PALETTE ? palette : undefined, transparency, body };
  // A small file does not get room for a large picture merely because it says so.
  if (rawSize(read) > MAX_RATIO * body.reduce((sum, { length }) => sum + length, 0)) {
    throw pictureFault(path, 'a PNG whose pixels are not all there');
  }
  return read;
}

function readHeader(chunk: Buffer, path: string) {
  const [depth = 0, colorType = 0, compression, filter, interlace = 0] = chunk.subarray(8);
  const isKnown = KINDS[colorType]?.depths.includes(depth) && compression === 0 && filter === 0 && interlace < 2;
  if (chunk.length !== 13 || !isKnown) throw pictureFault(path, 'a PNG with a broken header');
  const [columns, rows] = [chunk.readUInt32BE(0), chunk.readUInt32BE(4)];
  pictureSize(rows, columns, colorType === 0 || colorType === 4 ? 1 : 3, path);
  return { rows, columns, depth, colorType, isInterlaced: interlace === 1 };
}

interface Pass {
  across: number;
  down: number;
  /** First column and row, and the steps between them. */
  place: readonly [number, number, number, number];
}

function passesOf({ rows, columns, isInterlaced }: PngHead): Pass[] {
  if (!isInterlaced) return [{ across: columns, down: rows, place: [0, 0, 1, 1] }];
  return PASSES.map((place) => ({
    across: Math.ceil((columns - place[0]) / place[2]),
    down: Math.ceil((rows - place[1]) / place[3]),
    place,
  })).filter(({ across, down }) => across > 0 && down > 0);
}

const channelsOf = ({ colorType }: PngHead): number => (KINDS[colorType] as { channels: number }).channels;
const lineBytes = (head: PngHead, across: number): number => Math.ceil((across * channelsOf(head) * head.depth) / 8);
const rawSize = (head: PngHead): number =>
  passesOf(head).reduce((sum, { across, down }) => sum + down * (1 + lineBytes(head, across)), 0);

/** The pixels. Samples of 16 bits lose their lower 8; of fewer bits they are spread over 8. */
export async function pngPixels(head: PngHead, path: string, turns: Turns): Promise<Uint8Array> {
  const rest = new Rest(head.body);
  const picture = new Picture(head, path);
  const total = rawSize(head);
  try {
    for (const pass of passesOf(head)) {
      const length = lineBytes(head, pass.across);
      let above: Uint8Array = new Uint8Array(length);
      for (let row = 0; row < pass.down; row++) {
        const line = rest.tryTake(1 + length) ?? (await rest.take(1 + length));
        if (!line || !undo(line, above, Math.max((channelsOf(head) * head.depth) >> 3, 1))) {
          throw pictureFault(path, 'a PNG whose pixels cannot be decoded');
        }
        above = line.subarray(1);
        picture.put(above, row, pass);
        await turns.take(rest.taken, total);
      }
    }
    if (!(await rest.isDone())) throw pictureFault(path, 'a PNG whose pixels cannot be decoded');
  } finally {
    rest.close();
  }
  return picture.pixels;
}

/** The inflated bytes, as they come. */
class Rest {
  taken = 0;
  readonly #inflater = createInflate({ chunkSize: 256 * 1024 });
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(body: readonly Buffer[]) {
    pipeline(Readable.from(body, { objectMode: false }), this.#inflater, () => {});
    this.#chunks = this.#inflater[Symbol.asyncIterator]();
  }

  /** The next bytes, if they have come. */
  tryTake(length: number): Buffer | undefined {
    if (this.#held.length < length) return undefined;
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    this.taken += length;
    return taken;
  }

  /** The next bytes; `undefined` where there are no more. */
  async take(length: number): Promise<Buffer | undefined> {
    const parts = [this.#held];
    for (let size = this.#held.length; size < length; ) {
      const chunk = await this.#next();
      if (!chunk) return undefined;
      parts.push(chunk);
      size += chunk.length;
    }
    this.#held = Buffer.concat(parts);
    return this.tryTake(length);
  }

  /** Whether nothing is left, and the checksum is right. */
  async isDone(): Promise<boolean> {
    return this.#held.length === 0 && (await this.take(1)) === undefined && !this.#isBroken;
  }

  close(): void {
    this.#inflater.destroy();
  }

  #isBroken = false;

  async #next(): Promise<Buffer | undefined> {
    try {
      return (await this.#chunks.next()).value;
    } catch {
      this.#isBroken = true;
      return undefined;
    }
  }
}

/** Undoes a line's filter in place (9.2); whether it is one of the five. */
function undo(filtered: Uint8Array, above: Uint8Array, step: number): boolean {
  const filter = filtered[0] as number;
  const line = filtered.subarray(1);
  if (filter > 4) return false;
  for (let at = 0; at < line.length && filter > 0; at++) {
    const left = at < step ? 0 : (line[at - step] as number);
    const up = above[at] as number;
    let guess = left;
    if (filter === 2) guess = up;
    else if (filter === 3) guess = (left + up) >> 1;
    else if (filter === 4) guess = paeth(left, up, at < step ? 0 : (above[at - step] as number));
    line[at] = (line[at] as number) + guess;
  }
  return true;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** The decoded picture, to be filled line by line. */
class Picture {
  readonly samples: 1 | 3;
  readonly pixels: Buffer;
  readonly #head: PngHead;
  readonly #path: string;
  readonly #channels: number;
  readonly #scale: number;

  constructor(head: PngHead, path: string) {
    const { rows, columns, depth, colorType } = head;
    this.samples = colorType === 0 || colorType === 4 ? 1 : 3;
    this.pixels = Buffer.alloc(rows * columns * this.samples);
    this.#head = head;
    this.#path = path;
    this.#channels = channelsOf(head);
    this.#scale = depth < 8 && colorType === 0 ? 255 / (2 ** depth - 1) : 1;
  }

  put(line: Uint8Array, row: number, { across, place: [x, y, stepX, stepY] }: Pass): void {
    const { columns, depth, palette, transparency } = this.#head;
    const { samples, pixels } = this;
    const start = (y + row * stepY) * columns + x;
    if (depth === 8 && stepX === 1 && this.#channels === samples && !palette && !transparency) {
      pixels.set(line, start * samples);
      return;
    }
    for (let column = 0; column < across; column++) {
      const to = (start + column * stepX) * samples;
      if (this.#isTransparent(line, column)) throw hasTransparency(this.#path);
      if (palette) this.#entry(sampleAt(line, column, depth), to);
      else {
        for (let s = 0; s < samples; s++) {
          pixels[to + s] = (sampleAt(line, column * this.#channels + s, depth) >> (depth === 16 ? 8 : 0)) * this.#scale;
        }
      }
    }
  }

  #entry(number: number, to: number): void {
    const palette = this.#head.palette as Buffer;
    if (3 * number >= palette.length) throw pictureFault(this.#path, 'a PNG with a colour that its palette has not');
    palette.copy(this.pixels, to, 3 * number, 3 * number + 3);
  }

  #isTransparent(line: Uint8Array, column: number): boolean {
    const { depth, colorType, palette, transparency } = this.#head;
    if (colorType >= 4) {
      return sampleAt(line, (column + 1) * this.#channels - 1, depth) !== 2 ** depth - 1;
    }
    if (!transparency) return false;
    if (palette) return (transparency[sampleAt(line, column, depth)] ?? 255) !== 255;
    if (transparency.length < 2 * this.samples) return false;
    for (let s = 0; s < this.samples; s++) {
      if (sampleAt(line, column * this.#channels + s, depth) !== transparency.readUInt16BE(2 * s)) return false;
    }
    return true;
  }
}

function sampleAt(line: Uint8Array, index: number, depth: number): number {
  if (depth === 8) return line[index] as number;
  if (depth === 16) return (line[2 * index] as number) * 256 + (line[2 * index + 1] as number);
  const bit = index * depth;
  return ((line[bit >> 3] as number) >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}

const hasTransparency = (path: string): ClinicoreError =>
  new ClinicoreError(
    'ERR_UNSUPPORTED',
    `${path} has transparent pixels, which DICOM cannot say: lay it on a colour first`,
    {
      argument: path,
    },
  );
