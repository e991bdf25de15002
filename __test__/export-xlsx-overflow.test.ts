/** Rows that do not fit a sheet. */
import { createRequire } from 'node:module';
import { export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import type * as namesModule from '../js/export/xlsx/bulk/sheet-names';
import { backends, failure, useBackend } from './backends';
import { type Column, parts, write } from './export-xlsx';

const require = createRequire(import.meta.url);
const { SheetNames } = require('../dist/export/xlsx/bulk/sheet-names.js') as typeof namesModule;

/** What Excel has, the header among them. */
const SHEET_ROWS = 1_048_576;
const values = Int32Array.from({ length: SHEET_ROWS + 1 }, (_, row) => row);
const table = await exporting.tableOf([{ name: 'n', type: 'int32', values }]);

/** The rows of a sheet: how many, and the values of the first and the last. */
function rowsOf(xml: string): [count: number, first: string | undefined, last: string | undefined] {
  const [end, begin] = [xml.slice(-500), xml.slice(0, 2000)];
  const last = end.slice(end.lastIndexOf('<row'));
  const value = (row: string) => /<v>(\d+)</.exec(row)?.[1];
  return [Number(/<row r="(\d+)"/.exec(last)?.[1]), value(begin), value(last)];
}

describe.each(backends)('more rows than fit a sheet on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('go on in sheets of their own, with the header', async () => {
    const sheets = [
      { name: 'Ledger', table: [table.slice(0, 1_000_000), table.slice(1_000_000)] },
      { name: 'ledger (2)', table: table.slice(0, 1) },
    ];
    const file = parts(await write(sheets, { overflow: 'sheet' }));
    const xml = (sheet: number) => file[`xl/worksheets/sheet${sheet}.xml`] as string;
    expect(rowsOf(xml(1))).toEqual([SHEET_ROWS, '0', String(SHEET_ROWS - 2)]);
    expect(rowsOf(xml(2))).toEqual([3, String(SHEET_ROWS - 1), String(SHEET_ROWS)]);
    expect(rowsOf(xml(3))).toEqual([2, '0', '0']);
    expect(xml(2)).toContain('<t>n</t>');
    const book = file['xl/workbook.xml'] as string;
    const names = [...book.matchAll(/<sheet name="([^"]*)"/g)].map(([, sheet]) => sheet);
    expect(names).toEqual(['Ledger', 'Ledger (3)', 'ledger (2)']);
    expect([...book.matchAll(/!\$A\$1:\$A\$(\d+)/g)].map(([, row]) => Number(row))).toEqual([SHEET_ROWS, 3, 2]);
  });

  it('are an error by default: at once where they are counted, else at the first', async () => {
    const over = {
      code: 'ERR_LIMIT_EXCEEDED',
      details: { limit: SHEET_ROWS - 1, argument: 'sheets[0].table.columns[0]' },
    };
    expect(await failure(() => exporting.xlsx([{ name: 'S', table }]))).toMatchObject(over);
    let taken = 0;
    function* tables() {
      for (; taken < 1000; taken++) yield table.slice(0, 500_000);
    }
    expect(await failure(() => write([{ name: 'S', table: tables() }]))).toMatchObject(over);
    expect(taken).toBeLessThan(5);
  });

  it('may be those of columns', async () => {
    const columns: Column[] = [{ type: 'int32', header: 'n', values }];
    const file = parts(await write([{ name: 'S', columns }], { overflow: 'sheet' }));
    expect(rowsOf(file['xl/worksheets/sheet2.xml'] as string)[0]).toBe(3);
  });
});

describe('the names of sheets that others run over into', () => {
  it('are at most 31 UTF-16 units long, of whole characters, and different from all others', () => {
    const names = new SheetNames(['Ledger', 'LEDGER (2)', 'x'.repeat(31), '👓'.repeat(15)]);
    expect(names.next('Ledger', 2)).toBe('Ledger (3)');
    expect(names.next('Ledger', 3)).toBe('Ledger (4)');
    expect(names.next('x'.repeat(31), 2)).toBe(`${'x'.repeat(27)} (2)`);
    expect(names.next('👓'.repeat(15), 2)).toBe(`${'👓'.repeat(13)} (2)`);
    expect(names.next('x'.repeat(31), 10)).toBe(`${'x'.repeat(26)} (10)`);
  });
});
