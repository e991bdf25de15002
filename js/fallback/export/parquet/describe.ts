/** What the columns of a file are in a table: as the native backend, by their own types and what Arrow's schema adds to them. */
import type { ParquetColumn } from '../../../contract/parquet';
import { FlatView } from '../../../export/arrow/flat-reader';
import { type ArrowField, fieldsOfSchema, TYPE } from '../../../export/arrow/schema';
import type { ColumnType } from '../../../export/table/column-type';
import { MAX_DIGITS } from '../../../export/table/types/decimal';
import { corrupt, type Metadata, type SchemaElement } from './library';

/** How a column's values are made of those in its pages. */
export type Making =
  | 'as is'
  | 'unsigned'
  | 'nulls'
  | 'half'
  | 'text'
  | 'word'
  | 'seconds'
  | 'milliseconds'
  | 'nanoseconds'
  | 'int96'
  | 'milliseconds of a day'
  | 'big endian'
  | 'digits';

/** A column of the file. */
export interface Described {
  readonly column: ParquetColumn;
  readonly element: SchemaElement;
  /** Its place among the leaves of the schema's tree, if it is one. */
  readonly leaf: number;
  readonly making: Making;
}

/** Groups inside each other. */
const MAX_NESTING = 64;

/** The columns of a file. */
export function describe(metadata: Metadata): Described[] {
  const { schema } = metadata;
  const hints = hintsOf(metadata, schema[0]?.num_children ?? 0);
  const described: Described[] = [];
  let [at, leaf] = [1, 0];
  for (let index = 0; index < (schema[0]?.num_children ?? 0); index++) {
    const element = schema[at];
    if (element === undefined) throw corrupt();
    const holds = element.num_children ? groupOf(element) : holdsOf(element, hints?.[index]);
    const { name } = element;
    const column: ParquetColumn =
      typeof holds === 'string'
        ? { name, foreign: holds }
        : { name, field: { name, type: holds.type, scale: holds.scale ?? 0 } };
    described.push({ column, element, leaf, making: typeof holds === 'string' ? 'as is' : holds.making });
    [at, leaf] = behind(schema, at, leaf, 0);
  }
  if (at !== schema.length) throw corrupt();
  return described;
}

/** Where the element behind one and all that is in it stands, and how many leaves there are before it. */
function behind(schema: readonly SchemaElement[], at: number, leaf: number, depth: number): [number, number] {
  const element = schema[at];
  if (element === undefined || depth > MAX_NESTING) throw corrupt();
  if (!element.num_children) return [at + 1, leaf + 1];
  let next: [number, number] = [at + 1, leaf];
  for (let child = 0; child < element.num_children; child++) next = behind(schema, next[0], next[1], depth + 1);
  return next;
}

function groupOf({ converted_type, logical_type, repetition_type }: SchemaElement): string {
  if (logical_type?.type === 'MAP' || converted_type === 'MAP' || converted_type === 'MAP_KEY_VALUE') return 'map';
  const isList = logical_type?.type === 'LIST' || converted_type === 'LIST' || repetition_type === 'REPEATED';
  return isList ? 'list' : 'struct';
}

interface Holds {
  readonly type: ColumnType;
  readonly making: Making;
  readonly scale?: number;
}

function holdsOf(element: SchemaElement, hint: ArrowField | undefined): Holds | string {
  if (element.repetition_type === 'REPEATED') return 'list';
  switch (element.type) {
    case 'BOOLEAN':
      return { type: 'boolean', making: 'as is' };
    case 'FLOAT':
    case 'DOUBLE':
      return { type: 'float64', making: 'as is' };
    case 'INT96':
      return { type: 'timestamp', making: 'int96' };
    case 'INT32':
      return int32Of(element, hint);
    case 'INT64':
      return int64Of(element, hint);
    case 'BYTE_ARRAY':
      return bytesOf(element, hint);
    case 'FIXED_LEN_BYTE_ARRAY':
      return fixedOf(element);
    default:
      throw corrupt();
  }
}

