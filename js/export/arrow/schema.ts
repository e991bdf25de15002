/** A table's columns in Arrow's words, and back. Source: https://github.com/apache/arrow/blob/main/format/Schema.fbs. */
import type { ColumnType, Field } from '../table/column-type';
import { MAX_DIGITS } from '../table/types/decimal';
import type { FlatView } from './flat-reader';
import { MALFORMED } from './flat-reader';
import { byte, type FlatTable, int, long, short } from './flat-writer';

/** Members of the union of types. */
export const TYPE = {
  NULL: 1,
  INT: 2,
  FLOAT: 3,
  BINARY: 4,
  UTF8: 5,
  BOOL: 6,
  DECIMAL: 7,
  DATE: 8,
  TIME: 9,
  TIMESTAMP: 10,
  INTERVAL: 11,
  LIST: 12,
  STRUCT: 13,
  UNION: 14,
  FIXED_SIZE_BINARY: 15,
  FIXED_SIZE_LIST: 16,
  MAP: 17,
  DURATION: 18,
  LARGE_BINARY: 19,
  LARGE_UTF8: 20,
  LARGE_LIST: 21,
  RUN_END_ENCODED: 22,
  BINARY_VIEW: 23,
  UTF8_VIEW: 24,
  LIST_VIEW: 25,
  LARGE_LIST_VIEW: 26,
} as const;

const MICROSECOND = 2;

/** The member of the union, and its table. Decimals are those of 128 bits, which every reader knows. */
function typeOf({ type, scale = 0 }: Field): [number, FlatTable] {
  const text: [number, FlatTable] = [TYPE.UTF8, { fields: [] }];
  const types: Record<ColumnType, () => [number, FlatTable]> = {
    float64: () => [TYPE.FLOAT, { fields: [short(2)] }],
    int32: () => [TYPE.INT, { fields: [int(32), byte(1)] }],
    int64: () => [TYPE.INT, { fields: [int(64), byte(1)] }],
    boolean: () => [TYPE.BOOL, { fields: [] }],
    string: () => text,
    date: () => [TYPE.DATE, { fields: [short(0)] }],
    timestamp: () => [TYPE.TIMESTAMP, { fields: [short(MICROSECOND), { text: 'UTC' }] }],
    decimal: () => [TYPE.DECIMAL, { fields: [int(MAX_DIGITS), int(scale), int(128)] }],
    category: () => text,
  };
  return types[type]();
}

/** The `Schema` of a table. The dictionary of a category has the number of its column. */
export function schemaTable(schema: readonly Field[]): FlatTable {
  const tables = schema.map((field, index) => {
    const [kind, type] = typeOf(field);
    const index32 = { fields: [int(32), byte(1)] };
    const dictionary = field.type === 'category' ? { fields: [long(index), index32] } : null;
    return { fields: [{ text: field.name }, byte(1), byte(kind), type, dictionary, { tables: [] }] };
  });
  return { fields: [short(0), { tables }] };
}

/** A field as a file describes it. */
export interface ArrowField {
  readonly name: string;
  readonly kind: number;
  /** Of integers, floats and decimals: bits a value. Of other types 0. */
  readonly bits: number;
  readonly isSigned: boolean;
  /** Of times: 0 to 3, for seconds to nanoseconds. Of dates: 0 for days, 1 for milliseconds. */
  readonly unit: number;
  readonly scale: number;
  readonly precision: number;
  /** Of a union: whether each row has a place in a child's. */
  readonly isDense: boolean;
  readonly children: readonly ArrowField[];
  /** What a dictionary's places are, and its number. */
  readonly dictionary: { readonly id: number; readonly index: ArrowField } | undefined;
}

/** Fields inside each other, and all of them. */
const MAX_DEPTH = 32;

/** The fields of a `Schema`. */
export function fieldsOfSchema(schema: FlatView): ArrowField[] {
  return schema.tables(1).map((field) => fieldOf(field, 0));
}

