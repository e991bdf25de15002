/** Reading values with where they come from, and what is wrong with them. */

import { tagOf } from '../dictionary';
import { exceeded } from '../errors';
import type { DicomItem } from '../item';
import { hex8 } from '../tag';
import type { Range } from './plausible';
import { type EyeCode, type EyeConflict, type EyeConflictKind, type EyeSide, given } from './record';

/** How many items one record may be made of: visual fields have hundreds of points, tomograms of frames. */
const MOST_ITEMS = 50_000;

/** What is found while a file is read. */
export class Findings {
  readonly provenance: Record<string, string> = {};
  readonly conflicts: EyeConflict[] = [];
  #items = 0;

  report(kind: EyeConflictKind, path: string, message: string, eye?: EyeSide, value?: unknown): void {
    const conflict: EyeConflict = { kind, path, message };
    if (eye) conflict.eye = eye;
    if (typeof value === 'number' || typeof value === 'string') conflict.value = value;
    this.conflicts.push(conflict);
  }

  countItems(count: number): void {
    this.#items += count;
    if (this.#items > MOST_ITEMS) throw exceeded(`The examination has more than ${MOST_ITEMS} items`, MOST_ITEMS);
  }
}

/** A data set of the file that values are taken from, and the part of the record they go to. */
export class Source {
  /**
   * @param item the data set
   * @param path its tag path with a dot at the end, or `''`
   * @param place the record's part with a dot at the end (`'right.'`), or `''`
   */
  constructor(
    readonly item: DicomItem,
    readonly findings: Findings,
    readonly path = '',
    readonly place = '',
    readonly eye?: EyeSide,
  ) {}

  /** The same data set for another part of the record. */
  for(place: string, eye = this.eye): Source {
    return new Source(this.item, this.findings, this.path, this.place + place, eye);
  }

  /** The same data set for the part `place` of the record, from its top. */
  at(place: string): Source {
    return new Source(this.item, this.findings, this.path, place, this.eye);
  }

  pathOf(keyword: string): string {
    return this.path + hex8(tagOf(keyword) as number);
  }

  /** Whether there is an element that is not empty. */
  has(keyword: string): boolean {
    return (this.item.element(keyword)?.length ?? 0) > 0;
  }

  report(kind: EyeConflictKind, keyword: string, message: string, value?: unknown): void {
    this.findings.report(kind, this.pathOf(keyword), message, this.eye, value);
  }

  /** Notes where the record's value `name` comes from. */
  note(keyword: string, name: string): void {
    this.findings.provenance[this.place + name] = this.pathOf(keyword);
  }

  /** The items of a sequence, for the record's list `name`, or its part `name` where each makes one of its own. */
  all(keyword: string, name: string): Source[] {
    const items = this.#items(keyword);
    return items.map((item, at) => this.#of(item, keyword, at, `${name}[${at}].`));
  }

  /** The item of a sequence that may have but one. Of several none is chosen. */
  one(keyword: string, part = ''): Source | undefined {
    const items = this.#items(keyword);
    if (items.length > 1) this.report('ambiguous', keyword, `${keyword} has several items where one is allowed`);
    return items.length === 1 ? this.#of(items[0] as DicomItem, keyword, 0, part) : undefined;
  }

  #items(keyword: string): DicomItem[] {
    const items = this.item.items(keyword);
    this.findings.countItems(items.length);
    if (items.length === 0 && this.has(keyword)) this.report('invalid', keyword, `${keyword} is no sequence`);
    return items;
  }

  #of(item: DicomItem, keyword: string, at: number, part: string): Source {
    return new Source(item, this.findings, `${this.pathOf(keyword)}[${at}].`, this.place + part, this.eye);
  }

