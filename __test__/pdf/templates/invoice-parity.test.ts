/** Invoices at random, alike on both backends. */
import { pdf } from 'clinicore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backends, needsNative, onBoth } from '../../backends';
import { type ReadPdf, type Run, readPdf } from '../../pdf-reader';
import { WORDS } from '../words';

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  const place = ({ x, y, width }: Run) => [x, y, width];
  /** Pages, texts and their order must be the same, places within half a point; or else the refusals. Whether it printed. */
  async function expectSame(invoice: pdf.InvoiceData, options: pdf.InvoiceOptions): Promise<boolean> {
    const { native, js } = await onBoth(() => pdf.invoice(invoice, options));
    if (!('value' in native) || !('value' in js)) {
      expect(js).toEqual(native);
      return false;
    }
    const [a, b] = [await readPdf(native.value), await readPdf(js.value)];
    expect({ ...b, pages: b.pages.map(({ text }) => text) }).toEqual({ ...a, pages: a.pages.map(({ text }) => text) });
    const places = (read: ReadPdf) => read.pages.flatMap(({ runs }) => runs.flatMap(place));
    const others = places(b);
    const off = places(a).map((at, i) => Math.abs(at - (others[i] as number)));
    expect(Math.max(...off)).toBeLessThanOrEqual(0.5);
    return true;
  }

  const words = fc
    .array(fc.constantFrom(...WORDS, '  '), { minLength: 1, maxLength: 14 })
    .map((list) => list.join(' '));
  const letters = fc
    .string({ unit: fc.constantFrom(...'aäZž \n-/.,;:!?()„”«»0123456789%€ßœĐΩЖшїΐ'), minLength: 1, maxLength: 80 })
    .filter((text) => text.trim() !== '');
  const multiline = fc.oneof(words, letters).filter((text) => text.trim() !== '');
  const oneLine = (maxLength: number) =>
    multiline.map((text) => text.replace(/\n/g, ' ').slice(0, maxLength)).filter((text) => text.trim() !== '');
  // Large enough to need every digit of a column, small enough that sums stay below 2^53.
  const cents = fc.oneof(fc.nat(100_000), fc.nat(10 ** 11));
  const decimals = (integers: number, places: number) =>
    fc.tuple(fc.nat(10 ** integers - 1), fc.nat(10 ** places - 1)).map(([whole, part]) => `${whole}.${part}`);
  const lines = fc.array(
    fc
      .record(
        {
          description: multiline,
          sku: oneLine(60),
          quantity: fc.oneof(
            { weight: 4, arbitrary: fc.nat(50).map(String) },
            decimals(4, 6),
            decimals(3, 2).map((q) => `-${q}`),
          ),
          unit: oneLine(20),
          unitPrice: cents,
          taxRate: fc.constantFrom('0', '7', '19', '5.5', '19.0', '8.125'),
          off: fc.nat(100),
        },
        { requiredKeys: ['description', 'quantity', 'unitPrice', 'taxRate'] },
      )
      .map(({ off, ...line }) => {
        // A part of what the line comes to.
        const whole = Math.abs(Math.trunc(Number(line.quantity) * line.unitPrice));
        return off === undefined ? line : { ...line, discount: Math.floor((whole / 100) * off) };
      }),
    { minLength: 1, maxLength: 45 },
  );
  const party = fc.record(
    {
      name: oneLine(120),
      address: fc.array(oneLine(100), { maxLength: 6 }),
      taxId: oneLine(40),
      email: oneLine(100),
      phone: oneLine(40),
    },
    { requiredKeys: ['name', 'address'] },
  );
  const invoices = fc.record({
    number: oneLine(60),
    issueDate: fc.constantFrom('2026-03-01', '1999-12-31', '2024-02-29'),
    currency: fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'CHF'),
    seller: party,
    buyer: party,
    lines,
    notes: multiline,
    paymentTerms: multiline,
  });
  const options = fc.record({
    locale: fc.constantFrom('en', 'de-CH', 'fr', 'hi-IN', 'ru', 'el', 'sv', 'es', 'ar-EG', 'he'),
    pageSize: fc.constantFrom('A4' as const, 'Letter' as const),
    labels: fc.record({ carriedForward: oneLine(60), tax: oneLine(60), amount: oneLine(60) }, { requiredKeys: [] }),
  });

  it('print the same texts on the same pages at the same places', async () => {
    let printed = 0;
    const property = fc.asyncProperty(invoices, options, async (invoice, how) => {
      printed += (await expectSame(invoice, how)) ? 1 : 0;
    });
    await fc.assert(property, { numRuns: 60, seed: 16931 });
    expect(printed).toBeGreaterThan(40);
  });

  it('refuse the same invoices in the same words', async () => {
    const anything = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
    const broken = fc.tuple(invoices, anything, fc.nat(6)).map(([invoice, text, at]) => {
      const first = invoice.lines[0] as pdf.InvoiceLine;
      return [
        { ...invoice, number: text },
        { ...invoice, notes: text },
        { ...invoice, buyer: { ...invoice.buyer, address: [text] } },
        { ...invoice, lines: [...invoice.lines, { ...first, description: text }] },
        { ...invoice, lines: [...invoice.lines, { ...first, unit: text.slice(0, 20) }] },
        { ...invoice, totals: { net: 1, tax: 2, gross: 3 } },
        { ...invoice, lines: invoice.lines.map((one) => ({ ...one, unitPrice: Number.MAX_SAFE_INTEGER })) },
      ][at] as pdf.InvoiceData;
    });
    let refused = 0;
    const property = fc.asyncProperty(broken, options, async (invoice, how) => {
      refused += (await expectSame(invoice, how)) ? 0 : 1;
    });
    await fc.assert(property, { numRuns: 80, seed: 17 });
    expect(refused).toBeGreaterThan(30);
  });
});
