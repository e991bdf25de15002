/** xls, xlsb and encrypted workbooks that are damaged: the right answer or a typed error, soon. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClinicoreError, export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { cellsOf } from './export-sheet';
import { bof, cell, label, number, record, sheet, u16, u32, unicode, xls } from './export-xls';

const golden = (file: string) => readFileSync(join(import.meta.dirname, 'golden/export/sheets', file));
const CODES = ['ERR_MALFORMED_INPUT', 'ERR_UNSUPPORTED', 'ERR_LIMIT_EXCEEDED'];
const MALFORMED = { code: 'ERR_MALFORMED_INPUT' };

/** How many cells there are, or the code of the error. */
async function outcome(file: Buffer): Promise<number | string> {
  try {
    const workbook = await exporting.openWorkbook(file, { maxCells: 100_000 });
    let count = 0;
    for (const place of workbook.sheets.keys()) {
      for await (const cells of workbook.cells(place, { skipHidden: true })) count += cells.length;
    }
    return count;
  } catch (error) {
    return error instanceof ClinicoreError ? error.code : String(error);
  }
}

/** Numbers that are the same in each run. */
function* random(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    yield state / 0x8000_0000;
  }
}

describe.each(backends)('damaged xls and xlsb workbooks on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each(['libreoffice.xls', 'sheetjs-5.xls', 'sheetjs.xlsb'])('%s may be cut short anywhere', async (file) => {
    const whole = golden(file);
    for (let length = 0; length < whole.length; length += 13) {
      const found = await outcome(whole.subarray(0, length));
      // A sector that is cut off behind the last record was filled with nothing.
      if (typeof found === 'number') expect(found).toBe(await outcome(whole));
      else expect(CODES).toContain(found);
    }
  });

  it.each(['libreoffice.xls', 'sheetjs-5.xls', 'sheetjs.xlsb'])('%s may have any of its bits turned', async (file) => {
    const whole = golden(file);
    const numbers = random(whole.length);
    const next = (below: number) => Math.floor(numbers.next().value * below);
    for (let run = 0; run < 300; run++) {
      const damaged = Buffer.from(whole);
      for (let turns = 1 + next(4); turns > 0; turns--) {
        const at = next(damaged.length);
        damaged[at] = (damaged[at] as number) ^ (1 << next(8));
      }
      const found = await outcome(damaged);
      if (typeof found === 'string') expect(CODES).toContain(found);
    }
  });
});

