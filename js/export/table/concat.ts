import { ClinicoreError } from '../../errors';
import type { Task } from '../../task';
import { Turns } from '../../turn';
import { Column } from './column';
import type { Buffers, Field } from './column-type';
import { Dictionary } from './dictionary';
import { HOLD_MS } from './gather';
import { lyingInOne } from './lying';
import { emptyTable, Table } from './table';
import { bitmapBytes, sliceBits } from './validity';

/** Bytes of a column's texts: what its offsets can say. */
const MAX_TEXT = 2 ** 31 - 1;
/** Rows of a table. */
const MAX_ROWS = 2 ** 31 - 2;

/** One table of tables with the same columns, as many as `schema` says where there are none. */
export async function concat(tables: readonly Table[], schema: readonly Field[], task: Task): Promise<Table> {
  if (tables.length === 0) return emptyTable(schema);
  if (tables.length === 1) return tables[0] as Table;
  const rows = tables.reduce((sum, { length }) => sum + length, 0);
  if (rows > MAX_ROWS) throw exceeded('The table would have', 'rows', rows, MAX_ROWS);
  const turns = new Turns(task, HOLD_MS);
  turns.check();
  const columns: Column[] = [];
  for (const [at, field] of schema.entries()) {
    const parts = tables.map((table) => table.columns[at] as Column);
    const joined = new Joined(field, rows, lyingInOne(parts, rows));
    for (const part of parts) {
      for (const _ of joined.add(part)) await turns.take(at, schema.length);
      await turns.take(at, schema.length);
    }
    for (const _ of joined.joinTexts()) await turns.take(at, schema.length);
    columns.push(joined.finish());
  }
  return new Table(columns, rows);
}

/** A column that grows by others of its type, step by step. */
class Joined {
  readonly #field: Field;
  readonly #length: number;
  readonly #parts: Column[] = [];
  #values: Buffers['values'] | undefined;
  #offsets: Int32Array | undefined;
  #validity: Uint8Array | undefined;
  readonly #dictionary = new Dictionary();
  #rows = 0;
  #bytes = 0;

  readonly #lying: Buffers | undefined;

  /** @param lying the buffers of all parts, where they are not to be copied */
  constructor(field: Field, length: number, lying: Buffers | undefined) {
    this.#field = field;
    this.#length = length;
    this.#lying = lying;
  }

  *add(part: Column): Generator<void, void, void> {
    this.#addValidity(part);
    if (this.#lying) {
      // Only the validity of parts is left out where all their rows have a value.
    } else if (this.#field.type === 'string') this.#addTexts(part);
    else if (this.#field.type === 'boolean') {
      this.#values ??= new Uint8Array(bitmapBytes(this.#length));
      putBits(this.#values as Uint8Array, this.#rows, part.values as Uint8Array, part.length);
    } else {
      this.#values ??= unset(part.values.constructor as typeof Int32Array, this.#length);
      let values = part.values as Int32Array;
      if (part.dictionary) {
        yield* this.#dictionary.take(part);
        values = this.#dictionary.places(part);
      }
      (this.#values as Int32Array).set(values.subarray(0, part.length), this.#rows);
    }
    this.#rows += part.length;
  }

  /** Of texts, all of them, when it is known how many bytes they are. */
  *joinTexts(): Generator<void, void, void> {
    if (this.#field.type !== 'string' || this.#lying) return;
    const values = Buffer.allocUnsafeSlow(this.#bytes);
    let at = 0;
    for (const { values: texts, offsets, length } of this.#parts) {
      const used = (texts as Uint8Array).subarray(offsets?.[0], offsets?.[length]);
      values.set(used, at);
      at += used.length;
      yield;
    }
    this.#values = values;
  }

  finish(): Column {
    if (this.#lying) return new Column(this.#field, this.#length, this.#lying, this.#validity);
    const dictionary = this.#field.type === 'category' ? Object.freeze(this.#dictionary.texts) : undefined;
    const buffers = { values: this.#values as Buffers['values'], offsets: this.#offsets, dictionary };
    return new Column(this.#field, this.#length, buffers, this.#validity);
  }

  #addValidity({ validity, length }: Column): void {
    if (!validity && !this.#validity) return;
    if (!this.#validity) {
      this.#validity = new Uint8Array(bitmapBytes(this.#length));
      setBits(this.#validity, 0, this.#rows);
    }
    if (validity) putBits(this.#validity, this.#rows, validity, length);
    else setBits(this.#validity, this.#rows, length);
  }

  /** Where its texts begin and end; they themselves follow in {@link joinTexts}. */
  #addTexts(part: Column): void {
    this.#offsets ??= unset(Int32Array, this.#length + 1).fill(0, 0, 1);
    const offsets = part.offsets as Int32Array;
    const first = offsets[0] as number;
    const end = offsets[part.length] as number;
    const bytes = this.#bytes + end - first;
    if (bytes > MAX_TEXT)
      throw exceeded(`Column ${JSON.stringify(part.name)} would have`, 'bytes of text', bytes, MAX_TEXT);
    const shift = this.#bytes - first;
    const own = this.#offsets.subarray(this.#rows, this.#rows + part.length + 1);
    for (let row = 1; row < own.length; row++) own[row] = (offsets[row] as number) + shift;
    this.#bytes = bytes;
    this.#parts.push(part);
  }
}

/** An array of which every item is going to be written. */
const unset = (Kind: typeof Int32Array, length: number): Int32Array =>
  new Kind(Buffer.allocUnsafeSlow(length * Kind.BYTES_PER_ELEMENT).buffer as ArrayBuffer);

/** Copies the first `count` bits to where bit `at` is; what follows there is still 0. */
function putBits(target: Uint8Array, at: number, bits: Uint8Array, count: number): void {
  const whole = sliceBits(bits, 0, count);
  const shift = at & 7;
  const start = at >> 3;
  const last = count & 7;
  if (shift === 0) {
    target.set(whole, start);
    if (last > 0) target[start + whole.length - 1] = (whole[whole.length - 1] as number) & ((1 << last) - 1);
    return;
  }
  for (let from = 0; from < whole.length; from++) {
    const isLast = from === whole.length - 1 && last > 0;
    const byte = (whole[from] as number) & (isLast ? (1 << last) - 1 : 255);
    target[start + from] = (target[start + from] as number) | ((byte << shift) & 255);
    if (start + from + 1 < target.length) target[start + from + 1] = byte >> (8 - shift);
  }
}

function setBits(target: Uint8Array, from: number, count: number): void {
  const to = from + count;
  let at = from;
  for (; at < to && at & 7; at++) target[at >> 3] = (target[at >> 3] as number) | (1 << (at & 7));
  const whole = (to - at) >> 3;
  target.fill(255, at >> 3, (at >> 3) + Math.max(0, whole));
  for (at += Math.max(0, whole) << 3; at < to; at++) target[at >> 3] = (target[at >> 3] as number) | (1 << (at & 7));
}

function exceeded(subject: string, unit: string, given: number, limit: number): ClinicoreError {
  return new ClinicoreError('ERR_LIMIT_EXCEEDED', `${subject} more than ${limit} ${unit}`, { limit, given });
}
