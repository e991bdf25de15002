/**
 * Where a file's objects stand: its cross-reference tables and streams (ISO 32000-2, 7.5.4 and 7.5.8), or, where these are
 * wrong, what a look through the whole file finds.
 */
import type { Steps } from '../pace';
import { decoded, Settings } from './filter';
import { isDamage, type Work } from './limits';
import { type Dictionary, index, isName, Name, type PdfObject, type Reference } from './object';
import { isDigit, isRegular, isWhite, Parser, stands } from './parse';

/** `undefined` in both: free. */
export interface Place {
  /** Where it stands in the file. */
  at?: number;
  /** The stream of objects it stands in. */
  container?: number;
}

export interface Xref {
  places: Map<number, Place>;
  trailer: Dictionary;
  /** Streams of objects whose list of them may be lost. */
  containers: number[];
}

/** Sections of updates; each is read once, so only their sum matters. */
const MAX_SECTIONS = 10_000;

const FREE: Place = {};

/** What the file says itself; none where that is wrong. */
export function* told(data: Uint8Array, work: Work): Steps<Xref | undefined> {
  const tail = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const at = tail.lastIndexOf('startxref');
  if (at < data.length - 2048 || at < 0) return undefined;
  let next: { start: number; isHybrid: boolean } | undefined;
  const start = new Parser(data, at + 9, work).unsigned();
  if (start !== undefined) next = { start, isHybrid: false };
  const xref: Xref = { places: new Map(), trailer: new Map(), containers: [] };
  const seen = new Set<number>();
  let before: number | undefined;
  while (next) {
    const { start, isHybrid } = next;
    if (seen.has(start) || seen.size >= MAX_SECTIONS) break;
    seen.add(start);
    const trailer: Dictionary | undefined =
      start < data.length ? yield* section(data, start, work, xref.places) : undefined;
    if (!trailer) return undefined;
    if (!isHybrid) before = index(trailer.get('Prev'));
    // A hybrid file's stream comes before the section before it.
    const stream = isHybrid ? undefined : index(trailer.get('XRefStm'));
    if (stream !== undefined) next = { start: stream, isHybrid: true };
    else next = before === undefined ? undefined : { start: before, isHybrid: false };
    for (const [key, value] of trailer) if (!xref.trailer.has(key)) xref.trailer.set(key, value);
  }
  return xref.trailer.has('Root') ? xref : undefined;
}

/** One table or stream; places that are known already are newer. None where there is no such thing. */
function* section(
  data: Uint8Array,
  start: number,
  work: Work,
  places: Map<number, Place>,
): Steps<Dictionary | undefined> {
  const parser = new Parser(data, start, work);
  return yield* tolerant(parser.word('xref') ? table(parser, places) : stream(parser, places));
}

