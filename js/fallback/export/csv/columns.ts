/** Columns of a part's cells. */
import type { CsvField, CsvTally } from '../../../contract/csv';
import { trim } from '../../../export/table/builder';
import { CellClass, TAKES } from '../../../export/table/cell-class';
import { Column } from '../../../export/table/column';
import type { Field } from '../../../export/table/column-type';
import { Filling, type Origin } from '../../../export/table/fill';
import { Tally } from '../../../export/table/infer';
import { bitmapBytes } from '../../../export/table/validity';
import type { Steps } from '../../../intake';
import { type Notation, REFUSED } from './cells';
import type { Rows } from './rows';

/** Cells between two turns of the event loop: a fraction of a millisecond. */
const STEP = 2000;
/** A class for each number that it may have. */
const CLASSES = Object.keys(CellClass).length;
const NOWHERE: Origin = { argument: 'source', cell: () => 'source' };

/** Which classes a type takes without any doubt. */
const CERTAIN = new Map(
  TAKES.map(([type, classes]) => [
    type,
    Uint8Array.from({ length: CLASSES }, (_, at) => Number(classes.includes(at as CellClass))),
  ]),
);

/** A column, and the cells that it could not hold. */
export interface Filled {
  readonly column: Column;
  readonly bad: Filling['bad'];
}

/** The field of a column without a name. */
export const fieldOf = ({ type, scale }: CsvField): Field =>
  type === 'decimal' ? { name: '', type, scale } : { name: '', type };

/** A column that is being filled. */
export const filling = (field: CsvField, rows: number): Filling =>
  new Filling(fieldOf(field), 0, rows, 'null', NOWHERE);

/** What the cells are by themselves, one by one, and counted. */
export function* classify(
  rows: Rows,
  slot: number,
  notation: Notation,
): Steps<{ classes: Uint8Array; tally: CsvTally }> {
  const tally = new Tally('');
  const classes = new Uint8Array(rows.length);
  for (let row = 0; row < rows.length; row++) {
    const { found, plain } = notation.isNull(rows, row, slot) ? NONE : notation.classOf(rows, row, slot);
    tally.count(plain, found, row);
    classes[row] = found;
    if (row % STEP === STEP - 1) yield;
  }
  return { classes, tally: tally.counted() as CsvTally };
}

const NONE = { found: CellClass.none, plain: undefined } as const;

/** A column of texts: their bytes, as they are. */
export function* texts(rows: Rows, slot: number, notation: Notation): Steps<Filled> {
  const { length } = rows;
  const offsets = new Int32Array(length + 1);
  let size = 0;
  for (let row = 0; row < length; row++) size += Math.max(0, rows.size(row, slot));
  const bytes = new Uint8Array(size);
  let validity: Uint8Array | undefined;
  let end = 0;
  for (let row = 0; row < length; row++) {
    if (notation.isNull(rows, row, slot)) {
      validity ??= allSet(length);
      validity[row >> 3] = (validity[row >> 3] as number) & ~(1 << (row & 7));
    } else end = rows.copy(row, slot, bytes, end);
    offsets[row + 1] = end;
    if (row % STEP === STEP - 1) yield;
  }
  const column = new Column({ name: '', type: 'string' }, length, { values: trim(bytes, end), offsets }, validity);
  return { column, bad: { count: 0, rows: [] } };
}

/** A bit for each row; those beyond are 0. */
function allSet(rows: number): Uint8Array {
  const bits = new Uint8Array(bitmapBytes(rows)).fill(0xff);
  if (rows & 7) bits[bits.length - 1] = (1 << (rows & 7)) - 1;
  return bits;
}

/** A column of another type. With `classes`, those cells fit that are of the type beyond doubt, else all that can be read as such. */
export function* fill(
  field: CsvField,
  rows: Rows,
  slot: number,
  notation: Notation,
  classes: Uint8Array | undefined,
): Steps<Filled> {
  const made = filling(field, rows.length);
  const certain = classes && CERTAIN.get(field.type);
  const values: (string | null)[] = [];
  for (let from = 0; from < rows.length; from += STEP) {
    const to = Math.min(rows.length, from + STEP);
    for (let row = from; row < to; row++) {
      const isNull = notation.isNull(rows, row, slot);
      const fits = !classes || certain?.[classes[row] as number] === 1 || rows.size(row, slot) === 0;
      values[row - from] = isNull ? null : fits ? notation.plain(rows, row, slot, field.type) : REFUSED;
    }
    made.take(values, 0, to - from);
    yield;
  }
  return { column: made.finish(), bad: made.bad };
}
