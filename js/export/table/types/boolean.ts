import { BitBuilder } from '../builder';
import { isSet } from '../validity';
import type { Kind } from './kind';

export const boolean: Kind<'boolean'> = {
  must: "true, false, 'true', 'false' or null",
  array: 'Uint8Array',
  builder: (expected) => new BitBuilder(expected, (value) => (typeof value === 'boolean' ? value : booleanOf(value))),
  reader:
    ({ values }) =>
    (row) =>
      isSet(values, row),
};

/** The boolean that a text says, as JSON, spreadsheets and Python write it. */
export function booleanOf(value: unknown): boolean | undefined {
  if (value === 'true' || value === 'TRUE' || value === 'True') return true;
  return value === 'false' || value === 'FALSE' || value === 'False' ? false : undefined;
}
