/** A CSV file to a Parquet file, in bounded memory. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { export as exporting } from 'clinicore';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';

const { csvToParquet, readCsv, readParquet } = exporting;
const folder = mkdtempSync(join(tmpdir(), 'csv-to-parquet-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SCHEMA = [
  { name: 'record', type: 'string' },
  { name: 'amount', type: 'decimal', scale: 2 },
  { name: 'day', type: 'date' },
] as const;
const CSV = ['record;amount;day', '00123;12,50;2026-01-31', '00124;;2026-02-01', 'odd;1', '00125;7,00;'].join('\n');

describe.each(backends)('csvToParquet, %s', (backend) => {
  beforeEach(() => {
    useBackend(backend);
  });

  it('writes the rows that readCsv reads, and tells what it found', async () => {
    const from = join(folder, 'claims.csv');
    const to = join(folder, 'claims.parquet');
    writeFileSync(from, CSV);
    const csv = { schema: SCHEMA, decimalComma: true, onBadRow: 'skip' } as const;
    const report = await csvToParquet(from, to, { csv, parquet: { compression: 'snappy' } });
    expect(report).toMatchObject({ delimiter: ';', rows: 3, rejects: { count: 1 } });
    const [written, read] = [await readParquet(to).toTable(), await readCsv(from, csv).toTable()];
    expect(written.schema).toEqual(read.schema);
    expect([...written.rows()]).toEqual([...read.rows()]);
  });

  it('writes the same rows, types and bytes, however row groups and parts of the file lie', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => {
      const word = ['left', 'right', 'NA'][i % 3];
      const day = new Date(86_400_000 * (i % 20_000)).toISOString();
      return `R-${i},"Patient ""${i % 97}""",${word},${i % 7 ? i : ''},${i / 8},${i}000000007,${i % 2 === 0},${day.slice(0, 10)},${day}`;
    });
    const csv = Buffer.from(`record,patient,eye,count,dose,id,paid,day,at\n${rows.join('\n')}\n`);
    const schema = [
      ...(['record', 'patient'] as const).map((name) => ({ name, type: 'string' }) as const),
      { name: 'eye', type: 'category' },
      { name: 'count', type: 'int32' },
      { name: 'dose', type: 'float64' },
      { name: 'id', type: 'int64' },
      { name: 'paid', type: 'boolean' },
      { name: 'day', type: 'date' },
      { name: 'at', type: 'timestamp' },
    ] as const;
    const options = { schema, nullValues: ['', 'NA'] };
    const to = join(folder, 'groups.parquet');
    const parquet = { rowGroupRows: 7777 };
    const report = await csvToParquet(csv, to, { csv: options, parquet });
    expect(report.columns.map(({ nulls }) => nulls)).toEqual([0, 0, 20_000, 8572, 0, 0, 0, 0, 0]);
    const groups = [...Array.from({ length: 7 }, () => 7777), 60_000 - 7 * 7777];
    expect((await readParquet(to).metadata()).rowGroups).toEqual(groups);
    const table = await readCsv(csv, options).toTable();
    const written = await readParquet(to).toTable();
    expect(written.schema).toEqual(table.schema);
    for (const { name } of schema) expect([...written.column(name)]).toEqual([...table.column(name)]);
    const whole = await exporting.parquet(readCsv(csv, options), parquet).toBuffer();
    expect(whole.equals(readFileSync(to))).toBe(true);
  });

  it('leaves nothing where the CSV is bad, the source fails or the call is aborted', async () => {
    const to = join(folder, 'none.parquet');
    const options = { csv: { schema: SCHEMA, delimiter: ';' } };
    const bad = await failure(() => csvToParquet(Buffer.from(CSV), to, options));
    expect(bad).toMatchObject({ code: 'ERR_MALFORMED_INPUT', details: { line: 2 } });
    const failing = Readable.from(
      (function* () {
        yield Buffer.from('record,amount,day\n1,2,2026-01-31\n');
        throw new Error('the disk is gone');
      })(),
    );
    expect(await failure(() => csvToParquet(failing, to, {}))).toMatchObject({ code: 'ERR_IO' });
    const signal = AbortSignal.abort();
    expect(await failure(() => csvToParquet(Buffer.from(CSV), to, { signal }))).toMatchObject({ code: 'ERR_ABORTED' });
    expect(readdirSync(folder).filter((name) => name.includes('none'))).toEqual([]);
  });

  it('refuses options of the wrong form', async () => {
    for (const options of [
      { csv: 7 },
      { parquet: [] },
      { cvs: {} },
      { csv: { delimeter: ';' } },
      { parquet: { x: 1 } },
    ]) {
      const error = await failure(() => csvToParquet(Buffer.from(CSV), join(folder, 'x'), options as never));
      expect(error.code).toBe('ERR_INVALID_ARGUMENT');
    }
  });

  it('counts bytes of the CSV file', async () => {
    const told: [number, number][] = [];
    const csv = Buffer.from(`n\n${'12345\n'.repeat(400_000)}`);
    await csvToParquet(csv, join(folder, 'n.parquet'), { onProgress: (done, total) => told.push([done, total]) });
    expect(told.at(-1)).toEqual([csv.length, csv.length]);
    expect(await readParquet(join(folder, 'n.parquet')).metadata()).toMatchObject({ rows: 400_000 });
  });
});
