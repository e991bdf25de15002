/** What Arrow's reader uses where it lies, and what it looks at nevertheless. */
import { Readable } from 'node:stream';
import { Bool, Dictionary, Int32, makeData, RecordBatch, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { export as exporting } from 'clinicore';
import { describe, expect, it } from 'vitest';
import { failure } from './backends';

const { arrow, readArrow, tableOf } = exporting;

/** More rows than the reader gives at a time. */
const ROWS = 70_001;
const texts = Array.from({ length: 200 }, (_, row) => (row % 3 ? `Grüße ${row}` : ''));

/** Bits of the rows, eight by eight the same. */
const bits = (eight: number) => new Uint8Array(Math.ceil(ROWS / 8)).fill(eight);
// Only the last rows have none: in what is read first, each row has a value.
const validity = bits(255).fill(0, 8747);
const ofEach = <T>(make: (row: number) => T) => Array.from({ length: ROWS }, (_, row) => make(row));

/** As one batch of Arrow: tables are read out of it one after the other. */
function oneBatch(): Uint8Array {
  const encoded = texts.map((text) => Buffer.from(text));
  const offsets = new Int32Array(ROWS + 1);
  for (let row = 0; row < ROWS; row++) offsets[row + 1] = (offsets[row] as number) + (encoded[row % 200]?.length ?? 0);
  const data = Buffer.concat(Array.from({ length: Math.ceil(ROWS / 200) }, () => Buffer.concat(encoded)));
  const words = vectorFromArray(['a', 'b'], new Utf8());
  const [length, nullBitmap] = [ROWS, validity];
  const batch = new RecordBatch({
    count: makeData({ type: new Int32(), length, data: Int32Array.from(ofEach((row) => row)) }),
    late: makeData({ type: new Bool(), length, data: bits(0b0110_0101) }),
    ward: makeData({
      type: new Dictionary(new Utf8(), new Int32()),
      length,
      nullBitmap,
      dictionary: words,
      data: Int32Array.from(ofEach((row) => row % 2)),
    }),
    note: makeData({ type: new Utf8(), length, valueOffsets: offsets, data: new Uint8Array(data) }),
  });
  return tableToIPC(new Table(batch), 'stream');
}

const hasValue = (row: number) => row < 8 * 8747;
const EXPECTED = {
  count: ofEach((row) => row),
  late: ofEach((row) => ((0b0110_0101 >> (row % 8)) & 1) === 1),
  ward: ofEach((row) => (hasValue(row) ? (['a', 'b'][row % 2] as string) : null)),
  note: ofEach((row) => texts[row % 200] as string),
};

/** The first row that is not as expected, of each column. */
const differing = (table: exporting.Table) =>
  Object.entries(EXPECTED).map(([name, cells]) => {
    const column = [...table.column(name)] as unknown[];
    return column.length === cells.length ? cells.findIndex((cell, row) => cell !== column[row]) : 'length';
  });

describe('a batch in memory', () => {
  it('is one table of views, however many tables it was read in', async () => {
    const bytes = oneBatch();
    const table = await readArrow(bytes).toTable();
    expect(differing(table)).toEqual([-1, -1, -1, -1]);
    expect(table.column('ward').nullCount).toBe(ROWS - 8 * 8747);
    const areViews = table.columns.map(({ values, offsets }) => (offsets ?? values).buffer === bytes.buffer);
    expect(areViews).toEqual([true, true, true, true]);
    expect(table.column('note').values.buffer === bytes.buffer).toBe(true);
  });

  it('is the same in rows that begin anywhere, at an odd place of memory, and from a stream', async () => {
    const bytes = oneBatch();
    const odd = new Uint8Array(bytes.length + 1);
    odd.set(bytes, 1);
    expect(differing(await readArrow(odd.subarray(1)).toTable())).toEqual([-1, -1, -1, -1]);
    expect(differing(await readArrow(Readable.from([bytes.subarray(0, 99), bytes.subarray(99)])).toTable())).toEqual([
      -1, -1, -1, -1,
    ]);
    const rest = await readArrow(bytes, { offset: 3 }).toTable();
    expect([...rest.column('late')].findIndex((cell, row) => cell !== EXPECTED.late[row + 3])).toBe(-1);
    expect([...rest.column('ward')].findIndex((cell, row) => cell !== EXPECTED.ward[row + 3])).toBe(-1);
  });
});

const DAY = 86_400_000_000n;
const [FIRST, LAST] = [-719_162n * DAY, 2_932_897n * DAY - 1n];

describe('64-bit values', () => {
  const written = async (columns: Parameters<typeof tableOf>[0]) =>
    arrow(await tableOf(columns), { format: 'stream' }).toBuffer();

  /** The same bytes, with another value in the only row that has one. */
  async function withValue(type: 'timestamp' | 'int64', value: bigint): Promise<Buffer> {
    const bytes = await written([{ name: 'x', type, values: BigInt64Array.of(0x0123_4567n) }]);
    const at = bytes.indexOf(Buffer.from('6745230100000000', 'hex'));
    bytes.writeBigInt64LE(value, at);
    return bytes;
  }

  it.each([FIRST, FIRST + 1n, 0n, -1n, LAST - 1n, LAST])('of a timestamp may be %d', async (value) => {
    const table = await readArrow(await withValue('timestamp', value)).toTable();
    expect(table.column('x').values).toEqual(BigInt64Array.of(value));
  });

  it.each([FIRST - 1n, LAST + 1n, -(2n ** 63n), 2n ** 63n - 1n])('of a timestamp may not be %d', async (value) => {
    const bytes = await withValue('timestamp', value);
    expect(await failure(() => readArrow(bytes).toTable())).toMatchObject({
      code: 'ERR_UNSUPPORTED',
      details: { column: 0, row: 0 },
    });
  });

  it.each([2n ** 63n - 1n, -(2n ** 63n)])('of an integer may be %d', async (value) => {
    const table = await readArrow(await withValue('int64', value)).toTable();
    expect(table.column('x').values).toEqual(BigInt64Array.of(value));
  });

  it.each([10n ** 18n - 1n, 1n - 10n ** 18n, 2n ** 32n, -(2n ** 32n), -1n])('of a decimal may be %d', async (units) => {
    const table = await readArrow(
      await written([{ name: 'x', type: 'decimal', scale: 2, values: BigInt64Array.of(units) }]),
    ).toTable();
    expect(table.column('x').values).toEqual(BigInt64Array.of(units));
  });

  it.each([
    [10n ** 18n, 0n],
    [-(10n ** 18n), -1n],
    [5n, -1n],
    [5n, 1n],
    [-5n, 0n],
  ])('of a decimal may not be %d below %d', async (low, high) => {
    const bytes = await written([{ name: 'x', type: 'decimal', scale: 2, values: BigInt64Array.of(0x0123_4567n) }]);
    const at = bytes.indexOf(Buffer.from('6745230100000000', 'hex'));
    bytes.writeBigInt64LE(low, at);
    bytes.writeBigInt64LE(high, at + 8);
    expect(await failure(() => readArrow(bytes).toTable())).toMatchObject({ code: 'ERR_UNSUPPORTED' });
  });
});
