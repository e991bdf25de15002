/** Writing CSV: what stands in the file, what protects a spreadsheet, and that it is read back. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { export as exporting } from 'clinicore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backends, failure, needsNative, onBoth, useBackend } from './backends';
import { isMissing, needs } from './pdf/tools';

const { csv, readCsv, tableOf } = exporting;
type Options = exporting.CsvOptions;

const texts = (values: (string | null)[], name = 'x') => tableOf([{ name, type: 'string', values }]);
const written = async (table: exporting.Table, options?: Options) => (await csv(table, options).toBuffer()).toString();

const mixed = () =>
  tableOf([
    { name: 'text', type: 'string', values: ['a,b', 'c"d', null] },
    { name: 'float', type: 'float64', values: [-1.5, 1e21, 0.1 + 0.2] },
    { name: 'big', type: 'int64', values: [-(2n ** 63n), 7, null] },
    { name: 'price', type: 'decimal', scale: 2, values: ['-0.05', '12', '123456789012345.67'] },
    { name: 'paid', type: 'boolean', values: [true, false, null] },
    { name: 'day', type: 'date', values: ['0001-01-01', '2026-01-31', '9999-12-31'] },
    {
      name: 'at',
      type: 'timestamp',
      values: ['2026-01-31T12:30:00Z', '1969-12-31T23:59:59.5Z', '2026-01-31T00:00:00.000250Z'],
    },
    { name: 'eye', type: 'category', values: ['left', '', 'left'] },
    { name: 'n', type: 'int32', values: [-1, 0, 2] },
  ]);

describe.each(backends)('csv on %s', (backend) => {
  it('writes each type as RFC 4180 has it', async () => {
    useBackend(backend);
    expect(await written(await mixed())).toBe(
      [
        'text,float,big,price,paid,day,at,eye,n',
        '"a,b",-1.5,-9223372036854775808,-0.05,true,0001-01-01,2026-01-31T12:30:00Z,left,-1',
        '"c""d",1e+21,7,12.00,false,2026-01-31,1969-12-31T23:59:59.500Z,"",0',
        ',0.30000000000000004,,123456789012345.67,,9999-12-31,2026-01-31T00:00:00.000250Z,left,2',
        '',
      ].join('\r\n'),
    );
  });

  it('writes other dialects', async () => {
    useBackend(backend);
    const table = (await mixed()).slice(0, 2);
    const options = { delimiter: ';', decimalComma: true, lineEnd: '\n', header: false, nullText: 'NA' } as const;
    expect(await written(table, { ...options, quotes: 'all' })).toContain(
      '"a,b";"-1,5";"-9223372036854775808";"-0,05"',
    );
    expect(await written(table, { ...options, quotes: 'texts' })).toContain('"c""d";1e+21;7;12,00;false;2026-01-31');
    expect(await written(await texts(['NA', null, ' x', 'é']), options)).toBe('"NA"\nNA\n x\né\n');
    const decimals = await tableOf([{ name: 'x', type: 'float64', values: [1.5] }]);
    expect(await written(decimals, { decimalComma: true })).toBe('x\r\n"1,5"\r\n');
  });

  it('opens in Excel with a double click', async () => {
    useBackend(backend);
    const table = await tableOf([
      { name: 'ID', type: 'string', values: ['Müller'] },
      { name: 'price', type: 'float64', values: [1.5] },
    ]);
    // A file that begins with ID would be taken for Multiplan's.
    expect(await written(table, { excel: true })).toBe('\ufeff"ID","price"\r\nMüller,1.5\r\n');
    expect(await written(table, { excel: true, decimalComma: true })).toBe('\ufeff"ID";"price"\r\nMüller;1,5\r\n');
  });

  it('writes UTF-16 and Windows-1252, and refuses what that does not have', async () => {
    useBackend(backend);
    const table = await texts(['Müller €', '😀']);
    const utf16 = await csv(table, { encoding: 'utf-16le' }).toBuffer();
    expect(utf16.toString('utf16le')).toBe('\ufeffx\r\nMüller €\r\n😀\r\n');
    const windows = await csv(table.slice(0, 1), { encoding: 'windows-1252' }).toBuffer();
    expect(windows).toEqual(Buffer.from('x\r\nM\xfcller \x80\r\n', 'latin1'));
    expect(await failure(() => csv(table, { encoding: 'windows-1252' }).toBuffer())).toEqual({
      code: 'ERR_INVALID_ARGUMENT',
      message: 'Row 1, column 0, holds a character that windows-1252 does not have',
      details: { row: 1, column: 0, codePoint: 'U+1F600' },
    });
    const named = await texts([], '€→');
    expect(await failure(() => csv(named, { encoding: 'windows-1252' }).toBuffer())).toMatchObject({
      details: { column: 0, codePoint: 'U+2192' },
    });
  });

  it('refuses NaN and infinities at their row', async () => {
    useBackend(backend);
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const values = Float64Array.from({ length: 200_000 }, (_, row) => (row === 150_000 ? bad : row));
      const table = await tableOf([{ name: 'x', type: 'float64', values }]);
      expect(await failure(() => csv(table).toBuffer())).toEqual({
        code: 'ERR_INVALID_ARGUMENT',
        message: 'Row 150000, column 0, must be a finite number or null',
        details: { row: 150_000, column: 0 },
      });
    }
  });

  it('writes many tables one after the other; to a path whole or not at all', async () => {
    useBackend(backend);
    const folder = await mkdtemp(join(tmpdir(), 'clinicore-csv-'));
    try {
      const rows = Array.from({ length: 100_000 }, (_, n) => ({ n, text: `row ${n}` }));
      const schema = [
        { name: 'n', type: 'int32' },
        { name: 'text', type: 'string' },
      ] as const;
      const seen: number[] = [];
      const tables = exporting.tablesFrom(rows, { schema, rowsPerTable: 10_000 });
      await csv(tables).toFile(join(folder, 'a.csv'), { onProgress: (done) => seen.push(done) });
      const expected = `n,text\r\n${rows.map(({ n, text }) => `${n},${text}\r\n`).join('')}`;
      expect(await readFile(join(folder, 'a.csv'), 'utf8')).toBe(expected);
      expect(seen.at(-1)).toBe(100_000);
      async function* failing() {
        yield await tableOf([{ name: 'n', type: 'int32', values: [1] }]);
        throw new Error('the cursor is gone');
      }
      expect(await failure(() => csv(failing()).toFile(join(folder, 'b.csv')))).toMatchObject({ code: 'ERR_IO' });
      const signal = AbortSignal.abort();
      const aborted = csv(await texts(['a'])).toFile(join(folder, 'c.csv'), { signal });
      expect(await failure(() => aborted)).toMatchObject({ code: 'ERR_ABORTED' });
      expect(await readdir(folder)).toEqual(['a.csv']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('refuses options it does not know, and values they do not have', async () => {
    useBackend(backend);
    const table = await texts(['a']);
    for (const options of [
      { escapeFormula: true },
      { delimiter: '.' },
      { lineEnd: '\r' },
      { nullText: 'a,b' },
      { nullText: '"' },
      { quotes: 'none' },
      { encoding: 'windows-1252', bom: true },
    ]) {
      const refused = await failure(() => csv(table, options as Options));
      expect(refused, JSON.stringify(options)).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    }
    expect(
      await failure(() =>
        csv([] as never as exporting.Table[])
          .toBuffer()
          .then(() => csv({} as never)),
      ),
    ).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
    });
  });
});

const text = fc.string({
  unit: fc.constantFrom('a', ',', ';', '"', "'", '\n', '\r', '=', ' ', 'é', '😀', '\0', 'N', 'A'),
  maxLength: 6,
});
const column = <T>(values: fc.Arbitrary<T>) => fc.array(fc.option(values), { minLength: 8, maxLength: 8 });
const columns = fc.record({
  string: column(text),
  float64: column(fc.double({ noNaN: true, noDefaultInfinity: true })),
  int64: column(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)),
  int32: column(fc.integer()),
  boolean: column(fc.boolean()),
  date: column(fc.integer({ min: -719_162, max: 2_932_896 }).map((day) => new Date(day * 86_400_000))),
  timestamp: column(fc.bigInt(-62_135_596_800_000_000n, 253_402_300_799_999_999n)),
  category: column(text),
});
const dialects: fc.Arbitrary<Options> = fc.record(
  {
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    quotes: fc.constantFrom('needed', 'texts', 'all'),
    lineEnd: fc.constantFrom('\r\n', '\n'),
    nullText: fc.constantFrom('', 'NA', "'="),
    decimalComma: fc.boolean(),
    encoding: fc.constantFrom('utf-8', 'utf-16le'),
    bom: fc.boolean(),
    header: fc.boolean(),
  },
  { requiredKeys: [] },
);
const make = (values: Record<string, unknown[]>) =>
  tableOf(
    Object.entries(values).map(([type, items]) => ({ name: type, type, values: items }) as exporting.ColumnInput),
  );

describe.each(backends)('csv and readCsv on %s', (backend) => {
  it('give the same table back, whatever the dialect', async () => {
    useBackend(backend);
    await fc.assert(
      fc.asyncProperty(columns, dialects, async (values, options) => {
        const table = await make(values);
        const file = await csv(table, { ...options, escapeFormulas: false }).toBuffer();
        const { delimiter = ',', nullText = '', decimalComma = false, encoding = 'utf-8', header = true } = options;
        const reading = { delimiter, quote: '"', decimalComma, encoding, header, nullValues: [nullText] };
        const read = await readCsv(file, { ...reading, schema: table.schema }).toTable();
        const rows = (of: exporting.Table) => [...of.rows({ timestamps: 'microseconds' })];
        expect(rows(read)).toEqual(rows(table));
      }),
      { numRuns: 200 },
    );
  });
});

describe.skipIf(isMissing('python3'))(`What Python's csv reads of ours${needs('python3')}`, () => {
  it.each(backends)('is what was written on %s', async (backend) => {
    useBackend(backend);
    const values = fc.sample(text, { numRuns: 2000, seed: 7 });
    const file = await csv(await texts(values), { escapeFormulas: false }).toBuffer();
    const script =
      "import csv,io,json,sys;print(json.dumps(list(csv.reader(io.StringIO(sys.stdin.buffer.read().decode(), newline='')))))";
    const rows: string[][] = JSON.parse(execFileSync('python3', ['-c', script], { input: file }).toString());
    expect(rows).toEqual([['x'], ...values.map((value) => [value])]);
  });
});

describe(`csv on both backends${needsNative}`, () => {
  it.skipIf(needsNative !== '')('gives the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(columns, dialects, fc.boolean(), async (values, options, escapeFormulas) => {
        const table = await make(values);
        const { native, js } = await onBoth(async () =>
          (await csv(table, { ...options, escapeFormulas }).toBuffer()).toString('hex'),
        );
        expect(native).toEqual(js);
      }),
      { numRuns: 200 },
    );
  });
});
