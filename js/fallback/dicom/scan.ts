/** The scan: one pass over the headers of a data set, with an explicit stack of what is open. */
import { OB, OW, SQ, UN, vrOfBytes } from './dictionary';
import { exceeded, malformed, spell, tooManyElements, undefinedLength, valueCutShort } from './errors';
import type { FileHead } from './file';
import { type Encoding, type Header, isVrLike, readHeader, tagAt, UNDEFINED } from './header';
import type { Source } from './source';

const ITEM = 0xfffe_e000;
const ITEM_DELIMITER = 0xfffe_e00d;
const SEQUENCE_DELIMITER = 0xfffe_e0dd;

/** The value's numbers are big endian. */
export const BIG_ENDIAN = 1;
/** The length was undefined: the value ended with a delimiter. */
export const UNDEFINED_LENGTH = 2;
/** The VR depends on other elements of the data set. */
export const AMBIGUOUS = 4;
/** The header has 12 bytes, not 8. */
export const LONG_HEADER = 8;

/** Whether the value is the image itself: Pixel Data, Float Pixel Data or Double Float Pixel Data. */
export const isPixelData = (tag: number): boolean => tag >= 0x7fe0_0008 && tag <= 0x7fe0_0010;

/**
 * The elements and items in file order, a sequence before its items and an item before its elements, in columns: two
 * million objects would take the memory that the limits are there to save.
 */
export class ElementIndex {
  size = 0;
  tags = new Uint32Array(64);
  vrs = new Uint8Array(64);
  flags = new Uint8Array(64);
  /** Where the values start: ascending. */
  offsets = new Float64Array(64);
  lengths = new Float64Array(64);

  push(tag: number, vr: number, flags: number, offset: number, length: number): void {
    if (this.size === this.tags.length) this.#grow();
    const at = this.size++;
    this.tags[at] = tag;
    this.vrs[at] = vr;
    this.flags[at] = flags;
    this.offsets[at] = offset;
    this.lengths[at] = length;
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
    const double = <T extends Uint8Array | Uint32Array | Float64Array>(column: T): T => {
      const larger = new (column.constructor as new (length: number) => T)(column.length * 2);
      larger.set(column);
      return larger;
    };
    this.tags = double(this.tags);
    this.vrs = double(this.vrs);
    this.flags = double(this.flags);
    this.offsets = double(this.offsets);
    this.lengths = double(this.lengths);
  }
}

/** Something whose end has not been reached. */
interface Open {
  kind: 'data set' | 'sequence' | 'item' | 'fragments';
  /** Its entry in the index. */
  element: number;
  /** Where it ends, or for an undefined length, must have ended. */
  end: number;
  /** Whether a delimiter ends it. */
  undefined: boolean;
  /** Of its contents; of the items of a sequence, what they are in unless they are found to be implicit. */
  encoding: Encoding;
  /** Whether it is a sequence whose data do not say so themselves: UN, or without a VR. */
  unnamed: boolean;
}

/** A scan that can stop anywhere and go on later, over a copy of the bytes. */
export class Scanner {
  readonly index: ElementIndex;
  /** Where the scan stands. */
  at: number;
  readonly #maxElements: number;
  readonly #maxDepth: number;
  readonly #open: Open[];
  #depth = 0;
  /** Where the zeros begin that fill the file to its end; looked up once. */
  #padding: number | undefined;

  constructor(head: FileHead, length: number, limits: { maxElements: number; maxDepth: number }) {
    this.index = head.meta;
    this.at = head.dataSet;
    this.#maxElements = limits.maxElements;
    this.#maxDepth = limits.maxDepth;
    const { encoding } = head;
    this.#open = [{ kind: 'data set', element: 0, end: length, undefined: false, encoding, unnamed: false }];
  }

