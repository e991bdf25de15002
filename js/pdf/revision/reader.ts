/** Finds objects in a PDF: those that the tables at its end lead to (ISO 32000-1, 7.5). */
import { inflateSync } from 'node:zlib';
import { ClinicoreError } from '../../errors';
import { entries, first, reference } from './syntax';

/** A dictionary is looked for in so many bytes; those of a stream of objects, inflated, are not more. */
const MAX_OBJECT = 1 << 20;
const MAX_STREAM = 64 << 20;
const MAX_REVISIONS = 1_000;

/** Where an object is: from the file's start, or in a stream of objects, after so many others. */
type Place = { at: number } | { stream: number; nth: number } | 'free';

/** Says that the file is broken. */
export function malformed(reason: string): never {
  throw new ClinicoreError('ERR_MALFORMED_INPUT', `file is malformed: ${reason}`, { argument: 'file' });
}

/** A PDF that somebody wrote. */
export class PdfReader {
  /** What the newest revision ends with. */
  readonly trailer: Map<string, string>;
  /** Where the newest revision's table is. */
  readonly table: number;
  /** Whether that table is a stream, as those that follow must then be. */
  readonly hasStreams: boolean;
  readonly #places = new Map<number, Place>();
  readonly #streams = new Map<number, string[]>();

  constructor(readonly bytes: Buffer) {
    const end = bytes.toString('latin1', Math.max(0, bytes.length - 1_024));
    const start = /startxref\s+(\d{1,10})\s+%%EOF\s*$/.exec(end)?.[1];
    if (start === undefined || bytes.toString('latin1', 0, 5) !== '%PDF-') malformed('it is no whole PDF');
    this.table = Number(start);
    this.hasStreams = !this.#isTable(this.table);
    this.trailer = this.#readTable(this.table);
    const seen = new Set([this.table]);
    for (let older = this.trailer; older.has('Prev'); ) {
      const at = Number(older.get('Prev'));
      if (!Number.isInteger(at) || seen.has(at) || seen.size === MAX_REVISIONS)
        malformed('its tables lead in a circle');
      seen.add(at);
      older = this.#readTable(at);
    }
  }

  /** The object's value as it is written; of a stream its dictionary. */
  object(number: number): string {
    const place = this.#places.get(number);
    if (place === undefined || place === 'free') malformed('an object is missing');
    if ('at' in place) return this.#objectAt(place.at, number).value;
    const value = this.#objectsIn(place.stream)[place.nth];
    return value ?? malformed('an object is missing');
  }

  /** The object's entries. */
  dictionary(number: number): Map<string, string> {
    return entries(this.object(number)) ?? malformed('an object is no dictionary');
  }

