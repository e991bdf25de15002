import type { DicomIndex } from '../contract/dicom';
import {
  type Context,
  contextOf,
  type DataSet,
  DEFAULT_CONTEXT,
  encodedValue,
  entriesOf,
  find,
  fittingVr,
  vrOf,
} from './data-set';
import { keywordOf } from './dictionary';
import { dump } from './dump';
import { AMBIGUOUS, ElementIndex } from './element-index';
import { tooManyElements } from './errors';
import { type JsonOptions, jsonOf, jsonOptions } from './json';
import type { DicomJson, DicomPersonName } from './model';
import type { Storage } from './storage';
import { hex8, isFileMeta } from './tag';
import { furtherValues, isText, littleEndian, plainValue, READER_OF } from './value';
import { BINARY_UNIT_OF, type DicomVr, SQ, VRS } from './vr';
import { type PrivateElement, privateElement, type Step, steps, type Where } from './where';

/** An open file's index and bytes, shared by all its items. */
export interface OpenSet extends DataSet {
  storage: Storage;
  /** Entries, items and values that one answer may hold. */
  maxElements: number;
  /** Whether the elements of the data set itself name their VRs. */
  explicit: boolean;
  /** Bytes of the file, or of the inflated one. */
  size: number;
}

/** An {@link OpenSet} of an index. */
export function setOf(index: DicomIndex, storage: Storage, maxElements: number): OpenSet {
  const elements = ElementIndex.of(index);
  const bytes = (at: number) => storage.view(elements.offsets[at] as number, elements.lengths[at] as number);
  const { explicit, size } = index;
  return { index: elements, storage, maxElements, explicit, size, bytes };
}

/** A data set within an open file: entries `from` to before `end` of its index. */
export interface Part {
  set: OpenSet;
  from: number;
  end: number;
  /** The data set that holds the sequence it is an item of. */
  holder: Part | undefined;
  /** The file meta information of the data set itself. */
  meta?: Part | undefined;
  /** What {@link entriesIn} found. */
  entries?: readonly number[] | undefined;
  /** What {@link contextIn} found. */
  context?: Context | undefined;
}

/** A {@link Part}; with all its properties from the start, V8 reads them faster. */
export const newPart = (set: OpenSet, from: number, end: number, holder?: Part, meta?: Part): Part => ({
  set,
  from,
  end,
  holder,
  meta,
  entries: undefined,
  context: undefined,
});

/** A data set's entries by tag. */
export function entriesIn(part: Part): readonly number[] {
  part.entries ??= entriesOf(part.set.index, part.from, part.end);
  return part.entries;
}

/** What a data set says of its texts and numbers, or else what holds it. */
export function contextIn(part: Part): Context {
  part.context ??= contextOf(part.set, entriesIn(part), part.holder ? contextIn(part.holder) : DEFAULT_CONTEXT);
  return part.context;
}

/** The items of the sequence at an entry. */
export function itemsIn(part: Part, at: number): Part[] {
  const { index } = part.set;
  const end = index.after(at);
  const items: Part[] = [];
  for (let item = at + 1; item < end; ) {
    const after = index.after(item);
    items.push(newPart(part.set, item + 1, after, part));
    item = after;
  }
  return items;
}

/** One of the items of the sequence at an entry. */
export function itemIn(part: Part, at: number, number: number): Part | undefined {
  const { index } = part.set;
  const end = index.after(at);
  let item = at + 1;
  for (let before = 0; before < number && item < end; before++) item = index.after(item);
  return item < end ? newPart(part.set, item + 1, index.after(item), part) : undefined;
}

/** The VR of an entry. */
export const vrIn = (part: Part, at: number): number =>
  (part.set.index.flags[at] as number) & AMBIGUOUS
    ? vrOf(part.set, entriesIn(part), at, contextIn(part))
    : fittingVr(part.set.index, at);

/** What is said of an element without reading its value. */
export interface DicomElement {
  /** Eight upper-case hexadecimal digits, such as `'00100010'`. */
  tag: string;
  /** The value representation. */
  vr: DicomVr;
  /** The keyword of PS3.6, such as `'PatientName'`; `undefined` for private and unknown elements. */
  keyword: string | undefined;
  /** Bytes of the value, padding included; of a sequence, all its items. */
  length: number;
  /** The byte of the file (or of the inflated data set, as if it stood in the file) where the value starts. */
  offset: number;
}

