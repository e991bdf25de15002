/** A file that is written: objects as they come, what is no stream packed into streams of objects (ISO 32000-2, 7.5.7). */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { ObjectStream, type Place, placesTable } from '../object-stream';
import { type Dictionary, dictionary, Name, type PdfObject, Reference, Stream } from './object';

const HEAD = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1');

export class Output {
  readonly #pieces: Uint8Array[] = [HEAD];
  /** Of what was written: the file's identity. No clock, no chance. */
  readonly #hash = createHash('sha256').update(HEAD);
  #length = HEAD.length;
  /** Of each object from number 1 on, when it is written. */
  readonly #places: (Place | undefined)[] = [];
  readonly #objects = new ObjectStream();
  /** Streams by what they are, so that what many files have in common (a logo, a font) is written once. */
  readonly #streams = new Map<string, Reference>();

  /** A number for an object that is written later, if ever. */
  reserve(): Reference {
    return new Reference(this.#places.push(undefined));
  }

  put(id: Reference, object: PdfObject): void {
    this.#objects.add(id.number, written(object));
    if (this.#objects.isFull) this.#pack();
  }

  add(object: PdfObject): Reference {
    const id = this.reserve();
    this.put(id, object);
    return id;
  }

  /** A stream whose data are compressed as its dictionary says. */
  putStream(id: Reference, head: Dictionary, data: Uint8Array): void {
    this.#places[id.number - 1] = { at: this.#length };
    const whole = new Map(head).set('Length', data.length);
    this.#write(Buffer.from(`${id.number} 0 obj\n${written(whole)}\nstream\n`, 'latin1'));
    this.#write(data);
    this.#write(Buffer.from('\nendstream\nendobj\n'));
  }

  /** A stream that may be one that was written already. */
  shareStream(head: Dictionary, data: Uint8Array): Reference {
    const said = written(new Map([...head].sort(([a], [b]) => (a < b ? -1 : 1))));
    const key = createHash('sha256').update(`${said.length} ${said}`, 'latin1').update(data).digest('base64');
    const known = this.#streams.get(key);
    if (known) return known;
    const id = this.reserve();
    this.putStream(id, head, data);
    this.#streams.set(key, id);
    return id;
  }

  /** A stream that is compressed here. */
  addPlain(head: Dictionary, data: Uint8Array): Reference {
    return this.shareStream(new Map(head).set('Filter', new Name('FlateDecode')), deflateSync(data));
  }

  #write(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.#hash.update(bytes);
    this.#length += bytes.length;
  }

  #pack(): void {
    if (this.#objects.isEmpty) return;
    const container = this.reserve();
    const { count, first, data } = this.#objects.take((number, index) => {
      this.#places[number - 1] = { container: container.number, index };
    });
    const Filter = new Name('FlateDecode');
    this.putStream(container, dictionary({ Type: new Name('ObjStm'), N: count, First: first, Filter }), data);
  }

  /** The whole file. */
  finish(root: Reference, info: Reference | undefined): Uint8Array {
    this.#pack();
    const start = this.#length;
    const own = this.reserve();
    this.#places[own.number - 1] = { at: start };
    const { widths, data } = placesTable(this.#places);
    const identifier = this.#hash.copy().digest().subarray(0, 16);
    const head = dictionary({
      Type: new Name('XRef'),
      Size: this.#places.length + 1,
      W: widths,
      Root: root,
      ID: [identifier, identifier],
      Filter: new Name('FlateDecode'),
      DecodeParms: dictionary({ Predictor: 12, Columns: widths.reduce((sum, width) => sum + width) }),
    });
    if (info) head.set('Info', info);
    this.putStream(own, head, data);
    this.#write(Buffer.from(`startxref\n${start}\n%%EOF\n`));
    return Buffer.concat(this.#pieces);
  }
}

/** One character a byte. */
function written(object: PdfObject): string {
  if (object === null || typeof object === 'boolean') return String(object);
  if (typeof object === 'number') return number(object);
  if (object instanceof Name) return name(object.name);
  if (object instanceof Reference) return `${object.number} ${object.generation} R`;
  if (object instanceof Uint8Array) return string(object);
  if (Array.isArray(object)) return `[${object.map(written).join(' ')}]`;
  if (object instanceof Stream) return 'null'; // a stream is never within another object
  return `<<${[...object].map(([key, value]) => `${name(key)} ${written(value)}`).join('')}>>`;
}

/** Without an exponent, which PDF does not know. */
function number(value: number): string {
  const short = String(value);
  if (!short.includes('e')) return short;
  return Math.abs(value) < 1 ? value.toFixed(20).replace(/0+$/, '') : BigInt(Math.trunc(value)).toString();
}

const name = (text: string): string =>
  `/${text.replace(/[^A-Za-z0-9\-_.+*:,;!@$^&=?'"|~`\\]/g, (character) => {
    return `#${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  })}`;

function string(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isPlain = bytes.every((byte) => byte >= 32 && byte < 127);
  return isPlain ? `(${text.toString('latin1').replace(/[()\\]/g, '\\$&')})` : `<${text.toString('hex')}>`;
}
