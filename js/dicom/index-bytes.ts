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

/** The index of a file; `undefined` where it has many elements, or is deflated. */
export function indexBytes(data: Uint8Array, maxElements: number, maxDepth: number): DicomIndex | undefined {
  if (!scratch) {
    scratch = new Uint8Array(HEAD + FEW * ENTRY);
    head = new Uint32Array(scratch.buffer, 0, 2);
  }
  const into = scratch;
  const count = runSync(({ dicom }) => dicom.indexBytes?.(data, maxElements, maxDepth, into) ?? -1);
  if (count < 0) return undefined;
  const columns = pooled(into.subarray(HEAD, HEAD + count * ENTRY));
  return { count, meta: head[0] as number, size: data.length, explicit: head[1] === 1, columns };
}

/** Memory that small indexes share, as small Buffers of Node do; one that is left keeps it. */
let pool = new Uint8Array(0);
const POOL = 64 * 1024;
let used = 0;

/** A copy. */
function pooled(bytes: Uint8Array): Uint8Array {
  if (bytes.length > POOL / 8) return bytes.slice();
  if (used + bytes.length > pool.length) {
    pool = new Uint8Array(POOL);
    used = 0;
  }
  const copy = pool.subarray(used, used + bytes.length);
  copy.set(bytes);
  used += bytes.length;
  return copy;
}
