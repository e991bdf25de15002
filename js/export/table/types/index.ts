import type { ColumnType } from '../column-type';
import { boolean } from './boolean';
import { decimal } from './decimal';
import type { Kind } from './kind';
import { float64, int32, int64 } from './number';
import { category, string } from './text';
import { date, timestamp } from './time';

/** One for each type. */
export const KINDS: { readonly [T in ColumnType]: Kind<T> } = {
  float64,
  int32,
  int64,
  boolean,
  string,
  date,
  timestamp,
  decimal,
  category,
};

/** Every type's name. */
export const COLUMN_TYPES = Object.keys(KINDS) as ColumnType[];
