/** Whole reports: the same tables as a workbook, CSV, Parquet and PDF in one archive. */
import { createHash } from 'node:crypto';
import { export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, onBoth, useBackend } from './backends';
import { readPdf } from './pdf-reader';

const { exportReport, readCsv, readParquet, readSheet, readTar, readZip, tableFrom, tablesFrom } = exporting;

const CLAIMS = [
  { name: 'number', type: 'string' },
  { name: 'day', type: 'date' },
  { name: 'amount', type: 'decimal', scale: 2 },
  { name: 'paid', type: 'boolean' },
] as const;
const claims = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    number: i === 1 ? '=1+1' : `00${i}`,
    day: '2026-01-31',
    amount: `${1234 + i}.50`,
    paid: i % 3 === 0 ? null : i % 2 === 0,
  }));
const rowsOf = (table: exporting.Table) => [...table.rows()];

async function content(count = 20): Promise<exporting.ReportContent> {
  const { table } = await tableFrom(claims(count), { schema: CLAIMS });
  const { table: lenses } = await tableFrom([{ lens: 'Größe 1', sphere: -1.25 }]);
  return {
    title: 'Claims of January',
    author: 'Optik Morgenstern',
    created: new Date('2026-02-01T08:00:00Z'),
    tables: [
      { name: 'Claims', table, formats: { amount: '#,##0.00' } },
      { name: 'Lenses', table: lenses },
    ],
  };
}

/** The files of an archive. */
async function filesOf(archive: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const entries = archive.subarray(0, 2).toString() === 'PK' ? readZip(archive) : readTar(archive);
  for await (const entry of entries) files.set(entry.name, await entry.buffer());
  return files;
}
const file = (files: Map<string, Buffer>, name: string): Buffer => files.get(name) as Buffer;

describe.each(backends)('exportReport, %s', (backend) => {
  beforeEach(() => {
    useBackend(backend);
  });

  it('writes every format, each with the same rows', async () => {
    const report = await content();
    const { table } = report.tables[0] as { table: exporting.Table };
    const files = await filesOf(await exportReport(report).toBuffer());
    expect([...files.keys()]).toEqual([
      'report.xlsx',
      'Claims.csv',
      'Lenses.csv',
      'Claims.parquet',
      'Lenses.parquet',
      'report.pdf',
      'manifest.json',
      'SHA256SUMS',
    ]);
    const parquet = await readParquet(file(files, 'Claims.parquet')).toTable();
    expect(parquet.schema).toEqual(table.schema);
    expect(rowsOf(parquet)).toEqual(rowsOf(table));
    const sheet = await readSheet(file(files, 'report.xlsx'), { schema: CLAIMS }).toTable();
    expect(rowsOf(sheet)).toEqual(rowsOf(table));
    const csv = await readCsv(file(files, 'Claims.csv'), { schema: CLAIMS }).toTable();
    // What begins like a formula is text for good in CSV.
    expect(csv.column('number').get(1)).not.toBe('=1+1');
    expect(rowsOf(csv).filter((_, at) => at !== 1)).toEqual(rowsOf(table).filter((_, at) => at !== 1));

    const pdf = await readPdf(file(files, 'report.pdf'));
    const text = pdf.pages.map((page) => page.text).join('\n');
    expect(pdf).toMatchObject({ title: 'Claims of January', author: 'Optik Morgenstern' });
    for (const said of ['Claims', 'Lenses', 'amount', '1,234.50', 'Jan 31, 2026', 'Größe 1', '-1.25']) {
      expect(text).toContain(said);
    }
  });

  it('says in the manifest what is in it, with sums that are right', async () => {
    const files = await filesOf(await exportReport(await content()).toBuffer());
    const manifest = JSON.parse(file(files, 'manifest.json').toString());
    expect(manifest).toMatchObject({
      title: 'Claims of January',
      author: 'Optik Morgenstern',
      created: '2026-02-01T08:00:00.000Z',
      tables: [
        { name: 'Claims', rows: 20, columns: CLAIMS },
        { name: 'Lenses', rows: 1 },
      ],
    });
    const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    const sums = [...files]
      .filter(([name]) => name !== 'SHA256SUMS')
      .map(([name, bytes]) => `${sum(bytes)}  ${name}\n`);
    expect(file(files, 'SHA256SUMS').toString()).toBe(sums.join(''));
    for (const { name, bytes, sha256 } of manifest.files) {
      expect([name, file(files, name).length, sum(file(files, name))]).toEqual([name, bytes, sha256]);
    }
    expect(manifest.files).toHaveLength(6);
  });

  it('reads a source that goes once a single time, and gives the same bytes as of a table', async () => {
    const report = await content(25);
    const once = {
      ...report,
      tables: [{ ...report.tables[0], table: tablesFrom(claims(25), { schema: CLAIMS, rowsPerTable: 25 }) }],
    } as exporting.ReportContent;
    const whole = { ...report, tables: report.tables.slice(0, 1) };
    expect(await exportReport(once).toBuffer()).toEqual(await exportReport(whole).toBuffer());
  });

  it('writes tar archives, only the formats that are wanted, and encrypted zips', async () => {
    const report = { ...(await content()), formats: ['csv'] } as const;
    for (const archive of ['tar.gz', 'tar.zst'] as const) {
      const files = await filesOf(await exportReport(report, { archive }).toBuffer());
      expect([...files.keys()]).toEqual(['Claims.csv', 'Lenses.csv', 'manifest.json', 'SHA256SUMS']);
    }
    const password = 'correct horse battery staple';
    const zip = await exportReport(report, { password }).toBuffer();
    expect(zip.includes('Größe')).toBe(false);
    for await (const entry of readZip(zip, { password })) expect((await entry.buffer()).length).toBeGreaterThan(0);
  });

  it('counts rows of all formats, and stops when it is aborted', async () => {
    const report = await content(500);
    const told: [number, number][] = [];
    await exportReport(report).toBuffer({ onProgress: (done, total) => told.push([done, total]) });
    expect(told.at(-1)).toEqual([2004, 2004]);
    expect(told.map(([done]) => done)).toEqual(told.map(([done]) => done).sort((a, b) => a - b));
    const stop = new AbortController();
    const stopped = exportReport(report).toBuffer({ signal: stop.signal, onProgress: () => stop.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'ERR_ABORTED' });
  });

  it('says which table the PDF cannot print, and nothing of what is in it', async () => {
    const { table } = await tableFrom([{ note: 'fine' }, { note: 'secret \u{10FFFD}' }]);
    const report = { ...(await content()), formats: ['pdf'] as const };
    const bad = { ...report, tables: [...report.tables, { name: 'Notes', table }] };
    const error = await failure(() => exportReport(bad).toBuffer());
    expect(error).toMatchObject({
      code: 'ERR_UNSUPPORTED',
      details: { argument: 'content.tables[2]', row: 1, column: 0, codePoint: 'U+10FFFD' },
    });
    expect(error.message).not.toContain('secret');
    const limited = await failure(() => exportReport(report, { maxPdfRows: 20 }).toBuffer());
    expect(limited).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { option: 'maxPdfRows', given: 21, limit: 20 },
    });
  });
});