describe.each(backends)('hostile xls workbooks on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('of cells that are none are refused at their place', async () => {
    const result = (...bytes: number[]) =>
      record(6, cell(1, 2), Buffer.from([...bytes, 0, 0, 0xff, 0xff]), Buffer.alloc(8));
    for (const wrong of [
      number(1, 2, Number.NaN),
      number(1, 2, Number.POSITIVE_INFINITY),
      record(0x0203, cell(1, 2), Buffer.alloc(7)),
      record(0xfd, cell(1, 2), u32(0)),
      record(0x0205, cell(1, 2), Buffer.from([2, 0])),
      record(0x027e, cell(1, 2)),
      result(0, 0, 0, 0),
      result(1, 0, 2, 0),
      result(9, 0, 0, 0),
      number(1, 256 * 64, 1),
    ]) {
      const failed = await failure(() => cellsOf(sheet([number(0, 0, 1), wrong])));
      expect(failed).toMatchObject({ ...MALFORMED, details: { sheet: 0, row: 1 } });
    }
  });

  it('of records and texts that are cut off are refused', async () => {
    const rk = (word: number) => Buffer.concat([u16(0), u32(word)]);
    for (const wrong of [
      record(0x0204, cell(0, 0), u16(100), unicode('short')),
      record(0x0204, cell(0, 0), u16(3), Buffer.from([1, 0x61, 0, 0x62])),
      record(0x0204, cell(0, 0), u16(1), Buffer.from([8, 255, 255, 0x61])),
      record(0x0204, cell(0, 0), u16(1), Buffer.from([4, 255, 255, 255, 255, 0x61])),
      record(0x0203, u16(0)),
      record(0xbd, u16(0, 0), rk(1), u16(0, 0)),
      record(0x7d, u16(5, 2), Buffer.alloc(8)),
      record(0xe5, u16(2000, 0, 0, 0, 0)),
      record(0xe5, u16(1, 5, 2, 0, 0)),
      bof(0x20),
      Buffer.from([0x03, 0x02, 0xff, 0xff]),
    ]) {
      expect(await failure(() => cellsOf(sheet([wrong]), { mergedCells: 'all' }))).toMatchObject(MALFORMED);
    }
    const globals = [record(0xfc, u32(9, 9), label('one'), u16(5000))];
    expect(await failure(() => cellsOf(sheet([number(0, 0, 1)], globals)))).toMatchObject(MALFORMED);
    // More texts than there are, four billion of them: no memory is taken for what is not there.
    const few = [record(0xfc, u32(0xffff_ffff, 0xffff_ffff), label('one'))];
    expect(await cellsOf(sheet([record(0xfd, cell(0, 0), u32(0))], few))).toEqual({ A1: ['text', 'one'] });
  });

  it('whose sheets begin anywhere are refused when they are read', async () => {
    const file = xls({ sheets: [{ records: number(0, 0, 1) }] });
    const bound = file.indexOf(Buffer.from([0x85, 0])) + 4;
    for (const offset of [0xffff_ffff, 1, 7]) {
      const damaged = Buffer.from(file);
      damaged.writeUInt32LE(offset, bound);
      const workbook = await exporting.openWorkbook(damaged);
      expect(await failure(() => workbook.sheet(0).toTable())).toMatchObject(MALFORMED);
    }
  });

  it('pass the limits of all workbooks', async () => {
    const limit = (option: string) => ({ code: 'ERR_LIMIT_EXCEEDED', details: { option } });
    const text = record(0x0204, cell(0, 0), label('é'.repeat(300)));
    const fails = (file: Buffer, options: exporting.ReadSheetOptions) =>
      failure(() => exporting.readSheet(file, { header: false, ...options }).toTable());
    const place = { sheet: 0, row: 0, column: 0 };
    expect(await fails(sheet([text]), { maxCellBytes: 599 })).toMatchObject({
      ...limit('maxCellBytes'),
      details: { option: 'maxCellBytes', ...place },
    });
    const shared = [record(0xfc, u32(1, 1), label('é'.repeat(300)))];
    const repeated = Array.from({ length: 100 }, (_, row) => record(0xfd, cell(row, 0), u32(0)));
    expect(await fails(sheet(repeated, shared), { maxCellBytes: 599 })).toMatchObject(limit('maxCellBytes'));
    expect(await fails(sheet(repeated, shared), { maxBytes: 50_000 })).toMatchObject(limit('maxBytes'));
    const blanks = record(0xbe, u16(0, 0), Buffer.alloc(2 * 250), u16(249));
    expect(await fails(sheet([blanks]), { maxCells: 249 })).toMatchObject(limit('maxCells'));
    expect(await fails(sheet([text]), { maxFileBytes: 1000 })).toMatchObject(limit('maxFileBytes'));
    const merged = [number(0, 0, 1), record(0xe5, u16(1, 0, 65_535, 0, 255))];
    expect(await fails(sheet(merged), { mergedCells: 'all', maxCells: 100_000 })).toMatchObject(limit('maxCells'));
  });

  it('of two cells at either end of the sheet cost what two cells cost', async () => {
    const before = process.memoryUsage().rss;
    const file = sheet([number(0, 0, 1), number(65_535, 255, 2)]);
    expect(await cellsOf(file)).toEqual({ A1: ['number', 1], IV65536: ['number', 2] });
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });
});
