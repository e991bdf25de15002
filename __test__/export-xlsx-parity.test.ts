import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backends, needsNative, onBoth } from './backends';
import { type Column, manyRows, one, parts, type Sheet, write } from './export-xlsx';

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.stringMatching(/^[_x0-9A-F<&>"\r\n\t =+\-@é👓]{0,20}$/u),
    fc.constant(null),
  );
  const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.constant(null));
  const moment = fc.date({
    min: new Date('1900-01-01'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  });
  const day = moment.map((date) => date.toISOString().slice(0, 10));
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 5 });
  const scaled = fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 });

  const columns = fc.integer({ min: 0, max: 30 }).chain((rows) => {
    const list = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: rows, maxLength: rows });
    const column = fc.oneof(
      fc.record({ type: fc.constant('string'), values: list(anyText) }),
      fc.record({
        type: fc.constant('float64'),
        values: list(number),
        format: fc.constantFrom('0.00', 'General', '#,##0.0'),
      }),
      fc.record({ type: fc.constant('int32'), values: list(maybe(fc.integer())) }),
      fc.record({ type: fc.constant('boolean'), values: list(maybe(fc.boolean())) }),
      fc.record({ type: fc.constant('date'), values: list(maybe(day)) }),
      fc.record({ type: fc.constant('timestamp'), values: list(maybe(moment)) }),
      fc.record({ type: fc.constant('decimal'), values: list(maybe(scaled)), scale: fc.integer({ min: 0, max: 15 }) }),
    );
    return fc.array(column, { minLength: 1, maxLength: 6 });
  });
  const anySheets = fc
    .array(fc.tuple(columns, fc.boolean(), fc.boolean(), anyText), { minLength: 1, maxLength: 3 })
    .map((list) =>
      list.map(([found, freezeHeader, autoFilter, header], i) => ({
        name: `<${i}> 'n' & _x0041_`.slice(0, 31),
        columns: found.map((column, c) => ({ ...column, header: `${header}${c}` }) as unknown as Column),
        freezeHeader,
        autoFilter,
      })),
    );

  it('write the same XML, but for the spelling of a float', async () => {
    await fc.assert(
      fc.asyncProperty(anySheets, fc.boolean(), async (sheets, escapeFormulas) => {
        const { native, js } = await onBoth(async () =>
          normal(parts(await write(sheets, { escapeFormulas, title: 'T' }))),
        );
        expect(native).toEqual(js);
        expect(native).toHaveProperty('value');
      }),
      { seed: 20261120, numRuns: 150 },
    );
  });

  it('refuse the same sheets with the same words', async () => {
    const junk = fc.oneof(
      fc.anything(),
      fc.constantFrom(Number.NaN, 2 ** 32, -0, '\ud800', 'x'.repeat(40_000), new Date(Number.NaN)),
    );
    const type = fc.constantFrom('string', 'float64', 'int32', 'boolean', 'date', 'timestamp', 'decimal');
    const column = fc.record(
      { type, header: junk, values: fc.oneof(junk, fc.array(junk)), scale: junk, format: junk, width: junk },
      { requiredKeys: ['type', 'values'] },
    );
    const likely = fc.record({ type, header: fc.constant('h'), values: fc.array(junk, { minLength: 1 }) });
    const sheet = fc.record({
      name: fc.oneof(junk, fc.constant('S')),
      columns: fc.oneof(junk, fc.array(fc.oneof(column, likely), { minLength: 1 })),
    });
    const sheets = fc.oneof(
      junk,
      fc.array(sheet, { minLength: 1 }),
      likely.map((found) => [{ name: 'S', columns: [found] }]),
    );
    await fc.assert(
      fc.asyncProperty(sheets, fc.option(junk, { nil: undefined, freq: 4 }), async (hostile, options) => {
        const { native, js } = await onBoth(async () =>
          normal(parts(await write(hostile as Sheet[], options as object))),
        );
        expect(native).toEqual(js);
      }),
      { seed: 20261120, numRuns: 400 },
    );
  });

  it('write the same many rows', async () => {
    const { native, js } = await onBoth(async () => normal(parts(await write(one(...manyRows(12_345))))));
    expect(native).toEqual(js);
  });

  /** 1e21 and 1e+21 are the same number. */
  function normal(found: Record<string, string>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(found).map(([name, xml]) => [
        name,
        xml.replace(/<v>[^<]*e[^<]*</g, (v) => `<v>${Number(v.slice(3, -1))}<`),
      ]),
    );
  }
});
