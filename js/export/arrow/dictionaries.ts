/** The dictionaries of categories, which grow from table to table. */
import type { Column } from '../table/column';

/** All texts of a column of categories so far. */
export class Words {
  readonly all: string[] = [];
  readonly #codes = new Map<string, number>();
  #last: readonly string[] | undefined;
  #recode: Int32Array | undefined;

  /** Takes a column's dictionary in; returns how many texts of it were new. */
  add({ dictionary = [] }: Column): number {
    if (dictionary === this.#last) return 0;
    const before = this.all.length;
    const recode = Int32Array.from(dictionary, (text) => {
      const known = this.#codes.get(text);
      if (known !== undefined) return known;
      this.#codes.set(text, this.all.length);
      return this.all.push(text) - 1;
    });
    this.#last = dictionary;
    this.#recode = recode.every((code, at) => code === at) ? undefined : recode;
    return this.all.length - before;
  }

  /** The column's places among all texts; its own memory where they are the same. */
  places({ values, length }: Column): Int32Array {
    const recode = this.#recode;
    if (recode === undefined) return values as Int32Array;
    const places = new Int32Array(length);
    for (let row = 0; row < length; row++) places[row] = recode[values[row] as number] ?? 0;
    return places;
  }
}
