/** PNG pictures (ISO 15948): passed through where a PDF can hold them as they are, else decoded. */
import { deflateSync, inflateSync } from 'node:zlib';
import { KINDS, PASSES } from '../../../png';
import { crc32 } from '../../crc32';
import type { Picture, Refusal } from './picture';

const UNDECODABLE = 'its pixels cannot be decoded';

interface Header {
  width: number;
  height: number;
  depth: number;
  colorType: number;
  interlaced: boolean;
}

/** Reads a PNG. */
export function readPng(data: Buffer, refusal: Refusal): Picture {
  const { header, palette, transparency, body } = chunks(data, refusal);
  const { width, height, depth, colorType, interlaced } = header;
  const channels = KINDS[colorType]?.channels as number;
  const lineBytes = (across: number) => Math.ceil((across * channels * depth) / 8);
  const size = passes(header).reduce(
    (sum, [across, down]) => sum + (across > 0 ? down * (1 + lineBytes(across)) : 0),
    0,
  );
  const raw = inflate(body, size, refusal);
  if (colorType === 3 && palette === undefined) throw refusal.malformed('its palette is missing');
  const colorSpace = palette ? { palette } : channels < 3 ? 'DeviceGray' : 'DeviceRGB';
  const hasAlpha = colorType >= 4 || transparency !== undefined;
  if (!hasAlpha && !interlaced) {
    for (let at = 0; at < raw.length; at += 1 + lineBytes(width)) {
      if ((raw[at] as number) > 4) throw refusal.malformed(UNDECODABLE);
    }
    const predictor = { Predictor: 15, Colors: channels, BitsPerComponent: depth, Columns: width };
    return { width, height, depth, colorSpace, filter: 'FlateDecode', predictor, data: body, alpha: undefined };
  }
  const samples = unfiltered(raw, header, channels, refusal);
  const { color, alpha } = parted(samples, header, channels, transparency);
  return {
    width,
    height,
    depth: 8,
    colorSpace,
    filter: 'FlateDecode',
    predictor: undefined,
    data: deflateSync(color),
    alpha: alpha && deflateSync(alpha),
  };
}

function chunks(data: Buffer, refusal: Refusal) {
  let header: Header | undefined;
  let palette: Buffer | undefined;
  let transparency: Buffer | undefined;
  const parts: Buffer[] = [];
  for (let at = 8; ; ) {
    if (at + 12 > data.length) throw refusal.malformed('it ends too early');
    const length = data.readUInt32BE(at);
    const type = data.toString('latin1', at + 4, at + 8);
    if (at + 12 + length > data.length) throw refusal.malformed('it ends too early');
    const chunk = data.subarray(at + 8, at + 8 + length);
    if (crc32(data.subarray(at + 4, at + 8 + length)) !== data.readUInt32BE(at + 8 + length)) {
      throw refusal.malformed('a checksum is wrong');
    }
    if ((type === 'IHDR') !== (header === undefined)) throw refusal.malformed('its header is missing or not the first');
    if (type === 'IHDR') header = readHeader(chunk, refusal);
    else if (type === 'PLTE') palette = chunk;
    else if (type === 'tRNS') transparency = chunk;
    else if (type === 'IDAT') parts.push(chunk);
    else if (type === 'IEND') break;
    at += 12 + length;
  }
  if (palette && (palette.length === 0 || palette.length > 768 || palette.length % 3 !== 0)) {
    throw refusal.malformed('its palette is broken');
  }
  const { colorType } = header as Header;
  return {
    header: header as Header,
    palette: colorType === 3 ? palette : undefined,
    transparency: colorType < 4 ? transparency : undefined,
    body: Buffer.concat(parts),
  };
}

function readHeader(chunk: Buffer, refusal: Refusal): Header {
  if (chunk.length !== 13) throw refusal.malformed('its header is broken');
  const [width, height] = [chunk.readUInt32BE(0), chunk.readUInt32BE(4)];
  const [depth, colorType, compression, filter, interlace] = [...chunk.subarray(8)] as [
    number,
    number,
    number,
    number,
    number,
  ];
  const isKnown = KINDS[colorType]?.depths.includes(depth) && compression === 0 && filter === 0 && interlace < 2;
  if (!isKnown) throw refusal.malformed('its header is broken');
  refusal.checkSize(width, height);
  return { width, height, depth, colorType, interlaced: interlace === 1 };
}

