import { pdf } from 'clinicore';
import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../../backends';
import { type ReadPdf, readPdf } from '../../pdf-reader';
import { invoice, line, logo } from './data';

const texts = ({ pages }: ReadPdf) => pages.flatMap(({ runs }) => runs.map(({ text }) => text));
/** The text after a label. */
const nextTo = (read: ReadPdf, label: string) => texts(read)[texts(read).indexOf(label) + 1];

/** How many pictures a file paints on its first page. */
async function pictures(file: Uint8Array): Promise<number> {
  const document = await getDocument({ data: new Uint8Array(file), verbosity: 0 }).promise;
  const { fnArray } = await (await document.getPage(1)).getOperatorList();
  await document.destroy();
  return fnArray.filter((operator) => operator === OPS.paintImageXObject).length;
}

const bank = { iban: 'DE02 1203 0000 0000 2020 51', bic: 'BYLADEM1001', bank: 'DKB' };

describe.each(backends)('on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  describe('an invoice', () => {
    const render = async (changes: Partial<pdf.InvoiceData> = {}, options?: pdf.InvoiceOptions) =>
      readPdf(await pdf.invoice({ ...invoice, ...changes }, options));

    it('names what each of its sums is in the heading of a row', async () => {
      const { content } = await pdf.invoiceDocument({ ...invoice, payments: [{ amount: 1 }] });
      const text = JSON.stringify(content);
      for (const name of ['Subtotal', 'Total', 'Paid', 'Amount due']) {
        expect(text).toContain(JSON.stringify({ text: name, heading: true }));
      }
    });

    it('prints numbers, names and reasons that look like fields as they are', async () => {
      const like = '{page} {pages} {rate} {base}';
      const read = await readPdf(
        await pdf.invoice(
          {
            ...invoice,
            number: like,
            buyer: { ...invoice.buyer, name: like },
            exemptionReasons: { E: like },
            lines: [{ ...line, description: like, taxRate: '0', taxCategory: 'E' }],
          },
          { labels: { tax: '{rate} {base} {page}', page: '{pages}: {page}' } },
        ),
      );
      const said = read.pages.map(({ text }) => text.replace(/\s+/g, ' ')).join(' ');
      // Foot, number, buyer, line, reason.
      expect(said.split(like)).toHaveLength(6);
      expect(said).toContain(`Invoice ${like}`);
      expect(said).toContain('0% €178.00 {page}');
      expect(said).toContain('1: 1');
    });

    it('takes discounts off lines and off the whole, and says what is due', async () => {
      const read = await render({
        lines: [
          { ...line, discountPercent: '12.5' },
          { ...line, description: 'Frame', quantity: '1', discount: 900 },
          { ...line, description: 'Solution', quantity: '3', unitPrice: 333, taxRate: '7' },
        ],
        discounts: [{ reason: 'Loyalty', percent: '2.5' }, { amount: 1000 }],
        payments: [{ amount: 5000, date: '2026-02-20', description: 'Deposit' }, { amount: 1 }],
        totals: { net: 22960, tax: 4250, gross: 27210, paid: 5001, due: 22209 },
      });
      // 178.00 − 22.25 = 155.75; 89.00 − 9.00 = 80.00; 9.99. In all 245.74, of which 2.5 % are 6.1435, so 6.14.
      // The discounts of 6.14 and 10.00 fall on 7 % with 9.99 / 245.74: 0.2496 and 0.4065, so 0.25 and 0.41; the rest on 19 %.
      const said = texts(read);
      for (const text of ['-22.25', '12.5%', '155.75', '-9.00', '80.00']) expect(said).toContain(text);
      expect(nextTo(read, 'Subtotal')).toBe('€245.74');
      expect(nextTo(read, 'Loyalty 2.5%')).toBe('-€6.14');
      expect(said.filter((text) => text === 'Discount')).toHaveLength(2);
      expect(said).toContain('-€10.00');
      expect(nextTo(read, 'Net')).toBe('€229.60');
      expect(nextTo(read, 'Tax 7% on €9.33')).toBe('€0.65');
      expect(nextTo(read, 'Tax 19% on €220.27')).toBe('€41.85');
      expect(nextTo(read, 'Total')).toBe('€272.10');
      expect(nextTo(read, 'Deposit, Feb 20, 2026')).toBe('-€50.00');
      expect(nextTo(read, 'Paid')).toBe('-€0.01');
      expect(nextTo(read, 'Amount due')).toBe('€222.09');
    });

    it('says why nothing is charged', async () => {
      const reason = 'Exempt under Article 132 of Directive 2006/112/EC';
      const lines = [{ ...line, taxRate: '0', taxCategory: 'E' as const }, line];
      const said = texts(await render({ lines, exemptionReasons: { E: reason } }));
      expect(said).toContain(reason);
      expect(said).toContain('Tax 0% on €178.00');
    });

    it('says where to pay, and what for', async () => {
      const read = await render({
        bank: { ...bank, holder: 'Optik Morgenstern' },
        paymentCode: { type: 'epc', reference: 'RF18 5390 0754 7034' },
        dueDate: '2026-03-15',
        deliveryDate: '2026-02-27',
        buyerReference: '04011000-12345-03',
        orderNumber: 'PO-7',
      });
      for (const [label, value] of [
        ['Account holder', 'Optik Morgenstern'],
        ['IBAN', 'DE02 1203 0000 0000 2020 51'],
        ['BIC', 'BYLADEM1001'],
        ['Bank', 'DKB'],
        ['Reference', 'RF18 5390 0754 7034'],
        ['Due date', 'Mar 15, 2026'],
        ['Delivery date', 'Feb 27, 2026'],
        ['Your reference', '04011000-12345-03'],
        ['Order no.', 'PO-7'],
      ] as const) {
        expect(nextTo(read, label), label).toBe(value);
      }
      expect(texts(read)).toContain('Scan to pay');
    });

    it('has no code to pay with when nothing is due', async () => {
      const said = texts(await render({ bank, paymentCode: { type: 'epc' }, payments: [{ amount: 21182 }] }));
      expect(said).not.toContain('Scan to pay');
      expect(said).toContain('Payment');
    });

    it('has the logo above the seller’s name', async () => {
      expect(await pictures(await pdf.invoice(invoice))).toBe(0);
      const branded = await pdf.invoice(invoice, { theme: { logo } });
      expect(await pictures(branded)).toBe(1);
      expect(texts(await readPdf(branded))).toContain('Optik Morgenstern GmbH');
    });

    it.each<[string, object, object, string, object]>([
      [
        'an exempt line without a reason',
        { lines: [{ ...line, taxRate: '0', taxCategory: 'E' }] },
        {},
        'ERR_INVALID_ARGUMENT',
        { argument: 'data.exemptionReasons.E' },
      ],
      [
        'an exempt line with a rate',
        { lines: [{ ...line, taxCategory: 'E' }] },
        {},
        'ERR_INVALID_ARGUMENT',
        { argument: 'data.lines[0].taxRate' },
      ],
      [
        'a standard rate of 0',
        { lines: [{ ...line, taxRate: '0.00', taxCategory: 'S' }] },
        {},
        'ERR_INVALID_ARGUMENT',
        { argument: 'data.lines[0].taxRate' },
      ],
      [
        'two discounts on a line',
        { lines: [{ ...line, discount: 1, discountPercent: '1' }] },
        {},
        'ERR_INVALID_ARGUMENT',
        { argument: 'data.lines[0].discountPercent' },
      ],
      [
        'a discount of 101 %',
        { lines: [{ ...line, discountPercent: '100.5' }] },
        {},
        'ERR_INVALID_ARGUMENT',
        { argument: 'data.lines[0].discountPercent' },
      ],
      [
        'a discount that is neither amount nor percentage',
        { discounts: [{ reason: 'x' }] },
        {},
        'ERR_INVALID_ARGUMENT',
        { argument: 'data.discounts[0]' },
      ],
      [
        'a discount above its line',
        { lines: [line, { ...line, discount: 17801 }] },
        {},
        'ERR_INVALID_ARGUMENT',
        { argument: 'data.lines[1].discount', limit: 17800, given: 17801 },
      ],
      [
        'a discount above what is given back',
        { lines: [{ ...line, quantity: '-1', discount: 8901 }] },
        {},
        'ERR_INVALID_ARGUMENT',
        { argument: 'data.lines[0].discount', limit: 8900, given: 8901 },
      ],
      [
        'a discount above the whole',
        { discounts: [{ percent: '50' }, { amount: 8901 }] },
        {},
        'ERR_INVALID_ARGUMENT',
        { argument: 'data.discounts[1].amount', limit: 8900, given: 8901 },
      ],
      [
        'percentages above the whole',
        { discounts: [{ percent: '50' }, { percent: '50.01' }] },
        {},
        'ERR_INVALID_ARGUMENT',
        { argument: 'data.discounts[1].percent' },
      ],
      [
        'a discount on nothing',
        { lines: [line, { ...line, quantity: '-2' }], discounts: [{ amount: 100 }] },
        {},
        'ERR_INVALID_ARGUMENT',
        { argument: 'data.discounts[0].amount' },
      ],
      [
        'an amount due that is another',
        { totals: { net: 17800, tax: 3382, gross: 21182, due: 1 } },
        {},
        'ERR_INVALID_ARGUMENT',
        { argument: 'data.totals.due', required: 21182, given: 1 },
      ],
      [
        'an account with wrong check digits',
        { bank: { iban: 'DE03120300000000202051' } },
        {},
        'ERR_INVALID_ARGUMENT',
        { argument: 'data.bank.iban' },
      ],
      [
        'a code without an account',
        { paymentCode: { type: 'epc' } },
        {},
        'ERR_INVALID_ARGUMENT',
        { argument: 'data.bank' },
      ],
      [
        'an EPC code for dollars',
        { currency: 'USD', bank, paymentCode: { type: 'epc' } },
        {},
        'ERR_INVALID_ARGUMENT',
        { argument: 'data.currency' },
      ],
      [
        'a code of another kind',
        { bank, paymentCode: { type: 'upi' } },
        {},
        'ERR_INVALID_ARGUMENT',
        { argument: 'data.paymentCode.type' },
      ],
      [
        'a logo that is no picture',
        {},
        { theme: { logo: Buffer.from('logo') } },
        'ERR_MALFORMED_INPUT',
        { argument: 'options.theme.logo' },
      ],
      [
        'a logo that is cut short',
        {},
        { theme: { logo: logo.subarray(0, 50) } },
        'ERR_MALFORMED_INPUT',
        { argument: 'options.theme.logo' },
      ],
      [
        'a font nobody registered',
        {},
        { theme: { font: 'Comic Sans' } },
        'ERR_INVALID_ARGUMENT',
        { argument: 'options.theme.font' },
      ],
      [
        'a heading font nobody registered',
        {},
        { theme: { headingFont: 'Comic Sans' } },
        'ERR_INVALID_ARGUMENT',
        { argument: 'options.theme.headingFont' },
      ],
      ['a profile of another name', {}, { profile: 'draft' }, 'ERR_INVALID_ARGUMENT', { argument: 'options.profile' }],
    ])('is refused with %s', async (_, changes, options, code, details) => {
      const call = () => pdf.invoice({ ...invoice, ...changes } as pdf.InvoiceData, options as pdf.InvoiceOptions);
      expect(await failure(call)).toMatchObject({ code, details });
    });
  });

  describe('a credit note', () => {
    const data = {
      ...invoice,
      number: 'CN-3',
      invoiceNumber: 'INV-41',
      invoiceDate: '2026-02-01',
      reason: 'One lens came back',
    };

    it('says which invoice it corrects, why, and by how much', async () => {
      const read = await readPdf(await pdf.creditNote(data, { labels: { reason: 'Why' } }));
      expect(read.title).toBe('Credit note CN-3');
      for (const [label, value] of [
        ['Credit note no.', 'CN-3'],
        ['For invoice', 'INV-41'],
        ['Invoice date', 'Feb 1, 2026'],
        ['Why', 'One lens came back'],
        ['Credit to', 'Jana Nováková'],
        ['Total credit', '€211.82'],
      ] as const) {
        expect(nextTo(read, label), label).toBe(value);
      }
    });

    it('is refused with discounts above what they are on', async () => {
      const call = (given: object) => failure(() => pdf.creditNote({ ...data, ...given }));
      const above = { code: 'ERR_INVALID_ARGUMENT', details: { limit: 17800, given: 17801 } };
      expect(await call({ lines: [{ ...line, discount: 17801 }] })).toMatchObject(above);
      expect(await call({ discounts: [{ amount: 17801 }] })).toMatchObject(above);
    });

    it('is refused without the invoice, and with what only invoices have', async () => {
      const { invoiceNumber: _, ...without } = data;
      const call = (given: object) => failure(() => pdf.creditNote(given as pdf.CreditNoteData));
      expect(await call(without)).toMatchObject({ details: { argument: 'data.invoiceNumber' } });
      for (const own of ['dueDate', 'payments', 'bank', 'paymentCode']) {
        expect(await call({ ...data, [own]: undefined }), own).toMatchObject({ details: { argument: 'data' } });
      }
    });
  });
});
