/** Workbooks as others see them: openpyxl, and LibreOffice, which shows cells as Excel would. */
import { export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { write } from './export-xlsx';
import { inLibreOffice, inPython, needsPython, noPython } from './export-xlsx-readers';
import { isMissing, needs } from './pdf/tools';

const { table } = await exporting.tableFrom(
  [
    ['A-1', -1.25, 7, 123_456_789_012_345n, true, '1955-02-28', '2026-11-20T11:30:15Z', '12.30', 'left'],
    ['=1+1', 0.5, null, -1n, false, '1900-03-01', null, '-0.05', null],
    ['_x0041_ "<&>"\n, é😀', 1e300, -2_147_483_648, null, null, '9999-12-31', '1970-01-01T00:00Z', null, 'right'],
  ],
  {
    schema: [
      { name: 'text', type: 'string' },
      { name: 'sphere', type: 'float64' },
      { name: 'age', type: 'int32' },
      { name: 'id', type: 'int64' },
      { name: 'paid', type: 'boolean' },
      { name: 'day', type: 'date' },
      { name: 'seen', type: 'timestamp' },
      { name: 'total', type: 'decimal', scale: 2 },
      { name: 'eye', type: 'category' },
    ],
  },
);
const sheets: exporting.TableSheet[] = [
  {
    name: "O'Neil & <Co>",
    table: [table.slice(0, 1), table.slice(1)],
    formats: { total: '#,##0.00', day: 'dd/mm/yyyy' },
  },
];

describe.each(backends)('a workbook on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.skipIf(noPython)(`is read by openpyxl${needsPython}`, async () => {
    const [sheet] = inPython(await write(sheets));
    expect(sheet).toMatchObject({
      name: "O'Neil & <Co>",
      rows: [
        ['text', 'sphere', 'age', 'id', 'paid', 'day', 'seen', 'total', 'eye'],
        ['A-1', -1.25, 7, 123456789012345, true, '1955-02-28T00:00:00', '2026-11-20T11:30:15', 12.3, 'left'],
        ['=1+1', 0.5, null, -1, false, '1900-03-01T00:00:00', null, -0.05, null],
        [
          '_x0041_ "<&>"\n, é😀',
          1e300,
          -2147483648,
          null,
          null,
          '9999-12-31T00:00:00',
          '1970-01-01T00:00:00',
          null,
          'right',
        ],
      ],
      types: [Array(9).fill('s'), ['s', 'n', 'n', 'n', 'b', 'd', 'd', 'n', 's']],
      bold: Array(9).fill(true),
      freeze: 'A2',
      filter: 'A1:I4',
      formats: [
        'General',
        'General',
        'General',
        '0',
        '"TRUE";"TRUE";"FALSE"',
        'dd/mm/yyyy',
        'yyyy-mm-dd hh:mm:ss',
        '#,##0.00',
        'General',
      ],
    });
  });

  it.skipIf(isMissing('soffice'))(`is read by LibreOffice${needs('soffice')}`, async () => {
    expect(inLibreOffice(await write(sheets))).toBe(
      [
        'text,sphere,age,id,paid,day,seen,total,eye',
        'A-1,-1.25,7,123456789012345,TRUE,28/02/1955,2026-11-20 11:30:15,12.30,left',
        '=1+1,0.5,,-1,FALSE,01/03/1900,,-0.05,',
        '"_x0041_ ""<&>""\n, é😀",1E+300,-2147483648,,,31/12/9999,1970-01-01 00:00:00,,right',
        '',
      ].join('\n'),
    );
  });

  it.skipIf(isMissing('soffice'))(`is read by LibreOffice to its last row${needs('soffice')}`, async () => {
    const values = Int32Array.from({ length: 100_000 }, (_, row) => row);
    const lines = inLibreOffice(await write([{ name: 'S', columns: [{ type: 'int32', header: 'n', values }] }])).split(
      '\n',
    );
    expect(lines).toEqual(['n', ...Array.from(values, String), '']);
  });
});
