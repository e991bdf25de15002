/** Many tables for one table's rows: made of rows, cut into slices, across to a backend and back, and joined again. */
import { createRequire } from 'node:module';
import { export as exporting } from 'clinicore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as concatModule from '../js/export/table/concat';
import type * as crossingModule from '../js/export/table/crossing';
import type * as sourceModule from '../js/export/table/source';
import type * as tableModule from '../js/export/table/table';
import { failure } from './backends';

const { tableFrom, tablesFrom } = exporting;
const require = createRequire(import.meta.url);
const { concat } = require('../dist/export/table/concat.js') as typeof concatModule;
const { columnsOf, slicesOf, tableOfColumns } = require('../dist/export/table/crossing.js') as typeof crossingModule;
const { tableSource, tablesOf } = require('../dist/export/table/source.js') as typeof sourceModule;

/** The class behind the type that the package exports. */
const inside = (table: exporting.Table) => table as unknown as tableModule.Table;

const TASK = { signal: undefined, onProgress: undefined, lane: 'bulk' } as const;
const SCHEMA = [
  { name: 'n', type: 'int32' },
  { name: 'text', type: 'string' },
  { name: 'paid', type: 'boolean' },
  { name: 'eye', type: 'category' },
  { name: 'total', type: 'decimal', scale: 2 },
] as const;

const rowsOf = (count: number, first = 0) =>
  Array.from({ length: count }, (_, i) => ({
    n: first + i,
    text: i % 7 === 3 ? null : `№ ${first + i}`,
    paid: i % 5 === 1 ? null : i % 3 === 0,
    eye: ['right', 'left', null][(first + i) % 3],
    total: (first + i) / 4,
  }));

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('tablesFrom', () => {
  it('cuts rows into tables of so many rows, whatever they come in', async () => {
    const rows = rowsOf(1000);
    const expected = [...(await tableFrom(rows, { schema: SCHEMA })).table.rows()];
    const chunks = [rows.slice(0, 1), [], rows.slice(1, 900), rows.slice(900)];
    for (const [source, chunked] of [
      [rows, false],
      [rows.values(), false],
      [chunks, true],
      [(async function* () { yield* chunks; })(), true], // biome-ignore format: one line each
    ] as const) {
      const tables = await all(tablesFrom(source as never, { schema: SCHEMA, rowsPerTable: 300, chunked }));
      expect(tables.map(({ length }) => length)).toEqual([300, 300, 300, 100]);
      expect(tables.flatMap((table) => [...table.rows()])).toEqual(expected);
    }
  });

  it('gives one empty table of no rows, and none too many where the last is full', async () => {
    expect((await all(tablesFrom([], { schema: SCHEMA }))).map(({ length }) => length)).toEqual([0]);
    const full = await all(tablesFrom(rowsOf(20), { schema: SCHEMA, rowsPerTable: 10 }));
    expect(full.map(({ length }) => length)).toEqual([10, 10]);
  });

  it('counts rows over all tables where a cell is bad, and closes its source', async () => {
    let isClosed = false;
    const source = (function* () {
      try {
        yield* rowsOf(25);
        yield { n: 'secret' };
        yield* rowsOf(1_000_000);
      } finally {
        isClosed = true;
      }
    })();
    const error = await failure(() => all(tablesFrom(source, { schema: SCHEMA, rowsPerTable: 10 })));
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'rows', row: 25, column: 0 } });
    expect(error.message).not.toContain('secret');
    expect(isClosed).toBe(true);
  });

  it('reads no more rows than it is asked for, and closes the source when it is left', async () => {
    let given = 0;
    let isClosed = false;
    const source = (async function* () {
      try {
        for (;;) yield rowsOf(10, given++ * 10);
      } finally {
        isClosed = true;
      }
    })();
    for await (const table of tablesFrom(source, { schema: SCHEMA, rowsPerTable: 10, chunked: true })) {
      if ((table.column('n').get(0) as number) >= 40) break;
    }
    expect(given).toBe(5);
    expect(isClosed).toBe(true);
  });

  it('refuses options of the wrong form at once', () => {
    for (const options of [{}, { schema: SCHEMA, rowsPerTable: 0 }, { schema: SCHEMA, rows: 1 }, { schema: 'n' }]) {
      expect(() => tablesFrom([], options as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }));
    }
  });

  it('stops when its signal is aborted', async () => {
    const endless = (function* () {
      for (let n = 0; ; n++) yield { n };
    })();
    const signal = AbortSignal.timeout(20);
    const tables = tablesFrom(endless, { schema: [{ name: 'n', type: 'int32' }], signal });
    await expect(all(tables)).rejects.toMatchObject({ code: 'ERR_ABORTED' });
  });
});

