/** Rich sheets of tables that come one after the other. */
import { export as exporting } from 'clinicore';
import { beforeAll, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { type Options, type Rich, readSheet, type Sheets, write } from './export-rich';

const SCHEMA = [
  { name: 'name', type: 'string' },
  { name: 'total', type: 'decimal', scale: 2 },
] as const;
const ROWS = Array.from({ length: 1000 }, (_, at) => ({ name: `N ${at}`, total: BigInt(at * 7) }));

const rich = (table: exporting.TableSource, more: object = {}): Sheets => [
  {
    ...{ name: 'S', start: 'B3', table, autofit: true, columnStyles: { total: { bold: true } } },
    ...{ tables: [{ name: 'Ledger', totals: { total: 'sum' } }], ...more },
  } as Rich,
];
const tables = (rowsPerTable: number) => exporting.tablesFrom(ROWS, { schema: SCHEMA, rowsPerTable });
const whole = async () => (await exporting.tableFrom(ROWS, { schema: SCHEMA })).table;

describe.each(backends)('rich sheets of many tables (%s)', (backend) => {
  beforeAll(() => useBackend(backend));

  it('are the same file as of one table', async () => {
    const one = await write(rich(await whole()));
    expect((await write(rich(tables(300)))).equals(one)).toBe(true);
    const halves = [(await whole()).slice(0, 400), (await whole()).slice(400, 1000)];
    const output = exporting.xlsx(rich(halves));
    expect((await output.toBuffer()).equals(one)).toBe(true);
    expect((await output.toBuffer()).equals(one)).toBe(true);
  });

  it('reach as far as the tables do', async () => {
    const sheet = await readSheet(rich(exporting.readCsv(Buffer.from('name,total\nx,1.50\ny,2.25\n'))));
    expect(sheet.getCell('B3').value).toBe('name');
    expect(sheet.getCell('C5').value).toBe(2.25);
    expect(sheet.getCell('C6').value).toMatchObject({ result: 3.75 });
  });

  it('have a password, and are read once, where they have one and go once', async () => {
    const once = (async function* () {
      yield await whole();
    })();
    const output = exporting.xlsx(rich(once), { password: 'correct horse' });
    const opened = exporting.readSheet(await output.toBuffer(), { password: 'correct horse', range: 'B3:C1003' });
    expect((await opened.toTable()).length).toBe(1000);
    expect((await failure(() => output.toBuffer())).code).toBe('ERR_INVALID_ARGUMENT');
  });

  it('stop where there are more cells than are held in memory', async () => {
    const values = new Float64Array(100_000);
    const table = await exporting.tableOf(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name, type: 'float64' as const, values })),
    );
    let [given, isClosed] = [0, false];
    const endless = (function* () {
      try {
        for (;;) {
          given++;
          yield table;
        }
      } finally {
        isClosed = true;
      }
    })();
    const { code, details } = await failure(() => write([{ name: 'S', table: endless, zoom: 90 }]));
    expect({ code, details }).toEqual({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { argument: 'sheets', limit: 5_000_000, given: 5_400_000 },
    });
    expect({ given, isClosed }).toEqual({ given: 9, isClosed: true });
  });

  it.each([
    ['no table', () => [], {}, 'sheets[0].table'],
    ['what is no table', () => ['x'], {}, 'sheets[0].table[0]'],
    ['a style of no column', () => tables(300), { columnStyles: { x: {} } }, 'sheets[0].columnStyles'],
    ['a merged area over them', () => tables(300), { tables: [], merges: ['A1:C4'] }, 'sheets[0].merges[0]'],
  ])('refuse %s when they are read', async (_, source, more, argument) => {
    const output = exporting.xlsx(rich(source() as exporting.TableSource, more));
    const { code, details } = await failure(() => output.toBuffer());
    expect({ code, details }).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
  });

  it('refuse at once what is no source, and options of the wrong form', async () => {
    const refused = (table: unknown, options?: object) =>
      failure(async () => exporting.xlsx(rich(table as exporting.TableSource), options as Options));
    expect((await refused(7)).details).toEqual({ argument: 'sheets[0].table' });
    expect((await refused([], { password: 7 })).details).toEqual({ argument: 'options.password' });
    expect((await refused([], { colour: 7 })).details).toEqual({ argument: 'options' });
  });

  it('fail as their source does', async () => {
    const cause = new Error('gone');
    const failing = (async function* () {
      yield await whole();
      throw cause;
    })();
    await expect(write(rich(failing))).rejects.toMatchObject({ code: 'ERR_IO', cause });
  });
});