  /** The one value of an element; `undefined` where there is none. Of several none is chosen. */
  #single(keyword: string): unknown {
    const value = this.item.get(keyword);
    if (Array.isArray(value)) {
      this.report('ambiguous', keyword, `${keyword} has several values where one is allowed`);
      return undefined;
    }
    return value ?? undefined;
  }

  /** A number that needs no place in the record yet. */
  bare(keyword: string): number | undefined {
    const value = this.#single(keyword);
    if (value === undefined) return undefined;
    if (typeof value === 'number') return value + 0;
    this.report('invalid', keyword, `${keyword} is no number`, value);
    return undefined;
  }

  /** A number of the record; reported if it is outside of `range`. */
  number(keyword: string, name: string, range: Range): number | undefined {
    const value = this.bare(keyword);
    if (value === undefined) return undefined;
    this.note(keyword, name);
    this.check(value, keyword, range);
    return value;
  }

  check(value: number, keyword: string, [min, max]: Range): void {
    if (value >= min && value <= max) return;
    this.report('implausible', keyword, `${keyword} is outside of what is plausible, ${min} to ${max}`, value);
  }

  /** An axis in degrees: above 0, up to 180. */
  axis(keyword: string, name: string): number | undefined {
    const value = this.bare(keyword);
    if (value === undefined) return undefined;
    if (!(value >= 0 && value <= 180)) {
      this.report('axis', keyword, `${keyword} is no axis from 0 to 180 degrees`, value);
      return undefined;
    }
    this.note(keyword, name);
    return value === 0 ? 180 : value;
  }

  /** A text of the record. */
  text(keyword: string, name: string): string | undefined {
    const value = this.#single(keyword);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') {
      this.report('invalid', keyword, `${keyword} is no text`, value);
      return undefined;
    }
    this.note(keyword, name);
    return value;
  }

  /** One of the standard's terms, as the record says it; without a name it has no place in the record. */
  term<T extends string | boolean>(keyword: string, name: string | undefined, terms: Record<string, T>): T | undefined {
    const value = this.#single(keyword);
    if (value === undefined) return undefined;
    if (typeof value === 'string' && Object.hasOwn(terms, value)) {
      if (name !== undefined) this.note(keyword, name);
      return terms[value];
    }
    this.report('invalid', keyword, `${keyword} is none of ${Object.keys(terms).join(', ')}`, value);
    return undefined;
  }

  /** Several numbers. */
  numbers(keyword: string, name: string): number[] | undefined {
    const value = this.item.get(keyword);
    if (value === undefined || value === null) return undefined;
    const values = Array.isArray(value) ? value : [value];
    if (!values.every((entry) => typeof entry === 'number')) {
      this.report('invalid', keyword, `${keyword} has values that are no numbers`);
      return undefined;
    }
    this.note(keyword, name);
    return values;
  }

  /** Several texts; one that is empty keeps its place. */
  texts(keyword: string, name: string): string[] | undefined {
    const value = this.item.get(keyword);
    if (value === undefined || value === null) return undefined;
    const values = (Array.isArray(value) ? value : [value]).map((entry) => entry ?? '');
    if (!values.every((entry) => typeof entry === 'string')) {
      this.report('invalid', keyword, `${keyword} has values that are no texts`);
      return undefined;
    }
    this.note(keyword, name);
    return values;
  }

  /** The code in a code sequence of at most one item. */
  code(keyword: string, name: string): EyeCode | undefined {
    const code = codeIn(this.one(keyword));
    if (code) this.note(keyword, name);
    return code;
  }

  /** The codes in a code sequence. */
  codes(keyword: string, name: string): EyeCode[] | undefined {
    const codes: EyeCode[] = [];
    for (const item of this.all(keyword, name)) {
      const code = codeIn(item);
      if (!code) continue;
      item.at(`${this.place}${name}[${codes.length}].`).note('CodeValue', 'value');
      codes.push(code);
    }
    return codes.length > 0 ? codes : undefined;
  }
}

/** The code an item of a code sequence holds (PS3.3 8.8); one without a value is none. */
export function codeIn(item: Source | undefined): EyeCode | undefined {
  if (!item) return undefined;
  const word = (keyword: string): string | undefined => {
    const value = item.item.get(keyword);
    return typeof value === 'string' ? value : undefined;
  };
  const value = word('CodeValue') ?? word('LongCodeValue') ?? word('URNCodeValue');
  if (value === undefined) return undefined;
  return { value, ...given({ scheme: word('CodingSchemeDesignator'), meaning: word('CodeMeaning') }) };
}
