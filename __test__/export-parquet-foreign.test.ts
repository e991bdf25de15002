/** Files of pyarrow, pandas, polars and DuckDB, made by scripts/parquet-golden.py: see the folder's README. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { export as exporting } from 'clinicore';
import { describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';

const { readArrow, readParquet } = exporting;

const folder = join(import.meta.dirname, 'golden/export/parquet');
const expected: Record<string, Record<string, unknown[]>> = JSON.parse(
  readFileSync(join(folder, 'expected.json'), 'utf8'),
);

/** What a cell is called in expected.json. */
function said(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return Number(value);
  return value === Number.POSITIVE_INFINITY ? 'Infinity' : value;
}

const cells = (table: exporting.Table) =>
  Object.fromEntries(table.columns.map((column) => [column.name, Array.from(column as Iterable<unknown>, said)]));

const pick = (from: Record<string, unknown[]>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, from[name]]));

const ALL = Object.keys(expected.pyarrow as object);
const TYPES = [
  ...[
    'int32',
    'int32',
    'int32',
    'int64',
    'int32',
    'int32',
    'int64',
    'int64',
    'float64',
    'float64',
    'float64',
    'boolean',
  ],
  ...['string', 'string', 'category', 'date', 'timestamp', 'timestamp', 'timestamp', 'timestamp', 'timestamp'],
  ...['decimal', 'decimal', 'string', 'int32'],
];
const FOREIGN = {
  list: 'list',
  struct: 'struct',
  binary: 'binary',
  fixed: 'fixed-size binary',
  time: 'time',
  duration: 'duration',
  huge: 'decimal of more than 18 digits',
};

describe.each(backends)('%s reads', (backend) => {
  const open = (name: string, columns?: readonly string[]): exporting.TableReader => {
    useBackend(backend);
    const path = join(folder, name);
    return name.endsWith('.parquet') ? readParquet(path, { columns }) : readArrow(path, { columns });
  };

  it.each<[string, string, readonly string[] | undefined]>([
    ['pyarrow.parquet', 'pyarrow', ALL],
    ['pyarrow-v2.parquet', 'pyarrow', undefined],
    ['pyarrow-snappy.parquet', 'pyarrow', undefined],
    ['pyarrow-gzip.parquet', 'pyarrow', undefined],
    ['pyarrow-zstd.parquet', 'pyarrow', undefined],
    ['pyarrow-lz4.parquet', 'pyarrow', undefined],
    ['pyarrow-deltas.parquet', 'pyarrow', undefined],
    ['pyarrow-int96.parquet', 'pyarrow', undefined],
    ['pyarrow-decimals.parquet', 'pyarrow', undefined],
    ['pandas.parquet', 'pandas', undefined],
    ['polars.parquet', 'polars', undefined],
    ['duckdb.parquet', 'duckdb', undefined],
    ['pyarrow.arrow', 'pyarrow', ALL],
    ['pyarrow-lz4.arrow', 'pyarrow', ALL],
    ['pyarrow-zstd.arrow', 'pyarrow', ALL],
    ['pyarrow.arrows', 'pyarrow', undefined],
    ['polars.arrow', 'polars', undefined],
  ])('%s', async (name, source, columns) => {
    const table = await open(name, columns).toTable();
    const names = table.schema.map((field) => field.name);
    expect(cells(table)).toEqual(pick(expected[source] as Record<string, unknown[]>, names));
    expect(names.length).toBeGreaterThan(1);
  });

  it.each(['pyarrow.parquet', 'pyarrow.arrow'])('the types of %s', async (name) => {
    const schema = await open(name, ALL).schema();
    expect(schema.map(({ type }) => type)).toEqual(TYPES);
  });

  it.each(['pandas.parquet', 'polars.parquet', 'polars.arrow'])('categories of %s as categories', async (name) => {
    expect(await open(name, ['eye']).schema()).toEqual([{ name: 'eye', type: 'category' }]);
  });

  it('a file without rows', async () => {
    const table = await open('pyarrow-empty.parquet').toTable();
    expect([table.length, table.schema.map(({ type }) => type)]).toEqual([0, TYPES]);
  });

  it.each(Object.entries(FOREIGN))('no %s', async (column, kind) => {
    for (const name of ['pyarrow.parquet', 'pyarrow.arrow']) {
      expect(await failure(() => open(name, [column]).toTable())).toEqual({
        code: 'ERR_UNSUPPORTED',
        message: `The column '${column}' is of the type ${kind}, which a table does not hold: leave it out with options.columns`,
        details: { column: expect.any(Number) },
      });
    }
  });

  it('what columns it does not read are called', async () => {
    useBackend(backend);
    const { columns } = await readParquet(join(folder, 'pyarrow.parquet')).metadata();
    const foreign = columns.filter(({ field }) => field === undefined).map(({ name, foreign }) => [name, foreign]);
    expect(foreign).toEqual(Object.entries(FOREIGN));
  });

  it('no nanoseconds that are no microseconds', async () => {
    expect(await failure(() => open('pyarrow-nanoseconds.parquet').toTable())).toEqual({
      code: 'ERR_UNSUPPORTED',
      message: "The column 'odd' has a value that timestamp does not hold",
      details: { column: 0, row: 1 },
    });
  });

  it('no brotli', async () => {
    expect(await failure(() => open('pyarrow-brotli.parquet').toTable())).toEqual({
      code: 'ERR_UNSUPPORTED',
      message: "The column 'int32' is compressed with brotli, which is not read here",
      details: { column: 0 },
    });
  });
});
