/** PNG by hand, on node:zlib: for input, for what is compared, and as a service without an image library writes it. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const GREY = 0;
const RGB = 2;

/** Of 8-bit samples, 1 or 3 a pixel; each row stored as it is, or as its differences from the one above. */
export function encodePng(samples, width, height, channels = 1, level = 6) {
  const row = width * channels;
  const filtered = Buffer.alloc((row + 1) * height);
  for (let y = 0; y < height; y++) {
    const at = y * (row + 1);
    filtered[at] = y === 0 ? 0 : 2;
    for (let x = 0; x < row; x++) {
      const above = y === 0 ? 0 : samples[(y - 1) * row + x];
      filtered[at + 1 + x] = samples[y * row + x] - above;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, channels === 3 ? RGB : GREY], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(filtered, { level })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The samples of a PNG of 8 bits. */
export function decodePng(file) {
  const parts = [];
  let [width, channels] = [0, 1];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const kind = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + length);
    if (kind === 'IHDR') [width, channels] = [data.readUInt32BE(0), data[9] === RGB ? 3 : 1];
    if (kind === 'IDAT') parts.push(data);
    at += length + 12;
  }
  const filtered = inflateSync(Buffer.concat(parts));
  const row = width * channels;
  const samples = new Uint8Array((filtered.length / (row + 1)) * row);
  for (let y = 0; y * (row + 1) < filtered.length; y++) {
    const filter = filtered[y * (row + 1)];
    for (let x = 0; x < row; x++) {
      const to = y * row + x;
      const left = x < channels ? 0 : samples[to - channels];
      const up = y === 0 ? 0 : samples[to - row];
      const corner = x < channels || y === 0 ? 0 : samples[to - row - channels];
      samples[to] = filtered[y * (row + 1) + 1 + x] + predicted(filter, left, up, corner);
    }
  }
  return samples;
}

function predicted(filter, left, up, corner) {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
