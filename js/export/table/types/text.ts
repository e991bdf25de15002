/** Columns of texts. */
import { CategoryBuilder } from '../builder';
import type { Buffers } from '../column-type';
import { TextBuilder } from '../text-builder';
import type { Kind } from './kind';

const MUST = 'a string of well-formed Unicode or null';

export const string: Kind<'string'> = {
  must: MUST,
  array: 'Uint8Array',
  builder: (expected) => new TextBuilder(expected),
  reader: ({ values: { buffer, byteOffset, byteLength }, offsets }) => {
    const bytes = Buffer.from(buffer, byteOffset, byteLength);
    const ends = offsets as Int32Array;
    return (row) => bytes.toString('utf8', ends[row], ends[row + 1]);
  },
};

export const category: Kind<'category'> = {
  must: MUST,
  array: 'Int32Array',
  builder: (expected) => new CategoryBuilder(expected),
  reader: ({ values, dictionary }) => {
    const words = dictionary as Dictionary;
    return (row) => words[values[row] as number] as string;
  },
  holds: ({ values, dictionary }) => {
    const { length } = dictionary as Dictionary;
    return (row) => (values[row] as number) >>> 0 < length;
  },
};

type Dictionary = NonNullable<Buffers['dictionary']>;
