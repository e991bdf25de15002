/** The table model: what each type takes and gives, its memory, slices, sources. */
import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { export as exporting } from 'clinicore';
import { describe, expect, it } from 'vitest';
import { failure } from './backends';

const { tableFrom, tableOf } = exporting;
type Field = exporting.Field;
type Type = exporting.ColumnType;

/** A column of the given cells, by a schema. */
async function column(type: Type, cells: unknown[], scale?: number): Promise<exporting.TableColumn> {
  const schema = [{ name: 'c', type, ...(scale === undefined ? {} : { scale }) }] as Field[];
  const { table } = await tableFrom(
    cells.map((c) => ({ c })),
    { schema },
  );
  return table.column('c');
}

describe('a column', () => {
  it('of float64 takes numbers and texts that say one', async () => {
    const given = await column('float64', [1.5, '1e5', '-.5', Number.NaN, Infinity, -0, 7n, null, '']);
    expect([...given]).toEqual([1.5, 1e5, -0.5, Number.NaN, Infinity, -0, 7, null, null]);
    expect(given.values).toBeInstanceOf(Float64Array);
    expect(given.nullCount).toBe(2);
  });

  it('of int32 and int64 takes integers, none through a float', async () => {
    expect([...(await column('int32', [-(2 ** 31), '2147483647', '007', 5n]))]).toEqual([-(2 ** 31), 2147483647, 7, 5]);
    const long = await column('int64', [
      -(2n ** 63n),
      '9223372036854775807',
      2 ** 53 - 1,
      -1,
      '+5',
      '9007199254740993',
    ]);
    expect([...long]).toEqual([-(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n - 1n, -1n, 5n, 9007199254740993n]);
    expect(long.values).toEqual(
      BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n - 1n, -1n, 5n, 9007199254740993n),
    );
  });

  it('of decimals is exact and rounds nothing', async () => {
    const cells = ['12.3', '-0.05', '0012', 12.3, 5n, '1.5000', '9999999999999999.99', '-9999999999999999.99', null];
    const money = await column('decimal', cells, 2);
    expect([...money]).toEqual([
      '12.30',
      '-0.05',
      '12.00',
      '12.30',
      '5.00',
      '1.50',
      '9999999999999999.99',
      '-9999999999999999.99',
      null,
    ]);
    expect(money.values.slice(0, 7)).toEqual(
      BigInt64Array.of(1230n, -5n, 1200n, 1230n, 500n, 150n, 999999999999999999n),
    );
    expect([...(await column('decimal', ['-0.000000000000000001', '0', 1], 18).catch((e) => [e.details.row]))]).toEqual(
      [2],
    );
    expect([...(await column('decimal', ['123456789012345678', -7], 0))]).toEqual(['123456789012345678', '-7']);
  });

  it('of dates is the Gregorian calendar from the year 1 to 9999, without a time zone', async () => {
    const days = ['0001-01-01', '1582-10-10', '1899-12-31', '1969-12-31', '2000-02-29', '9999-12-31'];
    const given = await column('date', [...days, new Date('0099-03-01T00:00:00Z')]);
    expect([...given]).toEqual([...days, '0099-03-01']);
    // Python: (date(y, m, d) - date(1970, 1, 1)).days
    expect(given.values).toEqual(Int32Array.of(-719162, -141432, -25568, -1, 11016, 2932896, -683309));
  });

  it('of timestamps is UTC, to the microsecond', async () => {
    const given = await column('timestamp', [
      new Date(-1),
      '2026-03-29T02:30:00+02:00',
      '2026-10-25 02:30:00.123456Z',
      -62_135_596_800_000_000n,
      '9999-12-31T23:59:59.999999Z',
      '2026-01-31T12:30-0530',
    ]);
    expect(given.values).toEqual(
      // Python: datetime.fromisoformat(t) - datetime(1970, 1, 1, tzinfo=utc), in microseconds
      BigInt64Array.of(
        -1000n,
        1774744200000000n,
        1792895400123456n,
        -62135596800000000n,
        253402300799999999n,
        1769882400000000n,
      ),
    );
    expect(given.get(0)).toEqual(new Date(-1));
    expect(given.get(2)).toEqual(new Date('2026-10-25T02:30:00.123Z'));
    expect((given.get(3) as Date).toISOString()).toBe('0001-01-01T00:00:00.000Z');
  });

  it('of booleans is bits, of texts UTF-8, of categories codes', async () => {
    const bits = await column('boolean', [true, 'false', null, 'TRUE', ...Array(5).fill(true)]);
    expect([...bits]).toEqual([true, false, null, true, true, true, true, true, true]);
    expect([bits.values, bits.validity]).toEqual([Uint8Array.of(0b1111_1001, 1), Uint8Array.of(0b1111_1011, 1)]);

    const texts = await column('string', ['é', '', null, '😀a\0', '中']);
    expect([...texts]).toEqual(['é', '', null, '😀a\0', '中']);
    expect(Buffer.from(texts.values as Uint8Array)).toEqual(Buffer.from('é😀a\0中'));
    expect(texts.offsets).toEqual(Int32Array.of(0, 2, 2, 2, 8, 11));

    const words = await column('category', ['b', 'a', 'b', null]);
    expect([...words]).toEqual(['b', 'a', 'b', null]);
    expect([words.values, words.dictionary]).toEqual([Int32Array.of(0, 1, 0, 0), ['b', 'a']]);
  });

  it.each([
    ['float64', ['x', '1,5', ' 1', '1e999', true, 2n ** 60n, new Date(0), '0x10']],
    ['int32', [2 ** 31, 1.5, '2147483648', '1.0', '1e3', Number.NaN]],
    ['int64', [2n ** 63n, 2 ** 53, '9223372036854775808', 0.5, '1 000']],
    ['decimal', ['1.234', 0.1 + 0.2, 1e21, '1,5', '1e2', '', '.5', '5.', '-', '12345678901234567', true]],
    ['boolean', [0, 1, 'yes', 'tRue', 'null']],
    [
      'date',
      ['2026-02-29', '1900-02-29', '26-01-01', '2026-1-1', '0000-01-01', '2026-01-01T00:00:00Z', new Date(1), 5],
    ],
    ['timestamp', ['2026-01-31T12:30:00', '2026-01-31', new Date(Number.NaN), 1e12, 2n ** 62n, '2026-01-31T24:00Z']],
    ['timestamp', ['2026-01-31T12:30:60Z', '2026-01-31T12:30:00.0000001Z', '0001-01-01T00:00+01:00']],
    ['string', [5, '\ud800', 'a\udc00', '\ud800a', {}, Symbol('s')]],
    ['category', [5, '\ud800', false]],
  ] as [Type, unknown[]][])('of %s refuses what it cannot hold', async (type, cells) => {
    for (const cell of cells.filter((given) => given !== '')) {
      const said = await failure(() => column(type, [null, cell], type === 'decimal' ? 2 : undefined));
      expect(said).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'rows', row: 1, column: 0 } });
      expect(said.message).toMatch(/^rows\[1\], column 0, must be /);
    }
  });
});

