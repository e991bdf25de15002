/** The scan: one pass over the headers of a data set, with an explicit stack of what is open. */
import { AMBIGUOUS, BIG_ENDIAN, ElementIndex, LONG_HEADER, UNDEFINED_LENGTH } from '../../dicom/element-index';
import { exceeded, malformed, notDicom, tooManyElements, undefinedLength, valueCutShort } from '../../dicom/errors';
import { isPixelData, spell, tagAt } from '../../dicom/tag';
import { OB, OW, SQ, UL, UN, vrOfBytes } from '../../dicom/vr';
import { FileHead } from './file';
import { type Encoding, headerAt, isVrLike, readHeader, UNDEFINED } from './header';
import { BEYOND, type Source } from './source';

const ITEM = 0xfffe_e000;
const ITEM_DELIMITER = 0xfffe_e00d;
const SEQUENCE_DELIMITER = 0xfffe_e0dd;

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

/** A scan that can stop anywhere and go on later, over a copy of the bytes or over what comes next. */
export class Scanner {
  readonly index = ElementIndex.empty();
  /** Where the scan stands. */
  at = 0;
  /** The length of the file, or of the inflated one, as far as it is known. */
  length = Number.POSITIVE_INFINITY;
  /** How many entries of the index are file meta information. */
  meta = 0;
  /** Where the data set starts if it is deflated, else -1. */
  deflatedAt = -1;
  /** Whether the data set's elements name their VRs. */
  explicit = true;
  readonly #maxElements: number;
  readonly #maxDepth: number;
  readonly #head: FileHead;
  #stage: 'preamble' | 'meta' | 'data set' = 'preamble';
  /** Where the data set starts if only its first element told that it is DICOM, else -1. */
  #guessedAt = -1;
  readonly #open: Open[] = [];
  #depth = 0;
  /** The last value that was gone past; where the file ends before it does is not known yet. */
  #passed = { tag: 0, offset: 0, value: 0, length: 0 };
  readonly #zeros = new Zeros();

  constructor({ maxElements, maxDepth }: { maxElements: number; maxDepth: number }) {
    this.#maxElements = maxElements;
    this.#maxDepth = maxDepth;
    this.#head = new FileHead(this.index, maxElements);
  }

  /** Goes on for `steps` headers; see `DicomScanner.advance` for what it returns. */
  advance(source: Source, steps: number): number {
    try {
      if (source.length < this.length) this.#measure(source.length);
      for (let step = 0; step < steps; step++) {
        if (this.#stage === 'data set') {
          if (this.#isDone(source)) return -1;
        } else {
          this.#readHead(source);
          if (this.deflatedAt >= 0) break;
        }
      }
    } catch (error) {
      if (error !== BEYOND) throw error;
    }
    return this.#zeros.resume(this.at);
  }

  /** One step in what stands before the data set. */
  #readHead(source: Source): void {
    if (this.#stage === 'preamble') {
      this.at = this.#head.start(source);
      this.#stage = 'meta';
      return;
    }
    const header = this.#head.element(source, this.at);
    if (header) {
      this.#pass(header.tag, this.at, header.value, header.length);
      return;
    }
    const { encoding, deflated, guessed } = this.#head.encoded(source, this.at);
    this.meta = this.index.size;
    this.explicit = encoding.explicit;
    if (deflated) {
      this.deflatedAt = this.at;
      // What follows is another file, so to speak.
      this.length = Number.POSITIVE_INFINITY;
    }
    if (guessed) this.#guessedAt = this.at;
    const end = deflated ? Number.POSITIVE_INFINITY : source.length;
    this.#open.push({ kind: 'data set', element: 0, end, undefined: false, encoding, unnamed: false });
    this.#stage = 'data set';
  }

  /** One step in the data set; true once its end is reached. */
  #isDone(source: Source): boolean {
    const top = this.#open[this.#open.length - 1] as Open;
    if (this.at >= top.end) {
      // What it ends with must be there: else the outermost that is cut short would be forgotten.
      if (source.length === Number.POSITIVE_INFINITY) source.locate(this.at, 0);
      if (top.kind === 'data set') return true;
      if (top.undefined) {
        const offset = this.index.offsets[top.element] as number;
        const tag = spell(this.index.tags[top.element] as number);
        throw malformed(`Element ${tag} at byte ${offset} has undefined length, but its delimiter is missing`, offset);
      }
      this.#pop();
    } else if (top.kind === 'sequence' || top.kind === 'fragments') {
      this.#item(source, top);
    } else {
      if (top.kind === 'data set') {
        if (this.#zeros.areAllThatIsLeft(source, this.at)) return true;
        if (this.#zeros.cover(this.at, 8)) {
          // A header of zeros, which may lie before the window.
          this.#push(this.at, 0, UL, top.encoding.bigEndian ? BIG_ENDIAN : 0, this.at + 8, 0);
          this.at += 8;
          return false;
        }
      }
      this.#element(source, top);
    }
    return false;
  }

