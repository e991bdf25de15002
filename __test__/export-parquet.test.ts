/** Parquet: what the options do, which rows and columns are read, what is refused. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { export as exporting } from 'clinicore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';

const { parquet, readParquet, tableFrom, tablesFrom } = exporting;

const folder = mkdtempSync(join(tmpdir(), 'clinicore-parquet-'));
afterAll(() => rmSync(folder, { recursive: true }));

const schema: exporting.Field[] = [
  { name: 'id', type: 'int32' },
  { name: 'weight', type: 'float64' },
  { name: 'number', type: 'int64' },
  { name: 'paid', type: 'boolean' },
  { name: 'name', type: 'string' },
  { name: 'day', type: 'date' },
  { name: 'at', type: 'timestamp' },
  { name: 'total', type: 'decimal', scale: 2 },
  { name: 'eye', type: 'category' },
];
const ROWS = 5000;
const rows = Array.from({ length: ROWS }, (_, i) => ({
  id: i,
  weight: i % 7 === 0 ? null : i / 8,
  number: BigInt(i) * 10n ** 14n,
  paid: i % 3 === 0,
  name: i % 5 === 0 ? null : `é${i % 100}`,
  day: new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10),
  at: new Date(Date.UTC(2026, 0, 1) + i * 60_000),
  total: `${i}.50`,
  eye: ['left', 'right'][i % 2],
}));
const { table } = await tableFrom(rows, { schema });
const cells = (given: exporting.Table) => [...given.rows()];

describe.each(backends)('Parquet (%s)', (backend) => {
  const path = join(folder, `${backend}.parquet`);
  beforeAll(async () => {
    useBackend(backend);
    await parquet(table, { rowGroupRows: 1500, metadata: { clinic: 'Rivière' } }).toFile(path);
  });
  const reader = async (options?: exporting.ReadParquetOptions) => {
    useBackend(backend);
    return readParquet(path, options);
  };

  it('is read from a path, bytes, a URL and a stream, as often as that can be', async () => {
    useBackend(backend);
    const bytes = await parquet(table).toBuffer();
    for (const source of [
      path,
      bytes,
      new URL(`file://${path}`),
      Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]),
    ]) {
      const file = readParquet(source as exporting.BytesInput);
      expect(await file.schema()).toEqual(schema);
      expect(cells(await file.toTable())).toEqual(cells(table));
      expect(cells(await file.toTable())).toEqual(cells(table));
    }
  });

  it('comes in tables, which are a source of the next file', async () => {
    useBackend(backend);
    const file = await reader();
    let count = 0;
    for await (const part of file) count += part.length;
    expect(count).toBe(ROWS);
    const again = await readParquet(await parquet(file).toBuffer()).toTable();
    expect(cells(again)).toEqual(cells(table));
  });

  it('tells what it is', async () => {
    expect(await (await reader()).metadata()).toEqual({
      rows: ROWS,
      rowGroups: [1500, 1500, 1500, 500],
      columns: schema.map((field) => ({ name: field.name, field, foreign: undefined })),
      createdBy: expect.stringMatching(/^clinicore version \d/),
      metadata: { clinic: 'Rivière' },
    });
  });

  it.each([
    [0, 10],
    [1490, 20],
    [3000, 1],
    [4990, 100],
    [5000, 1],
    [9000, 1],
    [10, 0],
    [100, 3000],
  ])('gives the rows from %i on, %i of them', async (offset, limit) => {
    const page = await (await reader({ offset, limit })).toTable();
    expect(cells(page)).toEqual(cells(table.slice(offset, offset + limit)));
    expect(page.schema).toEqual(schema);
  });

  it('gives the columns asked for, in that order', async () => {
    const page = await (await reader({ columns: ['eye', 'id'], limit: 3 })).toTable();
    expect(cells(page)).toEqual([
      { eye: 'left', id: 0 },
      { eye: 'right', id: 1 },
      { eye: 'left', id: 2 },
    ]);
  });

  const kept = (holds: (row: (typeof rows)[number]) => boolean) => rows.filter(holds).map(({ id }) => id);
  it.each<[string, exporting.ParquetCondition[], number[]]>([
    ['an integer', [{ column: 'id', op: '=', value: 3100 }], [3100]],
    ['another integer', [{ column: 'id', op: '!=', value: 3100 }], kept(({ id }) => id !== 3100)],
    [
      'a range',
      [
        { column: 'id', op: '>=', value: 1490 },
        { column: 'id', op: '<', value: 1510 },
      ],
      kept(({ id }) => id >= 1490 && id < 1510),
    ],
    ['a float', [{ column: 'weight', op: '<=', value: 10.5 }], kept(({ weight }) => weight !== null && weight <= 10.5)],
    ['a bigint', [{ column: 'number', op: '>', value: 499_000_000_000_000_000n }], kept(({ id }) => id > 4990)],
    ['a boolean', [{ column: 'paid', op: '=', value: true }], kept(({ paid }) => paid)],
    ['a text', [{ column: 'name', op: '=', value: 'é17' }], kept(({ name }) => name === 'é17')],
    [
      'texts',
      [{ column: 'name', op: 'in', value: ['é17', 'é3', 'x'] }],
      kept(({ name }) => name === 'é17' || name === 'é3'),
    ],
    ['none of none', [{ column: 'name', op: 'in', value: [] }], []],
    ['a text that is greater', [{ column: 'name', op: '>', value: 'é98' }], kept(({ name }) => name === 'é99')],
    ['a day', [{ column: 'day', op: '<', value: '2020-01-05' }], [0, 1, 2, 3]],
    ['a moment', [{ column: 'at', op: '<=', value: new Date(Date.UTC(2026, 0, 1, 0, 2)) }], [0, 1, 2]],
    ['a decimal', [{ column: 'total', op: '=', value: '4321.5' }], [4321]],
    ['a category', [{ column: 'eye', op: '!=', value: 'left' }], kept(({ eye }) => eye === 'right')],
    ['no value', [{ column: 'name', op: 'is null' }], kept(({ name }) => name === null)],
    ['a value', [{ column: 'weight', op: 'is not null' }], kept(({ weight }) => weight !== null)],
  ])('gives the rows that hold a condition on %s', async (_, where, expected) => {
    const found = await (await reader({ columns: ['id'], where })).toTable();
    expect([...found.column('id')]).toEqual(expected);
    const page = await (await reader({ columns: ['id'], where, offset: 1, limit: 2 })).toTable();
    expect([...page.column('id')]).toEqual(expected.slice(1, 3));
  });

  it('writes tables one after the other, and categories that differ from table to table', async () => {
    useBackend(backend);
    const list = Array.from({ length: 300 }, (_, i) => ({ word: `w${Math.floor(i / 100)}`, i }));
    const parts = tablesFrom(list, {
      schema: [
        { name: 'word', type: 'category' },
        { name: 'i', type: 'int32' },
      ],
      rowsPerTable: 70,
    });
    const again = await readParquet(await parquet(parts, { rowGroupRows: 110 }).toBuffer()).toTable();
    expect(cells(again)).toEqual(list);
  });

  it('gives the same bytes for the same table', async () => {
    useBackend(backend);
    const bytes = () => parquet(table, { level: 3, sortedBy: [{ column: 'id' }] }).toBuffer();
    expect((await bytes()).equals(await bytes())).toBe(true);
  });

  it('tells how far it is', async () => {
    useBackend(backend);
    const written: number[] = [];
    await parquet(table).toBuffer({ onProgress: (done) => written.push(done) });
    expect(written.at(-1)).toBe(ROWS);
    const read: number[] = [];
    await readParquet(path, { onProgress: (done) => read.push(done) }).toTable();
    expect(read.at(-1)).toBe(ROWS);
  });

  it('stops when it is aborted', async () => {
    useBackend(backend);
    const signal = AbortSignal.abort();
    expect(await failure(() => parquet(table).toBuffer({ signal }))).toMatchObject({ code: 'ERR_ABORTED' });
    expect(await failure(() => readParquet(path, { signal }).toTable())).toMatchObject({ code: 'ERR_ABORTED' });
    expect(await failure(() => readParquet(path).toTable({ signal }))).toMatchObject({ code: 'ERR_ABORTED' });
  });

  it('refuses what it cannot do', async () => {
    useBackend(backend);
    const codes = async (call: () => unknown) => (await failure(call)).code;
    expect(await codes(() => parquet(table, { codec: 'zstd' } as never))).toBe('ERR_INVALID_ARGUMENT');
    expect(await codes(() => parquet(table, { compression: 'snappy', level: 3 }))).toBe('ERR_INVALID_ARGUMENT');
    expect(await codes(() => parquet(rows as never).toBuffer())).toBe('ERR_INVALID_ARGUMENT');
    expect(await codes(() => parquet(table, { sortedBy: [{ column: 'x' }] }).toBuffer())).toBe('ERR_INVALID_ARGUMENT');
    expect(await codes(() => parquet(table, { metadata: { 'ARROW:schema': '' } }))).toBe('ERR_INVALID_ARGUMENT');
    expect(await codes(() => readParquet(7 as never))).toBe('ERR_INVALID_ARGUMENT');
    expect(await codes(() => readParquet(path, { row: 7 } as never))).toBe('ERR_INVALID_ARGUMENT');
    expect(await codes(() => readParquet(join(folder, 'none')).toTable())).toBe('ERR_IO');
    expect(await failure(() => readParquet(path, { columns: ['x'] }).toTable())).toEqual({
      code: 'ERR_MALFORMED_INPUT',
      message: 'The file has no column of the name that options.columns[0] says',
      details: { argument: 'options.columns[0]', column: 0 },
    });
    expect(
      await failure(() => readParquet(path, { where: [{ column: 'id', op: '=', value: 'x' }] }).toTable()),
    ).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'options.where[0].value' },
    });
    expect(await failure(() => readParquet(path, { maxRows: 4999 }).toTable())).toEqual({
      code: 'ERR_LIMIT_EXCEEDED',
      message: 'source has more than 4999 rows',
      details: { limit: 4999, option: 'maxRows' },
    });
  });

  it('refuses a stream that is longer than it may be', async () => {
    useBackend(backend);
    const bytes = await parquet(table).toBuffer();
    const file = readParquet(Readable.from([bytes]), { maxFileBytes: 100 });
    expect(await failure(() => file.toTable())).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { option: 'maxFileBytes' },
    });
  });

  it('refuses a file that is cut short', async () => {
    useBackend(backend);
    const bytes = await parquet(table.slice(0, 3)).toBuffer();
    for (const damaged of [bytes.subarray(1), bytes.subarray(0, -1), Buffer.alloc(0), Buffer.from('PAR1PAR1')]) {
      expect(await failure(() => readParquet(damaged).toTable())).toEqual({
        code: 'ERR_MALFORMED_INPUT',
        message: 'The Parquet file is corrupt or cut short',
        details: {},
      });
    }
  });
});
