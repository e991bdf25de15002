/** Tables of columns: typed arrays taken as they are, plain ones read, both checked. */
import { export as exporting } from 'clinicore';
import { describe, expect, it } from 'vitest';
import { failure } from './backends';

const { tableOf } = exporting;
type Input = exporting.ColumnInput;

const values = (...columns: Input[]) => tableOf(columns).then((table) => table.columns.map((column) => [...column]));

describe('typed arrays', () => {
  const given: Input[] = [
    { name: 'f', type: 'float64', values: Float64Array.of(0, 1.5, Number.NaN) },
    { name: 'i', type: 'int32', values: Int32Array.of(1, 2, 3), validity: Uint8Array.of(0b101) },
    { name: 'l', type: 'int64', values: BigInt64Array.of(-1n, 2n ** 62n, -(2n ** 63n)) },
    { name: 'b', type: 'boolean', values: Uint8Array.of(0b011), length: 3 },
    { name: 's', type: 'string', values: Buffer.from('zaé😀'), offsets: Int32Array.of(1, 2, 2, 8) },
    { name: 'd', type: 'date', values: Int32Array.of(0, -1, 2932897), validity: Uint8Array.of(0b011) },
    { name: 't', type: 'timestamp', values: BigInt64Array.of(-1n, 0n, 1_500n) },
    { name: 'm', type: 'decimal', scale: 3, values: BigInt64Array.of(-5n, 999_999_999_999_999_999n, 10n) },
    { name: 'c', type: 'category', values: Int32Array.of(1, 0, 1), dictionary: ['a', 'b'] },
  ];

  it('are the table’s own memory', async () => {
    const table = await tableOf(given);
    for (const { name, values } of given) {
      expect(table.column(name).values.buffer).toBe((values as Float64Array).buffer);
      expect(table.column(name).values.byteOffset).toBe((values as Float64Array).byteOffset);
    }
    expect([...table.rows()]).toEqual([
      { f: 0, i: 1, l: -1n, b: true, s: 'a', d: '1970-01-01', t: new Date(-1), m: '-0.005', c: 'b' },
      {
        f: 1.5,
        i: null,
        l: 2n ** 62n,
        b: true,
        s: '',
        d: '1969-12-31',
        t: new Date(0),
        m: '999999999999999.999',
        c: 'a',
      },
      { f: Number.NaN, i: 3, l: -(2n ** 63n), b: false, s: 'é😀', d: null, t: new Date(1), m: '0.010', c: 'b' },
    ]);
    expect([...table.rows({ timestamps: 'microseconds' })].map(({ t }) => t)).toEqual([-1n, 0n, 1500n]);
  });

  it('may be of a subclass, or lie anywhere in their buffer', async () => {
    class Lying extends Int32Array {
      override get length() {
        return 1_000_000;
      }
      override subarray(): never {
        throw new Error('never called');
      }
    }
    const numbers = new Lying(new Int32Array([9, 1, 2, 9]).buffer, 4, 2);
    expect(await values({ name: 'i', type: 'int32', values: numbers })).toEqual([[1, 2]]);
  });

  it.each([
    ['of another kind', { type: 'float64', values: Float32Array.of(1) }],
    ['of another kind', { type: 'int64', values: Int32Array.of(1) }],
    ['shared', { type: 'int32', values: new Int32Array(new SharedArrayBuffer(8)) }],
    ['without offsets', { type: 'string', values: Buffer.from('a') }],
    ['with no offsets', { type: 'string', values: Buffer.from('a'), offsets: Int32Array.of() }],
    ['with negative offsets', { type: 'string', values: Buffer.from('a'), offsets: Int32Array.of(-1, 1) }],
    ['with offsets beyond', { type: 'string', values: Buffer.from('a'), offsets: Int32Array.of(0, 2) }],
    ['without a dictionary', { type: 'category', values: Int32Array.of(0) }],
    ['with a broken dictionary', { type: 'category', values: Int32Array.of(0), dictionary: ['\ud800'] }],
    ['of bits of no length', { type: 'boolean', values: Uint8Array.of(1) }],
    ['of too few items', { type: 'int32', values: Int32Array.of(1), length: 2 }],
    ['of too few offsets', { type: 'string', values: Buffer.from('a'), offsets: Int32Array.of(0, 1), length: 2 }],
    ['of too few bits', { type: 'boolean', values: Uint8Array.of(1), length: 9 }],
    ['of too few valid bits', { type: 'int32', values: new Int32Array(9), validity: Uint8Array.of(1) }],
    ['of decimals without a scale', { type: 'decimal', values: BigInt64Array.of(1n) }],
    ['of decimals of too large a scale', { type: 'decimal', scale: 19, values: BigInt64Array.of(1n) }],
    ['with a scale', { type: 'int64', scale: 2, values: BigInt64Array.of(1n) }],
    ['with parts of another type', { type: 'int32', values: Int32Array.of(1), dictionary: [] }],
    ['with validity beside nulls', { type: 'int32', values: [1], validity: Uint8Array.of(1) }],
  ] as [string, object][])('%s are refused: %#', async (_, column) => {
    const said = await failure(() => tableOf([{ name: 'c', ...column } as Input]));
    expect(said).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: expect.stringMatching(/^columns\[0\]/) },
    });
  });

  it.each([
    ['days after 9999', { type: 'date', values: Int32Array.of(0, 2932897) }],
    ['moments before the year 1', { type: 'timestamp', values: BigInt64Array.of(0n, -62135596800000001n) }],
    ['decimals of 19 digits', { type: 'decimal', scale: 0, values: BigInt64Array.of(0n, -(10n ** 18n)) }],
    ['codes beyond the dictionary', { type: 'category', values: Int32Array.of(0, 1), dictionary: ['a'] }],
    ['negative codes', { type: 'category', values: Int32Array.of(0, -1), dictionary: ['a'] }],
    ['bytes that are no UTF-8', { type: 'string', values: Buffer.of(97, 0xff), offsets: Int32Array.of(0, 1, 2) }],
    [
      'surrogates in UTF-8',
      { type: 'string', values: Buffer.of(97, 0xed, 0xa0, 0x80), offsets: Int32Array.of(0, 1, 4) },
    ],
    ['a character cut in two', { type: 'string', values: Buffer.from('aé'), offsets: Int32Array.of(0, 0, 2, 3) }],
    ['offsets that descend', { type: 'string', values: Buffer.from('abc'), offsets: Int32Array.of(0, 2, 1, 3) }],
  ] as [string, object][])('are refused with the row of %s', async (_, column) => {
    expect(await failure(() => tableOf([{ name: 'c', ...column } as Input]))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'columns[0].values', row: 1, column: 0 },
    });
  });
});