describe('exportReport refuses', () => {
  const refused = async (change: object, options?: object) => {
    const given = { ...(await content()), ...change };
    return failure(() => exportReport(given as exporting.ReportContent, options as exporting.ReportOptions));
  };
  it.each([
    [{ title: '' }, 'content.title'],
    [{ tables: [] }, 'content.tables'],
    [{ tables: [{ name: 'a/b', table: [] }] }, 'content.tables[0].name'],
    [{ tables: [{ name: 'CON', table: [] }] }, 'content.tables[0].name'],
    [{ tables: [{ name: 'com¹ .x', table: [] }] }, 'content.tables[0].name'],
    [{ tables: [{ name: 'a.', table: [] }] }, 'content.tables[0].name'],
    [{ tables: [{ name: 'a', table: [] }, { name: 'A', table: [] }] }, 'content.tables[1].name'], // biome-ignore format: one line
    [{ tables: [{ name: 'a', table: 7 }] }, 'content.tables[0].table'],
    [{ formats: ['xls'] }, 'content.formats[0]'],
    [{ formats: ['csv', 'csv'] }, 'content.formats'],
    [{ created: new Date(Number.NaN) }, 'content.created'],
    [{ subtitle: 'x' }, 'content'],
  ])('%j', async (change, argument) => {
    expect(await refused(change)).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
  });

  it.each([
    [{ archive: 'rar' }, 'options.archive'],
    [{ archive: 'tar.gz', password: 'secret' }, 'options.password'],
    [{ language: 'no language' }, 'options.language'],
    [{ level: 9 }, 'options'],
  ])('%j', async (options, argument) => {
    const error = await refused({}, options);
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
    expect(error.message).not.toContain('secret');
  });

  it('tables without columns, and what no source gives, alike on both backends', async () => {
    for (const table of [[], [3], [(await tableFrom([])).table]]) {
      const { native, js } = await onBoth(async () =>
        exportReport({ title: 'Nothing', tables: [{ name: 'a', table: table as never }] }).toBuffer(),
      );
      expect(native).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
      expect(js).toEqual(native);
    }
  });
});
