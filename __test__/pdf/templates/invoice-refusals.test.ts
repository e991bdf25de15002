/** Invoices that are refused: where, and as what. */
import { pdf } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../../backends';
import { data, line, many, withLine } from './invoices';

describe.each(backends)('an invoice on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each<[string, object, object, string, object]>([
    ['no lines', { lines: [] }, {}, 'ERR_INVALID_ARGUMENT', { argument: 'data.lines' }],
    [
      'more than 100,000 lines',
      { lines: Array(100_001).fill(line) },
      {},
      'ERR_LIMIT_EXCEEDED',
      { argument: 'data.lines', limit: 100_000, given: 100_001 },
    ],
    [
      'more than 20 tax rates',
      { lines: many(21).map((one, i) => ({ ...one, taxRate: String(i) })) },
      {},
      'ERR_LIMIT_EXCEEDED',
      { argument: 'data.lines', limit: 20, given: 21 },
    ],
    [
      'Arabic, for want of glyphs',
      withLine({ description: 'lens عدسة' }),
      {},
      'ERR_UNSUPPORTED',
      { argument: 'data.lines[1].description', codePoint: 'U+0639' },
    ],
    [
      'an emoji in an address',
      { buyer: { name: 'A', address: ['x', '😀'] } },
      {},
      'ERR_UNSUPPORTED',
      { argument: 'data.buyer.address[1]', codePoint: 'U+1F600' },
    ],
    [
      'a right-to-left override in a name',
      { seller: { name: 'Evil \u202egnp.exe', address: [] } },
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.seller.name', codePoint: 'U+202E' },
    ],
    [
      'a label without glyphs',
      {},
      { labels: { total: '合計' } },
      'ERR_UNSUPPORTED',
      { argument: 'options.labels.total', codePoint: 'U+5408' },
    ],
    ['a locale without glyphs', {}, { locale: 'zh' }, 'ERR_UNSUPPORTED', { argument: 'options.locale' }],
    [
      'a control character',
      withLine({ sku: 'a\u0007b' }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.lines[1].sku', codePoint: 'U+0007' },
    ],
    [
      'a line break in a one-line field',
      { number: 'a\nb' },
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.number', codePoint: 'U+000A' },
    ],
    [
      'nine marks on one letter',
      withLine({ description: `lens q${'\u0303'.repeat(9)}` }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.lines[1].description', limit: 8 },
    ],
    [
      'more than 10,000 pages, be they of line breaks',
      { lines: Array(300).fill({ ...line, description: `a${'\n'.repeat(1998)}b` }) },
      {},
      'ERR_LIMIT_EXCEEDED',
      { argument: 'data', limit: 10_000 },
    ],
    [
      'numbers that leave no room for descriptions',
      {
        lines: [
          { ...line, quantity: '-999999999.999999', unitPrice: 1, taxRate: '0' },
          {
            ...line,
            quantity: '1',
            unitPrice: Number.MAX_SAFE_INTEGER,
            discount: Number.MAX_SAFE_INTEGER,
            taxRate: '0',
          },
          { ...line, quantity: '-1', unitPrice: Number.MAX_SAFE_INTEGER - 2e9, taxRate: '0' },
        ],
      },
      { locale: 'en-IN' },
      'ERR_LIMIT_EXCEEDED',
      { argument: 'data.lines' },
    ],
    ['a lone surrogate', { notes: 'a\ud800' }, {}, 'ERR_INVALID_ARGUMENT', { argument: 'data.notes' }],
    [
      'an empty name',
      { buyer: { name: ' ', address: [] } },
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.buyer.name' },
    ],
    [
      'a quantity that is a number',
      withLine({ quantity: 2 }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.lines[1].quantity' },
    ],
    [
      'a quantity in exponent form',
      withLine({ quantity: '1e3' }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.lines[1].quantity' },
    ],
    [
      'a NaN price',
      withLine({ unitPrice: Number.NaN }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.lines[1].unitPrice' },
    ],
    [
      'a price in fractions of a cent',
      withLine({ unitPrice: 0.5 }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.lines[1].unitPrice' },
    ],
    [
      'a negative discount',
      withLine({ discount: -1 }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'data.lines[1].discount' },
    ],
    ['a negative tax', withLine({ taxRate: '-1' }), {}, 'ERR_INVALID_ARGUMENT', { argument: 'data.lines[1].taxRate' }],
    [
      'a line beyond 2^53 - 1',
      withLine({ quantity: '999999999', unitPrice: Number.MAX_SAFE_INTEGER }),
      {},
      'ERR_LIMIT_EXCEEDED',
      { argument: 'data.lines[1]', limit: Number.MAX_SAFE_INTEGER },
    ],
    [
      'a sum beyond 2^53 - 1',
      withLine({ quantity: '1', unitPrice: Number.MAX_SAFE_INTEGER }),
      {},
      'ERR_LIMIT_EXCEEDED',
      { argument: 'data.lines[1]', limit: Number.MAX_SAFE_INTEGER },
    ],
    ['an unknown currency', { currency: 'XXX' }, {}, 'ERR_INVALID_ARGUMENT', { argument: 'data.currency' }],
    ['30 February', { issueDate: '2026-02-30' }, {}, 'ERR_INVALID_ARGUMENT', { argument: 'data.issueDate' }],
    ['a Date for a day', { dueDate: new Date(0) }, {}, 'ERR_INVALID_ARGUMENT', { argument: 'data.dueDate' }],
    ['an unknown field', { lineItems: [] }, {}, 'ERR_INVALID_ARGUMENT', { argument: 'data' }],
    ['an unknown label', {}, { labels: { sum: 'x' } }, 'ERR_INVALID_ARGUMENT', { argument: 'options.labels' }],
    ['a locale that is none', {}, { locale: 'not a locale' }, 'ERR_INVALID_ARGUMENT', { argument: 'options.locale' }],
    ['a colour name', {}, { accentColor: 'red' }, 'ERR_INVALID_ARGUMENT', { argument: 'options.accentColor' }],
    ['A5 paper', {}, { pageSize: 'A5' }, 'ERR_INVALID_ARGUMENT', { argument: 'options.pageSize' }],
  ])('refuses %s', async (_, changes, options, code, details) => {
    const got = await failure(() => pdf.invoice({ ...data, ...changes }, options as pdf.InvoiceOptions));
    expect(got).toMatchObject({ code, details });
  });

  it('never quotes what it refuses', async () => {
    const { message } = await failure(() => pdf.invoice({ ...data, notes: 'secret عدسة' }));
    expect(message).toBe("data.notes contains U+0639, which the document's fonts cannot draw");
  });
});
