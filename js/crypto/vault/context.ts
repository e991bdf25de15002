/** Where a field stands: what sealing binds it to. */
import { array, type Fields, invalid, record, text } from '../../validate';
import { allPacked, type Packed, packed } from './pack';

/** One part of where a field stands: a text that is not empty, or an integer. An integer is its digits: 42 and '42' are one. */
export type ContextPart = string | number | bigint;

/** Which column of which table, of which tenant. */
export interface ColumnContext {
  /** Whose data it is, such as the clinic's id. Where there is but one, a constant. */
  tenant: ContextPart;
  /** The table. */
  table: ContextPart;
  /** The column. */
  column: ContextPart;
}

/** Where a field stands: what was sealed for one place cannot be opened for another. */
export interface FieldContext extends ColumnContext {
  /** What tells the row from all others of the table, such as its primary key; it must never change. */
  row: ContextPart;
}

/** Where many fields stand: each part is the same for all of them, or an array with one for each. */
export type FieldContexts = { [Part in keyof FieldContext]: ContextPart | readonly ContextPart[] };

/** What the parts are called, in the order in which they are encoded. */
const COLUMN = ['tenant', 'table', 'column'] as const;
const FIELD = [...COLUMN, 'row'] as const;

/** The longest part, in UTF-16 units; its UTF-8 fits the 2 bytes of its length. */
const MAX_PART = 1024;

/** A context's parts as UTF-8, each after its length in 2 bytes, so that no two contexts have the same bytes. */
export const encodeField = (context: unknown): Uint8Array => encode(context, FIELD);

/** As {@link encodeField}, without a row. */
export const encodeColumn = (context: unknown): Uint8Array => encode(context, COLUMN);

function encode(context: unknown, parts: readonly string[]): Uint8Array {
  const fields = record(context, 'context').only(parts);
  return packed(
    parts.map((part) => fields.get(part, partOf)),
    true,
  ).bytes;
}

/** The encoded contexts of `count` fields, in four parts; see `Keyring` in `js/contract/vault.ts`. */
export function encodeFields(contexts: unknown, count: number): Packed[] {
  const fields = record(contexts, 'contexts').only(FIELD);
  const parts = FIELD.map((part) => partsOf(fields, part, count));
  if (count > 1 && parts.every(({ ends }) => ends.length === 1)) {
    invalid('contexts', 'where each value stands, in an array of at least one of its properties', contexts);
  }
  return parts;
}

function partsOf(fields: Fields, part: string, count: number): Packed {
  return fields.get(part, (value, path) => {
    if (!Array.isArray(value)) return packed([partOf(value, path)], true);
    if (value.length !== count)
      invalid(path, `a part, or an array of ${count} of them`, value, { required: count, given: value.length });
    return allPacked(array(value, path, count), path, partOf, true);
  });
}

/** A part as text. */
function partOf(value: unknown, path: string): string {
  if (typeof value === 'string' && value !== '') return text(value, path, MAX_PART);
  if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) return String(value);
  if (!Number.isSafeInteger(value)) invalid(path, 'a text that is not empty, or an integer', value);
  return String(value);
}
