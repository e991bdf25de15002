/** Pictures for tests, and of PDFs. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** Grey pixels, 0 for black to 255 for white, row by row. */
export interface Picture {
  width: number;
  height: number;
  pixels: Uint8Array;
}

/** What the pages of a PDF look like to poppler, by default two pixels to the point. */
export function pictures(file: Uint8Array, dotsAnInch = 144): Picture[] {
  const folder = mkdtempSync(join(tmpdir(), 'clinicore-picture-'));
  try {
    writeFileSync(join(folder, 'file.pdf'), file);
    execFileSync('pdftoppm', ['-r', String(dotsAnInch), '-gray', join(folder, 'file.pdf'), join(folder, 'page')]);
    const pages = readdirSync(folder).filter((name) => name.endsWith('.pgm'));
    return pages.sort().map((page) => pgm(readFileSync(join(folder, page))));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function pgm(bytes: Buffer): Picture {
  const [header = '', width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 40)) ?? [];
  return { width: Number(width), height: Number(height), pixels: bytes.subarray(header.length) };
}

/** Pixels that are dark in one picture where in another neither they nor those within two pixels are. */
export function strayInk(picture: Picture, other: Picture): number {
  const { width, height } = picture;
  let stray = 0;
  for (let y = 2; y < height - 2; y++) {
    for (let x = 2; x < width - 2; x++) {
      if ((picture.pixels[y * width + x] as number) < 96 && !isInked(other, x, y)) stray++;
    }
  }
  return stray;
}

function isInked({ width, pixels }: Picture, x: number, y: number): boolean {
  for (let row = y - 2; row <= y + 2; row++) {
    for (let at = row * width + x - 2; at <= row * width + x + 2; at++) if ((pixels[at] as number) < 160) return true;
  }
  return false;
}

/** A picture as a PNG that {@link fromPng} reads. */
export function toPng({ width, height, pixels }: Picture): Buffer {
  const rows = Buffer.alloc((1 + width) * height);
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width, (y + 1) * width), y * (1 + width) + 1);
  return framed(width, height, [8, 0], rows);
}

/** The picture of a PNG that {@link toPng} wrote: grey, each row as it is. */
export function fromPng(file: Buffer): Picture {
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const rows = inflateSync(file.subarray(file.indexOf('IDAT') + 4, file.length - 16));
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) pixels.set(rows.subarray(y * (1 + width) + 1, (y + 1) * (1 + width)), y * width);
  return { width, height, pixels };
}

/** A PNG with alpha, of one colour that fades from left to right. */
export function png(width: number, height: number): Buffer {
  const rows = Buffer.alloc((1 + 4 * width) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows.writeUInt32BE(0x0f627700 + Math.floor((255 * x) / width), y * (1 + 4 * width) + 1 + 4 * x);
    }
  }
  return framed(width, height, [8, 6], rows);
}

function framed(width: number, height: number, [depth, color]: [number, number], rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, color], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
