/** Columns of a table from the cells of a block. */
import { CellKind } from '../../contract/sheet';
import { ClinicoreError } from '../../errors';
import { Column, columnOfNulls } from '../table/column';
import type { Buffers, Field } from '../table/column-type';
import type { OnBadCell } from '../table/fill';
import { LISTED } from '../table/report';
import { KINDS } from '../table/types';
import { bitmapBytes } from '../table/validity';
import { writeMicroseconds } from '../table/words';
import { address } from './area';
import type { Block, BlockColumn } from './block';
import { valueIn } from './cell';
import type { Clock } from './time-zone';

/** Rows of a list, of which the first are kept. */
export class Rows {
  count = 0;
  readonly rows: number[] = [];

  add(row: number): void {
    if (this.count++ < LISTED) this.rows.push(row);
  }
}

/** A column of the table, and what became of its cells so far. */
export interface Target {
  readonly field: Field;
  /** Its place in the sheet, from 0. */
  readonly place: number;
  /** Its place in the table. */
  readonly index: number;
  readonly bad: Rows;
  readonly errors: Rows;
  nulls: number;
}

/** What a column is made from. */
export interface Filling {
  readonly sheet: number;
  readonly clock: Clock;
  readonly onBadCell: OnBadCell;
}

const K = CellKind;

/** The column of a table of `rows` rows without cells. */
export const emptyColumn = (target: Target, rows: number): Column => {
  target.nulls += rows;
  return columnOfNulls(target.field, rows);
};

/** The column of the block's rows from `from` on, of which the first is row `first` of the table. */
export function columnOf(target: Target, block: Block, from: number, first: number, filling: Filling): Column {
  const source = block.at(target.place);
  const rows = block.rows - from;
  if (source === undefined) return emptyColumn(target, rows);
  const shape: Shape = { source, rows, skip: Math.max(0, from - source.start), lead: Math.max(0, source.start - from) };
  const quick = filledAtOnce(target.field, shape, filling.clock);
  if (quick === undefined) return filledByCell(target, shape, block, from, first, filling);
  const column = new Column(target.field, rows, quick, validityOf(shape));
  target.nulls += column.nullCount;
  return column;
}

/** Where a source's cells go: the first `skip` are left out, and `lead` rows come before the others. */
interface Shape {
  readonly source: BlockColumn;
  readonly rows: number;
  readonly skip: number;
  readonly lead: number;
}

/** A column all of whose cells are just what its type holds. */
function filledAtOnce(field: Field, shape: Shape, clock: Clock): Buffers | undefined {
  const { source, rows, skip, lead } = shape;
  const kinds = source.kinds.subarray(skip);
  const numbers = source.numbers.subarray(skip);
  switch (field.type) {
    case 'float64':
      return isOnly(kinds, K.number) ? { values: placed(new Float64Array(rows), numbers, lead) } : undefined;
    case 'int32':
      if (!isOnly(kinds, K.number) || !numbers.every((number) => (number | 0) === number)) return undefined;
      return { values: placed(new Int32Array(rows), numbers, lead) };
    case 'date':
      return isOnly(kinds, K.date) ? { values: placed(new Int32Array(rows), numbers, lead) } : undefined;
    case 'timestamp': {
      if (!clock.isUtc || !isOnly(kinds, K.timestamp)) return undefined;
      const words = new Int32Array(2 * rows);
      for (let row = 0; row < numbers.length; row++) {
        if (kinds[row] !== K.none) writeMicroseconds(words, lead + row, numbers[row] as number, 0);
      }
      return { values: new BigInt64Array(words.buffer) };
    }
    case 'string':
      return isOnly(kinds, K.text) ? texts(shape) : undefined;
    default:
      return undefined;
  }
}

function isOnly(kinds: Uint8Array, kind: number): boolean {
  for (let row = 0; row < kinds.length; row++) if (kinds[row] !== kind && kinds[row] !== K.none) return false;
  return true;
}

function placed<A extends Float64Array | Int32Array>(values: A, numbers: Float64Array, lead: number): A {
  values.set(numbers, lead);
  return values;
}

/** The texts as they lie in the block, and where each ends. */
function texts({ source, rows, skip, lead }: Shape): Buffers {
  const { ends, text } = source;
  const first = skip === 0 ? 0 : (ends[skip - 1] ?? 0);
  const offsets = new Int32Array(rows + 1).fill(first, 0, lead + 1);
  offsets.set(ends.subarray(skip), lead + 1);
  offsets.fill(ends.length > 0 ? (ends[ends.length - 1] as number) : 0, lead + 1 + Math.max(0, ends.length - skip));
  return { values: new Uint8Array(text.buffer, text.byteOffset, text.byteLength), offsets };
}

function validityOf({ source, rows, skip, lead }: Shape): Uint8Array {
  const bits = new Uint8Array(bitmapBytes(rows));
  const { kinds } = source;
  for (let row = skip; row < kinds.length; row++) {
    const at = row - skip + lead;
    if (kinds[row] !== K.none) bits[at >> 3] = (bits[at >> 3] as number) | (1 << (at & 7));
  }
  return bits;
}

/** A column cell by cell: what is not of its type is refused, or has no value. */
function filledByCell(
  target: Target,
  { source, rows, skip, lead }: Shape,
  block: Block,
  from: number,
  first: number,
  filling: Filling,
): Column {
  const { field } = target;
  const takesEmpty = field.type === 'string' || field.type === 'category';
  const builder = KINDS[field.type].builder(rows, field.scale ?? 0);
  for (let row = 0; row < rows; row++) {
    const at = row - lead + skip;
    const kind = row < lead ? K.none : (source.kinds[at] ?? K.none);
    if (kind === K.error) target.errors.add(first + row);
    const value = kind === K.none ? undefined : valueIn(source, at, field.type, filling.clock);
    if (value === undefined || (value === '' && !takesEmpty)) builder.addNull();
    else if (!builder.add(value)) {
      if (filling.onBadCell === 'error') throw refused(target, filling.sheet, block.sheetRow(from + row), first + row);
      target.bad.add(first + row);
      builder.addNull();
    }
  }
  target.nulls += builder.nulls;
  const { validity, ...buffers } = builder.finish();
  return new Column(field, rows, buffers, validity);
}

function refused({ field, place, index }: Target, sheet: number, sheetRow: number, row: number): ClinicoreError {
  const message = `Cell ${address(sheetRow, place)} must be ${KINDS[field.type].must}`;
  return new ClinicoreError('ERR_MALFORMED_INPUT', message, { sheet, row, column: index });
}
