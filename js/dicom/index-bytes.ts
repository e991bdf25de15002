/** The index of a file in memory that has few elements, made at once. */
import type { DicomIndex } from '../contract/dicom';
import { runSync } from '../task';
import { ENTRY } from './element-index';

/** How many entries few are: on either backend at most a few milliseconds' work. */
const FEW = 8192;
/** The numbers before the columns, in bytes. */
const HEAD = 8;

/** Where backends write to, call for call: memory that is there already costs less than the scan of a small file, new one more. */
let scratch: Uint8Array<ArrayBuffer> | undefined;
let head: Uint32Array;

/** The index of a file; `undefined` where it has more than `most` entries, or is deflated. */
export function indexBytes(
  data: Uint8Array,
  maxElements: number,
  maxDepth: number,
  most = FEW,
): DicomIndex | undefined {
  if (!scratch) {
    scratch = new Uint8Array(HEAD + FEW * ENTRY);
    head = new Uint32Array(scratch.buffer, 0, 2);
  }
  const into = most === FEW ? scratch : scratch.subarray(0, HEAD + most * ENTRY);
  const count = runSync(({ dicom }) => dicom.indexBytes(data, maxElements, maxDepth, into));
  if (count < 0) return undefined;
  const columns = copied(into.buffer, HEAD, count * ENTRY);
  return { count, meta: head[0] as number, size: data.length, explicit: head[1] === 1, columns };
}

/** Memory that small indexes share, as small Buffers of Node do; one that is left keeps it. */
let pool = new ArrayBuffer(0);
const POOL = 64 * 1024;
let used = 0;

function copied(from: ArrayBuffer, start: number, length: number): Uint8Array {
  if (length > POOL / 8) return new Uint8Array(from.slice(start, start + length));
  if (used + length > pool.byteLength) {
    pool = new ArrayBuffer(POOL);
    used = 0;
  }
  // Not `subarray`, which costs several times as much.
  const copy = new Uint8Array(pool, used, length);
  copy.set(new Uint8Array(from, start, length));
  used += length;
  return copy;
}