/** What damage gives nothing of. */
function* tolerant<T>(steps: Steps<T>): Steps<T | undefined> {
  try {
    return yield* steps;
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}

function* table(parser: Parser, places: Map<number, Place>): Steps<Dictionary | undefined> {
  const freed: number[] = [];
  while (!parser.word('trailer')) {
    const first = parser.unsigned();
    const count = first === undefined ? undefined : parser.unsigned();
    if (first === undefined || count === undefined) return undefined;
    for (let number = first; number < first + count; number++) {
      const at = parser.unsigned();
      if (at === undefined || parser.unsigned() === undefined) return undefined;
      const isUsed = parser.word('n');
      if (!isUsed && !parser.word('f')) return undefined;
      parser.work.object();
      if (parser.work.pace.due()) yield;
      if (!isUsed) freed.push(number);
      else if (!places.has(number)) places.set(number, { at });
    }
  }
  const trailer = parser.object();
  if (!(trailer instanceof Map)) return undefined;
  // In a hybrid file the objects that only its stream knows are said to be free.
  if (!trailer.has('XRefStm')) for (const number of freed) if (!places.has(number)) places.set(number, FREE);
  return trailer;
}

function* stream(parser: Parser, places: Map<number, Place>): Steps<Dictionary | undefined> {
  if (!parser.head()) return undefined;
  const dictionary = parser.object();
  if (!(dictionary instanceof Map) || !parser.word('stream')) return undefined;
  return (yield* compressed(parser.data, dictionary, parser.at, parser.work, places)) ? dictionary : undefined;
}

/** Reads a cross-reference stream whose `stream` ends at `at`; false where it is none. */
function* compressed(
  data: Uint8Array,
  dictionary: Dictionary,
  at: number,
  work: Work,
  places: Map<number, Place>,
): Steps<boolean> {
  const start = afterLine(data, at);
  let plain: Uint8Array = data.subarray(start, start + (index(dictionary.get('Length')) ?? 0));
  const settings = list(dictionary.get('DecodeParms'));
  for (const [at, name] of list(dictionary.get('Filter')).entries()) {
    const own = settings[at];
    if (name instanceof Name) {
      plain = decoded(name.name, new Settings(own instanceof Map ? own : undefined), plain, start, work);
    }
  }
  const integers = (key: string) => {
    const value = dictionary.get(key);
    return Array.isArray(value) ? value.map((item) => index(item) ?? 0) : [];
  };
  const [first = 9, second = 9, third = 9, ...more] = integers('W');
  const size = first + second + third;
  if (Math.max(first, second, third) > 8 || size === 0 || more.length > 0) return false;
  const field = (from: number, length: number) => {
    let value = 0;
    for (let i = from; i < from + length; i++) value = value * 256 + (plain[i] as number);
    return value;
  };
  const ranges = dictionary.has('Index') ? integers('Index') : [0, index(dictionary.get('Size')) ?? 0];
  for (let range = 0, entry = 0; range + 1 < ranges.length; range += 2) {
    const from = ranges[range] as number;
    for (let number = from; number < from + (ranges[range + 1] as number); number++, entry += size) {
      if (entry + size > plain.length) return true;
      work.object();
      if (work.pace.due()) yield;
      if (number > 0xffffffff) return false;
      if (places.has(number)) continue;
      const kind = first === 0 ? 1 : field(entry, first);
      const value = field(entry + first, second);
      if (kind <= 2) places.set(number, kind === 0 ? FREE : kind === 1 ? { at: value } : { container: value });
    }
  }
  return true;
}

const list = (value: PdfObject | undefined): PdfObject[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** Looks through the whole file for objects and trailers; of two with one number the later counts. */
export function* found(data: Uint8Array, work: Work): Steps<Xref> {
  const xref: Xref = { places: new Map(), trailer: new Map(), containers: [] };
  let catalog: Reference | undefined;
  let at = 0;
  for (let steps = 1; at < data.length; steps++) {
    if (steps % 256 === 0 && work.pace.due()) yield;
    const begins = at === 0 || !isRegular(data[at - 1]);
    if (begins && isDigit(data[at])) {
      const parser = new Parser(data, at, work);
      const id = parser.head();
      if (id) {
        work.object();
        xref.places.set(id.number, { at });
        const object = yield* look(parser, id);
        if (object.isCatalog) catalog = id;
        at = object.end;
      } else {
        while (isDigit(data[at])) at++;
      }
    } else if (begins && data[at] === 0x74 && stands(data, at, 'trailer')) {
      const trailer = yield* tolerant(objectAt(new Parser(data, at + 7, work)));
      if (trailer instanceof Map) adopt(xref, trailer);
      at += 7;
    } else {
      at++;
    }
  }
  if (catalog && !xref.trailer.has('Root')) xref.trailer.set('Root', catalog);
  return xref;

  /** Looks at an object that stands in the file, whose head was passed; where it ends, as far as that is sure. */
  function* look(parser: Parser, id: Reference): Steps<{ end: number; isCatalog: boolean }> {
    const start = parser.at;
    const dictionary = yield* tolerant(objectAt(parser));
    if (!(dictionary instanceof Map)) return { end: start, isCatalog: false };
    const isCatalog = isName(dictionary.get('Type'), 'Catalog');
    if (!parser.word('stream')) return { end: parser.at, isCatalog };
    if (isName(dictionary.get('Type'), 'ObjStm')) xref.containers.push(id.number);
    if (isName(dictionary.get('Type'), 'XRef')) {
      adopt(xref, dictionary);
      // Where objects in streams are; what stands in the file itself was or will be found.
      const places = new Map<number, Place>();
      yield* tolerant(compressed(data, dictionary, parser.at, work, places));
      for (const [number, place] of places) {
        if (place.container !== undefined && !xref.places.has(number)) xref.places.set(number, place);
      }
    }
    const body = afterLine(data, parser.at);
    const length = index(dictionary.get('Length'));
    return { end: (length === undefined ? undefined : ends(data, body + length)) ?? body, isCatalog };
  }
}

// biome-ignore lint/correctness/useYield: it has no steps, but the type of what has
function* objectAt(parser: Parser): Steps<PdfObject> {
  return parser.object();
}

/** Newer trailers replace what older ones say. */
function adopt(xref: Xref, trailer: Dictionary): void {
  for (const key of ['Root', 'Info', 'ID', 'Encrypt']) {
    const value = trailer.get(key);
    if (value !== undefined) xref.trailer.set(key, value);
  }
}

/** Past the line break after `stream`. */
export function afterLine(data: Uint8Array, at: number): number {
  const line = data[at] === 13 ? at + 1 : at;
  return data[line] === 10 ? line + 1 : line;
}

/** Whether a stream ends at `at`, and where the word that says so does. */
export function ends(data: Uint8Array, at: number): number | undefined {
  let end = at;
  while (isWhite(data[end])) end++;
  return stands(data, end, 'endstream') ? end + 9 : undefined;
}
