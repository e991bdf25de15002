/** What cells of xlsx workbooks hold. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { cellsOf, entries, formats, workbook } from './export-sheet';

const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'golden/export/serials.json'), 'utf8'));

const cell = (address: string, value: number, style = 1) => `<c r="${address}" s="${style}"><v>${value}</v></c>`;
/** A column A of numbers, all of a format. */
const column = (values: number[], format: string, properties = ''): Buffer =>
  workbook({
    rows: values.map((value, at) => `<row r="${at + 1}">${cell(`A${at + 1}`, value)}</row>`).join(''),
    styles: formats(format),
    properties,
  });
const values = async (file: Buffer) => Object.values(await cellsOf(file));

describe.each(backends)('cells on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it("are dates at openpyxl's serials", async () => {
    const [days, serials] = [Object.keys(golden.dates), Object.values(golden.dates) as number[]];
    expect(await values(column(serials, 'yyyy\\-mm\\-dd'))).toEqual(days.map((day) => ['date', day]));
  });

  it('are what the first of several styles says', async () => {
    const parts = { rows: `<row>${cell('A1', 45_000)}</row>`, styles: formats('yyyy-mm-dd') };
    const path = 'xl/_rels/workbook.xml.rels';
    const [begin = '', end = ''] = String(entries(parts)[path]).split(/(?=<\/Relationships>)/);
    const others = Array.from(
      { length: 9 },
      (_, at) => `<Relationship Id="x${at}" Type="a/styles" Target="no${at}.xml"/>`,
    );
    const file = workbook({ ...parts, others: { [path]: begin + others.join('') + end } });
    expect(await values(file)).toEqual([['date', '2023-03-15']]);
  });

  it("are timestamps at openpyxl's serials, to the millisecond", async () => {
    const [times, serials] = [Object.keys(golden.timestamps), Object.values(golden.timestamps) as number[]];
    const found = await values(column(serials, 'yyyy-mm-dd hh:mm:ss'));
    expect(found).toEqual(times.map((time) => ['timestamp', new Date(time)]));
  });

  it('are dates by the system of 1904', async () => {
    // ECMA-376 part 1, 18.17.4.1: of 1904, day 0 is 1904-01-01, and 1904-01-01 is day 1462 of the other system.
    for (const properties of ['date1904="1"', "date1904 = 'true'"]) {
      const found = await values(column([0, 1, 44_884, 0.5], 'd/m/yy', properties));
      expect(found).toEqual([
        ['date', '1904-01-01'],
        ['date', '1904-01-02'],
        ['date', '2026-11-20'],
        ['timestamp', new Date('1904-01-01T12:00Z')],
      ]);
    }
  });

  it('are told by their number formats what they are', async () => {
    const kinds: [format: string, type: string, value: unknown][] = [
      ['General', 'number', 45000.25],
      ['0.00E+00', 'number', 45000.25],
      ['#,##0.00 &quot;days&quot;', 'number', 45000.25],
      ['[Red]0.0;[Blue]-0.0', 'number', 45000.25],
      ['\\d0', 'number', 45000.25],
      ['_d0*y', 'number', 45000.25],
      ['[$€-407] 0', 'number', 45000.25],
      ['0;yyyy', 'number', 45000.25],
      ['d. mmmm yyyy', 'timestamp', new Date('2023-03-15T06:00Z')],
      ['[$-409]mmm\\ yy;@', 'timestamp', new Date('2023-03-15T06:00Z')],
      ['mmm', 'timestamp', new Date('2023-03-15T06:00Z')],
      ['[$-F800]dddd\\,\\ mmmm\\ dd', 'timestamp', new Date('2023-03-15T06:00Z')],
      ['h:mm AM/PM', 'timestamp', new Date('2023-03-15T06:00Z')],
      ['mm:ss', 'timestamp', new Date('2023-03-15T06:00Z')],
      ['[h]:mm', 'duration', '1080006:00:00'],
      ['[mm]:ss', 'duration', '1080006:00:00'],
      ['[$-409][hh]', 'duration', '1080006:00:00'],
    ];
    const rows = kinds.map((_, at) => `<row>${`<c s="${at + 1}"><v>45000.25</v></c>`}</row>`).join('');
    const found = await values(workbook({ rows, styles: formats(...kinds.map(([format]) => format)) }));
    expect(found).toEqual(kinds.map(([, type, value]) => [type, value]));
  });

  it('are dates and times by the formats that every workbook has', async () => {
    const types = { 14: 'date', 17: 'date', 18: 'timestamp', 21: 'timestamp', 22: 'timestamp', 45: 'timestamp' };
    const others = { 46: 'duration', 47: 'timestamp', 27: 'date', 57: 'date', 9: 'number', 49: 'number', 37: 'number' };
    const all = Object.entries({ ...types, ...others });
    const styles = `<cellXfs>${all.map(([id]) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs>`;
    const rows = all.map((_, at) => `<row><c s="${at}"><v>45000</v></c></row>`).join('');
    const found = await values(workbook({ rows, styles }));
    expect(found.map(([type]) => type)).toEqual(all.map(([, type]) => type));
  });

  it('are times of day below one day, durations as they are, and numbers where Excel shows no date', async () => {
    expect(await values(column([0, 0.25, 0.999_999_999_9, 1.5], 'h:mm:ss'))).toEqual([
      ['duration', '00:00:00'],
      ['duration', '06:00:00'],
      ['duration', '24:00:00'],
      ['timestamp', new Date('1900-01-01T12:00Z')],
    ]);
    expect(await values(column([-0.5, 1.5, 2.000_000_005_79], '[h]:mm:ss.000'))).toEqual([
      ['duration', '-12:00:00'],
      ['duration', '36:00:00'],
      ['duration', '48:00:00.001'],
    ]);
    expect(await values(column([-1, 2_958_466, 1e300], 'yyyy-mm-dd'))).toEqual([
      ['number', -1],
      ['number', 2_958_466],
      ['number', 1e300],
    ]);
  });

  it('round fractions of a second to the millisecond, also up to the next day', async () => {
    const day = 46_346;
    const ms = 1 / 86_400_000;
    expect(
      await values(column([day + 0.499_999_999_9, day + 0.4 * ms, day + 1 - 0.4 * ms], 'yyyy-mm-dd hh:mm')),
    ).toEqual([
      ['timestamp', new Date('2026-11-20T12:00Z')],
      ['timestamp', new Date('2026-11-20T00:00Z')],
      ['timestamp', new Date('2026-11-21T00:00Z')],
    ]);
  });

  it('hold shared, inline and rich texts, formulas and their results, booleans and errors', async () => {
    const strings =
      '<si><t>plain</t></si><si><r><t>ri</t></r><r><rPr><b/></rPr><t xml:space="preserve">ch </t></r></si>' +
      '<si><t>課きく</t><rPh sb="0" eb="1"><t>カ</t></rPh></si><si/><si><t/></si>';
    const row =
      '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c><c t="s"><v> 4 </v></c>' +
      '<c t="inlineStr"><is><t>a &amp; b &#x20AC;&#233; <![CDATA[<c>]]></t></is></c>' +
      '<c t="str"><f>A1&amp;"x"</f><v>plainx</v></c><c><f>1+1</f><v>2</v></c><c><f>1</f></c><c/>' +
      '<c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c><c t="e"><v>#DIV/0!</v></c>' +
      '<c t="d"><v>2026-01-31</v></c><c t="d"><v>2026-01-31T12:30:15.2504</v></c>' +
      '<c><v>1.5e-3</v></c><c><v>-0</v></c><c><v>123456789012345</v></c><c t="inlineStr"><is><t>00123</t></is></c>';
    const found = await values(workbook({ rows: `<row>${row}</row>`, strings }));
    expect(found).toEqual([
      ['text', 'plain'],
      ['text', 'rich '],
      ['text', '課きく'],
      ['text', ''],
      ['text', ''],
      ['text', 'a & b €é <c>'],
      ['text', 'plainx'],
      ['number', 2],
      ['boolean', true],
      ['boolean', false],
      ['error', '#N/A'],
      ['error', '#DIV/0!'],
      ['date', '2026-01-31'],
      ['timestamp', new Date('2026-01-31T12:30:15.250Z')],
      ['number', 0.0015],
      ['number', -0],
      ['number', 123456789012345],
      ['text', '00123'],
    ]);
  });

  it('hold characters that XML cannot, and line ends as one', async () => {
    const texts = ['_x0041__x000D_\r\n\r', '_x005F_x0041_', '_xD83D__xDE00_', '_xD83D_a', '_x41_', '_X0041_', 'a_x'];
    const rows = texts.map((text) => `<row><c t="inlineStr"><is><t>${text}</t></is></c></row>`).join('');
    const found = await values(workbook({ rows }));
    expect(found.map(([, value]) => value)).toEqual(['A\r\n\n', '_x0041_', '😀', '\ufffda', '_x41_', '_X0041_', 'a_x']);
  });

  it('stand where they say, or next to each other', async () => {
    const rows =
      '<row r="3"><c r="B3"><v>1</v></c><c><v>2</v></c><c r="XFD3"><v>3</v></c></row><row><c><v>4</v></c></row>' +
      '<row r="1048576"><c r="C1048576"><v>6</v></c><c r="A1048576"><v>5</v></c></row>';
    expect(await cellsOf(workbook({ rows }))).toEqual({
      B3: ['number', 1],
      C3: ['number', 2],
      XFD3: ['number', 3],
      A4: ['number', 4],
      A1048576: ['number', 5],
      C1048576: ['number', 6],
    });
  });

  it('are found whatever the prefix of the elements, the order of attributes and the quotes', async () => {
    const sheet =
      "<?xml version='1.0'?><!-- > --><x:worksheet xmlns:x='m'><x:sheetData><x:row spans = '1:2' r = \"2\" >" +
      '<x:c t=\'inlineStr\' r="B2"  s="0"><x:is ><x:t>a</x:t></x:is></x:c ></x:row></x:sheetData></x:worksheet>';
    expect(await cellsOf(workbook({ sheet }))).toEqual({ B2: ['text', 'a'] });
  });
});