/** Columns and rows of each pass, and where its pixels are. */
function passes({ width, height, interlaced }: Header): [across: number, down: number, place: readonly number[]][] {
  if (!interlaced) return [[width, height, [0, 0, 1, 1]]];
  return PASSES.map((pass) => {
    const [x, y, stepX, stepY] = pass;
    return [Math.ceil((width - x) / stepX), Math.ceil((height - y) / stepY), pass];
  });
}

function inflate(body: Buffer, size: number, refusal: Refusal): Buffer {
  let raw: Buffer;
  try {
    raw = inflateSync(body, { maxOutputLength: size });
  } catch {
    throw refusal.malformed(UNDECODABLE);
  }
  if (raw.length !== size) throw refusal.malformed(UNDECODABLE);
  return raw;
}

/** The samples of all pixels, a byte each, line after line; of 16 bits the upper 8. */
function unfiltered(raw: Buffer, header: Header, channels: number, refusal: Refusal): Uint8Array {
  const { width, height, depth } = header;
  const samples = new Uint8Array(width * height * channels);
  const step = Math.max((channels * depth) >> 3, 1);
  let at = 0;
  for (const [across, down, [x0, y0, stepX, stepY]] of passes(header) as [
    number,
    number,
    [number, number, number, number],
  ][]) {
    if (across <= 0) continue;
    const length = Math.ceil((across * channels * depth) / 8);
    let above: Uint8Array = new Uint8Array(length);
    for (let row = 0; row < down; row++) {
      const filter = raw[at] as number;
      if (filter > 4) throw refusal.malformed(UNDECODABLE);
      const line = raw.subarray(at + 1, at + 1 + length);
      undo(filter, line, above, step);
      above = line;
      at += 1 + length;
      for (let column = 0; column < across; column++) {
        const to = ((y0 + row * stepY) * width + x0 + column * stepX) * channels;
        for (let channel = 0; channel < channels; channel++) {
          samples[to + channel] = sample(line, column * channels + channel, depth);
        }
      }
    }
  }
  return samples;
}

function sample(line: Uint8Array, index: number, depth: number): number {
  if (depth === 8) return line[index] as number;
  if (depth === 16) return line[2 * index] as number;
  const bit = index * depth;
  return ((line[bit >> 3] as number) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

/** Undoes a line's filter in place. */
function undo(filter: number, line: Uint8Array, above: Uint8Array, step: number): void {
  for (let at = 0; at < line.length; at++) {
    const left = at < step ? 0 : (line[at - step] as number);
    const up = above[at] as number;
    const corner = at < step ? 0 : (above[at - step] as number);
    const guess = [0, left, up, (left + up) >> 1, filter === 4 ? paeth(left, up, corner) : 0][filter] as number;
    line[at] = (line[at] as number) + guess;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** Colours and opacity apart, 8 bits each. */
function parted(
  samples: Uint8Array,
  { width, height, depth, colorType }: Header,
  channels: number,
  transparency?: Buffer,
) {
  const pixels = width * height;
  const colors = colorType >= 4 ? channels - 1 : channels;
  const scale = colorType === 3 || depth >= 8 ? 1 : 255 / ((1 << depth) - 1);
  const color = new Uint8Array(pixels * colors);
  const alpha = colorType >= 4 || transparency ? new Uint8Array(pixels) : undefined;
  const key = transparency && colorType !== 3 ? keyed(transparency, colors, depth) : undefined;
  for (let pixel = 0; pixel < pixels; pixel++) {
    let isKey = key !== undefined;
    for (let channel = 0; channel < colors; channel++) {
      const value = samples[pixel * channels + channel] as number;
      color[pixel * colors + channel] = value * scale;
      isKey &&= value === key?.[channel];
    }
    if (alpha === undefined) continue;
    if (colorType >= 4) alpha[pixel] = samples[pixel * channels + colors] as number;
    else if (colorType === 3) alpha[pixel] = transparency?.[samples[pixel] as number] ?? 255;
    else alpha[pixel] = isKey ? 0 : 255;
  }
  return { color, alpha };
}

/** The colour that is transparent, as samples. */
const keyed = (transparency: Buffer, colors: number, depth: number): number[] =>
  Array.from({ length: colors }, (_, channel) => {
    const value = 2 * channel + 1 < transparency.length ? transparency.readUInt16BE(2 * channel) : 0;
    return depth === 16 ? value >> 8 : value;
  });
