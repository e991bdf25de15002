import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { export as exporting } from 'clinicore';
import Excel from 'exceljs';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Table } from '../js/contract/export';
import type * as gatherModule from '../js/export/gather';
import type * as partsModule from '../js/fallback/export/parts';
import type * as worksheetModule from '../js/fallback/export/worksheet';
import type * as zipModule from '../js/fallback/export/zip';
import type * as taskModule from '../js/task';
import { backends, failure, needsNative, onBoth, useBackend } from './backends';

const require = createRequire(import.meta.url);
const { runSync } = require('../dist/task.js') as typeof taskModule;
const { Zip } = require('../dist/fallback/export/zip.js') as typeof zipModule;

type Sheet = exporting.Sheet;
type Column = Sheet['columns'][number];
type Text = Extract<Column, { type: 'string' }>;

const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'golden/export/serials.json'), 'utf8'));

/** The parts of a file, by name; fflate is no part of either backend. */
const parts = (file: Uint8Array): Record<string, string> =>
  Object.fromEntries(Object.entries(unzipSync(file)).map(([name, content]) => [name, strFromU8(content)]));

const sheetXml = async (...columns: Column[]): Promise<string> =>
  parts(await exporting.xlsx([{ name: 'S', columns }]))['xl/worksheets/sheet1.xml'] as string;