function int32Of(element: SchemaElement, hint: ArrowField | undefined): Holds | string {
  const { converted_type: converted, logical_type: logical } = element;
  if (logical?.type === 'NULL') return { type: 'string', making: 'nulls' };
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL') return decimalOf(element, 'as is');
  if (logical?.type === 'DATE' || converted === 'DATE') return { type: 'date', making: 'as is' };
  if (logical?.type === 'TIME' || converted === 'TIME_MILLIS') return 'time';
  if (logical?.type === 'INTEGER' ? logical.bitWidth === 32 && !logical.isSigned : converted === 'UINT_32') {
    return { type: 'int64', making: 'unsigned' };
  }
  if (logical || converted) return { type: 'int32', making: 'as is' };
  if (hint?.kind === TYPE.TIME) return 'time';
  return { type: 'int32', making: 'as is' };
}

const UNITS = { SECONDS: 'seconds', MILLIS: 'milliseconds', MICROS: 'as is', NANOS: 'nanoseconds' } as const;
const BY_UNIT = ['seconds', 'milliseconds', 'as is', 'nanoseconds'] as const;

function int64Of(element: SchemaElement, hint: ArrowField | undefined): Holds | string {
  const { converted_type: converted, logical_type: logical } = element;
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL') return decimalOf(element, 'as is');
  if (logical?.type === 'TIMESTAMP') return { type: 'timestamp', making: UNITS[logical.unit] };
  if (logical?.type === 'TIME' || converted === 'TIME_MICROS') return 'time';
  if (converted === 'TIMESTAMP_MILLIS') return { type: 'timestamp', making: 'milliseconds' };
  if (converted === 'TIMESTAMP_MICROS') return { type: 'timestamp', making: 'as is' };
  if (logical?.type === 'INTEGER' ? !logical.isSigned : converted === 'UINT_64') {
    return { type: 'int64', making: 'unsigned' };
  }
  if (logical || converted) return { type: 'int64', making: 'as is' };
  if (hint?.kind === TYPE.DURATION) return 'duration';
  if (hint?.kind === TYPE.TIME) return 'time';
  if (hint?.kind === TYPE.DATE) return { type: 'date', making: 'milliseconds of a day' };
  if (hint?.kind === TYPE.TIMESTAMP) return { type: 'timestamp', making: BY_UNIT[hint.unit] ?? 'as is' };
  return { type: 'int64', making: 'as is' };
}

const isText = (hint: ArrowField | undefined): boolean =>
  hint?.kind === TYPE.UTF8 || hint?.kind === TYPE.LARGE_UTF8 || hint?.kind === TYPE.UTF8_VIEW;

function bytesOf(element: SchemaElement, hint: ArrowField | undefined): Holds | string {
  const { converted_type: converted, logical_type: logical } = element;
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL') return decimalOf(element, 'big endian');
  const kind = logical?.type ?? converted;
  if (kind !== 'STRING' && kind !== 'UTF8' && kind !== 'JSON' && !(kind === undefined && isText(hint))) return 'binary';
  return hint?.dictionary && isText(hint) ? { type: 'category', making: 'word' } : { type: 'string', making: 'text' };
}

function fixedOf(element: SchemaElement): Holds | string {
  const { converted_type: converted, logical_type: logical } = element;
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL') return decimalOf(element, 'big endian');
  if (converted === 'INTERVAL') return 'interval';
  return logical?.type === 'FLOAT16' && element.type_length === 2
    ? { type: 'float64', making: 'half' }
    : 'fixed-size binary';
}

function decimalOf(element: SchemaElement, making: Making): Holds | string {
  const logical = element.logical_type?.type === 'DECIMAL' ? element.logical_type : undefined;
  const precision = logical?.precision ?? element.precision ?? 0;
  const scale = logical?.scale ?? element.scale ?? 0;
  if (precision < 1) throw corrupt();
  const fits = precision <= MAX_DIGITS && scale >= 0 && scale <= MAX_DIGITS;
  return fits
    ? { type: 'decimal', scale, making: making === 'as is' ? 'digits' : making }
    : 'decimal of more than 18 digits';
}

/** What the file says of its columns in Arrow's words, if it says as many; what is beside the point is passed over. */
function hintsOf({ key_value_metadata: pairs }: Metadata, columns: number): ArrowField[] | undefined {
  const encoded = pairs?.find(({ key }) => key === 'ARROW:schema')?.value;
  if (!encoded) return undefined;
  try {
    const bytes = Buffer.from(encoded, 'base64');
    const message = FlatView.root(bytes.subarray(bytes.readInt32LE(0) === -1 ? 8 : 4));
    const fields = fieldsOfSchema(message.table(2) as FlatView);
    return fields.length === columns ? fields : undefined;
  } catch {
    return undefined;
  }
}
