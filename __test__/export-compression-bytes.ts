/** Bytes to compress, and the formats' own programs. */
import { spawnSync } from 'node:child_process';

export type Format = 'zstd' | 'lz4' | 'gzip' | 'deflate';
export const FORMATS: Format[] = ['zstd', 'lz4', 'gzip', 'deflate'];

/** What an error calls a unit of each format. */
export const UNITS = { zstd: 'zstd frame', lz4: 'LZ4 frame', gzip: 'gzip member', deflate: 'zlib stream' } as const;

/** Half of it text that compresses, half noise that does not; the same for the same length. */
export function sample(length: number): Buffer {
  const bytes = Buffer.alloc(length, 'Progressive lens 1.67, coated; ');
  let state = 7;
  for (let at = length >> 1; at < length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

/** What a program, if it is installed, makes of its input. */
export function pipeThrough(program: string, args: string[], input: Uint8Array): Buffer {
  const { status, stdout, stderr } = spawnSync(program, args, { input, maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(`${program} says: ${stderr}`);
  return stdout;
}
