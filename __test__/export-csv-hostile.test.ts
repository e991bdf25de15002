/** CSV that is not as it should be: what is said of it, and what it costs. */
import { export as exporting } from 'clinicore';
import { describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';

const { readCsv } = exporting;
type Options = exporting.ReadCsvOptions;

const read = (source: string | Buffer, options?: Options) => readCsv(Buffer.from(source as string), options).toTable();
const said = (source: string | Buffer, options?: Options) => failure(() => read(source, options));

const BAD = 'a,b\n1,2\n3\n"x\ny",5,6\n"q"r,7\n8,9\n"open,\n10,11';

describe.each(backends)('hostile CSV on %s', (backend) => {
  it('fails at the first bad row, with its line, offset and row, and never what stands there', async () => {
    useBackend(backend);
    expect(await said(BAD)).toEqual({
      code: 'ERR_MALFORMED_INPUT',
      message: 'Line 3 must have 2 cells, one for each column, has 1',
      details: { line: 3, offset: 8, row: 1, required: 2, given: 1 },
    });
    expect(await said('a,b\n1,2,3\n')).toMatchObject({ details: { line: 2, required: 2, given: 3 } });
    expect(await said('a,b\n"1"x,2\n')).toMatchObject({
      code: 'ERR_MALFORMED_INPUT',
      message: 'Line 2 has text after a closing quote',
    });
    expect(await said('a,b\n1,"2\n')).toMatchObject({ message: 'Line 2 has a quote that is not closed' });
    expect(await said('a,"b\n1,2\n')).toMatchObject({ message: 'Line 1 has a quote that is not closed' });
  });

  it('leaves bad rows out, or mends them, and lists them', async () => {
    useBackend(backend);
    const reasons = [
      { line: 3, offset: 8, reason: 'fewCells', cells: 1 },
      { line: 4, offset: 10, reason: 'manyCells', cells: 3 },
      { line: 6, offset: 20, reason: 'quote', cells: 2 },
      { line: 8, offset: 31, reason: 'unclosed', cells: 1 },
    ];
    const skipping = readCsv(Buffer.from(BAD), { onBadRow: 'skip' });
    expect([...(await skipping.toTable()).rows()]).toEqual([
      { a: 1, b: 2 },
      { a: 8, b: 9 },
    ]);
    expect(skipping.report().rejects).toEqual({ count: 4, rows: reasons.map((reason) => ({ ...reason, row: null })) });
    const keeping = readCsv(Buffer.from(BAD), { onBadRow: 'keep' });
    expect([...(await keeping.toTable()).rows()]).toEqual([
      { a: '1', b: 2 },
      { a: '3', b: null },
      { a: 'x\ny', b: 5 },
      { a: 'qr', b: 7 },
      { a: '8', b: 9 },
      { a: 'open,\n10,11', b: null },
    ]);
    expect(keeping.report().rejects.rows.map(({ row }) => row)).toEqual([1, 2, 3, 5]);
  });

  it('caps the list of bad rows, but counts all', async () => {
    useBackend(backend);
    const text = `a,b\n${'1\n1,2\n'.repeat(5000)}`;
    const reader = readCsv(Buffer.from(text), { onBadRow: 'skip', maxRejects: 3 });
    await reader.toTable();
    const { rows, rejects } = reader.report();
    expect([rows, rejects.count, rejects.rows.map(({ line }) => line)]).toEqual([5000, 5000, [2, 4, 6]]);
  });

  it('finds bytes that are no UTF-8 in their row', async () => {
    useBackend(backend);
    const bytes = Buffer.concat([Buffer.from('a,b\né,1\nx'), Buffer.of(0xe9, 0x80), Buffer.from(',2\ny,3\n')]);
    const options = { encoding: 'utf-8' } as const;
    expect(await said(bytes, options)).toEqual({
      code: 'ERR_MALFORMED_INPUT',
      message: 'Line 3 holds bytes that its encoding does not have',
      details: { line: 3, offset: 9, row: 1 },
    });
    const table = await read(bytes, { ...options, onBadRow: 'keep' });
    expect([...table.column('a')]).toEqual(['é', 'x\ufffd', 'y']);
    expect(await said(Buffer.from([0xff, 0x2c, 0x61, 0x0a]), { ...options, header: true })).toMatchObject({
      code: 'ERR_MALFORMED_INPUT',
      details: { line: 1, offset: 0 },
    });
    const surrogate = Buffer.from('\ufeffa,b\n1,\ud800\n', 'utf16le');
    expect(await said(surrogate)).toMatchObject({ details: { line: 2, offset: 10 } });
  });

  it('fails at the first bad cell, or leaves it without a value', async () => {
    useBackend(backend);
    const schema = [
      { name: 'a', type: 'int32' },
      { name: 'b', type: 'date' },
    ] as const;
    const text = 'a,b\n1,2026-01-31\n2,2026-02-30\nsecret,\n';
    const error = await said(text, { schema });
    expect(error).toMatchObject({ code: 'ERR_MALFORMED_INPUT', details: { line: 3, offset: 17, row: 1, column: 1 } });
    expect(error.message).toMatch(/^Line 3, column 1, must be a day/);
    const reader = readCsv(Buffer.from(text), { schema, onBadCell: 'null' });
    expect([...(await reader.toTable()).rows()]).toEqual([
      { a: 1, b: '2026-01-31' },
      { a: 2, b: null },
      { a: null, b: null },
    ]);
    expect(reader.report().columns).toMatchObject([
      { nulls: 1, disagreeing: { count: 1, rows: [2] } },
      { nulls: 2, disagreeing: { count: 1, rows: [1] } },
    ]);
  });

  it('holds later cells, where tables come one after the other, to the types of the first ones', async () => {
    useBackend(backend);
    const text = `n\n${'1234567\n'.repeat(800_000)}00123\n${'1234567\n'.repeat(10)}`;
    const all = async (options?: Options) => {
      const reader = readCsv(Buffer.from(text), options);
      let rows = 0;
      for await (const table of reader) rows += table.length;
      return { rows, columns: reader.report().columns };
    };
    expect(await failure(() => all())).toMatchObject({ details: { line: 800_002, row: 800_000, column: 0 } });
    const { rows, columns } = await all({ onBadCell: 'null' });
    expect([rows, columns]).toMatchObject([
      800_011,
      [{ type: 'int32', nulls: 1, disagreeing: { count: 1, rows: [800_000] } }],
    ]);
    // A table has the types that all cells have.
    const table = await read(text);
    expect(table.schema).toEqual([{ name: 'n', type: 'string' }]);
    expect(table.column('n').get(800_000)).toBe('00123');
  });

  it('stops at its limits', async () => {
    useBackend(backend);
    const limit = async (text: string, options: Options) => {
      const { code, details } = await said(text, options);
      expect(code).toBe('ERR_LIMIT_EXCEEDED');
      return details;
    };
    const rows = 'a,b\n1,2\n3,4\n';
    expect(await limit(rows, { maxRows: 1 })).toEqual({ limit: 1, option: 'maxRows' });
    expect((await read(rows, { maxRows: 2 })).length).toBe(2);
    expect(await limit(rows, { maxColumns: 1 })).toEqual({ limit: 1, given: 2, option: 'maxColumns' });
    const long = { limit: 4, option: 'maxCellBytes' };
    expect(await limit('a,b\n1,2\n3,"é\nyz"\n', { maxCellBytes: 4 })).toEqual({
      ...{ line: 3, offset: 8, row: 1, column: 1 },
      ...long,
    });
    expect(await limit('a,b\n1,2,34567\n', { maxCellBytes: 4, onBadRow: 'skip' })).toMatchObject({
      column: 2,
      ...long,
    });
    const row = { limit: 20, option: 'maxRowBytes' };
    expect(await limit(`a,b\n1,2\n${'1,'.repeat(20)}\n`, { maxRowBytes: 20, onBadRow: 'skip' })).toEqual({
      ...{ line: 3, offset: 8, row: 1 },
      ...row,
    });
    expect(await limit(`a,b\n1,2\n"${'x\n'.repeat(20)}`, { maxRowBytes: 20 })).toMatchObject({ line: 3, offset: 8 });
  });

  it('reads a quote that takes 100 MB along no further than it may', async () => {
    useBackend(backend);
    let given = 0;
    async function* stream() {
      yield Buffer.from('a,b\n1,2\n3,"');
      const chunk = Buffer.alloc(1 << 20, 'x,y\n');
      for (; given < 100; given++) yield chunk;
    }
    const error = await failure(() => readCsv(stream(), { maxRowBytes: 8 << 20 }).toTable());
    expect(error).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED', details: { line: 3, offset: 8, option: 'maxRowBytes' } });
    expect(given).toBeLessThan(16);
  });

  it('refuses a million columns, and reads as many cells as 100,000 in a row', async () => {
    useBackend(backend);
    expect(await said(`${'x,'.repeat(1_000_000)}\n`)).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED' });
    expect(await said(`a,b\n${'1,'.repeat(1_000_000)}\n`)).toMatchObject({ details: { given: 1_000_001 } });
    const names = Array.from({ length: 100_000 }, (_, at) => `c${at}`);
    const wide = await read(`${names.join(',')}\n${names.map((_, at) => at).join(',')}\n`, {
      columns: ['c99999', 'c7'],
    });
    expect([...wide.rows()]).toEqual([{ c99999: 99_999, c7: 7 }]);
  }, 20_000);

  it('takes NUL, lone carriage returns and huge cells as they are', async () => {
    useBackend(backend);
    const huge = 'é"'.repeat(1_000_000);
    const table = await read(`a,b\n\0,"\r"\r${huge.replaceAll('"', "'")},"${huge.replaceAll('"', '""')}"\r`);
    expect([...table.rows()]).toEqual([
      { a: '\0', b: '\r' },
      { a: huge.replaceAll('"', "'"), b: huge },
    ]);
  });

  it('is stopped by its signal, and says how far it is', async () => {
    useBackend(backend);
    const text = Buffer.from(`a,b\n${'1,2\n'.repeat(1_000_000)}`);
    const controller = new AbortController();
    const seen: number[] = [];
    const onProgress = (done: number, total: number) => {
      expect(total).toBe(text.length);
      seen.push(done);
      if (seen.length === 2) controller.abort();
    };
    const reading = readCsv(text, { onProgress, signal: controller.signal }).toTable();
    expect(await failure(() => reading)).toMatchObject({ code: 'ERR_ABORTED' });
    const full: number[] = [];
    await readCsv(text).toTable({ onProgress: (done) => full.push(done) });
    expect(full.at(-1)).toBe(text.length);
    expect([...full].sort((a, b) => a - b)).toEqual(full);
    const aborted = AbortSignal.abort();
    expect(await failure(() => readCsv(text, { signal: aborted }).schema())).toMatchObject({ code: 'ERR_ABORTED' });
  });

  it('tells a file that is not there, a stream that fails, and one that was read', async () => {
    useBackend(backend);
    expect(await failure(() => readCsv('/nowhere/there.csv').toTable())).toMatchObject({ code: 'ERR_IO' });
    async function* failing() {
      yield Buffer.from('a,b\n1,2\n');
      throw new Error('the line is dead');
    }
    expect(await failure(() => readCsv(failing()).toTable())).toMatchObject({ code: 'ERR_IO' });
    async function* once() {
      yield Buffer.from('a,b\n1,2\n');
    }
    const reader = readCsv(once());
    await reader.toTable();
    expect(await failure(() => reader.toTable())).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });
});