describe('a table', () => {
  const invoices = () =>
    tableFrom(
      Array.from({ length: 40 }, (_, i) => [`A-${i}`, i % 3 ? i : null, i % 2 === 0, `${i}.50`, new Date(i)]),
      { columns: ['number', 'n', 'even', 'total', 'at'] },
    );

  it('tells its schema, its columns and its rows', async () => {
    const { table } = await invoices();
    expect(table.schema).toEqual([
      { name: 'number', type: 'string' },
      { name: 'n', type: 'int32' },
      { name: 'even', type: 'boolean' },
      { name: 'total', type: 'decimal', scale: 2 },
      { name: 'at', type: 'timestamp' },
    ]);
    expect([table.length, table.columns.length]).toEqual([40, 5]);
    expect(table.column('total').get(3)).toBe('3.50');
    expect([...table.rows()][3]).toEqual({ number: 'A-3', n: null, even: false, total: '3.50', at: new Date(3) });
    expect([...table.rows({ timestamps: 'microseconds' })][3]?.at).toBe(3000n);
    await failure(() => table.column('nobody'));
    await failure(() => table.column('n').get(40));
    await failure(() => table.rows({ timestamp: 'date' } as never));
  });

  it('is sliced without a copy, at any row', async () => {
    const { table } = await invoices();
    const all = [...table.rows()];
    for (const [from, to] of [
      [0, 40],
      [1, 39],
      [8, 24],
      [13, 13],
      [39, 90],
      [50, 60],
    ] as const) {
      const slice = table.slice(from, to);
      expect([...slice.rows()]).toEqual(all.slice(from, to));
      expect([...slice.slice(1, 5).rows()]).toEqual(all.slice(from, to).slice(1, 5));
      expect(slice.column('number').values).toBe(table.column('number').values);
      expect(slice.column('total').values.buffer).toBe(table.column('total').values.buffer);
    }
    expect(table.slice(1, 3).column('n').nullCount).toBe(0);
    expect(table.slice(1, 3).column('n').validity).toBeUndefined();
  });

  it('does not change, and shows no value in a log', async () => {
    const { table } = await invoices();
    expect(() => Object.assign(table, { length: 3 })).toThrow(TypeError);
    expect(() => (table.columns as unknown[]).push(1)).toThrow(TypeError);
    expect(inspect(table, { depth: 9 })).not.toContain('A-1');
    expect(inspect(table.column('total'))).toBe(
      "TableColumn {\n  name: 'total',\n  type: 'decimal',\n  scale: 2,\n  length: 40,\n  nullCount: 0\n}",
    );
  });

  it('may have no rows, or no columns', async () => {
    expect((await tableFrom([])).table).toMatchObject({ schema: [], length: 0 });
    const { table } = await tableFrom([{}, {}, {}]);
    expect([...table.rows()]).toEqual([{}, {}, {}]);
    expect(await tableOf([])).toMatchObject({ schema: [], length: 0 });
    const empty = (await tableFrom([], { schema: [{ name: 's', type: 'string' }] })).table;
    expect([empty.length, empty.column('s').offsets]).toEqual([0, Int32Array.of(0)]);
  });
});