/** What a sheet's cells hold in the file, by reference. */
const rawCells = (xml: string): Record<string, string> =>
  Object.fromEntries(
    [...xml.matchAll(/<c r="([A-Z]+\d+)"[^>]*>.*?<(?:v|t)[^>]*>(.*?)<\//gs)].map(([, r, v]) => [r, v]),
  );

async function read(file: Buffer): Promise<Excel.Workbook> {
  const workbook = new Excel.Workbook();
  await workbook.xlsx.load(file as never);
  return workbook;
}

const cellValues = (sheet: Excel.Worksheet | undefined): unknown[][] =>
  ((sheet?.getSheetValues() ?? []) as unknown[][]).slice(1).map((row) => Array.from(row).slice(1));

const text = (...values: (string | null)[]): Column => ({ type: 'string', header: 'a', values });
const one = (...columns: Column[]): Sheet[] => [{ name: 'S', columns }];

/** Many rows, so that they are gathered in several batches and written in several pieces. */
const manyRows = (rows: number): [Text, Column, Column, Text] => [
  { type: 'string', header: 'name', values: Array.from({ length: rows }, (_, i) => `Zoë ${'👓'.repeat(i % 4)} ${i}`) },
  { type: 'float64', header: 'sphere', values: Float64Array.from({ length: rows }, (_, i) => i / 4 - 20) },
  {
    type: 'decimal',
    header: 'total',
    scale: 2,
    values: Array.from({ length: rows }, (_, i) => (i % 3 ? i * 7 : null)),
  },
  { type: 'string', header: 'code', values: Array.from({ length: rows }, (_, i) => (i % 5 ? `00${i}` : '')) },
];

describe.each(backends)('xlsx on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('gives every type of cell back to another reader', async () => {
    const columns: Column[] = [
      { type: 'string', header: 'Patient', values: ['Müller, Anna', ' <Bo> & "Co" ', null, '00123'] },
      { type: 'float64', header: 'Sphere', values: [-1.25, 0.1 + 0.2, undefined, 5e-324] },
      { type: 'int32', header: 'Age', values: Int32Array.of(1, -2147483648, 2147483647, 0) },
      { type: 'boolean', header: 'Paid', values: [true, false, null, true] },
      { type: 'date', header: 'Visit', values: ['2024-02-29', new Date('2026-11-20T00:00:00Z'), null, '9999-12-31'] },
      { type: 'timestamp', header: 'Seen', values: [0, new Date('2026-11-20T11:30:15.250Z'), null, 1e12] },
      { type: 'decimal', header: 'Total', scale: 2, values: [1234, -5n, null, 999_999_999_999_999] },
      { type: 'decimal', header: 'Points', scale: 0, values: BigInt64Array.of(1n, -2n, 3n, 123456789012345n) },
    ];
    const workbook = await read(await exporting.xlsx([{ name: 'Eyes', columns }]));
    const day = (iso: string) => new Date(iso);
    expect(workbook.worksheets.map((sheet) => sheet.name)).toEqual(['Eyes']);
    expect(cellValues(workbook.getWorksheet('Eyes'))).toEqual([
      ['Patient', 'Sphere', 'Age', 'Paid', 'Visit', 'Seen', 'Total', 'Points'],
      ['Müller, Anna', -1.25, 1, true, day('2024-02-29'), day('1970-01-01'), 12.34, 1],
      [
        ' <Bo> & "Co" ',
        0.30000000000000004,
        -2147483648,
        false,
        day('2026-11-20'),
        day('2026-11-20T11:30:15.250Z'),
        -0.05,
        -2,
      ],
      [undefined, undefined, 2147483647, undefined, undefined, undefined, undefined, 3],
      ['00123', 5e-324, 0, true, day('9999-12-31'), day('2001-09-09T01:46:40Z'), 9999999999999.99, 123456789012345],
    ]);
  });

  it('writes formats, widths, header style, freeze, filter and properties', async () => {
    const file = await exporting.xlsx(
      [
        {
          name: "O'Neil & <Co>",
          columns: [
            {
              type: 'decimal',
              header: 'Total',
              scale: 2,
              values: [1],
              format: '"₹"#,##0.00;[Red]-"₹"#,##0.00',
              width: 14,
            },
            { type: 'date', header: 'Day', values: ['2026-01-31'] },
            { type: 'float64', header: 'n', values: [1] },
          ],
        },
        { name: 'Plain', columns: [text()], freezeHeader: false, autoFilter: false },
      ],
      { title: 'March <ledger>', author: 'Dr. Ä', created: new Date('2026-01-31T12:00:00.999Z') },
    );
    const workbook = await read(file);
    const [sheet, plain] = workbook.worksheets;
    expect(workbook).toMatchObject({
      title: 'March <ledger>',
      creator: 'Dr. Ä',
      created: new Date('2026-01-31T12:00:00Z'),
    });
    expect(sheet?.name).toBe("O'Neil & <Co>");
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', xSplit: 0, ySplit: 1 });
    expect(sheet?.autoFilter).toBe('A1:C2');
    expect(['A2', 'B2', 'C2', 'A1'].map((cell) => sheet?.getCell(cell).numFmt)).toEqual([
      '"₹"#,##0.00;[Red]-"₹"#,##0.00',
      'yyyy-mm-dd',
      undefined,
      undefined,
    ]);
    expect(sheet?.getCell('B1')).toMatchObject({ font: { bold: true }, fill: { pattern: 'solid' } });
    // Excel stores 14 characters as 14.7109375: 5 pixels of padding at 7 pixels a digit.
    expect(sheet?.getColumn(1).width).toBe(14.7109375);
    expect(plain?.views[0]?.state).toBe('normal');
    expect(plain?.autoFilter).toBeFalsy();
    const names = parts(file)['xl/workbook.xml'];
    expect(names).toContain(
      `<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'O''Neil &amp; &lt;Co&gt;'!$A$1:$C$2</definedName>`,
    );
  });

  it('gives columns the width of what they show', async () => {
    const xml = await sheetXml(
      { ...text('x'.repeat(30), 'y'), header: 'long' } as Column,
      { ...text('x'.repeat(300), 'y'), header: 'longer' } as Column,
      { type: 'decimal', header: 'total', scale: 2, values: [1, -999_999_999_999_999] },
      { type: 'timestamp', header: 'at', values: [0, null] },
      { type: 'int32', header: 'a long header', values: [1, 2] },
      { type: 'date', header: 'day', values: [null, null], format: 'dddd, d mmmm yyyy' },
    );
    const widths = [...xml.matchAll(/ width="([\d.]+)"/g)].map(([, width]) => Math.floor(Number(width)));
    // 9,999,999,999,999.99 with its sign; 2026-11-20 11:30:15; Wednesday, 30 September 2026
    expect(widths).toEqual(
      [32, 60, 23, 21, 17, 29].map((n) => expect.toSatisfy((width: number) => width >= n - 1 && width <= n + 2)),
    );
  });

  it('counts days and moments as Excel does, per openpyxl', async () => {
    const [dates, moments] = [Object.entries<number>(golden.dates), Object.entries<number>(golden.timestamps)];
    const cells = rawCells(
      await sheetXml(
        { type: 'date', header: 'd', values: dates.map(([day]) => day) },
        { type: 'date', header: 'D', values: dates.map(([day]) => new Date(day)) },
        { type: 'timestamp', header: 't', values: dates.map((_, i) => (moments[i] ? new Date(moments[i][0]) : null)) },
      ),
    );
    dates.forEach(([day, serial], i) => {
      expect([cells[`A${i + 2}`], cells[`B${i + 2}`]], day).toEqual([String(serial), String(serial)]);
    });
    // openpyxl adds days and seconds in another order: a tenth of a microsecond apart at most.
    moments.forEach(([moment, serial], i) => {
      expect(Math.abs(Number(cells[`C${i + 2}`]) - serial), moment).toBeLessThan(1e-11 * 46_000);
    });
  });

  it('names columns as Excel does, to the last', async () => {
    const columns = Array.from({ length: 16_384 }, (_, i): Column => ({ type: 'int32', header: `h${i}`, values: [i] }));
    const cells = rawCells(await sheetXml(...columns));
    for (const [number, letters] of Object.entries<string>(golden.letters)) {
      expect(cells[`${letters}2`]).toBe(String(Number(number) - 1));
    }
  });

  it('writes decimals digit by digit', async () => {
    const cells = rawCells(
      await sheetXml(
        { type: 'decimal', header: 'a', scale: 2, values: [10, -29, 0, -0, 999_999_999_999_999, -5] },
        { type: 'decimal', header: 'b', scale: 15, values: [1, -1, 1_000_000_000_000, 0, 999_999_999_999_999, null] },
        { type: 'decimal', header: 'c', scale: 0, values: Int32Array.of(7, -7, 0, 1, 2, 3) },
      ),
    );
    expect([2, 3, 4, 5, 6, 7].map((row) => [cells[`A${row}`], cells[`B${row}`], cells[`C${row}`]])).toEqual([
      ['0.10', '0.000000000000001', '7'],
      ['-0.29', '-0.000000000000001', '-7'],
      ['0.00', '0.001000000000000', '0'],
      ['0.00', '0.000000000000000', '1'],
      ['9999999999999.99', '0.999999999999999', '2'],
      ['-0.05', undefined, '3'],
    ]);
  });

  it('escapes what XML cannot carry as ST_Xstring (ECMA-376 part 1, 22.9.2.19)', async () => {
    const cells = rawCells(
      await sheetXml(text('a\0\u001f', 'cr\r\n', '_x0041_', '_x0041_x0042_', '_x0041\r', '\ufffe\uffff', '_xzz_')),
    );
    expect(Array.from({ length: 7 }, (_, i) => cells[`A${i + 2}`])).toEqual([
      'a_x0000__x001F_',
      'cr_x000D_\n',
      '_x005F_x0041_',
      '_x005F_x0041_x005F_x0042_',
      '_x005F_x0041_x000D_',
      '_xFFFE__xFFFF_',
      '_xzz_',
    ]);
  });

  it('marks texts that begin like a formula as text, and leaves their value', async () => {
    const values = [
      '=1+1',
      '+49 30',
      '-',
      '@a',
      '\tb',
      '\rc',
      '\nd',
      '\0e',
      '＝1',
      '＋1',
      '－1',
      '＠1',
      'plain',
      '1-2',
      ' =1',
    ];
    const columns: Column[] = [
      { type: 'string', header: '=header', values },
      { type: 'float64', header: 'n', values: values.map(() => -1) },
    ];
    const quoted = async (options?: Parameters<typeof exporting.xlsx>[1]) => {
      const file = parts(await exporting.xlsx(one(...columns), options));
      const xfs = [
        ...(file['xl/styles.xml'] as string).slice(file['xl/styles.xml']?.indexOf('<cellXfs')).matchAll(/<xf [^>]*>/g),
      ].map(([xf]) => xf);
      const cells = [...(file['xl/worksheets/sheet1.xml'] as string).matchAll(/<c r="([AB]\d+)"(?: s="(\d+)")?/g)];
      return cells
        .filter(([, , style]) => xfs[Number(style ?? 0)]?.includes('quotePrefix="1"'))
        .map(([, cell]) => cell);
    };
    expect(await quoted()).toEqual(['A1', ...Array.from({ length: 12 }, (_, i) => `A${i + 2}`)]);
    expect(await quoted({ escapeFormulas: false })).toEqual([]);
    const sheet = (await read(await exporting.xlsx(one(...columns)))).getWorksheet('S');
    expect(sheet?.getCell('A2')).toMatchObject({ value: '=1+1', type: Excel.ValueType.String });
  });

  it('keeps every row in its place over many batches, from arrays and typed arrays', async () => {
    const rows = 9_000;
    const columns = manyRows(rows);
    const values = cellValues((await read(await exporting.xlsx(one(...columns)))).getWorksheet('S'));
    expect(values.length).toBe(rows + 1);
    const cell = (column: number, i: number) => columns[column]?.values[i];
    for (let i = 0; i < rows; i++) {
      const total = cell(2, i) as number | null;
      expect(values[i + 1]).toEqual(
        [cell(0, i), cell(1, i), total === null ? undefined : total / 100, cell(3, i) || undefined].slice(
          0,
          values[i + 1]?.length,
        ),
      );
    }
  });

  it('writes a sheet without rows as its header', async () => {
    const workbook = await read(await exporting.xlsx(one(text(), { type: 'int32', header: 'b', values: [] })));
    expect(cellValues(workbook.getWorksheet('S'))).toEqual([['a', 'b']]);
    expect(workbook.getWorksheet('S')?.autoFilter).toBe('A1:B1');
  });

  it('gives the same bytes for the same sheets', async () => {
    const [first, second] = [
      await exporting.xlsx(one(...manyRows(3000))),
      await exporting.xlsx(one(...manyRows(3000))),
    ];
    expect(first.equals(second)).toBe(true);
  });

  it('makes an archive any zip reader accepts: checksums and sizes in the headers, no data descriptors, deflate, one date', async () => {
    const file = await exporting.xlsx(one(...manyRows(3000)));
    let at = 0;
    const names: string[] = [];
    while (file.readUInt32LE(at) === 0x04034b50) {
      expect([file.readUInt16LE(at + 6), file.readUInt16LE(at + 8), file.readUInt32LE(at + 10)]).toEqual([
        0x800,
        8,
        0x21 << 16,
      ]);
      const [nameLength, extra] = [file.readUInt16LE(at + 26), file.readUInt16LE(at + 28)];
      const data = at + 30 + nameLength + extra;
      const end = data + file.readUInt32LE(at + 18);
      const content = inflateRawSync(file.subarray(data, end));
      expect([crc32(content), content.length]).toEqual([file.readUInt32LE(at + 14), file.readUInt32LE(at + 22)]);
      names.push(file.toString('utf8', at + 30, at + 30 + nameLength));
      at = end;
    }
    expect(names[0]).toBe('[Content_Types].xml');
    expect(names).toHaveLength(8);
    expect(file.readUInt32LE(at)).toBe(0x02014b50);
  });

  it('stops for a signal aborted before, and for one aborted while it works; the signal may be reused', async () => {
    const reason = new Error('gone');
    const before = await failure(() => exporting.xlsx(one(...manyRows(10)), { signal: AbortSignal.abort(reason) }));
    expect(before.code).toBe('ERR_ABORTED');
    const controller = new AbortController();
    const calls = [20_000, 10].map((rows) => exporting.xlsx(one(...manyRows(rows)), { signal: controller.signal }));
    const failed = Promise.allSettled(calls);
    setImmediate(() => controller.abort(reason));
    const [long] = await failed;
    expect(long).toMatchObject({
      status: 'rejected',
      reason: { code: 'ERR_ABORTED', name: 'AbortError', cause: reason },
    });
    expect((await exporting.xlsx(one(text('still works')))).length).toBeGreaterThan(0);
  });

  it('tells its progress in rows, and an error of the listener stops it', async () => {
    const seen: [number, number][] = [];
    const sheets = ['A', 'B'].map((name) => ({ name, columns: manyRows(20_000) }));
    await exporting.xlsx(sheets, { onProgress: (done, total) => void seen.push([done, total]) });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.every(([done, total], i) => total === 40_000 && done <= total && done >= (seen[i - 1]?.[0] ?? 0))).toBe(
      true,
    );
    const failed = exporting.xlsx(sheets, {
      onProgress: () => {
        throw new RangeError('no more');
      },
    });
    await expect(failed).rejects.toThrow(new RangeError('no more'));
  });

  it('reads all but the values at once, and takes a value that changes meanwhile in either state', async () => {
    const columns = manyRows(20_000);
    const sheets = [{ name: 'S', columns }];
    const file = exporting.xlsx(sheets);
    (sheets[0] as Sheet).name = 'Changed';
    for (const column of columns) column.header = 'Changed';
    (columns[3].values as string[]).fill('changed', 10_000);
    const values = cellValues((await read(await file)).getWorksheet('S'));
    expect(values[0]).toEqual(['name', 'sphere', 'total', 'code']);
    expect(values[10_000]?.[3]).toBe('009999');
    expect(values[20_000]?.[3]).toMatch(/^(0019999|changed)$/);
  });

  it('lets the event loop turn between batches and between sheets', async () => {
    const turnsDuring = async (sheets: Sheet[]) => {
      let turns = 0;
      let ticking = setImmediate(function tick() {
        turns++;
        ticking = setImmediate(tick);
      });
      await exporting.xlsx(sheets);
      clearImmediate(ticking);
      return turns;
    };
    expect(await turnsDuring(one(...manyRows(60_000)))).toBeGreaterThan(10);
    const small = Array.from({ length: 50 }, (_, i) => ({ name: `${i}`, columns: manyRows(2) }));
    expect(await turnsDuring(small)).toBeGreaterThan(45);
  });

  it('refuses columns that shrink or are transferred away meanwhile', async () => {
    const shrinking = manyRows(20_000);
    const shrunk = failure(() => exporting.xlsx(one(...shrinking)));
    (shrinking[0].values as string[]).length = 5000;
    expect(await shrunk).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { required: 20_000, given: 5000 } });

    const going = manyRows(20_000);
    const gone = failure(() => exporting.xlsx(one(...going)));
    const { buffer } = going[1].values as Float64Array;
    structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
    expect(await gone).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { required: 20_000, given: 0 } });
  });

  const full = 'é'.repeat(32_767);
  it('takes cells of 32,767 characters', async () => {
    expect(rawCells(await sheetXml(text(full, '👓')))).toMatchObject({ A2: full, A3: '👓' });
  });

  const values = 'sheets[0].columns[0].values';
  const cell = (row: number) => ({ argument: values, sheet: 0, column: 0, row });
  const invalid = 'ERR_INVALID_ARGUMENT';
  const limit = 'ERR_LIMIT_EXCEEDED';
  it.each<[string, unknown, string, object]>([
    ['a NaN', one({ type: 'float64', header: 'a', values: [1, Number.NaN] }), invalid, cell(1)],
    [
      'a NaN in a typed array',
      one({ type: 'float64', header: 'a', values: Float64Array.of(Number.NaN) }),
      invalid,
      cell(0),
    ],
    ['an infinity', one({ type: 'float64', header: 'a', values: [-Infinity] }), invalid, cell(0)],
    ['a number as text', one({ type: 'float64', header: 'a', values: ['1'] } as never), invalid, cell(0)],
    ['2^31 in int32', one({ type: 'int32', header: 'a', values: [1, 2, 2 ** 31] }), invalid, cell(2)],
    ['a fraction in int32', one({ type: 'int32', header: 'a', values: [0.5] }), invalid, cell(0)],
    ['a bigint in int32', one({ type: 'int32', header: 'a', values: [1n] } as never), invalid, cell(0)],
    ['1 for true', one({ type: 'boolean', header: 'a', values: [1] } as never), invalid, cell(0)],
    ['a number for text', one({ type: 'string', header: 'a', values: ['x', 5] } as never), invalid, cell(1)],
    ['a lone surrogate', one(text('ok', 'bad \ud83d')), invalid, cell(1)],
    ['surrogates that only meet across two cells', one(text('a\ud83d', '\udc53b')), invalid, cell(0)],
    ['32,768 characters', one(text('ok', `${full}x`)), limit, { ...cell(1), limit: 32_767, given: 32_768 }],
    ['a date before 1900', one({ type: 'date', header: 'a', values: ['1899-12-31'] }), invalid, cell(0)],
    ['the 29 February 1900', one({ type: 'date', header: 'a', values: ['1900-02-29'] }), invalid, cell(0)],
    ['the 31 April', one({ type: 'date', header: 'a', values: ['2026-04-31'] }), invalid, cell(0)],
    ['a date with a time', one({ type: 'date', header: 'a', values: ['2026-04-30T00:00:00Z'] }), invalid, cell(0)],
    ['a Date that is not midnight UTC', one({ type: 'date', header: 'a', values: [new Date(1)] }), invalid, cell(0)],
    ['an invalid Date', one({ type: 'timestamp', header: 'a', values: [new Date(Number.NaN)] }), invalid, cell(0)],
    ['the year 10000', one({ type: 'timestamp', header: 'a', values: [253402300800000] }), invalid, cell(0)],
    ['a fraction in a decimal', one({ type: 'decimal', header: 'a', scale: 2, values: [12.34] }), invalid, cell(0)],
    ['16 digits in a decimal', one({ type: 'decimal', header: 'a', scale: 0, values: [10n ** 15n] }), invalid, cell(0)],
    [
      'a decimal without scale',
      one({ type: 'decimal', header: 'a', values: [1] } as never),
      invalid,
      { argument: 'sheets[0].columns[0].scale' },
    ],
    ['a scale on text', one({ ...text(), scale: 1 } as never), invalid, { argument: 'sheets[0].columns[0]' }],
    [
      'an unknown type',
      one({ type: 'int64', header: 'a', values: [] } as never),
      invalid,
      { argument: 'sheets[0].columns[0].type' },
    ],
    [
      'a typed array of another type',
      one({ type: 'int32', header: 'a', values: new Float64Array(1) } as never),
      invalid,
      { argument: values },
    ],
    [
      'a shared buffer',
      one({ type: 'float64', header: 'a', values: new Float64Array(new SharedArrayBuffer(8)) }),
      invalid,
      { argument: values },
    ],
    ['no values', one({ type: 'string', header: 'a' } as never), invalid, { argument: values }],
    [
      'columns of different lengths',
      one(text('x', 'y'), { ...text('x'), header: 'b' } as Column),
      invalid,
      { argument: 'sheets[0].columns[1].values', required: 2, given: 1 },
    ],
    [
      '1,048,576 rows',
      one({ type: 'string', header: 'a', values: new Array(1_048_576) }),
      limit,
      { argument: values, limit: 1_048_575 },
    ],
    [
      '1,048,576 rows in a typed array',
      one({ type: 'float64', header: 'a', values: new Float64Array(1_048_576) }),
      limit,
      { argument: values, limit: 1_048_575 },
    ],
    ['an empty header', one({ ...text(), header: '' } as Column), invalid, { argument: 'sheets[0].columns[0].header' }],
    ['two equal headers', one(text(), text()), invalid, { argument: 'sheets[0].columns[1].header' }],
    ['no columns', one(), invalid, { argument: 'sheets[0].columns' }],
    ['16,385 columns', one(...new Array(16_385).fill(text())), limit, { argument: 'sheets[0].columns', limit: 16_384 }],
    ['no sheets', [], invalid, { argument: 'sheets' }],
    ['256 sheets', new Array(256).fill(one(text())[0]), limit, { argument: 'sheets', limit: 255 }],
    ['no array of sheets', one(text())[0], invalid, { argument: 'sheets' }],
    ['a width of 256', one({ ...text(), width: 256 } as Column), invalid, { argument: 'sheets[0].columns[0].width' }],
    ['a misspelt property of a sheet', [{ ...one(text())[0], freeze: true }], invalid, { argument: 'sheets[0]' }],
    [
      'two names that differ in case',
      [...one(text()), { name: 's', columns: [text()] }],
      invalid,
      { argument: 'sheets[1].name' },
    ],
    [
      '100 million cells and more',
      one(
        ...Array.from(
          { length: 101 },
          (_, i): Column => ({ type: 'string', header: `${i}`, values: new Array(1_000_000) }),
        ),
      ),
      limit,
      { argument: 'sheets', limit: 100_000_000, given: 101_000_000 },
    ],
    [
      '207 number formats',
      one(
        ...Array.from(
          { length: 207 },
          (_, i): Column => ({ type: 'int32', header: `${i}`, values: [], format: `0"${i}"` }),
        ),
      ),
      limit,
      { argument: 'sheets', limit: 206, given: 207 },
    ],
  ])('refuses %s', async (_, sheets, code, details) => {
    const failed = await failure(() => exporting.xlsx(sheets as Sheet[]));
    expect(failed).toMatchObject({ code, details });
  });

  it.each(['', 'x'.repeat(32), 'a/b', 'a\\b', 'a?', '*', '[a', 'a]', 'a:b', "'a", "a'", 'History', 'a\nb', 5])(
    'refuses the sheet name %j',
    async (sheetName) => {
      const failed = await failure(() => exporting.xlsx([{ name: sheetName as string, columns: [text()] }]));
      expect(failed).toMatchObject({ code: invalid, details: { argument: 'sheets[0].name' } });
    },
  );

  it.each([
    'General',
    '0',
    '#,##0.00;[Red]-#,##0.00;"-"??;@',
    '[$₹-4009] #,##0.00',
    '€ 0.00',
    'dd/mm/yyyy hh:mm:ss',
    '[h]:mm',
    'h:mm AM/PM',
    '0.00E+00',
    '# ?/?',
    '0.0 "kg"',
    '[>=100]0;0.0',
    '_(* #,##0_)',
    '\\x0',
    '0%',
  ])('takes the number format %j', async (format) => {
    const file = parts(await exporting.xlsx(one({ type: 'float64', header: 'a', values: [1], format })));
    const codes = [...(file['xl/styles.xml'] as string).matchAll(/formatCode="([^"]*)"/g)].map(([, code]) => code);
    expect(codes).toEqual(format === 'General' ? [] : [format.replaceAll('"', '&quot;').replaceAll('>', '&gt;')]);
  });

  it.each(['', '"open', '0 kg', '[Pink]0', '[0', '0]', '0;0;0;0;0', 'Total', '0\n', '0\\', 5])(
    'refuses the number format %j',
    async (format) => {
      const failed = await failure(() => exporting.xlsx(one({ ...text(), format } as Column)));
      expect(failed).toMatchObject({ details: { argument: 'sheets[0].columns[0].format' } });
    },
  );

  it.each([
    ['a misspelt option', { titel: 'x' }, 'options'],
    ['a title with a control character', { title: 'a\0' }, 'options.title'],
    ['a date that is none', { created: new Date(Number.NaN) }, 'options.created'],
    ['a word for a switch', { escapeFormulas: 'no' }, 'options.escapeFormulas'],
    ['another lane', { lane: 'fast' }, 'options.lane'],
  ])('refuses %s', async (_, options, argument) => {
    const failed = await failure(() => exporting.xlsx(one(text()), options as object));
    expect(failed).toMatchObject({ code: invalid, details: { argument } });
  });

  it('says where a value is wrong, what would be right, and never what it was', async () => {
    const { message } = await failure(() =>
      exporting.xlsx(one(text('secret'), { type: 'date', header: 'b', values: ['31.12.2026'] })),
    );
    expect(message).toBe(
      "sheets[0].columns[1].values[0] must be a date from 1900-01-01 to 9999-12-31, as 'YYYY-MM-DD' or a Date at midnight UTC, or null",
    );
  });

  it('answers getters and proxies that throw, and Dates that lie, with an error of the argument', async () => {
    const hostile = (values: unknown) =>
      failure(() => exporting.xlsx(one({ type: 'timestamp', header: 'a', values } as never)));
    const trap = () => {
      throw new Error('trap');
    };
    const array: unknown[] = [1, 2];
    Object.defineProperty(array, 1, { get: trap });
    expect(await hostile(array)).toMatchObject({ code: invalid, details: { argument: values } });
    expect(await hostile(new Proxy([1], { get: trap }))).toMatchObject({
      code: invalid,
      details: { argument: values },
    });
    let reads = 0;
    const length = (answer: () => unknown) =>
      new Proxy([1], { get: (target, key) => (key === 'length' ? answer() : Reflect.get(target, key)) });
    expect(await hostile(length(() => (reads++ === 0 ? 1 : trap())))).toMatchObject({ code: invalid });
    expect(await hostile(length(() => 1e9))).toMatchObject({ code: limit });
    for (const nonsense of [Number.NaN, -1, 0.5, '1', null]) {
      expect(await hostile(length(() => nonsense))).toMatchObject({ code: invalid });
    }
    const liar = Object.assign(Object.create(Date.prototype), { getTime: () => 0 });
    expect(await hostile([liar])).toMatchObject({ code: invalid, details: cell(0) });
    expect(await hostile([Object.assign(new Date(Number.NaN), { getTime: () => 0 })])).toMatchObject({
      details: cell(0),
    });
  });
});

