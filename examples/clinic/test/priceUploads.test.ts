import { tableOf, xlsx } from 'clinicore/export';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, removeFolders, seededFolder } from './clinic';
import { csvFile, formWith, HEADER, previewOf, productsOf, upload, workbookFile } from './prices';

afterAll(removeFolders);

const MIB = 2 ** 20;

/** A workbook of one sheet, whose XML is made by hand. */
function workbookOf(sheet: Uint8Array): Buffer {
  const xml = (text: string) => strToU8(`<?xml version="1.0" encoding="UTF-8"?>${text}`);
  const schemas = 'http://schemas.openxmlformats.org';
  const relation = (type: string, target: string) =>
    xml(
      `<Relationships xmlns="${schemas}/package/2006/relationships"><Relationship Id="r" Type="${schemas}/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`,
    );
  const files = {
    '[Content_Types].xml': xml(
      `<Types xmlns="${schemas}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
    ),
    '_rels/.rels': relation('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': xml(
      `<workbook xmlns="${schemas}/spreadsheetml/2006/main" xmlns:r="${schemas}/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': relation('worksheet', 'worksheets/sheet1.xml'),
    'xl/worksheets/sheet1.xml': sheet,
  };
  return Buffer.from(zipSync(files, { level: 9 }));
}

const sheetOf = (rows: string) =>
  strToU8(
    `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
  );
const textCell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
const HEADER_ROW = `<row r="1">${HEADER.map((name, at) => textCell(`${'ABCDE'[at]}1`, name)).join('')}</row>`;

/** A sheet whose one text is 100 MB of the same letter. */
const bomb = () => {
  const whole = Buffer.from(sheetOf(`${HEADER_ROW}<row r="2">${textCell('A2', '#')}</row>`));
  const at = whole.indexOf('#');
  return Buffer.concat([whole.subarray(0, at), Buffer.alloc(100 * MIB, 'a'), whole.subarray(at + 1)]);
};

async function encryptedFile(): Promise<Buffer> {
  const table = await tableOf([{ name: 'SKU', type: 'string', values: ['FR-ALBA-01'] }]);
  return xlsx([{ name: 'Prices', table }], { password: 'secret' }).toBuffer();
}

const HTML = Buffer.from('<html><body><table><tr><td>SKU</td></tr></table></body></html>');

const hostile: [what: string, name: string, file: () => Buffer | Promise<Buffer>, status: number, code: string][] = [
  ['a zip bomb', 'a.xlsx', () => workbookOf(bomb()), 413, 'ERR_LIMIT_EXCEEDED'],
  [
    'two cells that span every row and column',
    'a.xlsx',
    () =>
      workbookOf(
        sheetOf(`<row r="1">${textCell('A1', 'SKU')}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`),
      ),
    400,
    'ERR_MALFORMED_INPUT',
  ],
  [
    'a last row far behind the others',
    'a.xlsx',
    () => workbookOf(sheetOf(`${HEADER_ROW}<row r="1048576">${textCell('A1048576', 'FR-ALBA-01')}</row>`)),
    413,
    'ERR_LIMIT_EXCEEDED',
  ],
  ['a million columns', 'a.csv', () => Buffer.from(`${'x,'.repeat(1_000_000)}\n`), 413, 'ERR_LIMIT_EXCEEDED'],
  ['a cell without an end', 'a.csv', () => csvFile([`"${'x'.repeat(MIB)}`]), 413, 'ERR_LIMIT_EXCEEDED'],
  [
    'more rows than a price list has',
    'a.csv',
    () => csvFile(...Array.from({ length: 10_001 }, () => ['FR-ALBA-01', '', '', '1', ''])),
    413,
    'ERR_LIMIT_EXCEEDED',
  ],
  ['more bytes than are taken', 'a.csv', () => Buffer.alloc(8 * MIB + 20_000, 'x'), 413, 'ERR_LIMIT_EXCEEDED'],
  ['HTML that says it is a workbook', 'a.xlsx', () => HTML, 400, 'ERR_MALFORMED_INPUT'],
  ['HTML that says it is a workbook of old', 'a.xls', () => HTML, 400, 'ERR_MALFORMED_INPUT'],
  ['a workbook that needs a password', 'a.xlsx', encryptedFile, 422, 'ERR_UNSUPPORTED'],
  ['HTML that says it is CSV', 'a.csv', () => HTML, 400, 'ERR_MALFORMED_INPUT'],
  ['a workbook that says it is CSV', 'a.csv', () => workbookFile(), 400, 'ERR_MALFORMED_INPUT'],
  ['a workbook cut short', 'a.xlsx', async () => (await workbookFile()).subarray(0, 2000), 400, 'ERR_MALFORMED_INPUT'],
  ['nothing', 'a.csv', () => Buffer.alloc(0), 400, 'ERR_MALFORMED_INPUT'],
  ['nothing as a workbook', 'a.xlsx', () => Buffer.alloc(0), 400, 'ERR_MALFORMED_INPUT'],
  ['a kind that is not read', 'a.pdf', () => Buffer.from('%PDF-1.7'), 415, 'ERR_UNSUPPORTED_MEDIA_TYPE'],
  ['a file that is called by its kind only', 'csv', () => csvFile(), 415, 'ERR_UNSUPPORTED_MEDIA_TYPE'],
];

describe.each(backends)('price lists from outside on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder());
  });
  afterAll(() => clinic?.stop());

  it.each(hostile)('are refused for %s', async (_, name, file, status, code) => {
    await expectProblem(await upload(clinic, name, await file()), status, code);
  });

  it('are told which column is missing', async () => {
    const file = Buffer.from('SKU,Name,Category,Price,Tax rate %\nA,B,frame,1,19\n');
    const problem = await expectProblem(await upload(clinic, 'a.csv', file), 400, 'ERR_MALFORMED_INPUT');
    expect(problem.detail).toBe('The first row has no column "Net price"');
    const workbook = workbookOf(sheetOf(`<row r="1">${textCell('A1', 'SKU')}</row>`));
    const same = await expectProblem(await upload(clinic, 'a.xlsx', workbook), 400, 'ERR_MALFORMED_INPUT');
    expect(same.detail).toBe('The first row has no column "Name"');
  });

  it('may have problems in every row, of which the first are listed', async () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => [`SKU-${i}`, 'N', 'frame', 'free', '19']);
    const { counts, problems } = await previewOf(clinic, 'a.csv', csvFile(...rows));
    expect(counts).toEqual({ new: 0, changed: 0, unchanged: 0, withProblems: 10_000 });
    // The reader tells of the first hundred that they cannot be read; of the others nothing is taken for granted.
    expect(problems).toEqual(
      Array.from({ length: 500 }, (_, i) => ({ row: i + 2, column: 'Net price', reason: 'cannot be read' })),
    );
  });

  it('show no more of a file’s name than a name', async () => {
    const form = formWith('a.csv', csvFile());
    form.set('file', new Blob([new Uint8Array(csvFile())]), `C:\\secret\\${'x'.repeat(300)}\u202e.csv`);
    const response = await clinic.fetch('/imports/prices', { as: 'maria', method: 'POST', body: form });
    expect(((await response.json()) as { file: string }).file).toBe('x'.repeat(100));
  });

  it('come as one file of a form', async () => {
    const post = (body: string | FormData, headers: Record<string, string> = {}) =>
      clinic.fetch('/imports/prices', { as: 'maria', method: 'POST', body, headers });
    await expectProblem(await post('SKU', { 'content-type': 'text/csv' }), 415, 'ERR_UNSUPPORTED_MEDIA_TYPE');
    const gzip = { 'content-encoding': 'gzip', 'content-type': 'multipart/form-data; boundary=b' };
    await expectProblem(await post('--b--', gzip), 415, 'ERR_UNSUPPORTED_MEDIA_TYPE');
    const none = new FormData();
    none.append('file', 'SKU');
    await expectProblem(await post(none), 400, 'ERR_INVALID_REQUEST');
    const two = formWith('a.csv', csvFile());
    two.append('file', new Blob(['SKU']), 'b.csv');
    await expectProblem(await post(two), 400, 'ERR_INVALID_REQUEST');
    await expectProblem(
      await upload(clinic, 'a.csv', csvFile(), 'maria', '?decimals=semicolon'),
      400,
      'ERR_INVALID_REQUEST',
    );
  });

  it('leave nothing behind', async () => {
    expect((await productsOf(clinic)).size).toBe(40);
    expect(clinic.output).not.toContain('failed');
    await clinic.poolIs({ running: 0, interactive: 0, bulk: 0 });
  });
});
