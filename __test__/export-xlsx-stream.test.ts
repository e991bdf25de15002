/** Workbooks of tables that come one after the other. */
import { execFileSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { export as exporting } from 'clinicore';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { cellValues, parts, read, write } from './export-xlsx';

const { tableFrom, tablesFrom, xlsx } = exporting;

const schema: exporting.Field[] = [
  { name: 'number', type: 'string' },
  { name: 'sphere', type: 'float64' },
  { name: 'paid', type: 'boolean' },
  { name: 'seen', type: 'timestamp' },
  { name: 'total', type: 'decimal', scale: 2 },
  { name: 'eye', type: 'category' },
];
const row = (i: number) => [
  `00${i} é😀 ${'x'.repeat(i % 50 === 0 ? 9000 : 0)}`,
  i % 7 ? i / 4 : null,
  i % 3 ? i % 2 === 0 : null,
  new Date(1.7e12 + i * 1001),
  `${i}.${i % 10}5`,
  i % 5 ? ['left', 'right'][i % 2] : null,
];
const rows = Array.from({ length: 8000 }, (_, i) => row(i));
const { table } = await tableFrom(rows, { schema });

/** The table's rows in tables that end at the given rows. */
const cut = (...ends: number[]): exporting.Table[] =>
  [...ends, table.length].map((end, at) => table.slice(ends[at - 1] ?? 0, end));

/** Tables that note how many were taken, and whether they were closed. */
function source(tables: Iterable<exporting.Table>, failAt = Number.POSITIVE_INFINITY) {
  const seen = { taken: 0, isClosed: false };
  async function* make() {
    try {
      for (const item of tables) {
        if (seen.taken === failAt) throw new Error('the cursor broke');
        seen.taken++;
        yield item;
      }
    } finally {
      seen.isClosed = true;
    }
  }
  return { seen, table: make() };
}

const endless = function* () {
  for (;;) yield table;
};

const folder = mkdtempSync(join(tmpdir(), 'clinicore-xlsx-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(backends)('a workbook of many tables on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('has the same bytes however its rows are cut, and whatever takes them', async () => {
    const whole = await write([{ name: 'S', table }]);
    const sources: exporting.TableSheet['table'][] = [
      cut(1, 2, 3, 1000, 1000, 1007, 7999),
      cut(0, 0, 5001),
      source(cut(4096)).table,
      new Set(cut(3333, 6666)),
      tablesFrom(rows, { schema, rowsPerTable: 777 }),
    ];
    for (const [at, tables] of sources.entries()) {
      const file = xlsx([{ name: 'S', table: tables }]);
      if (at === 0) {
        const path = join(folder, `${name}.xlsx`);
        await file.toFile(path);
        expect(readFileSync(path).equals(whole)).toBe(true);
        expect(Buffer.concat(await file.toStream().toArray()).equals(whole)).toBe(true);
      }
      expect((await file.toBuffer()).equals(whole)).toBe(true);
    }
  });

  it('has every row in its place', async () => {
    const sheet = (await read(await write([{ name: 'S', table: cut(17, 5000) }]))).getWorksheet('S');
    const values = cellValues(sheet);
    expect(values.length).toBe(rows.length + 1);
    for (const i of [0, 1, 16, 17, 3332, 3333, 3334, 4999, 5000, 7999]) {
      const cells = (row(i) as unknown[]).map((cell, at) => (at === 4 ? Number(cell) : (cell ?? undefined)));
      expect(Array.from({ length: 6 }, (_, at) => values[i + 1]?.[at])).toEqual(cells);
    }
  });

  it('has categories of many texts, few of which are in each part', async () => {
    const texts = Array.from({ length: 9000 }, (_, i) => `text ${i}`);
    const codes = [8999, 5, 8999, 0, 7, ...new Array(3000).fill(1234)];
    const { table: tables } = source([
      await exporting.tableOf([{ name: 'a', type: 'category', values: Int32Array.from(codes), dictionary: texts }]),
    ]);
    const sheet = (await read(await write([{ name: 'S', table: tables }]))).getWorksheet('S');
    expect(cellValues(sheet).map(([cell]) => cell)).toEqual(['a', ...codes.map((code) => texts[code])]);
  });

  it.each([
    ['no rows', [table.slice(0, 0)], 0],
    ['no rows, twice', [table.slice(0, 0), table.slice(0, 0)], 0],
    ['one row', cut(0).slice(0, 1).concat(table.slice(0, 1)), 1],
  ])('may have %s', async (_, tables, count) => {
    const sheet = (await read(await write([{ name: 'S', table: tables }]))).getWorksheet('S');
    expect(sheet?.rowCount).toBe(count + 1);
    expect(sheet?.autoFilter).toBe(`A1:F${count + 1}`);
  });

  it('tells its progress of a total that is known at the end', async () => {
    const seen: [number, number][] = [];
    const onProgress = (done: number, total: number) => void seen.push([done, total]);
    await write([{ name: 'S', table: source(cut(4000)).table }], {}, { onProgress });
    expect(seen.at(-1)).toEqual([8000, 8000]);
    expect(seen.slice(0, -1).every(([, total]) => total === Number.POSITIVE_INFINITY)).toBe(true);
  });

  it('takes no more tables than it is asked for bytes', async () => {
    const { seen, table: tables } = source(endless());
    const stream = xlsx([{ name: 'S', table: tables }]).toStream();
    for await (const piece of stream) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect(stream.destroyed).toBe(true);
    await until(() => seen.isClosed);
    expect(seen.taken).toBeLessThan(10);
  });

  it('waits while nobody reads', async () => {
    const { seen, table: tables } = source(endless());
    const stream = xlsx([{ name: 'S', table: tables }]).toStream();
    stream.read(0);
    await until(() => seen.taken > 0);
    await sleep(100);
    const { taken } = seen;
    await sleep(100);
    expect(seen.taken).toBe(taken);
    stream.destroy();
    await until(() => seen.isClosed);
  });

  it('stops for a signal, and closes what it reads', async () => {
    const controller = new AbortController();
    const { seen, table: tables } = source(endless());
    const reason = new Error('hung up');
    const file = xlsx([{ name: 'S', table: tables }]).toBuffer({ signal: controller.signal });
    const failed = expect(file).rejects.toMatchObject({ code: 'ERR_ABORTED', name: 'AbortError', cause: reason });
    await until(() => seen.taken > 2);
    controller.abort(reason);
    await failed;
    await until(() => seen.isClosed);
  });

  it('leaves no file behind when its source fails', async () => {
    const { seen, table: tables } = source(endless(), 3);
    const path = join(folder, 'broken.xlsx');
    const failed = await xlsx([{ name: 'S', table: tables }])
      .toFile(path)
      .catch((error) => error);
    expect(failed).toMatchObject({ code: 'ERR_IO', cause: new Error('the cursor broke') });
    expect(seen.isClosed).toBe(true);
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(folder).filter((entry) => entry.includes('broken'))).toEqual([]);
  });

  it('is given up when the disk is full', async () => {
    const { seen, table: tables } = source(endless());
    const stream = xlsx([{ name: 'S', table: tables }]).toStream();
    await expect(pipeline(stream, createWriteStream('/dev/full'))).rejects.toMatchObject({ code: 'ENOSPC' });
    await until(() => seen.isClosed);
  });

  it('is no file at its path when there is no room for it', () => {
    const script = `
      const { tableFrom, xlsx } = require(process.argv[1]);
      const rows = Array.from({ length: 200000 }, (_, i) => [i, Math.sin(i)]);
      tableFrom(rows, { columns: ['a', 'b'] })
        .then(({ table }) => xlsx([{ name: 'S', table }]).toFile('full.xlsx'))
        .catch(({ code, cause }) => console.log(code, cause.code, require('node:fs').readdirSync('.').length));
    `;
    const inside = mkdtempSync(join(folder, 'full-'));
    const env = { ...process.env, CLINICORE_BACKEND: name };
    const module = join(import.meta.dirname, '../dist/export.js');
    // A process that may write files of at most 100 blocks.
    const command = ['-c', 'ulimit -f 100; exec "$0" -e "$1" "$2"', process.execPath, script, module];
    const said = execFileSync('sh', command, { cwd: inside, env });
    expect(String(said).trim()).toBe('ERR_IO EFBIG 0');
  });

  const invalid = 'ERR_INVALID_ARGUMENT';
  it.each<[string, () => exporting.TableSheet['table'], object]>([
    ['no table', () => [], { argument: 'sheets[0].table' }],
    ['what is no table', () => [table, {} as never], { argument: 'sheets[0].table[1]' }],
    ['other columns', () => [table, otherTable], { argument: 'sheets[0].table[1]' }],
  ])('refuses a source of %s', async (_, tables, details) => {
    expect(await failure(() => write([{ name: 'S', table: tables() }]))).toMatchObject({ code: invalid, details });
  });

  it('refuses a source that was read already', async () => {
    const file = xlsx([{ name: 'S', table: source([table]).table }]);
    await file.toBuffer();
    expect(await failure(() => file.toBuffer())).toMatchObject({
      code: invalid,
      details: { argument: 'sheets[0].table' },
    });
  });

  it('refuses formats and widths of columns that the first table does not have', async () => {
    for (const settings of [{ formats: { other: '0' } }, { widths: { other: 5 } }]) {
      const failed = await failure(() => write([{ name: 'S', table: [table], ...settings }]));
      expect(failed).toMatchObject({ code: invalid, details: { argument: `sheets[0].${Object.keys(settings)[0]}` } });
    }
  });

  it('refuses a cell at its row of all tables', async () => {
    const { table: wrong } = await tableFrom([...rows.slice(0, 5), ['x', Number.NaN, null, null, null, null]], {
      schema,
    });
    const failed = await failure(() => write([{ name: 'T', table: [table, wrong] }]));
    expect(failed).toEqual({
      code: invalid,
      message: 'sheets[0].table.columns[1][8005] must be a finite number or null',
      details: { argument: 'sheets[0].table.columns[1]', sheet: 0, column: 1, row: 8005 },
    });
  });

  it('gives columns the widths it is told', async () => {
    const xml = parts(await write([{ name: 'S', table: [table], widths: { sphere: 100, eye: 5 } }]))[
      'xl/worksheets/sheet1.xml'
    ] as string;
    const widths = [...xml.matchAll(/ width="([\d.]+)"/g)].map(([, width]) => Math.floor(Number(width)));
    expect([widths[1], widths[5]]).toEqual([100, 5]);
  });
});

const { table: otherTable } = await tableFrom([{ number: 'x' }], { schema: [{ name: 'number', type: 'string' }] });

/** Waits for what happens soon. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(1);
}
