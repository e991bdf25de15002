/** Workbooks that are made to harm: a typed error, soon, and in little memory. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { export as exporting } from 'clinicore';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { backends, onBoth, useBackend } from './backends';
import { archive, cellsOf, entries, rowsOf, workbook } from './export-sheet';

const folder = mkdtempSync(join(tmpdir(), 'clinicore-sheet-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SHEET = 'xl/worksheets/sheet1.xml';
const MALFORMED = { code: 'ERR_MALFORMED_INPUT' };
const limit = (option: string) => ({ code: 'ERR_LIMIT_EXCEEDED', details: { option } });
const inline = (text: string) => `<row><c t="inlineStr"><is><t>${text}</t></is></c></row>`;

/** How reading fails, in the same words on both backends. */
async function fails(file: Buffer, options?: exporting.ReadSheetOptions): Promise<object> {
  const { native, js } = await onBoth(() => rowsOf(file, options));
  expect(js).toEqual(native);
  expect(native).not.toHaveProperty('value');
  return native;
}

describe.runIf(backends.includes('native'))('hostile workbooks on both backends', () => {
  it('of an archive that lies are refused', async () => {
    const rows = inline('a');
    for (const lie of [{ size: 2 ** 32 - 2 }, { size: 5 }, { crc: 1 }, { overlaps: true }, { method: 0, size: 3 }]) {
      expect(await fails(archive(entries({ rows }), { [SHEET]: lie }))).toMatchObject(MALFORMED);
    }
    expect(await fails(archive(entries({ rows }), { [SHEET]: { method: 12 } }))).toMatchObject({
      code: 'ERR_UNSUPPORTED',
    });
    const encrypted = { code: 'ERR_UNSUPPORTED', message: expect.stringContaining('encrypted') };
    expect(await fails(archive(entries({ rows }), { [SHEET]: { flags: 1 } }))).toMatchObject(encrypted);
    const twice = archive({ ...entries({ rows }), 'XL/worksheets/SHEET1.xml': '<worksheet/>' });
    expect(await fails(twice)).toMatchObject(MALFORMED);
  });

  it('of another kind are refused, also those behind a password', async () => {
    for (const other of ['', 'a,b\n1,2', '%PDF-1.7', '<html>', 'PK\x05\x06', 'PK\x03\x04']) {
      expect(await fails(Buffer.from(other, 'latin1'))).toMatchObject(MALFORMED);
    }
    expect(await fails(archive({ 'a.txt': 'a' }))).toMatchObject(MALFORMED);
  });

  it('with bytes that are no UTF-8, or values without quotes, are refused', async () => {
    const before = '<worksheet><dimension ref="A1:B2"/><sheetData><row><c t="inlineStr"><is><t>';
    for (const bytes of ['ff', 'c328', 'eda080', 'f5808080', 'e282']) {
      const file = (behind: string) =>
        Buffer.concat([Buffer.from(before), Buffer.from(bytes, 'hex'), Buffer.from(behind)]);
      const sheet = file('</t></is></c></row></sheetData></worksheet>');
      expect(await fails(archive({ ...entries({}), [SHEET]: sheet }))).toMatchObject(MALFORMED);
      const comment = Buffer.concat([Buffer.from('<sst><!--'), Buffer.from(bytes, 'hex'), Buffer.from('--></sst>')]);
      expect(await fails(archive({ ...entries({}), 'xl/sharedStrings.xml': comment }))).toMatchObject(MALFORMED);
    }
    const twice = '<row><c t="no" t="n" s="x" s="0"><v>1</v></c></row>';
    expect(await fails(workbook({ rows: twice }))).toMatchObject(MALFORMED);
    expect(await fails(workbook({ rows: '<row r=x1x><c/></row><row r="1"/><row r="1"/>' }))).toMatchObject(MALFORMED);
  });

  it('with a document type or entities of their own are refused', async () => {
    const bomb = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>';
    const outside = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>';
    for (const type of [bomb, outside]) {
      const sheet = `${type}<worksheet><sheetData>${inline('&b;')}</sheetData></worksheet>`;
      expect(await fails(workbook({ sheet }))).toMatchObject(MALFORMED);
    }
    for (const text of ['&b;', '&', '&amp', '&#0;', '&#xD800;', '&#x110000;', '&#;', '&#xg;', '&#1;', '&#X41;']) {
      expect(await fails(workbook({ rows: inline(text) }))).toMatchObject(MALFORMED);
    }
  });

  it('of XML that is none are refused', async () => {
    const wrong = [
      '',
      '<worksheet>',
      '</worksheet>',
      '<worksheet/><worksheet/>',
      'x<worksheet/>',
      '<worksheet><a b="></worksheet>',
      '<worksheet><<a/></worksheet>',
      '<worksheet><!-- </worksheet>',
      '<worksheet>< a/></worksheet>',
      `${'<a>'.repeat(300)}${'</a>'.repeat(300)}`,
    ];
    for (const sheet of wrong) expect(await fails(workbook({ sheet }))).toMatchObject(MALFORMED);
    // What ends something else does not end a cell.
    const rows = '<row r="3"><c r="XFD3" t="inlineStr"><is><t>a</t></is></m></row>';
    expect(await fails(workbook({ rows }))).toMatchObject(MALFORMED);
    const encoded = '<?xml version="1.0" encoding="ISO-8859-1"?><worksheet/>';
    expect(await fails(workbook({ sheet: encoded }))).toMatchObject({ code: 'ERR_UNSUPPORTED' });
    const notUtf8 = Buffer.from(
      '<worksheet><sheetData><row><c t="str"><v>\xff</v></c></row></sheetData></worksheet>',
      'latin1',
    );
    const { native, js } = await onBoth(() => rowsOf(archive({ ...entries({}), [SHEET]: notUtf8 })));
    expect([native, js]).toMatchObject([MALFORMED, MALFORMED]);
  });

  it('of cells that are none are refused at their place', async () => {
    const wrong = [
      '<v>1,5</v>',
      '<v>0x10</v>',
      '<v>NaN</v>',
      '<v>Infinity</v>',
      '<v>1e999</v>',
      '<v>1 2</v>',
      '<v>--1</v>',
    ];
    for (const value of wrong) {
      const file = workbook({ rows: `<row r="2"><c r="C2">${value}</c></row>` });
      expect(await fails(file)).toMatchObject({ ...MALFORMED, details: { sheet: 0, row: 1, column: 2 } });
    }
    for (const row of [
      '<c t="s"><v>0</v></c>',
      '<c t="b"><v>2</v></c>',
      '<c t="d"><v>2026-02-30</v></c>',
      '<c r="A1"/><c r="A1"><v>1</v></c><c r="A1"><v>1</v></c>',
    ]) {
      expect(await fails(workbook({ rows: `<row>${row}</row>` }))).toMatchObject(MALFORMED);
    }
    for (const rows of [
      '<row r="0"/>',
      '<row r="1048577"/>',
      '<row r="2"/><row r="2"/>',
      '<row r="1"><c r="A2"/></row>',
      '<row><c r="XFE1"/></row>',
      '<row><c t="x"/></row>',
      '<c/>',
    ]) {
      expect(await fails(workbook({ rows }))).toMatchObject(MALFORMED);
    }
  });

  it('pass the limits, each with its option', async () => {
    const file = workbook({ rows: inline('a'.repeat(100)) + inline('b').repeat(20) });
    expect(await fails(file, { maxEntries: 3 })).toMatchObject(limit('maxEntries'));
    expect(await fails(file, { maxBytes: 600 })).toMatchObject(limit('maxBytes'));
    expect(await fails(file, { maxCells: 20 })).toMatchObject(limit('maxCells'));
    expect(await fails(file, { maxFileBytes: 500 })).toMatchObject(limit('maxFileBytes'));
    const cell = {
      ...limit('maxCellBytes'),
      details: { option: 'maxCellBytes', limit: 99, sheet: 0, row: 0, column: 0 },
    };
    expect(await fails(file, { maxCellBytes: 99 })).toMatchObject(cell);
    const shared = workbook({ rows: '<row><c t="s"><v>0</v></c></row>', strings: `<si><t>${'é'.repeat(60)}</t></si>` });
    expect(await fails(shared, { maxCellBytes: 100 })).toMatchObject(limit('maxCellBytes'));
    const zeros = workbook({ rows: '<row><c><v>0</v></c></row>'.repeat(500_000) });
    expect(await fails(zeros, { maxRatio: 100 })).toMatchObject(limit('maxRatio'));
  });

  it('repeat one text or one merged cell without end, and are stopped', async () => {
    const strings = `<si><t>${'a'.repeat(100_000)}</t></si>`;
    const rows = '<row><c t="s"><v>0</v></c></row>'.repeat(20_000);
    expect(await fails(workbook({ rows, strings }), { header: false })).toMatchObject(limit('maxBytes'));
    const row = `<row>${'<c t="s"><v>0</v></c>'.repeat(1000)}</row>`;
    expect(await fails(workbook({ rows: row, strings }), { header: false })).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
    });
    const sheet =
      '<worksheet><sheetData><row><c><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>';
    expect(await fails(workbook({ sheet }), { mergedCells: 'all', maxCells: 1_000_000 })).toMatchObject(
      limit('maxCells'),
    );
  });
});

