/** The names of sheets that others run over into. */
import { MAX_SHEET_NAME } from '../excel';

/** Makes names that no sheet has. */
export class SheetNames {
  readonly #taken: Set<string>;

  constructor(names: readonly string[]) {
    this.#taken = new Set(names.map((name) => name.toLowerCase()));
  }

  /** The name of a sheet's `part`th part, from 2: `Name (2)`, or of a higher number where that is taken. */
  next(name: string, part: number): string {
    for (let number = part; ; number++) {
      const suffix = ` (${number})`;
      const begin = name.slice(0, MAX_SHEET_NAME - suffix.length).replace(/[\ud800-\udbff]$/, '');
      const made = begin + suffix;
      if (this.#taken.has(made.toLowerCase())) continue;
      this.#taken.add(made.toLowerCase());
      return made;
    }
  }
}
