/** Hostile CSV, cell by cell as Python's csv module reads it. */
import { execFileSync } from 'node:child_process';
import { export as exporting } from 'clinicore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { isMissing, needs } from './pdf/tools';

const SCRIPT = `
import csv, io, json, sys
csv.field_size_limit(sys.maxsize)
def read(text, delimiter, quote):
    quoting = csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE
    return list(csv.reader(io.StringIO(text, newline=''), delimiter=delimiter, quotechar=quote or None, quoting=quoting))
print(json.dumps([read(*case) for case in json.load(sys.stdin)]))
`;

const python = (cases: readonly (readonly [string, string, string])[]): string[][][] =>
  JSON.parse(execFileSync('python3', ['-c', SCRIPT], { input: JSON.stringify(cases), maxBuffer: 2 ** 28 }).toString());

const LETTERS = ['a', '1', ',', ';', '"', "'", '""', '\n', '\r', '\r\n', ' ', 'é', '😀', '\t', '="', '\u2028', '\x1c'];
const texts = fc.array(fc.constantFrom(...LETTERS), { maxLength: 60 }).map((letters) => letters.join(''));
const cells = fc.oneof(
  texts.map((text) => `"${text.replaceAll('"', '""')}"`),
  fc.stringMatching(/^[a-z0-9 é'][a-z0-9 "é']{0,6}$/),
  fc.constant(''),
);
const tables = fc
  .tuple(
    fc.array(fc.array(cells, { minLength: 3, maxLength: 3 }), { minLength: 1 }),
    fc.constantFrom('\n', '\r', '\r\n'),
  )
  .map(([rows, end]) => rows.map((row) => row.join(',')).join(end));
const dialects = fc.constantFrom([',', '"'] as const, [';', "'"] as const, ['\t', '"'] as const, [',', ''] as const);
const cases = fc
  .tuple(fc.oneof(texts, tables), dialects)
  .map(([text, [delimiter, quote]]) => [text, delimiter, quote] as const);

/** Python's rows as a table has them: as many cells as the first one, and empty lines only where that is one. */
function expected(rows: readonly string[][]): (string | null)[][] {
  const from = rows.findIndex(({ length }) => length > 0);
  if (from < 0) return [];
  const width = rows[from]?.length as number;
  return rows
    .slice(from)
    .map((row) => (row.length === 0 && width === 1 ? [''] : row))
    .filter(({ length }) => length > 0)
    .map((row) => Array.from({ length: width }, (_, at) => row[at] ?? null));
}

async function read(text: string, delimiter: string, quote: string): Promise<(string | null)[][]> {
  const options = { delimiter, quote, header: false, onBadRow: 'keep', nullValues: [] } as const;
  const bytes = Buffer.from(text);
  const width = (await exporting.readCsv(bytes, { ...options, encoding: 'utf-8' }).schema()).length;
  const schema = Array.from({ length: width }, (_, at) => ({ name: `${at}`, type: 'string' as const }));
  const table = await exporting.readCsv(bytes, { ...options, encoding: 'utf-8', schema }).toTable();
  return [...table.rows()].map((row) => schema.map(({ name }) => row[name] as string | null));
}

describe.skipIf(isMissing('python3')).each(backends)(`Python's csv and readCsv on %s${needs('python3')}`, (backend) => {
  it('read the same cells', async () => {
    useBackend(backend);
    const samples = fc.sample(cases, { numRuns: 1500, seed: 6 });
    const answers = python(samples);
    for (const [at, [text, delimiter, quote]] of samples.entries()) {
      const rows = expected(answers[at] as string[][]);
      expect(await read(text, delimiter, quote), JSON.stringify([text, delimiter, quote])).toEqual(rows);
    }
  });
});
