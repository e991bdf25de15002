/** What the templates are tested with. */
import type { pdf } from 'clinicore';

export const seller: pdf.Party = {
  name: 'Optik Morgenstern GmbH',
  address: ['Lindenstraße 12', '10969 Berlin'],
  taxId: 'DE123456789',
};

export const buyer: pdf.Party = { name: 'Jana Nováková', address: ['Dlouhá 733/29', '110 00 Praha 1'] };

export const line: pdf.InvoiceLine = {
  description: 'Single-vision lens',
  quantity: '2',
  unitPrice: 8900,
  taxRate: '19',
};

export const invoice: pdf.InvoiceData = {
  number: 'INV-2026-00042',
  issueDate: '2026-03-01',
  currency: 'EUR',
  seller,
  buyer,
  lines: [line],
};

export const receipt: pdf.ReceiptData = {
  number: '2026-004711',
  issuedAt: '2026-03-01T14:35',
  currency: 'EUR',
  seller,
  lines: [
    { description: 'Multi-purpose solution, 360 ml', quantity: '2', unitPrice: 1290, taxRate: '19' },
    { description: 'Daily lenses, 30 pieces', quantity: '1', unitPrice: 2290, taxRate: '7' },
  ],
};

export const prescription: pdf.PrescriptionData = {
  issueDate: '2026-03-01',
  prescriber: { name: 'Dr. Olga Brandt', address: ['Lindenplatz 4', '10115 Berlin'] },
  patient: { name: 'Jana Nováková', birthDate: '1984-05-17', recordNumber: 'P-00053' },
  spectacles: {
    right: { sphere: '-1.25', cylinder: '-0.50', axis: 175, add: '+1.50' },
    left: {
      sphere: '1',
      add: '1.5',
      prism: [
        { power: '1', base: 'in' },
        { power: '0.5', base: 'up' },
      ],
    },
    pupillaryDistance: { right: '31.5', left: '32', binocular: '63.50' },
    vertexDistance: '12',
    use: 'Distance',
  },
};

export const order: pdf.OrderSheetData = {
  number: 'LAB-2026-00815',
  issueDate: '2026-03-01',
  dueDate: '2026-03-05',
  customer: seller,
  laboratory: { name: 'Linsenwerk Jena', address: ['07745 Jena'] },
  patient: { name: 'Jana Nováková', recordNumber: 'P-00053' },
  right: { sphere: '-1.25', cylinder: '-0.50', axis: 175, add: '+1.50', fittingHeight: '21', diameter: '70' },
  left: { sphere: '+0.75', fittingHeight: '21.5', diameter: '65' },
  pupillaryDistance: { right: '31.5', left: '32' },
  wearing: { vertexDistance: '12.5', pantoscopicTilt: '9', wrap: '5.5' },
  frame: { brand: 'Alba', model: '01', size: { a: '52', b: '38', dbl: '18', temple: '145' } },
  lens: { name: 'Progressive Premium', index: '1.60', coatings: ['Anti-reflection', 'Hard coat'], tint: 'Brown 25%' },
};

export const report: pdf.ReportData = {
  title: 'Sales in March',
  subtitle: 'All branches',
  author: 'Optik Morgenstern GmbH',
  date: '2026-04-01',
  figures: [{ name: 'Pieces sold', value: '412' }],
  sections: [
    { heading: 'Summary', text: 'Sales rose.\n\nReturns fell.' },
    {
      heading: 'By product',
      table: {
        columns: [{ name: 'Product' }, { name: 'Pieces', type: 'number' }],
        rows: [
          ['Lens', '400'],
          ['Frame', '12'],
        ],
        total: ['Total', '412'],
        caption: 'Without returns',
      },
    },
  ],
};

/** A PNG of 4 × 2 pixels. */
export const logo = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAYAAAB/qH1jAAAAEUlEQVR4nGPgTyr/j4wZ0AUA90YPOXhrpuoAAAAASUVORK5CYII=',
  'base64',
);

/** The parties of the Swiss guidelines' examples. */
export const creditor = {
  name: 'Robert Schneider AG',
  street: 'Rue du Lac',
  building: '1268',
  postalCode: '2501',
  town: 'Biel',
  country: 'CH',
};
export const debtor = {
  name: 'Pia-Maria Rutschmann-Schnyder',
  street: 'Grosse Marktgasse',
  building: '28',
  postalCode: '9400',
  town: 'Rorschach',
  country: 'CH',
};
