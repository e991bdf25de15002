import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
/** pyarrow and DuckDB read what we write: the same types and cells, compressed and described as was asked for. */
import { export as exporting } from 'clinicore';
import { afterAll, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';

const { arrow, parquet, tableFrom } = exporting;

const python = process.env.CLINICORE_PARQUET ?? join(import.meta.dirname, '../target/parquet/bin/python');
const isMissing = process.env.CI !== 'true' && !existsSync(python);
const missing = isMissing
  ? ' (left out: it needs `python3 -m venv target/parquet && target/parquet/bin/pip install pyarrow==26.0.1 duckdb==2.0.0`)'
  : '';
const read = (...args: string[]) =>
  JSON.parse(
    execFileSync(python, [join(import.meta.dirname, 'export-parquet.py'), ...args], { maxBuffer: 1 << 28 }).toString(),
  );

const schema: exporting.Field[] = [
  { name: 'n', type: 'int32' },
  { name: 'float', type: 'float64' },
  { name: 'long', type: 'int64' },
  { name: 'bool', type: 'boolean' },
  { name: 'text', type: 'string' },
  { name: 'day', type: 'date' },
  { name: 'at', type: 'timestamp' },
  { name: 'total', type: 'decimal', scale: 2 },
  { name: 'word', type: 'category' },
];
const rows = Array.from({ length: 700 }, (_, i) =>
  [
    i,
    i / 8 - 10,
    (-1n) ** BigInt(i) * (2n ** 62n + BigInt(i)),
    i % 3 === 0,
    ['', 'é', '😀 中', `a${i}`][i % 4],
    new Date(Date.UTC(1900 + (i % 300), i % 12, 28)).toISOString().slice(0, 10),
    new Date(-1e12 + i * 3.7e9),
    `${i - 50}.25`,
    ['left', 'right'][i % 2],
  ].map((cell, column) => ((i * 7 + column) % 6 || column === 0 ? cell : null)),
);
const { table } = await tableFrom(rows, { schema });
const cells = (given: exporting.Table) =>
  [...given.rows()].map((row) =>
    Object.entries(row).map(([name, cell]) => {
      if (cell instanceof Date) return cell.toISOString();
      return typeof cell === 'bigint' || name === 'n' ? String(cell) : cell;
    }),
  );

const ARROW = [
  ...['int32', 'double', 'int64', 'bool', 'string', 'date32[day]', 'timestamp[us, tz=UTC]', 'decimal128(18, 2)'],
  'dictionary<values=string, indices=int32, ordered=0>',
];
const DUCKDB = [
  ...['INTEGER', 'DOUBLE', 'BIGINT', 'BOOLEAN', 'VARCHAR', 'DATE', 'TIMESTAMP WITH TIME ZONE', 'DECIMAL(18,2)'],
  'VARCHAR',
];

const folder = mkdtempSync(join(tmpdir(), 'clinicore-parquet-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(isMissing).each(backends)(`Parquet and Arrow of the %s backend${missing}`, (backend) => {
  it.each(['zstd', 'snappy', 'lz4', 'none'] as const)('with %s are read by pyarrow', async (compression) => {
    useBackend(backend);
    const path = join(folder, `${backend}-${compression}.parquet`);
    const metadata = { clinic: 'Rivière' };
    const sortedBy = [{ column: 'n' }, { column: 'text', descending: true, nulls: 'first' as const }];
    await parquet(table, { compression, metadata, sortedBy, rowGroupRows: 300 }).toFile(path);
    expect(read('parquet', path)).toEqual({
      types: ARROW,
      rows: cells(table),
      compression: [{ zstd: 'ZSTD', snappy: 'SNAPPY', lz4: 'LZ4', none: 'UNCOMPRESSED' }[compression]],
      statistics: true,
      // hyparquet-writer writes none for columns of one page.
      indexes: backend === 'native',
      groups: [300, 300, 100],
      sorting: [
        [0, false, false],
        [4, true, true],
      ],
      metadata,
    });
  });

  it('are read by DuckDB, with conditions that it hands down', async () => {
    useBackend(backend);
    const path = join(folder, `${backend}-duckdb.parquet`);
    await parquet(table, { rowGroupRows: 100, bloomFilters: ['text'] }).toFile(path);
    expect(read('duckdb', path, '')).toEqual({ types: DUCKDB, rows: cells(table) });
    const kept = cells(table).filter(([n, , , , text]) => Number(n) >= 350 && text === 'a399');
    expect(read('duckdb', path, "n >= 350 and text = 'a399'").rows).toEqual(kept);
  });

  it.each([
    ['file', 'none'],
    ['file', 'lz4'],
    ['file', 'zstd'],
    ['stream', 'none'],
    ['stream', 'zstd'],
  ] as const)('an Arrow %s with %s is read by pyarrow', async (format, compression) => {
    useBackend(backend);
    const path = join(folder, `${backend}-${compression}.${format}`);
    await arrow([table, table.slice(3, 5)], { format, compression }).toFile(path);
    expect(read('arrow', path)).toEqual({ types: ARROW, rows: [...cells(table), ...cells(table.slice(3, 5))] });
  });
});