/** What {@link DicomItem.get} gives. */
export type DicomContent = DicomSingle | DicomSingle[] | Buffer | DicomItem[] | null | undefined;

/** One value among those of an element. */
export type DicomSingle = string | number | DicomPersonName | null;

/** Creates an item; whoever has none cannot make one. */
export let itemOf: (part: Part) => DicomItem;
/** What an item is in its file. */
export let partOf: (item: DicomItem) => Part;
/** Makes a new object of a class derived from {@link DicomItem} show a data set. */
export let show: (item: DicomItem, part: Part) => void;

/**
 * A data set that is read bit by bit: an item of a sequence, the file meta information, or (as {@link DicomFile}) a whole
 * file. Nothing is made of an element before it is asked for; nothing that was made is kept.
 *
 * @hideconstructor
 */
export class DicomItem {
  #part!: Part;

  static {
    itemOf = (part) => {
      const item = new DicomItem();
      item.#part = part;
      return item;
    };
    partOf = (item) => item.#part;
    show = (item, part) => {
      item.#part = part;
    };
  }

  /**
   * The value of an element: as `parse` gives it (a number, a string, a name in its groups), several as an array; the
   * items of a sequence; the bytes of a binary element, numbers in little endian, which are the file's own where nothing
   * had to be swapped: leave them as they are. `null` where there is no value, `undefined` where there is no element.
   *
   * @param where keyword, tag, path or private element
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (no such keyword; no path), `ERR_LIMIT_EXCEEDED` (the value was not kept
   *   in memory: see {@link bytes}; or there are more values than `maxElements`)
   * @see PS3.18 F.2
   *
   * @example
   * const { Alphabetic } = file.get('PatientName') as DicomPersonName;
   * const sphere = file.get('RightLensSequence.SpherePower'); // -2.25
   */
  get(where: Where): DicomContent {
    const found = locate(this.#part, where);
    return found && contentOf(found.part, found.at);
  }

  /**
   * An element without its value; `undefined` where there is none.
   *
   * @param where keyword, tag, path or private element
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
   *
   * @example
   * file.element('PixelData')?.length; // 10485760
   */
  element(where: Where): DicomElement | undefined {
    const found = locate(this.#part, where);
    return found && elementOf(found.part, found.at);
  }

  /**
   * The items of a sequence; none where there is no such element, or one that is no sequence.
   *
   * @param where keyword, tag, path or private element
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
   *
   * @example
   * for (const series of file.items('ReferencedSeriesSequence')) series.get('SeriesInstanceUID');
   */
  items(where: Where): DicomItem[] {
    const found = locate(this.#part, where);
    if (!found || found.part.set.index.vrs[found.at] !== SQ) return [];
    return itemsIn(found.part, found.at).map(itemOf);
  }

  /**
   * Whether there is an element, with or without a value.
   *
   * @param where keyword, tag, path or private element
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
   *
   * @example
   * if (file.has('PixelData')) response.json(file.image);
   */
  has(where: Where): boolean {
    return locate(this.#part, where) !== undefined;
  }

  /**
   * The bytes of a value as they stand in the file, also of one that was not kept in memory; `undefined` where there is no
   * such element. Of a sequence or encapsulated pixel data, all of it with its item tags. In memory they are not copied:
   * leave them as they are.
   *
   * @param where keyword, tag, path or private element
   * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (it went by with a stream;
   *   `details.option` would have kept it), `ERR_IO`
   *
   * @example
   * const pdf = await file.bytes('EncapsulatedDocument');
   */
  async bytes(where: Where): Promise<Buffer | undefined> {
    const found = locate(this.#part, where);
    return found && readIn(found.part, found.at);
  }

  /**
   * The elements by tag (of those with the same tag the last), without those in items. Group lengths and trailing padding,
   * which say nothing, are left out.
   *
   * @example
   * for (const { tag, vr, keyword } of file) console.log(tag, vr, keyword);
   */
  *[Symbol.iterator](): IterableIterator<DicomElement> {
    for (const at of entriesIn(this.#part)) yield elementOf(this.#part, at);
  }

  /**
   * The data set in the DICOM JSON model, as `parse` gives it. It is made in one go: of a file with very many elements
   * `parse` makes it without holding the event loop.
   *
   * @param options whether pixel data are wanted, and what stands in for large values
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (more values than `maxElements`; a value was not
   *   kept in memory, and `bulkDataUri` gives nothing for it)
   * @see PS3.18 Annex F
   *
   * @example
   * const json = file.toJSON({ bulkDataUri: ({ path }) => `/studies/${uid}/bulkdata/${path}` });
   */
  toJSON(options: JsonOptions = {}): DicomJson {
    // `JSON.stringify` passes the key under which it found the object.
    return jsonOf(this.#part, jsonOptions(typeof options === 'string' ? {} : options));
  }

  /**
   * The data set as text for people: a line an element with its tag, VR, value (cut at 64 characters), length and keyword,
   * items indented. It holds the patient's data.
   *
   * @example
   * console.log(file.toText()); // (0010,0010) PN [Doe^Jane]    # 8 PatientName
   */
  toText(): string {
    return dump(this.#part);
  }
}

/** The element that a path leads to. */
export function locate(part: Part, where: Where): { part: Part; at: number } | undefined {
  if (typeof where !== 'string' && typeof where !== 'number') return locatePrivate(part, privateElement(where));
  const path = steps(where);
  let within = part;
  for (let number = 0; ; number++) {
    const { tag, item } = path[number] as Step;
    const held = within.meta && isFileMeta(tag) ? within.meta : within;
    const { index } = held.set;
    const at = find(index, entriesIn(held), tag);
    if (at === undefined) return undefined;
    if (number === path.length - 1) return { part: held, at };
    const next = index.vrs[at] === SQ ? itemIn(held, at, item) : undefined;
    if (!next) return undefined;
    within = next;
  }
}

/** The element of a private block, if the creator has reserved one (PS3.5 7.8.1). */
function locatePrivate(part: Part, { group, creator, element }: PrivateElement) {
  const { index } = part.set;
  for (const entry of entriesIn(part)) {
    const tag = index.tags[entry] as number;
    const block = tag & 0xffff;
    if (tag >>> 16 !== group || block < 0x10 || block > 0xff || contentOf(part, entry) !== creator) continue;
    const at = find(index, entriesIn(part), group * 0x1_0000 + block * 0x100 + element);
    if (at !== undefined) return { part, at };
  }
  return undefined;
}

/** See {@link DicomItem.get}. */
export function contentOf(part: Part, at: number): DicomContent {
  const { set } = part;
  const vr = vrIn(part, at);
  if (vr === SQ) {
    const items = itemsIn(part, at);
    return items.length === 0 ? null : items.map(itemOf);
  }
  const plain = plainText(set, vr, at);
  if (plain !== undefined) return plain;
  const bytes = bytesIn(part, at);
  if (bytes.length === 0) return null;
  const value = encodedValue(set, at, bytes, contextIn(part));
  const unit = BINARY_UNIT_OF[vr];
  if (unit !== undefined) return littleEndian(value, unit);
  if (bytes.length > set.maxElements) {
    let values = 1;
    for (const further of furtherValues(VRS[vr] as DicomVr, bytes)) values += further;
    if (values > set.maxElements) throw tooManyElements(set.index.start(at), set.maxElements);
  }
  const read = READER_OF[vr]?.(value) ?? [];
  const values = Array.isArray(read) ? read : [...read];
  return values.length > 1 ? values : (values[0] ?? null);
}

/** Longer texts may have very many values, which are counted first. */
const LONG = 1024;

/** The value of a short text that is all there is to most elements, made of its bytes without a view of them. */
function plainText({ index, storage }: OpenSet, vr: number, at: number): DicomSingle | undefined {
  const length = index.lengths[at] as number;
  if (length > LONG || !isText(vr)) return undefined;
  const text = storage.latin1(index.offsets[at] as number, length);
  return text === undefined ? undefined : plainValue(vr, text);
}

/** The bytes of a value that must be in memory. */
export function bytesIn({ set }: Part, at: number): Buffer {
  const bytes = set.bytes(at);
  if (!bytes) throw set.storage.missing(set.index.tags[at] as number, set.index.lengths[at] as number);
  return bytes;
}

/** The bytes of a value, read if they are not in memory. */
export const readIn = ({ set: { index, storage } }: Part, at: number): Promise<Buffer> =>
  storage.read(index.tags[at] as number, index.offsets[at] as number, index.lengths[at] as number);

/** See {@link DicomItem.element}. */
export function elementOf(part: Part, at: number): DicomElement {
  const { index } = part.set;
  const tag = index.tags[at] as number;
  return {
    tag: hex8(tag),
    vr: VRS[vrIn(part, at)] as DicomVr,
    keyword: keywordOf(tag),
    length: index.lengths[at] as number,
    offset: index.offsets[at] as number,
  };
}
