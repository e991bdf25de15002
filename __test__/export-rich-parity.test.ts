/** The same workbook of both backends, as readers of others see it. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type Excel from 'exceljs';
import { describe, expect, it } from 'vitest';
import { backends, needsNative, onBoth, useBackend } from './backends';
import { parts, read, report, reportOptions, write } from './export-rich';
import { inPython, needsPython, noPython } from './export-xlsx-readers';

/** Everything of a cell that exceljs reads, but for what has another form in the file and means the same. */
const cellOf = (cell: Excel.Cell) => ({
  at: cell.address,
  value: cell.value,
  format: cell.numFmt ?? 'General',
  font: { ...cell.font, family: undefined, scheme: undefined, color: { argb: cell.font?.color?.argb } },
  fill: cell.fill?.type === 'pattern' && cell.fill.pattern === 'solid' ? cell.fill.fgColor : undefined,
  sides: ['top', 'right', 'bottom', 'left'].map((side) => cell.border?.[side as 'top']?.style),
  alignment: cell.alignment ?? {},
  locked: cell.protection?.locked ?? true,
  validation: cell.dataValidation?.formulae,
});

const sheetOf = (sheet: Excel.Worksheet) => {
  const cells: object[] = [];
  sheet.eachRow({ includeEmpty: false }, (row) =>
    row.eachCell({ includeEmpty: false }, (cell) => cells.push(cellOf(cell))),
  );
  const { name, state, views, autoFilter } = sheet;
  const { printArea, printTitlesRow, paperSize, orientation, fitToPage, fitToHeight, margins } = sheet.pageSetup;
  const images = sheet.getImages().map(({ range }) => range.tl.nativeCol);
  const { merges } = sheet.model as unknown as { merges: string[] };
  return {
    ...{ name, state, views, autoFilter, cells, images, merges, tabColor: sheet.properties.tabColor },
    print: { printArea, printTitlesRow, paperSize, orientation, fitToPage, fitToHeight, margins },
    columns: Array.from({ length: 20 }, (_, at) => sheet.getColumn(at + 1)).map(({ width, outlineLevel }) => [
      width,
      outlineLevel,
    ]),
  };
};

const onEach = async <T>(call: () => Promise<T>): Promise<[T, T]> => {
  const { native, js } = await onBoth(call);
  if ('code' in native || 'code' in js) throw new Error(`${JSON.stringify(native)} ${JSON.stringify(js)}`);
  return [native.value, js.value];
};

describe.skipIf(needsNative)(`a report of both backends${needsNative}`, () => {
  it('is the same to exceljs', async () => {
    const [native, js] = await onEach(async () => {
      const book = await read(report, reportOptions);
      const { title, subject, company, created, definedNames } = book;
      return { title, subject, company, created, names: definedNames.model, sheets: book.worksheets.map(sheetOf) };
    });
    expect(js.sheets[0]?.cells.length).toBeGreaterThan(45);
    expect(js).toEqual(native);
  });

  it('has the same comments, rules, links, tables and protection in its parts', async () => {
    const [native, js] = await onEach(async () => partsOf(await write(report, reportOptions)));
    expect(native.table).toMatch(/<tableColumn id="2" name="Exams" totalsRowFunction="sum"/);
    expect(js).toEqual(native);
  });
});

/** Elements that both write alike. */
function partsOf(file: Buffer): Record<string, string | undefined> {
  const all = parts(file);
  const xml = all['xl/worksheets/sheet1.xml'] as string;
  const found = (pattern: RegExp, text: string | undefined = xml) => pattern.exec(text ?? '')?.[0];
  const table = all['xl/tables/table1.xml'];
  return {
    protection: found(/<sheetProtection[^>]*>/),
    merges: found(/<mergeCells.*<\/mergeCells>/),
    links: found(/<hyperlinks.*<\/hyperlinks>/)?.replace(/ r:id="[^"]*"| display="[^"]*"/g, ''),
    validations: found(/<dataValidations.*<\/dataValidations>/)?.replace(/&quot;/g, '"'),
    scale: found(/<colorScale>.*?<\/colorScale>/),
    freeze: found(/<pane [^>]*>/),
    row: found(/<row r="1"[^>]*ht="30"/) && 'of 30 points',
    table: found(/<tableColumns.*/s, table)?.replace(/ dataDxfId="\d*"/g, ''),
    range: found(/ref="[^"]*"/, table),
    comment: found(/<author>Dr\. A<\/author>/, Object.entries(all).find(([name]) => /comments/.test(name))?.[1]),
  };
}

const dump = fileURLToPath(new URL('fixtures/openpyxl-dump.py', import.meta.url));
const python =
  process.env.CLINICORE_WORKBOOKS ?? fileURLToPath(new URL('../target/workbooks/bin/python', import.meta.url));

describe.skipIf(noPython || needsNative)(`a report of both backends, by openpyxl${needsPython || needsNative}`, () => {
  it('has the same values, formats, styles, rules, comments, pictures and charts', async () => {
    const [native, js] = await onEach(async () => {
      const file = await write(report, reportOptions);
      return JSON.parse(execFileSync(python, ['-W', 'ignore', dump], { input: file, encoding: 'utf8' }));
    });
    expect(js.sheets[0].cells.B2).toMatchObject({ value: '=SUM(B5:B10)', type: 'f' });
    expect(js.sheets[0].cells.A2).toMatchObject({ value: '=cmd|calc', type: 's', quoted: true });
    expect(js).toEqual(native);
  });
});

describe.skipIf(noPython).each(backends)(`a report with a password (%s)${needsPython}`, (backend) => {
  it('is sealed, and opens with it', async () => {
    useBackend(backend);
    const file = await write(report, { ...reportOptions, password: 'Sesame 1' });
    expect(file.subarray(0, 4).toString('hex')).toBe('d0cf11e0');
    expect(inPython(file, 'Sesame 1').map(({ name }) => name)).toEqual(['Report', 'Prices']);
  });
});
