/** Formula injection by CSV: what a spreadsheet makes of the file, whatever it splits it at, is never a formula. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { export as exporting } from 'clinicore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { isMissing, needs } from './pdf/tools';

const { csv, readCsv, tableOf } = exporting;
type Options = exporting.CsvOptions;

const texts = (values: string[], name = 'x') => tableOf([{ name, type: 'string', values }]);
const written = async (table: exporting.Table, options?: Options) => (await csv(table, options).toBuffer()).toString();

/** What spreadsheets split at: the list separators of the world's languages, a tab, and what else is usual. */
const SEPARATORS = [',', ';', '\t', '|'];

/**
 * The cells that a spreadsheet sees which splits at some characters: a quote where a cell begins opens it and the next one
 * that is not doubled closes it; all other quotes are text.
 */
function cellsAs(file: string, separators: string): string[] {
  const cell = new RegExp(`(?:"((?:[^"]|"")*)(?:"|$))?([^${separators}\r\n]*)(?:[${separators}]|\r\n|[\r\n]|$)`, 'y');
  const cells: string[] = [];
  while (cell.lastIndex < file.length) {
    const [, quoted = '', rest] = cell.exec(file) as RegExpExecArray;
    cells.push(quoted.replaceAll('""', '"') + rest);
  }
  return cells;
}
/** Whoever drops what cannot be seen sees a formula. */
const isFormula = (cell: string) => /^[\t\r\n\0]*[=+\-@＝＋－＠]/.test(cell);

const hostile = fc.string({
  unit: fc.constantFrom('a', '1', ',', ';', '\t', '|', '"', "'", '\n', '\r', '\0', ' ', '=', '+', '-', '@', '＝'),
  maxLength: 12,
});
const dialects: fc.Arbitrary<Options> = fc.record(
  {
    delimiter: fc.constantFrom(...SEPARATORS, ':', '/'),
    quotes: fc.constantFrom('needed', 'texts', 'all'),
    lineEnd: fc.constantFrom('\r\n', '\n'),
    header: fc.boolean(),
    excel: fc.boolean(),
  },
  { requiredKeys: [] },
);

describe.each(backends)('Formulas in csv, %s', (backend) => {
  it('escapes texts that begin like one, and nothing else that is one cell', async () => {
    useBackend(backend);
    const begun = ['=1+1', '+1', '-1', '@a', '\ta', '\ra', '\na', '\0a', '＝1', '＋1', '－1', '＠1'];
    const values = [...begun, 'a=1', "'=1", ' =1', '"=1', 'a; b', 'R: -1.25; L: -0.50', 'a;\r\n\r\nb'];
    const table = await tableOf([
      { name: '=x', type: 'string', values },
      { name: 'n', type: 'int32', values: values.map(() => -1) },
      { name: 'word', type: 'category', values: values.map(() => '@word') },
    ]);
    const read = async (options?: Options) => {
      const file = await csv(table, options).toBuffer();
      return await readCsv(file, { encoding: 'utf-8', delimiter: ',', header: true }).toTable();
    };
    const escaped = await read();
    expect(escaped.schema[0]?.name).toBe("'=x");
    expect([...escaped.column("'=x")]).toEqual(values.map((value, at) => (at < begun.length ? `'${value}` : value)));
    expect([...escaped.column('n')]).toEqual(values.map(() => -1));
    expect([...escaped.column('word')]).toEqual(values.map(() => "'@word"));
    const plain = await read({ escapeFormulas: false });
    expect([...plain.column('=x')]).toEqual(values);
  });

  it('escapes what begins a cell and a formula where the file is split at another character', async () => {
    useBackend(backend);
    const values = ['A;=1+1', 'a|@b;-2', 'a,+1', 'a\t=1', 'a\n=1', 'a;"=1+1;b', 'a;""＝1', 'a;\0=1', '\t=1'];
    expect(await written(await texts(values), { lineEnd: '\n', header: false })).toBe(
      [
        "A;'=1+1",
        "a|'@b;'-2",
        `"a,'+1"`,
        "a\t'=1",
        `"a\n'=1"`,
        `"a;""'=1+1;b"`,
        `"a;""""'＝1"`,
        "a;\0'=1",
        "'\t'=1",
        '',
      ].join('\n'),
    );
    const untouched = ['A;=1+1', 'a,+1'];
    expect(await written(await texts(untouched), { escapeFormulas: false, header: false })).toBe(
      'A;=1+1\r\n"a,+1"\r\n',
    );
  });

  it.each([...SEPARATORS, SEPARATORS.join('')])('shows no formula to whoever splits at %j', async (separators) => {
    useBackend(backend);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(hostile, hostile), { maxLength: 6 }), dialects, async (rows, options) => {
        const table = await tableOf([
          { name: 'a;=1', type: 'string', values: rows.map(([text]) => text) },
          { name: 'n', type: 'float64', values: rows.map((_, row) => -1.5 - row) },
          { name: 'b', type: 'category', values: rows.map(([, text]) => text) },
        ]);
        const file = (await written(table, options)).replace(/^\ufeff/, '');
        const { delimiter = ',' } = options;
        // Split elsewhere than at the delimiter, a number has this around it, and what follows.
        const isNumber = (cell: string) => {
          const number = cell.replace(/^[\t\0]+/, '');
          return /^-\d\.5/.test(number) && [undefined, '"', delimiter].includes(number[4]);
        };
        expect(cellsAs(file, separators).filter((cell) => isFormula(cell) && !isNumber(cell))).toEqual([]);
        // What splits at every separator and knows no quotes sees none, either.
        const naive = file.split(/[\r\n]/).flatMap((line) => line.split(new RegExp(`[${separators}]`)));
        expect(naive.filter((cell) => isFormula(cell) && !isNumber(cell))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe.skipIf(isMissing('soffice'))(`What LibreOffice makes of a CSV file${needs('soffice')}`, () => {
  it('is no formula, at whatever character it splits the file', async () => {
    useBackend('js');
    const hostile = ['A;=1+1', 'A;"=1+1;b', 'a\n=1+1;x', '\t=1+1', 'a|=1+1'];
    const table = await texts(['x', ...hostile]);
    const of = (file: string, separators: string[]) => separators.map((separator) => formulasOf(file, separator));
    expect(of(await written(table), [';', '\t'])).toEqual([0, 0]);
    // It does look for them.
    expect(of(await written(table, { escapeFormulas: false }), [';'])[0]).toBeGreaterThan(0);
  }, 120_000);
});

function formulasOf(file: string, separator: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'clinicore-formulas-'));
  try {
    const path = join(folder, 'file.csv');
    writeFileSync(path, file);
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    const filter = `--infilter=CSV:${separator.charCodeAt(0)},34,76,1`;
    const to = ['--convert-to', 'fods', '--outdir', folder];
    execFileSync('soffice', [profile, '--headless', filter, ...to, path], { stdio: 'pipe' });
    return readFileSync(join(folder, 'file.fods'), 'utf8').match(/table:formula=/g)?.length ?? 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
