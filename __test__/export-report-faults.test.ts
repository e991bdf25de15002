/** What a report says is wrong: which table, which format, and nothing of what is in it. */
import { export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, onBoth, useBackend } from './backends';

const { exportReport, openWorkbook, readZip, tableFrom, tableOf, tablesFrom } = exporting;
const MAX_ROWS = 1_048_575;

const good = async () => (await tableFrom([{ n: 1 }])).table;
const withNaN = () =>
  tableOf([
    { name: 'note', type: 'string', values: ['secret', 'secret'] },
    { name: 'x', type: 'float64', values: [1, Number.NaN] },
  ]);
async function reportOf(table: exporting.TableSource, format: exporting.ReportFormat, formats?: object) {
  const second = { name: 'Bad', table, ...(formats && { formats: formats as Record<string, string> }) };
  return { title: 'T', formats: [format], tables: [{ name: 'Good', table: await good() }, second] } as const;
}

describe.each(backends)('A fault of a report, %s', (backend) => {
  beforeEach(() => {
    useBackend(backend);
  });

  it.each([
    ['csv', { argument: 'content.tables[1]', format: 'csv', row: 1, column: 1 }, 'The CSV of content.tables[1]'],
    [
      'xlsx',
      { argument: 'content.tables[1].table.columns[1]', format: 'xlsx', sheet: 1, row: 1, column: 1 },
      'The workbook of content.tables cannot be written: content.tables[1].table.columns[1][1]',
    ],
  ] as const)('names the table and %s', async (format, details, message) => {
    for (const source of [
      await withNaN(),
      (async function* () {
        yield await withNaN();
      })(),
    ]) {
      // biome-ignore format: one line
      const report = await reportOf(source, format);
      const fault = await failure(() => exportReport(report).toBuffer());
      expect(fault).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details });
      expect(fault.message).toContain(message);
      expect(fault.message).not.toContain('secret');
    }
  });

  it('is alike for more rows than fit a sheet, which go on in the next by option', async () => {
    const long = await tableOf([{ name: 'n', type: 'int32', values: new Int32Array(MAX_ROWS + 1) }]);
    const report = await reportOf(long, 'xlsx');
    expect(await failure(() => exportReport(report).toBuffer())).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { argument: 'content.tables[1].table.columns[0]', format: 'xlsx', limit: MAX_ROWS, given: MAX_ROWS + 1 },
    });
    const archive = await exportReport(report, { overflow: 'sheet' }).toBuffer();
    for await (const entry of readZip(archive)) {
      if (entry.name !== 'report.xlsx') continue;
      const { sheets } = await openWorkbook(await entry.buffer());
      expect(sheets.map(({ name }) => name)).toEqual(['Good', 'Bad', 'Bad (2)']);
    }
  }, 120_000);

  it('is a format of no column, whether or not there is a workbook', async () => {
    for (const format of ['csv', 'xlsx'] as const) {
      const table = tablesFrom([{ n: 1 }], { schema: [{ name: 'n', type: 'int32' }] });
      const report = await reportOf(table, format, { amount: '0.00' });
      expect(await failure(() => exportReport(report).toBuffer())).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        details: { argument: 'content.tables[1].formats' },
      });
    }
  });
});

describe('A fault of a report', () => {
  it('is the same on both backends', async () => {
    for (const format of ['csv', 'xlsx'] as const) {
      const report = await reportOf(await withNaN(), format);
      const { native, js } = await onBoth(() => exportReport(report).toBuffer());
      expect(js).toEqual(native);
    }
  });

  it.each([
    [{ formats: { n: 'no format' } }, {}, 'content.tables[1].formats.n'],
    [{ formats: { n: 7 } }, {}, 'content.tables[1].formats.n'],
    [{}, { overflow: 'next' }, 'options.overflow'],
  ])('is found before anything is read: %j, %j', async (change, options, argument) => {
    const report = await reportOf([], 'csv');
    const tables = [report.tables[0], { ...report.tables[1], ...change }] as exporting.ReportTable[];
    const fault = await failure(() => exportReport({ ...report, tables }, options as exporting.ReportOptions));
    expect(fault).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
  });

  it('is a time that archives cannot tell', async () => {
    for (const created of [new Date('1979-12-31'), new Date('2108-01-01')]) {
      const report = { ...(await reportOf([], 'csv')), created };
      expect(await failure(() => exportReport(report))).toMatchObject({ details: { argument: 'content.created' } });
    }
  });
});
