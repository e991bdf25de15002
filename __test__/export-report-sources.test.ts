/** What a report's tables may come from, and how much of them is in memory at a time. */
import { export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';

const { exportReport, readParquet, readZip, tableFrom, tablesFrom } = exporting;

const SCHEMA = [
  { name: 'number', type: 'string' },
  { name: 'eye', type: 'category' },
  { name: 'day', type: 'date' },
  { name: 'at', type: 'timestamp' },
  { name: 'amount', type: 'decimal', scale: 2 },
  { name: 'units', type: 'int64' },
  { name: 'sphere', type: 'float64' },
  { name: 'paid', type: 'boolean' },
] as const;
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    number: i % 5 === 0 ? null : `00${i}`,
    eye: i % 2 === 0 ? 'left' : 'right',
    day: '2026-01-31',
    at: '2026-01-31T12:30:00.000250Z',
    amount: `${i}.50`,
    units: BigInt(i),
    sphere: i / 4,
    paid: i % 3 === 0 ? null : i % 2 === 0,
  }));
type Formats = NonNullable<exporting.ReportContent['formats']>;
const reportOf = (table: exporting.TableSource, formats: Formats) =>
  exportReport({ title: 'Claims', formats, tables: [{ name: 'Claims', table }] });
const stream = (count: number, rowsPerTable = count) => tablesFrom(rowsOf(count), { schema: SCHEMA, rowsPerTable });

/** The files of an archive. */
async function filesOf(archive: Buffer): Promise<Record<string, Buffer>> {
  const files: Record<string, Buffer> = {};
  for await (const entry of readZip(archive)) files[entry.name] = await entry.buffer();
  return files;
}

const COMBINATIONS: Formats[] = [
  ['csv'],
  ['parquet'],
  ['xlsx'],
  ['pdf'],
  ['csv', 'xlsx'],
  ['xlsx', 'csv', 'parquet'],
  ['pdf', 'csv', 'parquet', 'xlsx'],
];

describe.each(backends)('The sources of a report, %s', (backend) => {
  beforeEach(() => {
    useBackend(backend);
  });

  it.each(COMBINATIONS)('give the same bytes as a table: %s, %s, %s, %s', async (...formats) => {
    for (const count of [0, 25]) {
      const { table } = await tableFrom(rowsOf(count), { schema: SCHEMA });
      const whole = await reportOf(table, formats.filter(Boolean) as Formats).toBuffer();
      expect(await reportOf(stream(count, 25), formats.filter(Boolean) as Formats).toBuffer()).toEqual(whole);
      expect(await reportOf([table], formats.filter(Boolean) as Formats).toBuffer()).toEqual(whole);
    }
  });

  it('are told in the manifest with their rows and columns, whichever way they went', async () => {
    for (const formats of COMBINATIONS) {
      const files = await filesOf(await reportOf(stream(30, 7), formats).toBuffer());
      const manifest = JSON.parse(String(files['manifest.json']));
      expect(manifest.tables).toEqual([{ name: 'Claims', rows: 30, columns: SCHEMA }]);
      const parquet = files['Claims.parquet'];
      if (parquet) expect((await readParquet(parquet).toTable()).length).toBe(30);
    }
  });

  it('are not in memory where there is one format: bytes come before the last table is read', async () => {
    let read = 0;
    async function* tables() {
      for await (const table of stream(60_000, 1000)) {
        read++;
        yield table;
      }
    }
    for (const format of ['csv', 'xlsx', 'parquet'] as const) {
      read = 0;
      const output = reportOf(tables(), [format]).toStream();
      for await (const _ of output) break;
      expect([format, read < 60]).toEqual([format, format !== 'parquet']);
    }
  });

  it('are read to their end, which is told, and then written', async () => {
    const told: [number, number][] = [];
    const onProgress = (done: number, total: number) => told.push([done, total]);
    await reportOf(stream(100, 10), ['csv', 'parquet']).toBuffer({ onProgress });
    const done = told.map(([rows]) => rows);
    expect(told.slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, i) => [10 * i + 10, Number.POSITIVE_INFINITY]));
    expect(told.slice(10).every(([, total]) => total === 300)).toBe(true);
    expect(told.at(-1)).toEqual([300, 300]);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    told.length = 0;
    await reportOf(stream(100, 10), ['csv']).toBuffer({ onProgress });
    expect(told.at(-1)).toEqual([100, 100]);
  });

  it.each(COMBINATIONS)('fail with the error of a listener, or their own: %s, %s, %s, %s', async (...given) => {
    const formats = given.filter(Boolean) as Formats;
    const mine = new Error('enough');
    const onProgress = () => {
      throw mine;
    };
    await expect(reportOf(stream(20, 5), formats).toBuffer({ onProgress })).rejects.toBe(mine);
    async function* failing() {
      yield* stream(5);
      throw new Error('secret');
    }
    const error = await failure(() => reportOf(failing(), formats).toBuffer());
    expect(error).toMatchObject({ code: 'ERR_IO', details: { argument: 'content.tables[0].table' } });
    expect(error.message).not.toContain('secret');
  });

  it('with too many rows for a PDF are not read to their end', async () => {
    let read = 0;
    async function* endless() {
      for (;;) {
        read++;
        yield* stream(50);
      }
    }
    const report = { title: 'Claims', tables: [{ name: 'Claims', table: endless() }] };
    const refused = await failure(() => exportReport(report, { maxPdfRows: 100 }).toBuffer());
    expect(refused).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED', details: { format: 'pdf', option: 'maxPdfRows' } });
    expect(read).toBeLessThan(10);
  });
});
