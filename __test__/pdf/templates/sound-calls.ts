/** A sound call of each template, for `front-door.test.ts` to spoil. */
import { invoice, logo, order, prescription, receipt, report } from './data';

const line = {
  description: 'Lens',
  sku: 'LE-1',
  quantity: '2',
  unit: 'pcs',
  unitCode: 'H87',
  unitPrice: 4900,
  discountPercent: '10',
  taxRate: '19',
  taxCategory: 'S',
};

/** What e-invoices say of seller and buyer. */
const trade = { country: 'DE', postalCode: '10969', city: 'Berlin', registrationId: 'HRB 1', gln: '4012345000009' };

const sale = () => ({
  ...structuredClone(invoice),
  seller: { ...structuredClone(invoice.seller), ...trade },
  buyer: { ...structuredClone(invoice.buyer), ...trade, vatId: 'DE123456788' },
  buyerReference: 'R-1',
  lines: [{ ...line }, { ...line, discountPercent: undefined, discount: 5, taxRate: '0', taxCategory: 'E' }],
  discounts: [{ reason: 'Loyalty', percent: '2.5' }, { amount: 100 }],
  exemptionReasons: { E: 'Exempt' },
  notes: 'Thank you',
});

const invoiceData = () => ({
  ...sale(),
  dueDate: '2026-12-20',
  deliveryDate: '2026-11-20',
  orderNumber: 'O-1',
  corrects: { number: 'INV-0', date: '2026-11-01' },
  payments: [{ amount: 100, date: '2026-11-01', description: 'Deposit' }],
  bank: { iban: 'DE02120300000000202051', bic: 'BYLADEM1001', holder: 'Clinic', bank: 'DKB' },
  paymentCode: { type: 'epc', text: 'INV-1', purpose: 'GDDS', information: 'x' },
  paymentTerms: 'At once',
});

const creditNoteData = () => ({
  ...sale(),
  invoiceNumber: 'INV-1',
  invoiceDate: '2026-11-01',
  deliveryDate: '2026-11-20',
  reason: 'Returned',
  paymentTerms: 'Paid back',
});

const orderData = () => ({
  ...structuredClone(order),
  powerStep: '0.25',
  nearPupillaryDistance: { binocular: '60' },
  tracing: { right: Uint16Array.from({ length: 40 }, () => 2500) },
  barcode: 'A-1',
  notes: 'Soon',
});

const prescriptionData = () => ({
  ...structuredClone(prescription),
  number: 'RX-1',
  validUntil: '2027-11-20',
  contactLenses: {
    right: { brand: 'Aqua', sphere: '-1', baseCurve: '8.6', diameter: '14.2', add: 'MED', color: 'blue' },
  },
  notes: 'Again in a year',
});

const receiptData = () => ({
  ...structuredClone(receipt),
  cashier: 'Rita',
  pricesIncludeTax: true,
  payments: [{ amount: 10_000, description: 'Cash' }],
  notes: 'Bye',
  fiscalCode: 'V0;1',
});

const reportData = () => ({
  ...structuredClone(report),
  facts: [{ name: 'Period', value: 'March' }],
  sections: [
    ...structuredClone(report.sections),
    {
      newPage: true,
      chart: { svg: '<svg width="9" height="9"><rect width="9" height="9"/></svg>', alt: 'A square', caption: 'x' },
    },
  ],
});

const how = () => ({
  locale: 'de',
  theme: { accentColor: '#123456', logo },
  signal: new AbortController().signal,
});
const paged = () => ({ ...how(), pageSize: 'A4' });
const rendering = () => ({ profile: 'accessible', onProgress: () => {}, lane: 'bulk' });
const sold = () => ({ ...paged(), accentColor: '#123456', labels: { title: 'Rechnung' } });
const asXml = () => ({ facturX: 'BASIC', signal: new AbortController().signal });
const roll = () => ({ ...how(), roll: '58mm', labels: { title: 'Beleg' } });

/** A template and its document: the same data, options of rendering for the first only. */
const both = (name: string, data: () => object, options: () => object): Record<string, () => unknown[]> => ({
  [`pdf.${name}`]: () => [data(), { ...options(), ...rendering() }],
  [`pdf.${name}Document`]: () => [data(), options()],
});

export const templateCalls: Record<string, () => unknown[]> = {
  ...both('invoice', invoiceData, sold),
  ...both('creditNote', creditNoteData, sold),
  'pdf.invoiceXml': () => [invoiceData(), asXml()],
  'pdf.creditNoteXml': () => [creditNoteData(), asXml()],
  ...both('orderSheet', orderData, paged),
  ...both('prescription', prescriptionData, paged),
  ...both('receipt', receiptData, roll),
  ...both('report', reportData, paged),
};