describe('tables of a source', () => {
  it('must be tables of the same columns', async () => {
    const [one] = await all(tablesFrom(rowsOf(3), { schema: SCHEMA }));
    const { table: other } = await tableFrom([{ n: 1 }]);
    const read = (items: unknown) => all(tablesOf(tableSource(items, 'source'), 'source', TASK));
    await expect(read([one, one])).resolves.toHaveLength(2);
    await expect(read([one, other])).rejects.toMatchObject({ details: { argument: 'source[1]', index: 1 } });
    await expect(read([one, {}])).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    for (const wrong of [null, 'table', 3, {}, Buffer.alloc(3)]) {
      expect(() => tableSource(wrong, 'source')).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }));
    }
  });

  it('fail with ERR_IO where the source does, but for an error that says more', async () => {
    const failing = (error: Error) =>
      tablesOf(
        // biome-ignore lint/correctness/useYield: it fails before
        (async function* () {
          throw error;
        })(),
        'source',
        TASK,
      );
    const cause = new Error('the database is gone');
    await expect(all(failing(cause))).rejects.toMatchObject({ code: 'ERR_IO', cause });
    const bad = tablesFrom([{ n: 'x' }], { schema: SCHEMA });
    await expect(all(tablesOf(tableSource(bad, 'source'), 'source', TASK))).rejects.toMatchObject({
      details: { argument: 'rows', row: 0 },
    });
  });
});

describe('slices, crossing and joining', () => {
  it('give the same table again', async () => {
    const { table } = await tableFrom(rowsOf(200), { schema: SCHEMA });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 5 }), async (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), 200];
        const parts = at.slice(1).map((end, i) => table.slice(at[i], end));
        const crossed = parts.map((part) => tableOfColumns(table.schema, structuredClone(columnsOf(inside(part)))));
        const joined = await concat(crossed, table.schema, TASK);
        expect([...joined.rows()]).toEqual([...table.rows()]);
        expect(joined.columns.map(({ nullCount }) => nullCount)).toEqual(table.columns.map((c) => c.nullCount));
      }),
    );
  });

  it('join dictionaries of different words', async () => {
    const schema = [{ name: 'eye', type: 'category' }] as const;
    const lists = [['right', null], ['left', 'right'], [], [null], ['both', 'left']];
    const parts = await Promise.all(
      lists.map(async (list) => (await tableFrom(list.map((eye) => ({ eye })), { schema })).table), // biome-ignore format: short
    );
    const joined = await concat(parts.map(inside), schema, TASK);
    expect([...joined.column('eye')]).toEqual(lists.flat());
    expect(joined.column('eye').dictionary).toEqual(['right', 'left', 'both']);
  });

  it('cut a large table into small slices in order', async () => {
    const { table } = await tableFrom(
      Array.from({ length: 3000 }, (_, n) => ({ n, text: 'x'.repeat(5000) })),
      { schema: [{ name: 'n', type: 'int32' }, { name: 'text', type: 'string' }] }, // biome-ignore format: one line
    );
    const slices = [...slicesOf(inside(table))];
    expect(slices.length).toBeGreaterThan(5);
    expect(slices.flatMap((slice) => [...slice.column('n')])).toEqual([...table.column('n')]);
  });
});