describe.skipIf(!backends.includes('native'))(`the native backend${needsNative}`, () => {
  it('refuses rows that do not add up instead of trusting the front door', async () => {
    const table = new (useBackend('native').exporting.Table)();
    const append = (rows: number, numbers: number[], bytes: number[], lengths: number[]) =>
      runSync(() => table.append(rows, Float64Array.from(numbers), Buffer.from(bytes), Uint32Array.from(lengths)));
    for (const rows of [
      () => append(2, [1], [], []),
      () => append(1, [], [0xff], [1]),
      () => append(1, [], [97], [2 ** 32 - 1]),
    ]) {
      expect(await failure(rows)).toMatchObject({ code: 'ERR_INTERNAL' });
    }
  });
});

describe('the rows on their way to a backend', () => {
  const { gather } = require('../dist/export/gather.js') as typeof gatherModule;
  const column = (values: string[]) => ({
    type: 'string' as const,
    header: '',
    scale: 0,
    format: '',
    width: undefined,
    values,
    length: values.length,
    path: 'values',
  });

  it('come in batches of at most 2^18 characters, however long the texts get, or of one row', async () => {
    const columns = [
      ['', 'x'.repeat(32_767)],
      ['y', 'é'.repeat(32_767)],
    ].map(([short, long]) => column([...new Array(50_000).fill(short), ...new Array(300).fill(long)]));
    const batches: { rows: number; text: string; lengths: number }[] = [];
    const table: Table = {
      append: (rows, _, text, lengths) => {
        batches.push({ rows, text: Buffer.from(text).toString(), lengths: lengths.length });
      },
      clear: () => {},
    };
    await gather(columns, 0, table, () => {});
    expect(batches.reduce((sum, { rows }) => sum + rows, 0)).toBe(50_300);
    expect(Math.max(...batches.map(({ text }) => text.length))).toBeLessThanOrEqual(1 << 18);
    expect(batches.every(({ rows, lengths }) => rows > 0 && lengths === 2 * rows)).toBe(true);
    const [xs, ys] = [/x/g, /é/g].map((letter) =>
      batches.reduce((sum, { text }) => sum + (text.match(letter)?.length ?? 0), 0),
    );
    expect([xs, ys]).toEqual([300 * 32_767, 300 * 32_767]);

    batches.length = 0;
    const wide = Array.from({ length: 20 }, () => column(new Array(3).fill('x'.repeat(32_767))));
    await gather(wide, 0, table, () => {});
    expect(batches.map(({ rows }) => rows)).toEqual([1, 1, 1]);
  });
});

