/** Workbooks of openpyxl, LibreOffice and SheetJS, cell by cell as openpyxl reads them: scripts/sheet-golden.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { cellsOf } from './export-sheet';

const folder = join(import.meta.dirname, 'golden/export/sheets');
const golden = JSON.parse(readFileSync(join(folder, 'cells.json'), 'utf8')).cells;

/** As the golden file has them: moments as texts. */
const plain = (cells: Record<string, readonly [string, unknown]>): object => JSON.parse(JSON.stringify(cells));

/** As SheetJS replaces what is not in a code page that it has at hand. */
const inAscii = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replace(/[^\0-\x7f]/g, '_'));

describe.each(backends)('workbooks of other programs on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each([
    ['openpyxl.xlsx', 'openpyxl'],
    ['openpyxl-1904.xlsx', 'openpyxl-1904'],
    ['libreoffice.xlsx', 'openpyxl'],
    ['libreoffice.ods', 'openpyxl'],
    ['libreoffice.xls', 'openpyxl'],
    ['libreoffice-1904.xls', 'openpyxl-1904'],
    ['sheetjs.xls', 'openpyxl'],
    ['sheetjs-5.xls', 'openpyxl'],
    ['sheetjs.xlsb', 'openpyxl'],
  ])('%s is read as openpyxl reads it', async (file, like) => {
    const path = join(folder, file);
    const { sheets } = await exporting.openWorkbook(path);
    expect(sheets.map((sheet) => [sheet.name, sheet.isHidden])).toEqual([
      ['Data & more', false],
      ['Hidden', true],
    ]);
    for (const [index, cells] of golden[like].entries()) {
      // Neither LibreOffice has booleans in cells without the format of one, nor errors that are no formula's.
      const isOther = file.startsWith('libreoffice');
      const kept = Object.entries(cells)
        .filter(([at]) => !(isOther && /^[GH]\d/.test(at) && at !== 'G1' && at !== 'H1'))
        // An xls sheet has 256 columns, and SheetJS writes the texts of Excel 5 in ASCII.
        .filter(([at]) => !(file.endsWith('.xls') && at.startsWith('XFD')))
        .map(([at, value]) => [at, file === 'sheetjs-5.xls' ? inAscii(value) : value]);
      expect(plain(await cellsOf(path, {}, index))).toMatchObject(Object.fromEntries(kept));
    }
  });

  it.each([
    ['catalogue.xls', [{}, { mergedCells: 'all' }, { skipHidden: true }, { range: 'B3:H50', mergedCells: 'all' }]],
    // SheetJS writes no hidden rows.
    ['catalogue.xlsb', [{}, { mergedCells: 'all' }, { range: 'B3:H50', mergedCells: 'all' }]],
  ] as const)(
    '%s has the cells that it has as xlsx: long texts, formulas, merged and hidden cells',
    async (file, all) => {
      const [given, like] = [join(folder, file), join(folder, 'catalogue.xlsx')];
      const [book, same] = [await exporting.openWorkbook(given), await exporting.openWorkbook(like)];
      expect(book.format).toBe(file.split('.')[1]);
      const told = ({ sheets }: exporting.Workbook) => sheets.map(({ name, isHidden }) => [name, isHidden]);
      expect(told(book)).toEqual(told(same));
      for (const options of all) {
        const cells = await cellsOf(given, options);
        expect(Object.keys(cells).length).toBeGreaterThan(200);
        expect(cells).toEqual(await cellsOf(like, options));
      }
    },
  );
});