/** Whether numbers are stored with their lowest byte last. */
export const isBigEndian = (schema: FlatView): boolean => schema.short(0) !== 0;

function fieldOf(field: FlatView, depth: number): ArrowField {
  if (depth > MAX_DEPTH) throw MALFORMED;
  const type = field.table(3);
  const dictionary = field.table(4);
  const index = dictionary?.table(1);
  return {
    name: field.text(0) ?? '',
    ...described(field.byte(2), type),
    children: field.tables(5).map((child) => fieldOf(child, depth + 1)),
    dictionary: dictionary && {
      id: dictionary.long(0),
      index: { ...INT32, ...(index && described(TYPE.INT, index)) },
    },
  };
}

const PLAIN = { bits: 0, isSigned: false, unit: 0, scale: 0, precision: 0, isDense: false };
const INT32: ArrowField = {
  ...PLAIN,
  name: '',
  kind: TYPE.INT,
  bits: 32,
  isSigned: true,
  children: [],
  dictionary: undefined,
};

function described(kind: number, type: FlatView | undefined) {
  if (type === undefined) throw MALFORMED;
  const plain = { ...PLAIN, kind };
  switch (kind) {
    case TYPE.INT:
      return { ...plain, bits: type.int(0), isSigned: type.byte(1) !== 0 };
    case TYPE.FLOAT:
      return { ...plain, bits: 16 << type.short(0) };
    case TYPE.DECIMAL:
      return { ...plain, precision: type.int(0), scale: type.int(1), bits: type.int(2, 128) };
    case TYPE.DATE:
      return { ...plain, unit: type.short(0, 1) };
    case TYPE.TIMESTAMP:
      return { ...plain, unit: type.short(0) };
    case TYPE.UNION:
      return { ...plain, isDense: type.short(0) === 1 };
    default:
      return plain;
  }
}

/** What a field is in a table; or, if it is nothing there, what it is called. */
export function columnOf({ name, kind, bits, precision, scale, isSigned, dictionary }: ArrowField): Field | string {
  if (dictionary) {
    const isText = kind === TYPE.UTF8 || kind === TYPE.LARGE_UTF8 || kind === TYPE.UTF8_VIEW;
    return isText ? { name, type: 'category' } : 'dictionary of other values than texts';
  }
  switch (kind) {
    case TYPE.NULL:
    case TYPE.UTF8:
    case TYPE.LARGE_UTF8:
    case TYPE.UTF8_VIEW:
      return { name, type: 'string' };
    case TYPE.INT:
      return { name, type: bits < 32 || (bits === 32 && isSigned) ? 'int32' : 'int64' };
    case TYPE.FLOAT:
      return { name, type: 'float64' };
    case TYPE.BOOL:
      return { name, type: 'boolean' };
    case TYPE.DATE:
      return { name, type: 'date' };
    case TYPE.TIMESTAMP:
      return { name, type: 'timestamp' };
    case TYPE.DECIMAL:
      return precision <= MAX_DIGITS && scale >= 0 && scale <= MAX_DIGITS && bits <= 128
        ? { name, type: 'decimal', scale }
        : 'decimal of more than 18 digits';
    default:
      return NAMES[kind] ?? 'list';
  }
}

const NAMES: Readonly<Record<number, string>> = {
  [TYPE.BINARY]: 'binary',
  [TYPE.LARGE_BINARY]: 'binary',
  [TYPE.BINARY_VIEW]: 'binary',
  [TYPE.FIXED_SIZE_BINARY]: 'fixed-size binary',
  [TYPE.STRUCT]: 'struct',
  [TYPE.MAP]: 'map',
  [TYPE.TIME]: 'time',
  [TYPE.DURATION]: 'duration',
  [TYPE.INTERVAL]: 'interval',
  [TYPE.UNION]: 'union',
  [TYPE.RUN_END_ENCODED]: 'run-end encoded',
};
