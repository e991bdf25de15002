/**
 * The templates look as they did when someone last looked at them: golden/pdf/templates. With `CLINICORE_DRAW=1` the pictures
 * are drawn anew, to be looked at before they are committed.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pdf, stats } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from '../../backends';
import { fromPng, type Picture, pictures, strayInk, toPng } from '../pictures';
import { codeOf, isMissing, needs } from '../tools';
import { invoice, line, order, prescription, receipt, report } from './data';

const golden = join(import.meta.dirname, '../../golden/pdf/templates');
const fonts = join(import.meta.dirname, '../../../packs/fonts');
const draws = process.env.CLINICORE_DRAW === '1';

const bank = { iban: 'DE02 1203 0000 0000 2020 51', bic: 'BYLADEM1001' };
const sold: pdf.InvoiceLine[] = [
  { ...line, sku: 'LE-SV16-AR', unit: 'pcs', discountPercent: '10' },
  { description: 'Frame Alba, acetate, tortoise', sku: 'FR-ALBA-01', quantity: '1', unitPrice: 12_900, taxRate: '19' },
  { description: 'Eye test', quantity: '1', unitPrice: 2500, taxRate: '0', taxCategory: 'E' },
];
const full: pdf.InvoiceData = {
  ...invoice,
  dueDate: '2026-03-15',
  lines: sold,
  discounts: [{ reason: 'Loyalty', percent: '2.5' }],
  exemptionReasons: { E: 'Exempt under § 4 Nr. 14 UStG' },
  payments: [{ amount: 5000, date: '2026-02-20', description: 'Deposit' }],
  bank,
  paymentCode: { type: 'epc' },
  notes: 'Thank you for your visit.',
};

const shape = Array.from({ length: 400 }, (_, i) => 2300 + Math.round(300 * Math.cos((2 * Math.PI * i) / 200)));
const values = Array.from({ length: 80 }, (_, i) => 20 + 5 * Math.sin((2 * Math.PI * i) / 7) + i / 10);
const hebrew = { title: 'חשבונית', billTo: 'לכבוד', total: 'סך הכול', description: 'תיאור', amount: 'סכום' };

/** Without codes: each backend has its own way of making one, and what they say is read below. */
const { paymentCode: _, ...codeless } = full;
const looks: Record<string, () => Promise<Buffer>> = {
  invoice: () => pdf.invoice(codeless),
  'invoice of pages': () =>
    pdf.invoice({ ...invoice, lines: Array.from({ length: 40 }, (_, i) => ({ ...line, description: `Lens ${i}` })) }),
  'invoice from right to left': () => pdf.invoice(codeless, { locale: 'he', labels: hebrew }),
  'credit note': () =>
    pdf.creditNote(
      { ...invoice, invoiceNumber: 'INV-2026-00041', reason: 'Returned' },
      { pageSize: 'Letter', accentColor: '#7a1f3d' },
    ),
  'order sheet': () =>
    pdf.orderSheet({ ...order, barcode: null, tracing: { right: shape, left: shape }, notes: 'Rush order.' }),
  prescription: () => pdf.prescription(prescription, { locale: 'de-DE' }),
  'receipt 80': () =>
    pdf.receipt({ ...receipt, payments: [{ description: 'Cash', amount: 5000 }], notes: 'Thank you!' }),
  'receipt 58': () => pdf.receipt({ ...receipt, cashier: 'Rita' }, { roll: '58mm' }),
  report: async () => {
    const svg = stats.forecastChart(await stats.forecast(values, { horizon: 14, seasonLength: 7 }), {
      title: 'Lenses',
    });
    return pdf.report({ ...report, sections: [{ heading: 'Outlook', chart: { svg, alt: 'x' } }, ...report.sections] });
  },
};

/** The share of pixels that differ by more than a third of all grey. */
function difference(one: Picture, other: Picture): number {
  let differing = 0;
  for (const [at, pixel] of one.pixels.entries()) if (Math.abs(pixel - (other.pixels[at] as number)) > 85) differing++;
  return differing / one.pixels.length;
}

describe.each(backends)(`on the %s backend${needs('pdftoppm')}`, (name) => {
  beforeEach(() => {
    useBackend(name);
    const file = (weight: string) => readFileSync(join(fonts, `NotoSansHebrew-${weight}.ttf`));
    pdf.registerFont('Noto Sans Hebrew', { regular: file('Regular'), bold: file('Bold') });
  });

  it.skipIf(isMissing('pdftoppm')).each(Object.entries(looks))('looks as it did: %s', async (look, make) => {
    const pages = pictures(await make(), 60);
    for (const [index, page] of pages.entries()) {
      const path = join(golden, `${look}${pages.length > 1 ? ` ${index + 1}` : ''}.png`);
      if (draws && name === 'native') {
        mkdirSync(golden, { recursive: true });
        writeFileSync(path, toPng(page));
      }
      const drawn = fromPng(readFileSync(path));
      expect([page.width, page.height]).toEqual([drawn.width, drawn.height]);
      expect(strayInk(page, drawn) + strayInk(drawn, page), path).toBeLessThan(25);
      expect(difference(page, drawn), path).toBeLessThan(0.005);
    }
    expect(existsSync(join(golden, `${look} ${pages.length + 1}.png`))).toBe(false);
  });

  it.skipIf(isMissing('zbarimg') || isMissing('pdftoppm'))(
    `the code to pay with says what it must to zbar${needs('zbarimg')}`,
    async () => {
      const epc = ['BCD', '002', '1', 'SCT', 'BYLADEM1001', 'Optik Morgenstern GmbH', 'DE02120300000000202051'];
      // 178.00 − 17.80 + 129.00 + 25.00 = 314.20, less 7.86; on 281.97 of it 53.57 of tax; 50.00 were paid.
      expect(codeOf(await pdf.invoice(full)).split('\n')).toEqual([...epc, 'EUR309.91', '', '', full.number]);
    },
  );
});
