/** A list that is read item by item, perhaps with turns of the event loop in between. */
import { array, integer, readable } from '../validate';

/** Blocks within one block. */
const MAX_BLOCKS = 10_000;

/** See {@link listed}. */
export interface Listed {
  readonly path: string;
  /** Items there were at first: later ones are not read, and one that has gone is `undefined`. */
  readonly count: number;
  at(index: number): unknown;
}

/** An array of at most `max` items. */
export function listed(value: unknown, path: string, max: number): Listed {
  const source = array(value, path, max);
  // Read once: a proxy may answer differently, and nonsense.
  const count = readable(path, () => integer(source.length, `${path}.length`, 0, max));
  return { path, count, at: (index) => readable(path, () => source[index]) };
}

/** The blocks within a block. */
export const listedBlocks = (value: unknown, path: string): Listed => listed(value, path, MAX_BLOCKS);
