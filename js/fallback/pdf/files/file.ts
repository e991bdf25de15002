/** A file that is read: its objects are looked up where they stand, when they are asked for. */
import { atOnce, type Steps } from '../pace';
import { Crypt } from './crypt';
import { decoded, Settings } from './filter';
import { isDamage, malformed, type Work } from './limits';
import { type Dictionary, index, isName, Name, type PdfObject, Reference, Stream } from './object';
import { Parser } from './parse';
import { afterLine, ends, found, type Place, told, type Xref } from './xref';

/** References that may follow one another. */
const MAX_CHAIN = 32;

/** A stream of objects, inflated, and where each of them begins. */
interface Container {
  plain: Uint8Array;
  places: Map<number, number>;
}

export class PdfFile {
  catalog: Dictionary = new Map();
  readonly trailer: Dictionary;
  readonly #places: Map<number, Place>;
  readonly #objects = new Map<number, PdfObject>();
  /** Those that are being read: an object that needs itself is none. */
  readonly #pending = new Set<number>();
  readonly #containers = new Map<number, Container>();
  #crypt: Crypt | undefined;
  #wasRepaired: boolean;
  /** Where the last `endstream` begins; looked for when it is needed. */
  #lastEnd: number | undefined;

  static *open(bytes: Uint8Array, password: string | null, work: Work): Steps<PdfFile> {
    work.file(bytes.length);
    const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).indexOf('%PDF-');
    if (start < 0) throw malformed('it does not begin with %PDF-', 0);
    // Offsets count from there.
    const data = bytes.subarray(start);
    const said = yield* told(data, work);
    const file = said && new PdfFile(data, said, work, false);
    if (file?.open(password, [])) return file;
    const looked = yield* found(data, work);
    const repaired = new PdfFile(data, looked, work, true);
    if (repaired.open(password, looked.containers)) return repaired;
    throw malformed('it has no catalog of pages');
  }

  private constructor(
    readonly data: Uint8Array,
    { places, trailer }: Xref,
    readonly work: Work,
    wasRepaired: boolean,
  ) {
    this.#places = places;
    this.trailer = trailer;
    this.#wasRepaired = wasRepaired;
  }

  /** False where the cross-references do not lead to the pages. */
  private open(password: string | null, containers: number[]): boolean {
    const lock = this.trailer.get('Encrypt');
    if (lock !== undefined) {
      const dictionary = this.dictionary(lock);
      if (!dictionary) {
        if (this.#wasRepaired) throw malformed('its encryption dictionary is missing');
        return false;
      }
      const ids = this.get(this.trailer, 'ID');
      const id = Array.isArray(ids) ? ids[0] : undefined;
      this.#crypt = new Crypt(this.whole(dictionary), id instanceof Uint8Array ? id : new Uint8Array(0), password);
      this.#objects.clear(); // what was read so far was not yet in clear
    }
    for (const container of containers) this.#adopt(container);
    const catalog = this.dictionary(this.trailer.get('Root'));
    const pages = catalog && this.dictionary(catalog.get('Pages'));
    if (!catalog || !pages) return false;
    this.catalog = catalog;
    return this.#wasRepaired || Array.isArray(this.get(pages, 'Kids'));
  }

  /** Makes the objects of a stream known whose places were not said; the catalog may be among them. */
  #adopt(number: number): void {
    let container: Container;
    try {
      container = this.#container(number);
    } catch (error) {
      if (isDamage(error)) return;
      throw error;
    }
    for (const object of container.places.keys()) {
      if (!this.#places.has(object)) this.#places.set(object, { container: number });
      const id = new Reference(object);
      if (!this.trailer.has('Root') && isName(this.dictionary(id)?.get('Type'), 'Catalog'))
        this.trailer.set('Root', id);
    }
  }

  /** A dictionary of plain values with what it refers to in the references' place. */
  whole(dictionary: Dictionary): Dictionary {
    return new Map([...dictionary].map(([key, value]) => [key, this.resolve(value)]));
  }

  /** What a value is, or what it refers to. */
  resolve(value: PdfObject | undefined): PdfObject {
    let object = value ?? null;
    for (let i = 0; i < MAX_CHAIN; i++) {
      if (!(object instanceof Reference)) return object;
      object = this.#object(object);
    }
    return null;
  }

  /** What a dictionary has under a key. */
  get(dictionary: Dictionary, key: string): PdfObject {
    return this.resolve(dictionary.get(key));
  }

  /** The dictionary that a value is, refers to, or, of a stream, has. */
  dictionary(value: PdfObject | undefined): Dictionary | undefined {
    const object = this.resolve(value);
    if (object instanceof Stream) return object.dictionary;
    return object instanceof Map ? object : undefined;
  }

  /** The items of an array; none of anything else. */
  items(value: PdfObject | undefined): PdfObject[] {
    const object = this.resolve(value);
    return Array.isArray(object) ? object : [];
  }

  /** The first numbers of an array of at least so many. */
  numbers(value: PdfObject | undefined, count: number): number[] | undefined {
    const numbers = this.items(value)
      .slice(0, count)
      .map((item) => this.resolve(item));
    const isWhole = numbers.length === count && numbers.every((item) => typeof item === 'number');
    return isWhole ? (numbers as number[]) : undefined;
  }

  #object(id: Reference): PdfObject {
    const known = this.#objects.get(id.number);
    if (known !== undefined) return known;
    if (this.#pending.has(id.number)) return null;
    this.#pending.add(id.number);
    try {
      this.work.depth(this.#pending.size);
      const object = this.#read(id);
      this.#objects.set(id.number, object);
      return object;
    } finally {
      this.#pending.delete(id.number);
    }
  }

  #read(id: Reference): PdfObject {
    for (;;) {
      try {
        return this.#attempt(id);
      } catch (error) {
        if (!isDamage(error)) throw error;
        if (this.#wasRepaired) return null;
        // The cross-references are wrong; those that were right lead to the same.
        this.#wasRepaired = true;
        for (const [number, place] of atOnce(found(this.data, this.work)).places) this.#places.set(number, place);
      }
    }
  }

  #attempt(id: Reference): PdfObject {
    const { at, container } = this.#places.get(id.number) ?? {};
    if (container !== undefined) return this.#contained(container, id.number);
    if (at === undefined) return null;
    const object = this.#at(at, id.number);
    return this.#crypt ? this.#crypt.opened(object, id) : object;
  }

  /** The object that stands at a place of the file. */
  #at(at: number, number: number): PdfObject {
    const parser = new Parser(this.data, at, this.work);
    const id = at < this.data.length ? parser.head() : undefined;
    if (id?.number !== number) throw malformed('an object is not where it should be', at);
    const object = parser.object();
    if (!(object instanceof Map) || !parser.word('stream')) return object;
    const start = afterLine(this.data, parser.at);
    const length = index(this.get(object, 'Length'));
    const isRight = length !== undefined && start + length <= this.data.length && ends(this.data, start + length);
    const end = isRight ? start + (length as number) : this.#end(start);
    return new Stream(object, Math.min(start, end), end, id);
  }

  /** Where a stream ends whose length is wrong. */
  #end(start: number): number {
    const data = Buffer.from(this.data.buffer, this.data.byteOffset, this.data.byteLength);
    this.#lastEnd ??= Math.max(0, data.lastIndexOf('endstream'));
    if (start > this.#lastEnd) return data.length;
    let end = data.indexOf('endstream', start);
    if (end > start && data[end - 1] === 10) end--;
    if (end > start && data[end - 1] === 13) end--;
    return end;
  }

  #contained(container: number, number: number): PdfObject {
    const { plain, places } = this.#container(container);
    const at = places.get(number);
    return at === undefined ? null : new Parser(plain, at, this.work).object();
  }

  #container(number: number): Container {
    const known = this.#containers.get(number);
    if (known) return known;
    const stream = this.#object(new Reference(number));
    if (!(stream instanceof Stream)) throw malformed('a stream of objects is missing');
    const plain = this.plain(stream);
    const count = index(this.get(stream.dictionary, 'N')) ?? 0;
    const first = index(this.get(stream.dictionary, 'First')) ?? 0;
    const places = new Map<number, number>();
    const parser = new Parser(plain, 0, this.work);
    for (let i = 0; i < count; i++) {
      const number = parser.unsigned();
      const offset = number === undefined ? undefined : parser.unsigned();
      if (number === undefined || offset === undefined) break;
      this.work.object();
      places.set(number, Math.min(first + offset, plain.length));
    }
    const container = { plain, places };
    this.#containers.set(number, container);
    return container;
  }

  /** A stream's bytes as they are compressed, in clear. */
  raw(stream: Stream): Uint8Array {
    const data = this.data.subarray(stream.start, stream.end);
    return this.#crypt ? this.#crypt.stream(stream, data) : data;
  }

  /** A stream's bytes as they are meant. */
  plain(stream: Stream): Uint8Array {
    const { dictionary } = stream;
    const list = (long: string, short: string) => {
      const value = this.get(dictionary, long) ?? this.get(dictionary, short);
      return value === null ? [] : (Array.isArray(value) ? value : [value]).map((item) => this.resolve(item));
    };
    const names = list('Filter', 'F');
    const settings = list('DecodeParms', 'DP');
    let plain = this.raw(stream);
    if (names.length === 0) this.work.inflated(plain.length);
    for (const [at, name] of names.entries()) {
      if (!(name instanceof Name) || name.name === 'Crypt') continue;
      const own = settings[at];
      const set = new Settings(own instanceof Map ? this.whole(own) : undefined);
      plain = decoded(name.name, set, plain, stream.start, this.work);
    }
    return plain;
  }
}
