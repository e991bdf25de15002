/** Objects packed into streams (ISO 32000-2, 7.5.7), and the table of where all objects are, which then is one too (7.5.8). */
import { deflateSync } from 'node:zlib';

/** A stream is full when so many characters are in it: readers take in all of it for any of its objects. */
const FULL = 128 * 1024;

/** Where an object is: from the file's beginning, or in the stream of that number, after so many others. */
export type Place = { at: number } | { container: number; index: number };

/** Objects that are no streams themselves, on their way into one. */
export class ObjectStream {
  #index = '';
  #body = '';
  #numbers: number[] = [];

  get isFull(): boolean {
    return this.#body.length >= FULL;
  }

  get isEmpty(): boolean {
    return this.#numbers.length === 0;
  }

  /** Adds an object, written with one character for each byte. */
  add(number: number, written: string): void {
    this.#numbers.push(number);
    this.#index += `${number} ${this.#body.length} `;
    this.#body += `${written}\n`;
  }

  /** Gives the stream away, and begins anew; `place` is told of each object how many are before it. */
  take(place: (number: number, index: number) => void): { count: number; first: number; data: Buffer } {
    for (const [index, number] of this.#numbers.entries()) place(number, index);
    const [count, first] = [this.#numbers.length, this.#index.length];
    const data = deflated(Buffer.from(this.#index + this.#body, 'latin1'));
    this.#numbers = [];
    this.#index = '';
    this.#body = '';
    return { count, first, data };
  }
}

/** The table of all objects' places, from number 1 on; each line as its difference from the one above (PNG's filter "up"). */
export function placesTable(places: readonly (Place | undefined)[]): { widths: number[]; data: Buffer } {
  const largest = Math.max(places.length, ...places.slice(-1).map((place) => (place && 'at' in place ? place.at : 0)));
  const bytes = Math.ceil(Math.log2(largest + 1) / 8);
  const width = 1 + bytes + 2;
  const table = Buffer.alloc((1 + width) * (places.length + 1));
  let [line, above] = [new Uint8Array(width), new Uint8Array(width)];
  for (let number = 0, end = 0; number <= places.length; number++) {
    const place = places[number - 1];
    const [kind, first, second] = !place ? FREE : 'at' in place ? [1, place.at, 0] : [2, place.container, place.index];
    line[0] = kind;
    for (let at = bytes, rest = first; at > 0; at--, rest = Math.floor(rest / 256)) line[at] = rest;
    line[bytes + 1] = second >> 8;
    line[bytes + 2] = second;
    table[end++] = 2;
    for (let at = 0; at < width; at++) table[end++] = (line[at] as number) - (above[at] as number);
    [line, above] = [above, line];
  }
  return { widths: [1, bytes, 2], data: deflated(table) };
}

const FREE = [0, 0, 0] as const;

const deflated = (data: Buffer) => deflateSync(data, { level: 4 });