  #isTable(at: number): boolean {
    return this.bytes.toString('latin1', at, at + 4) === 'xref';
  }

  #objectAt(at: number, number?: number): { value: string; end: number } {
    const source = this.bytes.toString('latin1', at, at + MAX_OBJECT);
    const head = /^(\d{1,10}) 0 obj/.exec(source);
    const value = head && first(source, head[0].length);
    if (!value || (number !== undefined && Number(head[1]) !== number))
      malformed('an object is not where it should be');
    return { value: source.slice(value.start, value.end), end: at + value.end };
  }

  #stream(at: number, number?: number): { values: Map<string, string>; data: Buffer } {
    const { value, end } = this.#objectAt(at, number);
    const values = entries(value);
    const head = /^\s*stream\r?\n/.exec(this.bytes.toString('latin1', end, end + 64));
    const length = Number(values?.get('Length'));
    if (values === undefined || head === null || !Number.isInteger(length)) malformed('a stream is broken');
    const start = end + head[0].length;
    const data = this.bytes.subarray(start, start + length);
    const filter = values.get('Filter');
    if (filter === undefined) return { values, data };
    if (filter !== '/FlateDecode') malformed('a stream is encoded as none of its kind is');
    try {
      return { values, data: inflateSync(data, { maxOutputLength: MAX_STREAM }) };
    } catch {
      return malformed('a stream cannot be decoded');
    }
  }

  #objectsIn(stream: number): string[] {
    const known = this.#streams.get(stream);
    if (known) return known;
    const place = this.#places.get(stream);
    if (place === undefined || place === 'free' || !('at' in place)) malformed('a stream is missing');
    const { values, data } = this.#stream(place.at, stream);
    const source = data.toString('latin1');
    const begin = Number(values.get('First'));
    const starts = Array.from(source.slice(0, begin).matchAll(/\d+\s+(\d+)/g), (pair) => begin + Number(pair[1]));
    const objects = starts.map((start, nth) => source.slice(start, starts[nth + 1]).trim());
    this.#streams.set(stream, objects);
    return objects;
  }

  /** Notes where objects are that no newer table has told of; returns the trailer. */
  #readTable(at: number): Map<string, string> {
    return this.#isTable(at) ? this.#readPlainTable(at) : this.#readStreamTable(at);
  }

  #readPlainTable(start: number): Map<string, string> {
    let at = start + 'xref'.length;
    for (;;) {
      const head = this.bytes.toString('latin1', at, at + 64);
      const section = /^\s*(\d{1,10}) (\d{1,10})\s*?\r?\n/.exec(head);
      if (section === null) break;
      at += section[0].length;
      const [from, count] = [Number(section[1]), Number(section[2])];
      if (at + 20 * count > this.bytes.length) malformed('a table is not whole');
      for (let row = 0; row < count; row++, at += 20) {
        const text = this.bytes.toString('latin1', at, at + 18);
        this.#note(from + row, text[17] === 'n' ? { at: Number(text.slice(0, 10)) } : 'free');
      }
    }
    const source = this.bytes.toString('latin1', at, at + MAX_OBJECT);
    const head = /^\s*trailer/.exec(source);
    return (head && entries(source.slice(head[0].length))) ?? malformed('its trailer is missing');
  }

  #readStreamTable(at: number): Map<string, string> {
    const { values, data } = this.#stream(at);
    const numbers = (name: string) => values.get(name)?.match(/\d+/g)?.map(Number);
    const widths = numbers('W') ?? [];
    const width = widths.reduce((sum, bytes) => sum + bytes, 0);
    if (values.get('Type') !== '/XRef' || widths.length !== 3 || widths.some((bytes) => bytes > 6) || width === 0) {
      malformed('its table is broken');
    }
    const parameters = entries(values.get('DecodeParms') ?? '<<>>');
    const rows = unpredicted(data, width, parameters?.get('Predictor') ?? '1');
    const index = numbers('Index') ?? [0, Number(values.get('Size'))];
    for (let section = 0, row = 0; section + 1 < index.length; section += 2) {
      const from = index[section] as number;
      for (let nth = 0; nth < (index[section + 1] as number); nth++, row++) {
        if ((row + 1) * width > rows.length) malformed('a table is not whole');
        this.#note(from + nth, placeOf(rows.subarray(row * width, (row + 1) * width), widths));
      }
    }
    return values;
  }

  #note(number: number, place: Place): void {
    if (!this.#places.has(number)) this.#places.set(number, place);
  }

  /** The catalog's number, and that of the first page. */
  root(): { catalog: number; page: number } {
    const catalog = reference(this.trailer.get('Root')) ?? malformed('its catalog is missing');
    let page = reference(this.dictionary(catalog).get('Pages'));
    for (let depth = 0; page !== undefined && depth < 64; depth++) {
      const kids = this.dictionary(page).get('Kids');
      if (kids === undefined) return { catalog, page };
      page = reference(/^\[\s*(\d+ \d+ R)/.exec(kids)?.[1]);
    }
    return malformed('it has no page');
  }
}

/** Lines of `width` bytes that tell their difference from the one above (PNG's filter "up"), told as they are. */
function unpredicted(data: Buffer, width: number, predictor: string): Buffer {
  if (predictor === '1') return data;
  const rows = Buffer.alloc(Math.floor(data.length / (width + 1)) * width);
  for (let row = 0; row * width < rows.length; row++) {
    const filter = data[row * (width + 1)];
    if (filter !== 0 && filter !== 2) malformed('its table is encoded as none of its kind is');
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const above = filter === 2 && row > 0 ? (rows[at - width] as number) : 0;
      rows[at] = (data[row * (width + 1) + 1 + column] as number) + above;
    }
  }
  return rows;
}

/** What a line of a table says (ISO 32000-1, table 18). */
function placeOf(line: Buffer, [kind, first, second]: number[]): Place {
  const read = (at: number, bytes: number) => (bytes === 0 ? 0 : line.readUIntBE(at, bytes));
  const [k, f, s] = [kind as number, first as number, second as number];
  const type = k === 0 ? 1 : read(0, k);
  if (type === 1) return { at: read(k, f) };
  return type === 2 ? { stream: read(k, f), nth: read(k + f, s) } : 'free';
}
