/** Reading CSV: dialects, encodings, types, bad rows and cells. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { export as exporting } from 'clinicore';
import { describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';

const { readCsv } = exporting;
type Options = exporting.ReadCsvOptions;

const rowsOf = async (source: string | Buffer, options?: Options) => {
  const table = await readCsv(Buffer.from(source as string), options).toTable();
  return [...table.rows()];
};
const reportOf = async (source: string | Buffer, options?: Options) => {
  const reader = readCsv(Buffer.from(source as string), options);
  await reader.toTable();
  return reader.report();
};
const typesOf = async (source: string, options?: Options) => {
  const { schema } = await readCsv(Buffer.from(source), options).toTable();
  return schema.map(({ type, scale }) => (scale === undefined ? type : `${type} ${scale}`));
};

describe.each(backends)('readCsv on %s', (backend) => {
  it('finds delimiter, quote and header by the first rows', async () => {
    useBackend(backend);
    const found = async (text: string) => {
      const { delimiter, quote, header } = await reportOf(text);
      return { delimiter, quote, header };
    };
    expect(await found('a,b\n1,2\n')).toEqual({ delimiter: ',', quote: '"', header: true });
    expect(await found('a;b\n1,5;2\n2,5;3\n')).toEqual({ delimiter: ';', quote: '"', header: true });
    expect(await found('a\tb, c\n1\t"x\ty"\n')).toEqual({ delimiter: '\t', quote: '"', header: true });
    expect(await found("a|b\n'1|2'|3\n'4'|5\n")).toEqual({ delimiter: '|', quote: "'", header: true });
    expect(await found('12,Smith\n13,Jones\n')).toEqual({ delimiter: ',', quote: '"', header: false });
    expect(await found('00123,31.01.2026\n00124,1.2.2026\n')).toEqual({ delimiter: ',', quote: '"', header: false });
    expect(await found("name,O'Brien\nx,'tis\n")).toEqual({ delimiter: ',', quote: '"', header: true });
  });

  it('keeps the dialect where one row is ragged', async () => {
    useBackend(backend);
    const text = `a,b\n${'1,2\n'.repeat(20)}1,2,3\n${'1,2\n'.repeat(20)}`;
    const report = await reportOf(text, { onBadRow: 'skip' });
    expect(report).toMatchObject({ delimiter: ',', rows: 40, rejects: { count: 1, rows: [{ line: 22, cells: 3 }] } });
  });

  it('takes what a line sep= says, and leaves out lines before the table', async () => {
    useBackend(backend);
    expect(await rowsOf('sep=|\r\na|b\r\n1|2\r\n')).toEqual([{ a: 1, b: 2 }]);
    expect(await rowsOf('Laboratory, report\n\n"a","b"\n1,2\n', { skipLines: 1 })).toEqual([{ a: 1, b: 2 }]);
    const error = await failure(() => rowsOf('x\ny\na,b\n1\n', { skipLines: 2 }));
    expect(error).toMatchObject({ code: 'ERR_MALFORMED_INPUT', details: { line: 4, offset: 8, row: 0 } });
  });

  it.each([
    ['utf-8', (text: string) => Buffer.from(text)],
    ['utf-8', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['utf-16le', (text: string) => Buffer.from(text, 'utf16le')],
    ['utf-16le', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16be', (text: string) => Buffer.from(text, 'utf16le').swap16()],
    ['utf-16be', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ] as const)('finds %s', async (encoding, encode) => {
    useBackend(backend);
    const bytes = encode('näme,b\nMüller,1\n😀,2\n');
    expect(await rowsOf(bytes)).toEqual([
      { näme: 'Müller', b: 1 },
      { näme: '😀', b: 2 },
    ]);
    expect(await reportOf(bytes)).toMatchObject({ encoding, bytes: bytes.length });
    expect(await rowsOf(bytes, { encoding })).toHaveLength(2);
  });

  it('takes other bytes for Windows-1252, every one of which is a character', async () => {
    useBackend(backend);
    const all = Buffer.from(Array.from({ length: 128 }, (_, at) => at + 128));
    const bytes = Buffer.concat([Buffer.from('name\n'), all, Buffer.from('\n')]);
    const [row] = await rowsOf(bytes);
    // What the WHATWG's Encoding Standard has for the bytes from 0x80 on.
    const c1 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
    expect(row).toEqual({ name: c1 + all.subarray(32).toString('latin1') });
    expect(await reportOf(bytes)).toMatchObject({ encoding: 'windows-1252' });
  });

  it('gives types as tableFrom does, and keeps what could be something else as text', async () => {
    useBackend(backend);
    const rows = [
      ['mrn', 'count', 'id', 'price', 'paid', 'day', 'at', 'lot', 'note'],
      ['00123', '1', '9007199254740993', '12.30', 'true', '2026-01-31', '2026-01-31T12:30:00.5Z', '1e5', ''],
      ['00124', '-7', '2', '-0.5', 'FALSE', '2026-02-01', '2026-01-31 12:30+01:00', '2e5', 'x'],
    ];
    const text = rows.map((row) => row.join(',')).join('\n');
    const expected = ['string', 'int32', 'int64', 'decimal 2', 'boolean', 'date', 'timestamp', 'string', 'string'];
    expect(await typesOf(text)).toEqual(expected);
    const [names, ...cells] = rows as [string[], ...string[][]];
    const { table, report } = await exporting.tableFrom(cells, { columns: names });
    expect(table.schema.map(({ type }) => type)).toEqual(expected.map((type) => type.split(' ')[0]));
    const reader = readCsv(Buffer.from(text), { nullValues: [] });
    expect([...(await reader.toTable()).rows()]).toEqual([...table.rows()]);
    expect(reader.report().columns).toEqual(report);
  });

  it('says which rows kept a column from its likely type', async () => {
    useBackend(backend);
    const text = `n\n${'12\n'.repeat(50)}n/a\n${'7\n'.repeat(9)}`;
    const { columns } = await reportOf(text);
    expect(columns).toEqual([
      {
        ...{ name: 'n', type: 'string', likely: 'int32', nulls: 0, confidence: 59 / 60 },
        disagreeing: { count: 1, rows: [50] },
      },
    ]);
  });

  it('reads decimals with a comma and days in another order', async () => {
    useBackend(backend);
    const text = 'price;day;n\n1,5;31.01.2026;1.5\n-12,25;1.2.2026;2,5\n';
    const options = { decimalComma: true, dateFormat: 'd.m.yyyy' };
    expect(await typesOf(text, options)).toEqual(['decimal 2', 'date', 'string']);
    expect(await rowsOf(text, options)).toEqual([
      { price: '1.50', day: '2026-01-31', n: '1.5' },
      { price: '-12.25', day: '2026-02-01', n: '2,5' },
    ]);
    expect(await typesOf('d\n2026-01-31\n', options)).toEqual(['string']);
    expect(await rowsOf('d\n31/01/2026\n', { dateFormat: 'dd/mm/yyyy' })).toEqual([{ d: '2026-01-31' }]);
    expect(await typesOf('d\n1/1/2026\n', { dateFormat: 'dd/mm/yyyy' })).toEqual(['string']);
    const schema = [{ name: 'x', type: 'float64' }] as const;
    expect(await rowsOf('x\n"1,5e2"\n', { decimalComma: true, schema })).toEqual([{ x: 150 }]);
  });

  it('tells an empty text from no value by its quotes', async () => {
    useBackend(backend);
    const text = 'a,b\n"",\nNA,"NA"\n';
    expect(await rowsOf(text)).toEqual([
      { a: '', b: null },
      { a: 'NA', b: 'NA' },
    ]);
    expect(await rowsOf(text, { nullValues: ['NA'] })).toEqual([
      { a: '', b: '' },
      { a: null, b: 'NA' },
    ]);
  });

  it('takes columns by name, or in order where there is no header', async () => {
    useBackend(backend);
    const text = 'a,b,c\n1,2,3\n';
    expect(await rowsOf(text, { columns: ['c', 'a'] })).toEqual([{ c: 3, a: 1 }]);
    const schema = [{ name: 'b', type: 'string' }] as const;
    expect(await rowsOf(text, { schema })).toEqual([{ b: '2' }]);
    expect(await rowsOf(text, { header: false, columns: ['x', 'y'] })).toEqual([
      { x: 'a', y: 'b' },
      { x: '1', y: '2' },
    ]);
    const missing = await failure(() => rowsOf(text, { columns: ['a', 'd'] }));
    expect(missing).toMatchObject({ code: 'ERR_MALFORMED_INPUT', details: { argument: 'options.columns[1]' } });
    expect(missing.message).not.toMatch(/\bd\b/);
    const tooMany = await failure(() => rowsOf('1,2\n', { header: false, columns: ['a', 'b', 'c'] }));
    expect(tooMany).toMatchObject({ code: 'ERR_MALFORMED_INPUT', details: { required: 3, given: 2 } });
  });

  it('names columns that have no name, or that of another', async () => {
    useBackend(backend);
    const table = await readCsv(Buffer.from('a,,a,a_2,\n1,2,3,4,5\n'), { header: true }).toTable();
    expect(table.schema.map(({ name }) => name)).toEqual(['a', 'column2', 'a_3', 'a_2', 'column5']);
    expect(Object.keys((await rowsOf('1,2\n'))[0] ?? {})).toEqual(['column1', 'column2']);
  });

  it('reads memory, paths, URLs and streams; as one table or one after the other', async () => {
    useBackend(backend);
    const folder = await mkdtemp(join(tmpdir(), 'clinicore-csv-'));
    try {
      const rows = Array.from({ length: 50_000 }, (_, row) => `${row},Jürgen "the ${row}th"\n,"a\n""b"""\n`);
      const text = `n,text\n${rows.join('')}`;
      const path = join(folder, 'a.csv');
      await writeFile(path, text);
      const expected = rows.flatMap((_, row) => [
        { n: row, text: `Jürgen "the ${row}th"` },
        { n: null, text: 'a\n"b"' },
      ]);
      const chunks = () => Readable.from(pieces(Buffer.from(text), 7777));
      for (const source of [path, pathToFileURL(path), Buffer.from(text), chunks()]) {
        const reader = readCsv(source);
        expect([...(await reader.toTable()).rows()]).toEqual(expected);
        expect(reader.report()).toMatchObject({ rows: 100_000, bytes: Buffer.byteLength(text) });
      }
      for (const source of [path, Buffer.from(text), chunks()]) {
        const reader = readCsv(source);
        expect(await reader.schema()).toEqual([
          { name: 'n', type: 'int32' },
          { name: 'text', type: 'string' },
        ]);
        const read = [];
        let tables = 0;
        for await (const table of reader) {
          tables++;
          read.push(...table.rows());
        }
        expect(read).toEqual(expected);
        expect(tables).toBeGreaterThan(1);
        expect(reader.report()).toMatchObject({ rows: 100_000, columns: [{ nulls: 50_000 }, { nulls: 0 }] });
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('reads files without rows, and empty ones', async () => {
    useBackend(backend);
    for (const text of ['', '\n', '\ufeff\r\n']) {
      const table = await readCsv(Buffer.from(text)).toTable();
      expect([table.length, table.schema]).toEqual([0, []]);
    }
    const tables = [];
    for await (const table of readCsv(Buffer.from('a,b'))) tables.push(table);
    expect(tables.map(({ length, schema }) => [length, schema.length])).toEqual([[0, 2]]);
  });

  it('refuses options it does not know, and values they do not have', async () => {
    useBackend(backend);
    const read = (options: object) => failure(() => readCsv(Buffer.from('a'), options));
    for (const options of [
      { delimeter: ';' },
      { delimiter: '"' },
      { delimiter: ',,' },
      { quote: 'a' },
      { delimiter: '|', quote: '|' },
      { dateFormat: 'mm/yyyy' },
      { dateFormat: 'ddmmyyyy' },
      { dateFormat: 'yy-mm-dd' },
      { encoding: 'latin1' },
      { onBadRow: 'ignore' },
      { maxColumns: 0 },
      { schema: [], columns: [] },
    ]) {
      expect(await read(options), JSON.stringify(options)).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    }
    expect(await failure(() => readCsv(Buffer.from('a')).report())).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });
});

function* pieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