  /** Now that the file's length is known: what of all that was taken at its word does not fit? The outermost is named. */
  #measure(length: number): void {
    this.length = length;
    const check = (tag: number, offset: number, value: number, claimed: number): void => {
      if (value + claimed <= length) return;
      throw offset === this.#guessedAt ? notDicom() : valueCutShort(tag, offset, claimed, length - value);
    };
    for (const open of this.#open) {
      if (open.end <= length) continue;
      if (open.kind !== 'data set' && !open.undefined) {
        const { tags, offsets, lengths } = this.index;
        const { element } = open;
        check(
          tags[element] as number,
          this.index.start(element),
          offsets[element] as number,
          lengths[element] as number,
        );
      }
      open.end = length;
    }
    const { tag, offset, value, length: claimed } = this.#passed;
    check(tag, offset, value, claimed);
  }

  #pass(tag: number, offset: number, value: number, length: number): void {
    if (this.length === Number.POSITIVE_INFINITY) this.#passed = { tag, offset, value, length };
    this.at = value + length;
  }

  /** The ranges of the pixel data found so far. */
  pixelData(): [number, number][] {
    const top = this.#open[this.#open.length - 1];
    const ranges: [number, number][] = [];
    for (let at = 0; at < this.index.size; at++) {
      if (!isPixelData(this.index.tags[at] as number)) continue;
      const isOpen = top?.kind === 'fragments' && top.element === at;
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
      fittingEnd(tag, offset, value, length, top.end);
      this.#pass(tag, offset, value, length);
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
    if (!contents) this.#pass(tag, offset, value, length);
    else {
      this.at = value;
      const element = this.index.size - 1;
      this.#open.push({ kind: contents, element, end, undefined: isUndefined, encoding, unnamed });
    }
  }

  #push(header: number, tag: number, vr: number, flags: number, offset: number, length: number): void {
    if (this.index.size >= this.#maxElements) throw tooManyElements(header, this.#maxElements);
    this.index.push(tag, Math.min(this.#open.length - 1, 0xffff), vr, flags, offset, length);
  }

  /** Ends an undefined length at its delimiter. */
  #close(top: Open): void {
    this.index.lengths[top.element] = this.at - (this.index.offsets[top.element] as number);
    this.#pop();
  }

  #pop(): void {
    if (this.#open.pop()?.kind === 'item') this.#depth--;
  }
}

/** The zeros that some writers and disks fill a file with to its end. */
class Zeros {
  /** Up to where all bytes are known to be zero, from where the scan stood when it was looked. */
  #to = 0;
  /** Where the next byte is that is not, as far as it is known. */
  #nonzeroAt = -1;

  /** Whether the rest of the file from `at` on is nothing else. */
  areAllThatIsLeft(source: Source, at: number): boolean {
    if (at <= this.#nonzeroAt) return false;
    // Of zeros that go on from windows before, the first are gone.
    if (this.resume(at) === at) {
      const length = Math.min(4, source.length - at);
      if (source.data.readUIntLE(source.locate(at, length), length) !== 0) return false;
    }
    const from = Math.max(at, this.#to);
    const zeros = zerosAt(source.data, source.locate(from, 0));
    this.#to = from + zeros;
    if (source.locate(this.#to, 0) < source.data.length) this.#nonzeroAt = this.#to;
    else if (this.#to < source.length) throw BEYOND;
    return this.#to === source.length;
  }

  /** Whether `length` bytes from `at` on are known to be zeros followed by something else. */
  cover(at: number, length: number): boolean {
    return at <= this.#nonzeroAt && at + length <= this.#to;
  }

  /** Where the next window must start for a scan that stands at `at`. */
  resume(at: number): number {
    // What is not zero may come within a header, which is read as a whole.
    return Math.max(at, this.#to - 8);
  }
}

/** How many zeros there are from `at` on. */
function zerosAt(data: Buffer, at: number): number {
  let end = at;
  while (
    end < data.length &&
    data.compare(
      ZEROS,
      0,
      Math.min(ZEROS.length, data.length - end),
      end,
      Math.min(end + ZEROS.length, data.length),
    ) === 0
  ) {
    end = Math.min(end + ZEROS.length, data.length);
  }
  while (end < data.length && data[end] === 0) end++;
  return end - at;
}

const ZEROS = Buffer.alloc(4096);

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

/** How far from an item's first element on is looked at to tell how it is encoded. */
const LOOK_AHEAD = 65_536;

/**
 * Whether the first two elements, as far as there are two, make sense as explicit ones. One alone would not do: an
 * implicit length of 0x4F4C spells LO.
 */
function isExplicit(source: Source, start: number, end: number, encoding: Encoding): boolean {
  let offset = start;
  for (let element = 0; element < 2 && offset !== end; element++) {
    if (offset + 12 > start + LOOK_AHEAD) return true;
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
