/** Dictionaries of categories. */
import type { TextsMessage } from '../../contract/columns';
import type { Column } from './column';

/** Texts that are looked up at a time: a fraction of a millisecond. */
const STEP = 2048;

/** One dictionary for columns that follow each other: each text once, in the order in which they came. */
export class Dictionary {
  readonly texts: string[] = [];
  readonly #codes = new Map<string, number>();
  /** The dictionary that was taken last, and where its texts are in this one. */
  #last: readonly string[] = [];
  readonly #places: number[] = [];
  /** How many of these are the same, from the first on. */
  #same = 0;

  /**
   * Takes a column's dictionary in, step by step. Tables of one file often share theirs, or add to it: of what is as in
   * the one before, nothing is looked up.
   */
  *take({ dictionary = [] }: Column): Generator<void, void, void> {
    const last = this.#last;
    if (dictionary === last) return;
    this.#last = dictionary;
    const places = this.#places;
    let at = 0;
    for (; at < dictionary.length && at < last.length && dictionary[at] === last[at]; at++) {
      if (at % STEP === STEP - 1) yield;
    }
    places.length = at;
    this.#same = Math.min(this.#same, at);
    for (; at < dictionary.length; at++) {
      const place = this.#placeOf(dictionary[at] as string);
      if (place === at && this.#same === at) this.#same++;
      places.push(place);
      if (at % STEP === STEP - 1) yield;
    }
  }

  /** Where the texts are of the rows of the column that was taken last; its own memory where they are there already. */
  places({ values, length }: Column): Int32Array {
    const places = this.#places;
    if (this.#same === places.length) return values as Int32Array;
    const moved = new Int32Array(length);
    for (let row = 0; row < length; row++) moved[row] = places[values[row] as number] ?? 0;
    return moved;
  }

  #placeOf(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    this.#codes.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

/** Bytes of texts that are made one text first. */
const WHOLE_BYTES = 64 * 1024 * 1024;

/** The texts that lie in bytes, each from its offset to the next. */
export function textsOf({ values, offsets }: TextsMessage): readonly string[] {
  const first = offsets[0] as number;
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength).subarray(first, offsets.at(-1));
  // Where each byte is a character, as in most, texts are cut out of one: in a fifth of the time.
  const whole = bytes.length <= WHOLE_BYTES ? bytes.toString('utf8') : '';
  const read = whole.length === bytes.length ? whole.slice.bind(whole) : bytes.toString.bind(bytes, 'utf8');
  return Object.freeze(
    Array.from({ length: offsets.length - 1 }, (_, at) =>
      read((offsets[at] as number) - first, (offsets[at + 1] as number) - first),
    ),
  );
}