  /** Goes on for `steps` headers; true once the end of the data set is reached. */
  advance(source: Source, steps: number): boolean {
    for (let step = 0; step < steps; step++) {
      const top = this.#open[this.#open.length - 1] as Open;
      if (this.at >= top.end) {
        if (top.kind === 'data set') return true;
        if (top.undefined) {
          const offset = this.index.offsets[top.element] as number;
          const tag = spell(this.index.tags[top.element] as number);
          throw malformed(
            `Element ${tag} at byte ${offset} has undefined length, but its delimiter is missing`,
            offset,
          );
        }
        this.#pop();
      } else if (top.kind === 'sequence' || top.kind === 'fragments') {
        this.#item(source, top);
      } else {
        if (top.kind === 'data set' && this.#onlyZerosLeft(source)) return true;
        this.#element(source, top);
      }
    }
    return false;
  }

  /** The ranges of the pixel data found so far. */
  pixelData(): [number, number][] {
    const top = this.#open[this.#open.length - 1] as Open;
    const ranges: [number, number][] = [];
    for (let at = 0; at < this.index.size; at++) {
      if (!isPixelData(this.index.tags[at] as number)) continue;
      const isOpen = top.kind === 'fragments' && top.element === at;
      ranges.push([this.index.offsets[at] as number, isOpen ? this.at : this.index.end(at)]);
    }
    return ranges;
  }

  /** The next item of a sequence, fragment of pixel data, or the delimiter of either. */
  #item(source: Source, top: Open): void {
    const offset = this.at;
    const { tag, length, value } = readHeader(source, offset, top.end, top.encoding);
    if (tag === SEQUENCE_DELIMITER) {
      if (top.undefined) this.#close(top);
      this.at = value;
      return;
    }
    if (tag !== ITEM) throw malformed(`Expected an item at byte ${offset}, found ${spell(tag)}`, offset);
    const isUndefined = length === UNDEFINED;
    if (top.kind === 'fragments') {
      if (isUndefined) throw undefinedLength(tag, offset);
      this.at = fittingEnd(tag, offset, value, length, top.end);
      return;
    }
    if (this.#depth >= this.#maxDepth) {
      throw exceeded(`Sequences are nested more than ${this.#maxDepth} deep at byte ${offset}`, this.#maxDepth, {
        offset,
        option: 'maxDepth',
      });
    }
    const end = isUndefined ? top.end : fittingEnd(tag, offset, value, length, top.end);
    const encoding = itemEncoding(source, value, end, top);
    this.#push(offset, tag, UN, isUndefined ? UNDEFINED_LENGTH : 0, value, isUndefined ? 0 : length);
    const element = this.index.size - 1;
    this.#open.push({ kind: 'item', element, end, undefined: isUndefined, encoding, unnamed: false });
    this.#depth++;
    this.at = value;
  }

  /** The next element of the data set or of an item, or the item's delimiter. */
  #element(source: Source, top: Open): void {
    const offset = this.at;
    const {
      tag,
      vr: written,
      ambiguous,
      bigEndian,
      length,
      value,
      declared,
    } = readHeader(source, offset, top.end, top.encoding);
    if (tag === ITEM || tag === ITEM_DELIMITER || tag === SEQUENCE_DELIMITER) {
      if (tag === ITEM_DELIMITER && top.undefined) this.#close(top);
      // A delimiter after something whose length was defined is superfluous but harmless.
      else if (tag === ITEM || top.undefined || length !== 0) {
        throw malformed(`${spell(tag)} at byte ${offset} is out of place: no sequence is open for it`, offset);
      }
      this.at = value;
      return;
    }

    const isUndefined = length === UNDEFINED;
    const unnamed = !declared || written === UN;
    let vr = written;
    let encoding: Encoding = { explicit: top.encoding.explicit, bigEndian };
    let contents: 'sequence' | 'fragments' | undefined;
    if (isUndefined && (vr === SQ || vr === UN)) {
      // UN is little endian whatever the data set is (PS3.5 6.2.2).
      if (startsWithItem(source, value, false)) encoding = { ...encoding, bigEndian: false };
      vr = SQ;
      contents = 'sequence';
    } else if (isUndefined) {
      if (!isPixelData(tag) && vr !== OB && vr !== OW) throw undefinedLength(tag, offset);
      vr = OB;
      contents = 'fragments';
    }
    const end = isUndefined ? top.end : fittingEnd(tag, offset, value, length, top.end);
    if (vr === SQ && !isUndefined && length > 0) {
      // The dictionary may be wrong about an old or mended element; the data are then left as they are.
      if (declared || startsWithItem(source, value, bigEndian)) contents = 'sequence';
      else vr = UN;
    }
    const flags =
      (bigEndian ? BIG_ENDIAN : 0) |
      (isUndefined ? UNDEFINED_LENGTH : 0) |
      (ambiguous ? AMBIGUOUS : 0) |
      (value - offset === 12 ? LONG_HEADER : 0);
    this.#push(offset, tag, vr, flags, value, isUndefined ? 0 : length);
    this.at = contents ? value : end;
    if (contents) {
      const element = this.index.size - 1;
      this.#open.push({ kind: contents, element, end, undefined: isUndefined, encoding, unnamed });
    }
  }

  #push(header: number, tag: number, vr: number, flags: number, offset: number, length: number): void {
    if (this.index.size >= this.#maxElements) throw tooManyElements(header, this.#maxElements);
    this.index.push(tag, vr, flags, offset, length);
  }

  /** Ends an undefined length at its delimiter. */
  #close(top: Open): void {
    this.index.lengths[top.element] = this.at - (this.index.offsets[top.element] as number);
    this.#pop();
  }

  #pop(): void {
    if (this.#open.pop()?.kind === 'item') this.#depth--;
  }

  /** Whether the rest of the file is filled with zeros, as some writers and disks do. */
  #onlyZerosLeft(source: Source): boolean {
    const at = source.locate(this.at, 8);
    if (at >= 0 && source.data.readUInt32LE(at) !== 0) return false;
    this.#padding ??= zerosFrom(source);
    return this.#padding <= this.at;
  }
}

