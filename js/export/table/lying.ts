/** Columns that lie behind each other in memory, such as slices of one batch of Arrow: they are one without a copy. */
import type { Column } from './column';
import type { Buffers } from './column-type';

/** The buffers of all parts, each from where the one before ends to where the next begins; undefined where they do not. */
export function lyingInOne(parts: readonly Column[], rows: number): Buffers | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  for (let at = 1; at < parts.length; at++) {
    if (!areNeighbours(parts[at - 1] as Column, parts[at] as Column)) return undefined;
  }
  const { type, values, offsets, dictionary } = first;
  if (offsets) return { values, offsets: over(offsets, rows + 1) };
  return { values: over(values as Int32Array, type === 'boolean' ? Math.ceil(rows / 8) : rows), dictionary };
}

function areNeighbours(before: Column, after: Column): boolean {
  if (before.dictionary !== after.dictionary) return false;
  if (before.offsets && after.offsets) {
    const [one, other] = [before.values, after.values];
    const areShared =
      one.buffer === other.buffer && one.byteOffset === other.byteOffset && one.byteLength === other.byteLength;
    return areShared && isNext(before.offsets, before.length, after.offsets);
  }
  if (before.type !== 'boolean') return isNext(before.values, before.length, after.values);
  return before.length % 8 === 0 && isNext(before.values, before.length / 8, after.values);
}

type Items = Column['values'];

/** Whether an array begins where another's first items end. */
const isNext = ({ buffer, byteOffset, BYTES_PER_ELEMENT }: Items, length: number, next: Items): boolean =>
  buffer === next.buffer && byteOffset + length * BYTES_PER_ELEMENT === next.byteOffset;

/** So many items from where an array begins. A Buffer's are those of a Uint8Array. */
function over<A extends Items>(array: A, length: number): A {
  const Kind = (array instanceof Uint8Array ? Uint8Array : array.constructor) as new (
    buffer: ArrayBufferLike,
    at: number,
    length: number,
  ) => A;
  return new Kind(array.buffer, array.byteOffset, length);
}