describe.each(backends)('hostile workbooks on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  /** What reading takes in a process of its own, and what it gives: rows, or the limit that was passed. */
  function measured(file: Buffer): { said: unknown; megabytes: number; ms: number } {
    const script = `
      const { export: exporting } = require('clinicore');
      const file = require('node:fs').readFileSync(process.argv[1]);
      const before = process.memoryUsage().rss;
      const began = performance.now();
      let most = before;
      const watch = () => { most = Math.max(most, process.memoryUsage().rss); };
      const timer = setInterval(watch, 2);
      (async () => {
        let said;
        try {
          said = (await exporting.readSheet(file, { header: false }).toTable()).length;
        } catch (error) {
          said = error.details?.option ?? error.message;
        }
        watch();
        clearInterval(timer);
        console.log(JSON.stringify({ said, megabytes: (most - before) / 1e6, ms: performance.now() - began }));
      })();`;
    const path = join(folder, 'hostile.xlsx');
    writeFileSync(path, file);
    const env = { ...process.env, CLINICORE_BACKEND: name };
    const cwd = join(import.meta.dirname, '..');
    const run = spawnSync(process.execPath, ['-e', script, path], { cwd, env, encoding: 'utf8' });
    return JSON.parse(run.stdout);
  }

  it('of two cells at either end of the sheet cost what two cells cost', async () => {
    const corners = workbook({
      rows: '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
    });
    expect(corners.length).toBeLessThan(2000);
    expect(await cellsOf(corners)).toEqual({ A1: ['number', 1], XFD1048576: ['number', 2] });
    const { said, megabytes, ms } = measured(corners);
    expect(said).toBe(1_048_576);
    // The table has a million rows of two columns.
    expect(megabytes).toBeLessThan(100);
    expect(ms).toBeLessThan(5000);
  });

  it('of one cell of 100 MB in 100 KB are refused before it is unpacked', () => {
    const bomb = workbook({ rows: inline('a'.repeat(100_000_000)) });
    expect(bomb.length).toBeLessThan(110_000);
    const { said, megabytes, ms } = measured(bomb);
    expect(said).toBe('maxCellBytes');
    expect(megabytes).toBeLessThan(name === 'native' ? 10 : 120);
    expect(ms).toBeLessThan(5000);
  });

  it('that unpack without end are refused at the limit', () => {
    const rows = '<row><c><v>1</v></c></row>'.repeat(2_000_000);
    const { said, megabytes, ms } = measured(
      workbook({ rows, others: { 'xl/media/image1.png': Buffer.alloc(50_000_000) } }),
    );
    expect(said).toBe('maxRatio');
    expect(megabytes).toBeLessThan(120);
    expect(ms).toBeLessThan(20_000);
  });
});