describe('plain arrays', () => {
  it('are read as rows are', async () => {
    expect(
      await values(
        { name: 'm', type: 'decimal', scale: 2, values: ['1.5', 2, 3n, null, undefined, ''] as string[] },
        { name: 'd', type: 'date', values: ['2026-01-31', new Date(0), null, null, null, null] },
      ),
    ).toEqual([
      ['1.50', '2.00', '3.00', null, null, null],
      ['2026-01-31', '1970-01-01', null, null, null, null],
    ]);
  });

  it('are refused at the row, by their path', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => i as unknown);
    many[4321] = 'Jana';
    const said = await failure(() => tableOf([{ name: 'a', type: 'int32', values: many as number[] }]));
    expect(said.details).toEqual({ argument: 'columns[0].values', row: 4321, column: 0 });
    expect(said.message).toMatch(/^columns\[0\]\.values\[4321\] must be an integer .* got a string$/);
  });

  it('must have the same length, and names of their own', async () => {
    const column = (name: string, ...numbers: number[]): Input => ({ name, type: 'int32', values: numbers });
    expect((await failure(() => tableOf([column('a', 1), column('b', 1, 2)]))).details).toEqual({
      ...{ argument: 'columns[1].values', required: 1, given: 2 },
    });
    expect((await failure(() => tableOf([column('a'), column('a')]))).details).toEqual({ argument: 'columns[1].name' });
  });
});

it('is aborted before and while it works', async () => {
  const columns: Input[] = [{ name: 'a', type: 'int32', values: Array(1_000_000).fill(1) }];
  expect(await failure(() => tableOf(columns, { signal: AbortSignal.abort() }))).toMatchObject({ code: 'ERR_ABORTED' });
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  expect(await failure(() => tableOf(columns, { signal: controller.signal }))).toMatchObject({ code: 'ERR_ABORTED' });
});