describe('rows come from', () => {
  const rows = Array.from({ length: 3000 }, (_, i) => ({ i, text: `t${i}` }));
  const chunks = [rows.slice(0, 1), [], rows.slice(1, 2001), rows.slice(2001)];
  async function* later<T>(list: Iterable<T>) {
    yield* list;
  }
  it.each([
    ['an array', () => rows, false],
    ['a set', () => new Set(rows), false],
    ['a generator', () => rows.values(), false],
    ['an asynchronous generator', () => later(rows), false],
    ['a stream', () => Readable.from(rows), false],
    ['an array of chunks', () => chunks, true],
    ['a generator of chunks', () => chunks.values(), true],
    ['an asynchronous generator of chunks', () => later(chunks), true],
  ] as [string, () => Iterable<object>, boolean][])('%s', async (_, source, chunked) => {
    const schema: Field[] = [
      { name: 'text', type: 'string' },
      { name: 'i', type: 'int32' },
    ];
    for (const options of [{}, { schema }]) {
      const reports: number[][] = [];
      const onProgress = (...said: number[]) => reports.push(said);
      const { table } = await tableFrom(source(), { ...options, chunked, onProgress });
      expect([...table.rows()]).toEqual(rows);
      expect(reports.at(-1)).toEqual([3000, 3000]);
      expect(reports.every(([done, total]) => (done as number) <= (total as number))).toBe(true);
    }
  });
});
