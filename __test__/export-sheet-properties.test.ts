/** What must hold for any table and any damage. */
import { export as exporting } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, needsNative, onBoth, useBackend } from './backends';
import { formats, rowsOf, workbook } from './export-sheet';
import { write } from './export-xlsx';

const { readSheet, tableOf } = exporting;

/** 1900-03-01 to 9999-12-31: before that, openpyxl and Excel do not agree on which day it was. */
const DAY = { min: -25_508, max: 2_932_896 };
const values = {
  float64: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  int32: fc.integer(),
  boolean: fc.boolean(),
  // Excel's own characters, at most as many as a cell has; a `_x0041_` among them is what the text says.
  string: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.constantFrom('_x0041_', 'a_x005F_', '\r\n\t', '00123'),
  ),
  date: fc.integer(DAY).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10)),
  timestamp: fc.integer({ min: DAY.min * 86_400_000, max: DAY.max * 86_400_000 }).map((ms) => new Date(ms)),
} as const;
type Type = keyof typeof values;

const columns = fc
  .array(fc.constantFrom(...(Object.keys(values) as Type[])), { minLength: 1, maxLength: 6 })
  .chain((types) =>
    fc.integer({ min: 1, max: 20 }).chain((rows) =>
      fc.tuple(
        ...types.map((type, at) =>
          fc
            .array(fc.option(values[type] as fc.Arbitrary<unknown>), { minLength: rows, maxLength: rows })
            .map((list) => ({ name: `${type} ${at}`, type, values: list })),
        ),
        // What keeps the last row in the sheet.
        fc.constant({ name: 'last', type: 'boolean' as const, values: Array.from({ length: rows }, () => true) }),
      ),
    ),
  );

describe.each(backends)('any table on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('is the same when it is written and read', async () => {
    await fc.assert(
      fc.asyncProperty(columns, async (given) => {
        const table = await tableOf(given as exporting.ColumnInput[]);
        const read = await readSheet(await write([{ name: 'S', table }]), { schema: table.schema }).toTable();
        expect(read.schema).toEqual(table.schema);
        expect([...read.rows()]).toEqual([...table.rows()]);
      }),
      { numRuns: 60 },
    );
  });
});

const FILE = workbook({
  rows:
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>' +
    '<row r="2"><c r="A2" s="1"><v>46346</v></c><c r="B2"><v>1.5</v></c></row><row r="4"><c r="B4" t="e"><v>#N/A</v></c></row>',
  strings: '<si><t>a</t></si>',
  styles: formats('yyyy-mm-dd'),
});

/** Whether it is what a damaged file may give. */
const isTyped = (outcome: object): boolean =>
  'value' in outcome ||
  ['ERR_MALFORMED_INPUT', 'ERR_UNSUPPORTED', 'ERR_LIMIT_EXCEEDED'].includes((outcome as { code: string }).code);

describe.runIf(!needsNative)('a damaged workbook', () => {
  it('is a typed error or the same table on both backends, wherever it is cut', async () => {
    for (let length = 0; length < FILE.length; length += 7) {
      const { native, js } = await onBoth(() => rowsOf(FILE.subarray(0, length)));
      expect(isTyped(native)).toBe(true);
      expect(js).toEqual(native);
    }
  });

  it('is a typed error or the same table on both backends, whichever bit is flipped', async () => {
    for (let at = 0; at < FILE.length; at++) {
      const flipped = Buffer.from(FILE);
      flipped[at] = (flipped[at] as number) ^ (1 << (at % 8));
      const { native, js } = await onBoth(() => rowsOf(flipped));
      expect(isTyped(native)).toBe(true);
      expect(js, `byte ${at}`).toEqual(native);
    }
  });
});