/** Where the run of zeros starts that ends the file. */
function zerosFrom(source: Source): number {
  const block = 4096;
  const zeros = Buffer.alloc(block);
  let end = source.length;
  while (end > 0) {
    const start = Math.max(0, end - block);
    const at = source.locate(start, end - start);
    if (at < 0) return end;
    if (zeros.compare(source.data, at, at + end - start, 0, end - start) !== 0) {
      let last = end - start - 1;
      while (source.data[at + last] === 0) last--;
      return start + last + 1;
    }
    end = start;
  }
  return 0;
}

/** The end of a value, if it lies before the end of what holds it. */
function fittingEnd(tag: number, offset: number, value: number, length: number, end: number): number {
  if (length > end - value) throw valueCutShort(tag, offset, length, end - value);
  return value + length;
}

function startsWithItem(source: Source, value: number, bigEndian: boolean): boolean {
  const at = source.locate(value, 4);
  return at >= 0 && tagAt(source.data, at, bigEndian) === ITEM;
}

/**
 * Items may be implicit where their data set is explicit: inside UN, where they always should be (PS3.5 6.2.2), and by
 * mistake.
 */
function itemEncoding(source: Source, value: number, end: number, { encoding, unnamed }: Open): Encoding {
  const at = value + 6 <= end ? source.locate(value, 6) : -1;
  if (at < 0 || !encoding.explicit || tagAt(source.data, at, encoding.bigEndian) >>> 16 === 0xfffe) return encoding;
  const explicit = isVrLike(source.data, at + 4) && (!unnamed || isExplicit(source, value, end, encoding));
  return explicit ? encoding : { ...encoding, explicit: false };
}

/**
 * Whether the first two elements, as far as there are two, make sense as explicit ones. One alone would not do: an
 * implicit length of 0x4F4C spells LO.
 */
function isExplicit(source: Source, start: number, end: number, encoding: Encoding): boolean {
  let offset = start;
  for (let element = 0; element < 2 && offset !== end; element++) {
    const header = headerAt(source, offset, end, encoding);
    if (!header) return false;
    if (header.tag >>> 16 === 0xfffe) return true;
    const at = source.locate(offset + 4, 2);
    if (vrOfBytes(source.data[at] as number, source.data[at + 1] as number) === undefined) return false;
    if (header.length === UNDEFINED) return true;
    if (header.length > end - header.value) return false;
    offset = header.value + header.length;
  }
  return true;
}

function headerAt(source: Source, offset: number, end: number, encoding: Encoding): Header | undefined {
  try {
    return readHeader(source, offset, end, encoding);
  } catch {
    return undefined;
  }
}
