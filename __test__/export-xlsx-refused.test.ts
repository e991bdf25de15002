import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { type Column, one, type Sheet, text, write } from './export-xlsx';

describe.each(backends)('what a workbook refuses on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const full = 'é'.repeat(32_767);
  const values = 'sheets[0].columns[0].values';
  const cell = (row: number) => ({ argument: values, sheet: 0, column: 0, row });
  const invalid = 'ERR_INVALID_ARGUMENT';
  const limit = 'ERR_LIMIT_EXCEEDED';
  it.each<[string, unknown, string, object]>([
    ['a NaN', one({ type: 'float64', header: 'a', values: [1, Number.NaN] }), invalid, cell(1)],
    [
      'a NaN in a typed array',
      one({ type: 'float64', header: 'a', values: Float64Array.of(Number.NaN) }),
      invalid,
      cell(0),
    ],
    ['an infinity', one({ type: 'float64', header: 'a', values: [-Infinity] }), invalid, cell(0)],
    ['a number as text', one({ type: 'float64', header: 'a', values: ['1'] } as never), invalid, cell(0)],
    ['2^31 in int32', one({ type: 'int32', header: 'a', values: [1, 2, 2 ** 31] }), invalid, cell(2)],
    ['a fraction in int32', one({ type: 'int32', header: 'a', values: [0.5] }), invalid, cell(0)],
    ['a bigint in int32', one({ type: 'int32', header: 'a', values: [1n] } as never), invalid, cell(0)],
    ['1 for true', one({ type: 'boolean', header: 'a', values: [1] } as never), invalid, cell(0)],
    ['a number for text', one({ type: 'string', header: 'a', values: ['x', 5] } as never), invalid, cell(1)],
    ['a lone surrogate', one(text('ok', 'bad \ud83d')), invalid, cell(1)],
    ['surrogates that only meet across two cells', one(text('a\ud83d', '\udc53b')), invalid, cell(0)],
    ['32,768 characters', one(text('ok', `${full}x`)), limit, { ...cell(1), limit: 32_767, given: 32_768 }],
    ['a date before 1900', one({ type: 'date', header: 'a', values: ['1899-12-31'] }), invalid, cell(0)],
    ['the 29 February 1900', one({ type: 'date', header: 'a', values: ['1900-02-29'] }), invalid, cell(0)],
    ['the 31 April', one({ type: 'date', header: 'a', values: ['2026-04-31'] }), invalid, cell(0)],
    ['a date with a time', one({ type: 'date', header: 'a', values: ['2026-04-30T00:00:00Z'] }), invalid, cell(0)],
    ['a Date that is not midnight UTC', one({ type: 'date', header: 'a', values: [new Date(1)] }), invalid, cell(0)],
    ['an invalid Date', one({ type: 'timestamp', header: 'a', values: [new Date(Number.NaN)] }), invalid, cell(0)],
    ['the year 10000', one({ type: 'timestamp', header: 'a', values: [253402300800000] }), invalid, cell(0)],
    ['a fraction in a decimal', one({ type: 'decimal', header: 'a', scale: 2, values: [12.34] }), invalid, cell(0)],
    ['16 digits in a decimal', one({ type: 'decimal', header: 'a', scale: 0, values: [10n ** 15n] }), invalid, cell(0)],
    [
      'a decimal without scale',
      one({ type: 'decimal', header: 'a', values: [1] } as never),
      invalid,
      { argument: 'sheets[0].columns[0].scale' },
    ],
    ['a scale on text', one({ ...text(), scale: 1 } as never), invalid, { argument: 'sheets[0].columns[0]' }],
    [
      'an unknown type',
      one({ type: 'int64', header: 'a', values: [] } as never),
      invalid,
      { argument: 'sheets[0].columns[0].type' },
    ],
    [
      'a typed array of another type',
      one({ type: 'int32', header: 'a', values: new Float64Array(1) } as never),
      invalid,
      { argument: values },
    ],
    [
      'a shared buffer',
      one({ type: 'float64', header: 'a', values: new Float64Array(new SharedArrayBuffer(8)) }),
      invalid,
      { argument: values },
    ],
    ['no values', one({ type: 'string', header: 'a' } as never), invalid, { argument: values }],
    [
      'columns of different lengths',
      one(text('x', 'y'), { ...text('x'), header: 'b' } as Column),
      invalid,
      { argument: 'sheets[0].columns[1].values', required: 2, given: 1 },
    ],
    [
      '1,048,576 rows',
      one({ type: 'string', header: 'a', values: new Array(1_048_576) }),
      limit,
      { argument: values, limit: 1_048_575 },
    ],
    [
      '1,048,576 rows in a typed array',
      one({ type: 'float64', header: 'a', values: new Float64Array(1_048_576) }),
      limit,
      { argument: values, limit: 1_048_575 },
    ],
    ['an empty header', one({ ...text(), header: '' } as Column), invalid, { argument: 'sheets[0].columns[0].header' }],
    ['two equal headers', one(text(), text()), invalid, { argument: 'sheets[0].columns[1].header' }],
    ['no columns', one(), invalid, { argument: 'sheets[0].columns' }],
    ['16,385 columns', one(...new Array(16_385).fill(text())), limit, { argument: 'sheets[0].columns', limit: 16_384 }],
    ['no sheets', [], invalid, { argument: 'sheets' }],
    ['256 sheets', new Array(256).fill(one(text())[0]), limit, { argument: 'sheets', limit: 255 }],
    ['no array of sheets', one(text())[0], invalid, { argument: 'sheets' }],
    ['a width of 256', one({ ...text(), width: 256 } as Column), invalid, { argument: 'sheets[0].columns[0].width' }],
    ['a misspelt property of a sheet', [{ ...one(text())[0], freezeheader: true }], invalid, { argument: 'sheets[0]' }],
    [
      'two names that differ in case',
      [...one(text()), { name: 's', columns: [text()] }],
      invalid,
      { argument: 'sheets[1].name' },
    ],
    [
      '100 million cells and more',
      one(
        ...Array.from(
          { length: 101 },
          (_, i): Column => ({ type: 'string', header: `${i}`, values: new Array(1_000_000) }),
        ),
      ),
      limit,
      { argument: 'sheets', limit: 100_000_000, given: 101_000_000 },
    ],
    [
      '207 number formats',
      one(
        ...Array.from(
          { length: 207 },
          (_, i): Column => ({ type: 'int32', header: `${i}`, values: [], format: `0"${i}"` }),
        ),
      ),
      limit,
      { argument: 'sheets', limit: 206, given: 207 },
    ],
  ])('refuses %s', async (_, sheets, code, details) => {
    const failed = await failure(() => write(sheets as Sheet[]));
    expect(failed).toMatchObject({ code, details });
  });

  it.each([
    ['a misspelt option', { titel: 'x' }, 'options'],
    ['a title with a control character', { title: 'a\0' }, 'options.title'],
    ['a date that is none', { created: new Date(Number.NaN) }, 'options.created'],
    ['a word for a switch', { escapeFormulas: 'no' }, 'options.escapeFormulas'],
    ['what is for those who take the bytes', { lane: 'bulk' }, 'options'],
    ['another word for rows that do not fit', { overflow: 'drop' }, 'options.overflow'],
  ])('refuses %s', async (_, options, argument) => {
    const failed = await failure(() => write(one(text()), options as object));
    expect(failed).toMatchObject({ code: invalid, details: { argument } });
  });

  it('says where a value is wrong, what would be right, and never what it was', async () => {
    const { message } = await failure(() =>
      write(one(text('secret'), { type: 'date', header: 'b', values: ['31.12.2026'] })),
    );
    expect(message).toBe(
      "sheets[0].columns[1].values[0] must be a date from 1900-01-01 to 9999-12-31, as 'YYYY-MM-DD' or a Date at midnight UTC, or null",
    );
  });

  it('answers getters and proxies that throw, and Dates that lie, with an error of the argument', async () => {
    const hostile = (values: unknown) => failure(() => write(one({ type: 'timestamp', header: 'a', values } as never)));
    const trap = () => {
      throw new Error('trap');
    };
    const array: unknown[] = [1, 2];
    Object.defineProperty(array, 1, { get: trap });
    expect(await hostile(array)).toMatchObject({ code: invalid, details: { argument: values } });
    expect(await hostile(new Proxy([1], { get: trap }))).toMatchObject({
      code: invalid,
      details: { argument: values },
    });
    let reads = 0;
    const length = (answer: () => unknown) =>
      new Proxy([1], { get: (target, key) => (key === 'length' ? answer() : Reflect.get(target, key)) });
    expect(await hostile(length(() => (reads++ === 0 ? 1 : trap())))).toMatchObject({ code: invalid });
    expect(await hostile(length(() => 1e9))).toMatchObject({ code: limit });
    for (const nonsense of [Number.NaN, -1, 0.5, '1', null]) {
      expect(await hostile(length(() => nonsense))).toMatchObject({ code: invalid });
    }
    const liar = Object.assign(Object.create(Date.prototype), { getTime: () => 0 });
    expect(await hostile([liar])).toMatchObject({ code: invalid, details: cell(0) });
    expect(await hostile([Object.assign(new Date(Number.NaN), { getTime: () => 0 })])).toMatchObject({
      details: cell(0),
    });
  });
});
