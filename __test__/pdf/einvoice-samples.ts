/** What e-invoices are tested with: one invoice that says all, and one for each category of tax. */
import type { pdf } from 'clinicore';

export const seller: pdf.TradeParty = {
  name: 'Optik Morgenstern GmbH & Co. KG',
  address: ['Lindenstraße 12', 'Hinterhaus', '10969 Berlin'],
  taxId: '29/815/08154',
  vatId: 'DE123456789',
  country: 'DE',
  postalCode: '10969',
  city: 'Berlin',
  registrationId: 'HRA 4711 B',
  gln: '4012345000009',
  email: 'rechnung@optik-morgenstern.example',
  phone: '+49 30 1234567',
};

export const buyer: pdf.TradeParty = {
  name: 'Jana Nováková',
  address: ['Dlouhá 733/29', '110 00 Praha 1'],
  country: 'CZ',
  vatId: 'CZ12345678',
};

export const invoice: pdf.InvoiceData = {
  number: 'INV-2026-00042',
  issueDate: '2026-03-01',
  dueDate: '2026-03-15',
  deliveryDate: '2026-02-27',
  buyerReference: '04011000-12345-34',
  orderNumber: 'PO-4711',
  currency: 'EUR',
  seller,
  buyer,
  lines: [
    {
      description: 'Single-vision lens\nindex 1.6, "clear" <coated>',
      sku: 'SV-16',
      quantity: '2',
      unit: 'pcs',
      unitCode: 'H87',
      unitPrice: 8900,
      discountPercent: '12.5',
      taxRate: '19',
    },
    { description: 'Frame', quantity: '1', unitPrice: 9900, discount: 900, taxRate: '19.00' },
    { description: 'Solution, returned', quantity: '-1.5', unitCode: 'LTR', unitPrice: 333, taxRate: '7' },
    {
      description: 'Eye examination',
      quantity: '0.75',
      unitCode: 'HUR',
      unitPrice: 12000,
      taxRate: '0',
      taxCategory: 'E',
    },
    { description: 'Leaflet', quantity: '1', unitPrice: 0, taxRate: '0' },
  ],
  discounts: [{ reason: 'Loyalty', percent: '2.5' }, { amount: 1000 }],
  exemptionReasons: { E: 'Exempt under Article 132 of Directive 2006/112/EC' },
  payments: [{ amount: 5000, date: '2026-02-20', description: 'Deposit' }, { amount: 1 }],
  bank: { iban: 'DE02 1203 0000 0000 2020 51', bic: 'BYLADEM1001', bank: 'DKB' },
  paymentTerms: 'Within 14 days\nwithout deduction',
  notes: 'Thank you & see you again',
};

/** An invoice with lines of one category of tax, a discount on the whole, and what that category asks for. */
export const ofCategory = (taxCategory: pdf.TaxCategory): pdf.InvoiceData => ({
  ...invoice,
  lines: [
    { description: 'Lenses', quantity: '3', unitPrice: 999, taxRate: taxCategory === 'S' ? '19' : '0', taxCategory },
    { description: 'Case', quantity: '1', unitPrice: 450, taxRate: taxCategory === 'S' ? '7' : '0', taxCategory },
  ],
  discounts: [{ percent: '3' }],
  exemptionReasons: taxCategory === 'S' || taxCategory === 'Z' ? {} : { [taxCategory]: 'It is so' },
});

export const CATEGORIES = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O'] as const;

/** As little as an e-invoice can say. */
export const least: pdf.InvoiceData = {
  number: '1',
  issueDate: '2026-03-01',
  dueDate: '2026-03-01',
  currency: 'EUR',
  seller: { name: 'Optik Morgenstern', address: [], taxId: 'DE123456789', country: 'DE' },
  buyer: { name: 'Jana Nováková', address: [], country: 'CZ' },
  lines: [{ description: 'Frame', quantity: '1', unitPrice: 9900, taxRate: '19' }],
};

const { dueDate: _due, orderNumber: _order, payments: _payments, bank: _bank, ...credited } = invoice;
export const creditNote: pdf.CreditNoteData = {
  ...credited,
  number: 'CN-2026-00003',
  invoiceNumber: 'INV-2026-00042',
  invoiceDate: '2026-03-01',
  reason: 'One lens was returned',
};

/** Everything that is to be shown to the validator. */
export const samples: Record<string, pdf.InvoiceData> = {
  'one that says all': invoice,
  'one that says the least': least,
  ...Object.fromEntries(CATEGORIES.map((category) => [`one of tax category ${category}`, ofCategory(category)])),
  'a corrected one': { ...invoice, corrects: { number: 'INV-2026-00041', date: '2026-02-27' } },
  'one in a currency without decimals': { ...invoice, currency: 'JPY' },
  'one of negative sums': {
    ...least,
    lines: [
      { description: 'Frame', quantity: '-2', unitPrice: 9900, discount: 900, taxRate: '19' },
      { description: 'Case', quantity: '1', unitPrice: 450, taxRate: '7' },
    ],
    discounts: [{ amount: 1000 }, { percent: '2.5' }],
  },
  'one of many lines': {
    ...invoice,
    lines: Array.from({ length: 40 }, (_, at) => ({
      description: `Article ${at}`,
      quantity: `${at % 7}.${at}`,
      unitPrice: at * 97,
      discountPercent: String(at % 30),
      taxRate: ['19', '7', '5.5', '16'][at % 4] as string,
    })),
  },
};
