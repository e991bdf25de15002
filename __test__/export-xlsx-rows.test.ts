import { createRequire } from 'node:module';
import { constants, inflateRawSync } from 'node:zlib';
import { export as clinicoreExport } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ColumnData } from '../js/contract/columns';
import type * as crossingModule from '../js/export/table/crossing';
import type * as gatherModule from '../js/export/xlsx/rows/gather';
import type * as rowsModule from '../js/fallback/export/sheet-rows';
import type * as taskModule from '../js/task';
import type * as turnModule from '../js/turn';
import { backends, failure, needsNative, useBackend } from './backends';
import { cellValues, manyRows, one, read, type Sheet, text, write } from './export-xlsx';

const require = createRequire(import.meta.url);
const { run } = require('../dist/task.js') as typeof taskModule;
const { UNWATCHED } = require('../dist/turn.js') as typeof turnModule;

describe.each(backends)('rows of a workbook on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('keeps every row in its place over many batches, from arrays and typed arrays', async () => {
    const rows = 9_000;
    const columns = manyRows(rows);
    const values = cellValues((await read(await write(one(...columns)))).getWorksheet('S'));
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

  it('stops for a signal aborted before, and for one aborted while it works; the signal may be reused', async () => {
    const reason = new Error('gone');
    const before = await failure(() => write(one(...manyRows(10)), {}, { signal: AbortSignal.abort(reason) }));
    expect(before.code).toBe('ERR_ABORTED');
    const controller = new AbortController();
    const calls = [20_000, 10].map((rows) => write(one(...manyRows(rows)), {}, { signal: controller.signal }));
    const failed = Promise.allSettled(calls);
    setImmediate(() => controller.abort(reason));
    const [long] = await failed;
    expect(long).toMatchObject({
      status: 'rejected',
      reason: { code: 'ERR_ABORTED', name: 'AbortError', cause: reason },
    });
    expect((await write(one(text('still works')))).length).toBeGreaterThan(0);
  });

  it('tells its progress in rows, and an error of the listener stops it', async () => {
    const seen: [number, number][] = [];
    const sheets = ['A', 'B'].map((name) => ({ name, columns: manyRows(20_000) }));
    await write(sheets, {}, { onProgress: (done, total) => void seen.push([done, total]) });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.every(([done, total], i) => total === 40_000 && done <= total && done >= (seen[i - 1]?.[0] ?? 0))).toBe(
      true,
    );
    const failed = write(
      sheets,
      {},
      {
        onProgress: () => {
          throw new RangeError('no more');
        },
      },
    );
    await expect(failed).rejects.toThrow(new RangeError('no more'));
  });

  it('reads all but the values at once, and takes a value that changes meanwhile in either state', async () => {
    const columns = manyRows(20_000);
    const sheets = [{ name: 'S', columns }];
    const file = write(sheets);
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
      await write(sheets);
      clearImmediate(ticking);
      return turns;
    };
    expect(await turnsDuring(one(...manyRows(60_000)))).toBeGreaterThan(10);
    const small = Array.from({ length: 50 }, (_, i) => ({ name: `${i}`, columns: manyRows(2) }));
    expect(await turnsDuring(small)).toBeGreaterThan(45);
  });

  it('refuses columns that shrink or are transferred away meanwhile', async () => {
    const shrinking = manyRows(20_000);
    const shrunk = failure(() => write(one(...shrinking)));
    (shrinking[0].values as string[]).length = 5000;
    expect(await shrunk).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { required: 20_000, given: 5000 } });

    const going = manyRows(20_000);
    const gone = failure(() => write(one(...going)));
    const { buffer } = going[1].values as Float64Array;
    structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
    expect(await gone).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { required: 20_000, given: 0 } });
  });
});

describe.skipIf(!backends.includes('native'))(`the native backend${needsNative}`, () => {
  it('refuses rows that do not add up instead of trusting the front door', async () => {
    const { exporting, Job } = useBackend('native');
    const rows = (type: 'string' | 'float64', column: ColumnData) =>
      run(UNWATCHED, () =>
        new exporting.SheetRows([{ name: 'a', type, scale: 0 }], [{ plain: 0, quoted: 1 }]).write(
          2,
          [{ length: 1, columns: [column] }],
          new Job('bulk'),
        ),
      );
    for (const call of [
      () => rows('float64', { values: new Uint8Array(7) }),
      () => rows('string', { values: Uint8Array.of(0xff), offsets: Int32Array.of(0, 1) }),
      () => rows('string', { values: Uint8Array.of(97), offsets: Int32Array.of(0, 2) }),
    ]) {
      expect(await failure(call)).toMatchObject({ code: 'ERR_INTERNAL' });
    }
  });
});