describe('the JavaScript worksheet', () => {
  const { pieces } = require('../dist/fallback/export/worksheet.js') as typeof worksheetModule;
  const { Styles } = require('../dist/fallback/export/parts.js') as typeof partsModule;

  it('comes in small pieces, its head too', () => {
    const columns = Array.from({ length: 16_384 }, (_, i) => ({
      header: `header ${i}`,
      kind: 'text' as const,
      scale: 0,
      format: '',
      width: 10,
    }));
    const sheet = { name: 'S', columns, freezeHeader: true, autoFilter: true };
    const styles = new Styles({ sheets: [sheet], escapeFormulas: true, title: '', author: '', created: '' });
    const worksheet = { sheet, rows: 0, isFirst: true, styles, escapeFormulas: true };
    const lengths = [...pieces(worksheet, [])].map(({ xml }) => xml.length);
    expect(lengths.length).toBeGreaterThan(5);
    expect(Math.max(...lengths)).toBeLessThan(257 * 1024);
  });
});

describe('the JavaScript archive', () => {
  it('uses zip64 for an entry past 4 GiB', () => {
    const zip = new Zip(1000);
    const contents = { small: 'x', big: 'y'.repeat(5000), last: 'z'.repeat(2000) };
    for (const [name, content] of Object.entries(contents)) {
      zip.begin(name);
      zip.write(Buffer.from(content));
      zip.end();
    }
    const file = zip.finish();
    // APPNOTE.TXT 4.5.3: both headers say 0xffffffff and have the sizes (the central one the offset too) in field 1.
    const local = file.indexOf('big') - 30;
    const central = file.lastIndexOf('big') - 46;
    const extra = (header: number, nameAt: number) => header + nameAt + 'big'.length;
    expect([file.readUInt16LE(local + 4), file.readUInt16LE(central + 6)]).toEqual([45, 45]);
    expect([18, 22].map((at) => file.readUInt32LE(local + at))).toEqual([0xffff_ffff, 0xffff_ffff]);
    expect([20, 24, 42].map((at) => file.readUInt32LE(central + at))).toEqual([0xffff_ffff, 0xffff_ffff, 0xffff_ffff]);
    expect([0, 2].map((at) => file.readUInt16LE(extra(local, 30) + at))).toEqual([1, 16]);
    expect([0, 2].map((at) => file.readUInt16LE(extra(central, 46) + at))).toEqual([1, 24]);
    const [size, compressed] = [4, 12].map((at) => Number(file.readBigUInt64LE(extra(local, 30) + at)));
    expect([4, 12, 20].map((at) => Number(file.readBigUInt64LE(extra(central, 46) + at)))).toEqual([
      size,
      compressed,
      local,
    ]);
    const data = extra(local, 30) + 20;
    expect(inflateRawSync(file.subarray(data, data + Number(compressed))).toString()).toBe(contents.big);
    expect(size).toBe(5000);
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.stringMatching(/^[_x0-9A-F<&>"\r\n\t =+\-@é👓]{0,20}$/u),
    fc.constant(null),
  );
  const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.constant(null));
  const moment = fc.date({
    min: new Date('1900-01-01'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  });
  const day = moment.map((date) => date.toISOString().slice(0, 10));
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 5 });
  const scaled = fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 });

  const columns = fc.integer({ min: 0, max: 30 }).chain((rows) => {
    const list = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: rows, maxLength: rows });
    const column = fc.oneof(
      fc.record({ type: fc.constant('string'), values: list(anyText) }),
      fc.record({
        type: fc.constant('float64'),
        values: list(number),
        format: fc.constantFrom('0.00', 'General', '#,##0.0'),
      }),
      fc.record({ type: fc.constant('int32'), values: list(maybe(fc.integer())) }),
      fc.record({ type: fc.constant('boolean'), values: list(maybe(fc.boolean())) }),
      fc.record({ type: fc.constant('date'), values: list(maybe(day)) }),
      fc.record({ type: fc.constant('timestamp'), values: list(maybe(moment)) }),
      fc.record({ type: fc.constant('decimal'), values: list(maybe(scaled)), scale: fc.integer({ min: 0, max: 15 }) }),
    );
    return fc.array(column, { minLength: 1, maxLength: 6 });
  });
  const anySheets = fc
    .array(fc.tuple(columns, fc.boolean(), fc.boolean(), anyText), { minLength: 1, maxLength: 3 })
    .map((list) =>
      list.map(([found, freezeHeader, autoFilter, header], i) => ({
        name: `<${i}> 'n' & _x0041_`.slice(0, 31),
        columns: found.map((column, c) => ({ ...column, header: `${header}${c}` }) as unknown as Column),
        freezeHeader,
        autoFilter,
      })),
    );

  it('write the same XML, but for the spelling of a float', async () => {
    await fc.assert(
      fc.asyncProperty(anySheets, fc.boolean(), async (sheets, escapeFormulas) => {
        const { native, js } = await onBoth(async () =>
          normal(parts(await exporting.xlsx(sheets, { escapeFormulas, title: 'T' }))),
        );
        expect(native).toEqual(js);
        expect(native).toHaveProperty('value');
      }),
      { seed: 20261120, numRuns: 150 },
    );
  });

  it('refuse the same sheets with the same words', async () => {
    const junk = fc.oneof(
      fc.anything(),
      fc.constantFrom(Number.NaN, 2 ** 32, -0, '\ud800', 'x'.repeat(40_000), new Date(Number.NaN)),
    );
    const type = fc.constantFrom('string', 'float64', 'int32', 'boolean', 'date', 'timestamp', 'decimal');
    const column = fc.record(
      { type, header: junk, values: fc.oneof(junk, fc.array(junk)), scale: junk, format: junk, width: junk },
      { requiredKeys: ['type', 'values'] },
    );
    const likely = fc.record({ type, header: fc.constant('h'), values: fc.array(junk, { minLength: 1 }) });
    const sheet = fc.record({
      name: fc.oneof(junk, fc.constant('S')),
      columns: fc.oneof(junk, fc.array(fc.oneof(column, likely), { minLength: 1 })),
    });
    const sheets = fc.oneof(
      junk,
      fc.array(sheet, { minLength: 1 }),
      likely.map((found) => [{ name: 'S', columns: [found] }]),
    );
    await fc.assert(
      fc.asyncProperty(sheets, fc.option(junk, { nil: undefined, freq: 4 }), async (hostile, options) => {
        const { native, js } = await onBoth(async () =>
          normal(parts(await exporting.xlsx(hostile as Sheet[], options as object))),
        );
        expect(native).toEqual(js);
      }),
      { seed: 20261120, numRuns: 400 },
    );
  });

  it('write the same many rows', async () => {
    const { native, js } = await onBoth(async () => normal(parts(await exporting.xlsx(one(...manyRows(12_345))))));
    expect(native).toEqual(js);
  });

  /** 1e21 and 1e+21 are the same number. */
  function normal(found: Record<string, string>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(found).map(([name, xml]) => [
        name,
        xml.replace(/<v>[^<]*e[^<]*</g, (v) => `<v>${Number(v.slice(3, -1))}<`),
      ]),
    );
  }
});
