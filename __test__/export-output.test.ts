/** What every writer's output keeps: sources that go once, paths that are no files, names that are long. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { export as exporting } from 'clinicore';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';

const { arrow, csv, exportReport, parquet, readCsv, tablesFrom, xlsx } = exporting;
const folder = mkdtempSync(join(tmpdir(), 'output-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SCHEMA = [{ name: 'text', type: 'string' }] as const;
const rowsOf = (...texts: string[]) => texts.map((text) => ({ text }));
const tables = (...texts: string[]) => tablesFrom(rowsOf(...texts), { schema: SCHEMA });
type Source = exporting.TableSource;

describe.each(backends)('an output on %s', (backend) => {
  beforeEach(() => {
    useBackend(backend);
  });

  it.each<[string, (source: Source) => exporting.Output, string]>([
    ['csv', (source) => csv(source), 'source'],
    ['parquet', (source) => parquet(source), 'source'],
    ['arrow', (source) => arrow(source), 'source'],
    ['xlsx', (source) => xlsx([{ name: 'Sheet', table: source }]), 'sheets[0].table'],
    [
      'exportReport',
      (table) => exportReport({ title: 'T', tables: [{ name: 'a', table }] }),
      'content.tables[0].table',
    ],
  ])('of %s is not an empty file where its source was read before', async (_, write, argument) => {
    for (const source of [tables('a', 'b'), Readable.from(tables('a', 'b'))]) {
      const output = write(source);
      expect((await output.toBuffer()).length).toBeGreaterThan(0);
      const again = await failure(() => output.toBuffer());
      expect(again).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
    }
  });

  it('is not written anew after it was aborted, where its source goes once', async () => {
    const path = join(folder, 'aborted.csv');
    await csv(tables('kept')).toFile(path);
    const stop = new AbortController();
    const endless = (function* () {
      for (;;) yield { text: 'x' };
    })();
    const output = csv(tablesFrom(endless, { schema: SCHEMA }));
    setTimeout(() => stop.abort(), 20);
    expect(await failure(() => output.toFile(path, { signal: stop.signal }))).toMatchObject({ code: 'ERR_ABORTED' });
    expect(await failure(() => output.toFile(path))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    expect(readFileSync(path, 'utf8')).toBe('text\r\nkept\r\n');
  });

  it('is made as often as one likes of a table, a list of tables and a reader', async () => {
    const { table } = await exporting.tableFrom(rowsOf('a', 'b'), { schema: SCHEMA });
    for (const source of [table, [table], readCsv(Buffer.from('text\na\nb\n'))]) {
      const output = csv(source);
      expect(await output.toBuffer()).toEqual(await output.toBuffer());
    }
  });

  it('goes to names as long as the file system has them', async () => {
    const path = join(folder, `${'報'.repeat(80)}.csv`);
    await csv(tables('a')).toFile(path);
    expect(existsSync(path)).toBe(true);
  });

  it('replaces files alone', async () => {
    const directory = join(folder, `directory-${backend}`);
    mkdirSync(directory);
    const pipe = join(folder, `pipe-${backend}`);
    execFileSync('mkfifo', [pipe]);
    for (const path of [directory, pipe]) {
      expect(await failure(() => csv(tables('a')).toFile(path))).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        details: { argument: 'path' },
      });
    }
    expect(statSync(pipe).isFIFO()).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it.each([
    ['apostrophes around texts', ["=x'", "-y'"], {}],
    ['apostrophes that are text', ["'x'", "'y'"], { escapeFormulas: false }],
    ['a first row that names a delimiter', ['sep=;', 'b'], { header: false, escapeFormulas: false }],
    ['a first row that Excel takes for SYLK', ['ID;P', 'b'], { header: false }],
  ])('of CSV is read back as it was: %s', async (_, texts, options) => {
    const header = !('header' in options);
    const file = await csv(tables(...texts), options).toBuffer();
    const read = await readCsv(file, { schema: SCHEMA, header, delimiter: ',' }).toTable();
    const escaped = (text: string) =>
      header && !('escapeFormulas' in options) && /^[=-]/.test(text) ? `'${text}` : text;
    expect([...read.column('text')]).toEqual(texts.map(escaped));
  });
});