describe.skipIf(!backends.includes('native'))(
  `few rows, which JavaScript writes on both backends${needsNative}`,
  () => {
    const { SheetRows } = require('../dist/fallback/export/sheet-rows.js') as typeof rowsModule;
    const { columnsOf, fieldsOf } = require('../dist/export/table/crossing.js') as typeof crossingModule;
    const TEXTS = [
      '',
      ' a',
      'a\n',
      '=1+1',
      '＝x',
      '\t',
      '\r\n',
      '_x0041_',
      '_x00',
      'a\0b',
      '\ufffe',
      '<&>"\'',
      'é😀',
      '-5',
      '_',
    ];
    const NUMBERS = [0, -0, 0.1, 1e21, 1e-7, 123456789012345, 1e300, 5e-324, 1 / 3, -1.5, 9007199254740992];

    it('are the XML that the native backend makes of them', async () => {
      const { exporting, Job } = useBackend('native');
      const rows = Array.from({ length: 165 }, (_, at) => ({
        text: TEXTS[at % 15],
        category: TEXTS[(at * 7) % 15],
        float: at % 13 === 0 ? null : NUMBERS[at % 11],
        long: BigInt(at) * 10n ** 12n - 5n,
        boolean: at % 2 === 0,
        date: new Date(Date.UTC(1900 + at, at % 12, 1 + (at % 28))),
        moment: new Date(1e12 + at * 86_399_999),
        decimal: (at - 80) / 4,
      }));
      const types = ['string', 'category', 'float64', 'int64', 'boolean', 'date', 'timestamp', 'decimal'] as const;
      const schema = types.map((type, at) => ({ name: Object.keys(rows[0] as object)[at] as string, type, scale: 2 }));
      const { table } = await clinicoreExport.tableFrom(rows, {
        schema: schema.map(({ scale, ...field }) => (field.type === 'decimal' ? { ...field, scale } : field)),
      });
      const fields = fieldsOf(table.schema);
      const styles = fields.map((_, at) => ({ plain: at % 3, quoted: at + 1 }));
      const messages = [columnsOf(table as unknown as Parameters<typeof columnsOf>[0])];
      const { data } = await run(UNWATCHED, () =>
        new exporting.SheetRows(fields, styles).write(2, messages, new Job('bulk')),
      );
      const native = inflateRawSync(data, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
      // Large and small numbers are written in other forms.
      const valued = (xml: string) => xml.replace(/<v>([^<]*)/g, (_, digits) => `<v>${Number(digits)}`);
      expect(valued(new SheetRows(fields, styles).xml(2, messages))).toBe(valued(native));
      expect(native.match(/<c /g)?.length).toBeGreaterThan(1200);
    });
  },
);

describe('the rows on their way to a backend', () => {
  const { batchesOf } = require('../dist/export/xlsx/rows/gather.js') as typeof gatherModule;
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
    for await (const { rows, text, lengths } of batchesOf(columns, 0, () => {})) {
      batches.push({ rows, text: Buffer.from(text).toString(), lengths: lengths.length });
    }
    expect(batches.reduce((sum, { rows }) => sum + rows, 0)).toBe(50_300);
    expect(Math.max(...batches.map(({ text }) => text.length))).toBeLessThanOrEqual(1 << 18);
    expect(batches.every(({ rows, lengths }) => rows > 0 && lengths === 2 * rows)).toBe(true);
    const [xs, ys] = [/x/g, /é/g].map((letter) =>
      batches.reduce((sum, { text }) => sum + (text.match(letter)?.length ?? 0), 0),
    );
    expect([xs, ys]).toEqual([300 * 32_767, 300 * 32_767]);

    const wide = Array.from({ length: 20 }, () => column(new Array(3).fill('x'.repeat(32_767))));
    const rows: number[] = [];
    for await (const batch of batchesOf(wide, 0, () => {})) rows.push(batch.rows);
    expect(rows).toEqual([1, 1, 1]);
  });
});
