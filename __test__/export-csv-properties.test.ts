/** What holds for all CSV: how its bytes are cut does not matter, and both backends say the same of it. */
import { export as exporting } from 'clinicore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backends, needsNative, onBoth, useBackend } from './backends';

const { readCsv } = exporting;
type Options = exporting.ReadCsvOptions;

const LETTERS = [
  ...['a', 'b', '0', '1', '-', '.', ',', ';', '"', "'", '""', '\n', '\r', '\r\n', '\t', ' ', 'é', '€', '😀', '\0'],
  ...['true', '00123', '12.30', '1,5', '2026-01-31', '31.1.2026', '2026-01-31T12:30Z', '2147483648', '1e5', '\ud800'],
];
const texts = fc.array(fc.constantFrom(...LETTERS), { maxLength: 80 }).map((letters) => letters.join(''));
const bytes = fc.oneof(
  texts.map((text) => Buffer.from(text)),
  texts.map((text) => Buffer.from(text, 'utf16le')),
  texts.map((text) => Buffer.from(text, 'latin1')),
  fc.uint8Array({ maxLength: 80 }).map((array) => Buffer.from(array)),
);
const options: fc.Arbitrary<Options> = fc.record(
  {
    encoding: fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'windows-1252'),
    delimiter: fc.constantFrom(',', ';', '\t'),
    quote: fc.constantFrom('"', "'", ''),
    header: fc.boolean(),
    skipLines: fc.nat({ max: 2 }),
    nullValues: fc.constantFrom([], ['', 'a']),
    decimalComma: fc.boolean(),
    dateFormat: fc.constantFrom('d.m.yyyy', 'yyyy-mm-dd'),
    onBadRow: fc.constantFrom('error', 'skip', 'keep'),
    onBadCell: fc.constantFrom('error', 'null'),
    maxRows: fc.nat({ max: 5 }),
    maxCellBytes: fc.integer({ min: 1, max: 40 }),
    maxRowBytes: fc.integer({ min: 1, max: 100 }),
    maxRejects: fc.nat({ max: 2 }),
  },
  { requiredKeys: [] },
);
const schemas = fc.option(
  fc.constantFrom('float64', 'int32', 'int64', 'boolean', 'string', 'date', 'timestamp', 'decimal', 'category'),
  { nil: undefined },
);

/** All that a reader says. */
async function all(source: Parameters<typeof readCsv>[0], given: Options, iterated: boolean) {
  const reader = readCsv(source, given);
  const rows: unknown[] = [];
  let schema: unknown;
  const take = (table: exporting.Table) => {
    schema = table.schema;
    for (const row of table.rows({ timestamps: 'microseconds' })) rows.push(row);
  };
  if (iterated) for await (const table of reader) take(table);
  else take(await reader.toTable());
  return { schema, rows, report: reader.report() };
}

/** What a reading gives, or how it fails. */
const settled = (reading: Promise<unknown>) =>
  reading.catch(({ code, message, details }) => ({ code, message, details }));

async function* pieces(data: Buffer, sizes: readonly number[]) {
  for (let at = 0, turn = 0; at < data.length; turn++) {
    const size = sizes[turn % sizes.length] as number;
    yield data.subarray(at, at + size);
    at += size;
  }
}

describe(`readCsv on both backends${needsNative}`, () => {
  it.skipIf(needsNative !== '')('gives the same table, report and errors', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, options, schemas, fc.boolean(), async (data, given, type, iterated) => {
        const field = { name: 'x', type: type ?? 'string', ...(type === 'decimal' && { scale: 2 }) } as exporting.Field;
        const settings = type ? { ...given, header: false, schema: [field] } : given;
        const { native, js } = await onBoth(() => all(data, settings, iterated));
        expect(native).toEqual(js);
      }),
      { numRuns: 1500 },
    );
  });
});

describe.each(backends)('readCsv on %s', (backend) => {
  it('does not depend on how the bytes are cut', async () => {
    useBackend(backend);
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(bytes, sizes, fc.boolean(), async (data, cut, iterated) => {
        const given = { onBadRow: 'keep' } as const;
        expect(await settled(all(pieces(data, cut), given, iterated))).toEqual(
          await settled(all(data, given, iterated)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same table from parts as from a whole', async () => {
    useBackend(backend);
    const row = (n: number) => (n % 1000 === 0 ? `"${n}\n""é""",${n}\r\n` : `t${n}😀,${n % 7 === 0 ? '' : n}\n`);
    const text = `text,n\n${Array.from({ length: 150_000 }, (_, n) => row(n)).join('')}`;
    const data = Buffer.from(text);
    expect(data.length).toBeGreaterThan(2 << 20);
    const whole = await all(data, {}, false);
    expect(whole.rows).toHaveLength(150_000);
    expect(await all(pieces(data, [65_537]), {}, false)).toEqual(whole);
    expect(await all(data, {}, true)).toEqual(whole);
  });
});
