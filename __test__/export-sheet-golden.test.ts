/** Workbooks of openpyxl and LibreOffice, cell by cell as openpyxl reads them: scripts/sheet-golden.py. */
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

describe.each(backends)('workbooks of other programs on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each([
    ['openpyxl.xlsx', 'openpyxl'],
    ['openpyxl-1904.xlsx', 'openpyxl-1904'],
    ['libreoffice.xlsx', 'openpyxl'],
    ['libreoffice.ods', 'openpyxl'],
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
      const kept = Object.entries(cells).filter(
        ([at]) => !(isOther && /^[GH]\d/.test(at) && at !== 'G1' && at !== 'H1'),
      );
      expect(plain(await cellsOf(path, {}, index))).toMatchObject(Object.fromEntries(kept));
    }
  });
});
