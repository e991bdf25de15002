/** The flat index of a data set: no object an element, so that two million of them stay cheap. */
import type { DicomIndex } from '../contract/dicom';

/** The value's numbers are big endian. */
export const BIG_ENDIAN = 1;
/** The length was undefined: the value ended with a delimiter. */
export const UNDEFINED_LENGTH = 2;
/** The VR depends on other elements of the data set. */
export const AMBIGUOUS = 4;
/** The header has 12 bytes, not 8. */
export const LONG_HEADER = 8;

/** The bytes of an entry in all columns. */
export const ENTRY = 24;

/** The elements and items in file order, a sequence before its items and an item before its elements, in columns. */
export class ElementIndex {
  size = 0;
  /** Where the values start: ascending. */
  offsets!: Float64Array;
  lengths!: Float64Array;
  tags!: Uint32Array;
  depths!: Uint16Array;
  /** Places in `VRS`. */
  vrs!: Uint8Array;
  flags!: Uint8Array;

  private constructor(columns: ArrayBufferLike, start: number, capacity: number) {
    this.#view(columns, start, capacity);
  }

  /** An empty one, to be filled. */
  static empty(): ElementIndex {
    return new ElementIndex(new ArrayBuffer(64 * ENTRY), 0, 64);
  }

  /** One that a backend made. */
  static of({ columns, count }: DicomIndex): ElementIndex {
    const index = new ElementIndex(columns.buffer, columns.byteOffset, count);
    index.size = count;
    return index;
  }

  /** All columns in one piece of memory: see {@link DicomIndex.columns}. */
  columns(): Uint8Array {
    const packed = new ElementIndex(new ArrayBuffer(this.size * ENTRY), 0, this.size);
    packed.#copy(this, this.size);
    return new Uint8Array(packed.offsets.buffer);
  }

  push(tag: number, depth: number, vr: number, flags: number, offset: number, length: number): void {
    if (this.size === this.tags.length) this.#grow();
    const at = this.size++;
    this.offsets[at] = offset;
    this.lengths[at] = length;
    this.tags[at] = tag;
    this.depths[at] = depth;
    this.vrs[at] = vr;
    this.flags[at] = flags;
  }

  /** Where an element starts: its header, before the value. */
  start(at: number): number {
    return (this.offsets[at] as number) - ((this.flags[at] as number) & LONG_HEADER ? 12 : 8);
  }

  /** The byte after a value. */
  end(at: number): number {
    return (this.offsets[at] as number) + (this.lengths[at] as number);
  }

  /** The entry after `at` and all it holds. */
  after(at: number): number {
    // What follows has a header of at least 8 bytes; what is inside may be empty and stand at the very end.
    const end = this.end(at);
    let [low, high] = [at + 1, this.size];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.offsets[middle] as number) <= end) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(): void {
    const { size } = this;
    const smaller = { ...this };
    this.#view(new ArrayBuffer(size * 2 * ENTRY), 0, size * 2);
    this.#copy(smaller, size);
  }

  #view(columns: ArrayBufferLike, start: number, capacity: number): void {
    this.offsets = new Float64Array(columns, start, capacity);
    this.lengths = new Float64Array(columns, start + 8 * capacity, capacity);
    this.tags = new Uint32Array(columns, start + 16 * capacity, capacity);
    this.depths = new Uint16Array(columns, start + 20 * capacity, capacity);
    this.vrs = new Uint8Array(columns, start + 22 * capacity, capacity);
    this.flags = new Uint8Array(columns, start + 23 * capacity, capacity);
  }

  #copy(from: Pick<ElementIndex, 'offsets' | 'lengths' | 'tags' | 'depths' | 'vrs' | 'flags'>, size: number): void {
    this.offsets.set(from.offsets.subarray(0, size));
    this.lengths.set(from.lengths.subarray(0, size));
    this.tags.set(from.tags.subarray(0, size));
    this.depths.set(from.depths.subarray(0, size));
    this.vrs.set(from.vrs.subarray(0, size));
    this.flags.set(from.flags.subarray(0, size));
  }
}
