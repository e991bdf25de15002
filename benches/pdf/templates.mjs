/**
 * The clinic's documents, each against pdfkit writing the words that stand on ours, a line after the other and nothing else: no
 * table, no rule, no sum, no tag. What a service wrote to draw such a page does all of that too, and takes longer.
 */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { both } from '../clinicore.mjs';
import { letters } from './words.mjs';

const font = fileURLToPath(new URL('../../crates/pdf/fonts/NotoSans-Regular.ttf', import.meta.url));

const seller = { name: 'Optik Morgenstern GmbH', address: ['Lindenstraße 12', '10969 Berlin'], taxId: 'DE123456789' };
const lines = [
  { description: 'Single-vision lens', quantity: '2', unitPrice: 8900, taxRate: '19' },
  { description: 'Multi-purpose solution, 360 ml', quantity: '1', unitPrice: 1290, taxRate: '19' },
];
const eyes = {
  right: { sphere: '-1.25', cylinder: '-0.50', axis: 175, add: '+1.50' },
  left: { sphere: '-1.00', add: '+1.50' },
  pupillaryDistance: { right: '31.5', left: '32' },
};

const documents = {
  creditNote: {
    number: 'CN-2026-00003',
    issueDate: '2026-03-10',
    invoiceNumber: 'INV-2026-00042',
    reason: 'One lens was returned',
    currency: 'EUR',
    seller,
    buyer: { name: 'Jana Novak', address: ['Hauptstraße 33', '10827 Berlin'] },
    lines,
  },
  receipt: {
    number: '2026-004711',
    issuedAt: '2026-03-01T14:35',
    currency: 'EUR',
    seller,
    lines,
    payments: [{ description: 'Cash', amount: 20000 }],
  },
  orderSheet: {
    number: 'LAB-2026-00815',
    issueDate: '2026-03-01',
    dueDate: '2026-03-05',
    customer: { name: seller.name, address: seller.address },
    patient: { name: 'Jana Novak', recordNumber: 'P-00053' },
    ...eyes,
    frame: { brand: 'Alba', model: '01', size: { a: '52', b: '38', dbl: '18' } },
    lens: { name: 'Progressive Premium', index: '1.60', coatings: ['Anti-reflection', 'Hard coat'] },
  },
  prescription: {
    issueDate: '2026-03-01',
    prescriber: { name: 'Dr. Olga Brandt', address: ['Lindenplatz 4', '10115 Berlin'] },
    patient: { name: 'Jana Novak', birthDate: '1984-05-17' },
    spectacles: eyes,
  },
  report: {
    title: 'Sales in March',
    author: seller.name,
    date: '2026-04-01',
    figures: [{ name: 'Pieces sold', value: '412' }],
    sections: [
      { heading: 'Outlook', text: 'April is expected to be quieter, as every year after the sale.' },
      {
        heading: 'By product',
        table: {
          columns: [{ name: 'Product' }, { name: 'Pieces', type: 'number' }],
          rows: Array.from({ length: 30 }, (_, i) => [`Lens ${i}`, String(10 + i)]),
        },
      },
    ],
  },
};

async function wordsAlone() {
  const { default: PDFDocument } = await import('pdfkit');
  return async ({ text }) => {
    const doc = new PDFDocument({ size: 'A4', margin: 48 });
    const chunks = [];
    doc.on('data', (chunk) => chunks.push(chunk));
    doc.font(font).fontSize(9);
    for (const line of text) doc.text(line);
    doc.end();
    await once(doc, 'end');
    return Buffer.concat(chunks);
  };
}

export const cases = Object.entries(documents).map(([template, data]) => ({
  name: template,
  of: [`pdf.${template}`],
  input: async () => {
    const { pdf } = await import('clinicore');
    const text = await pdf.extractText(await pdf[template](data));
    return { data, text: text.flatMap((page) => page.split('\n')) };
  },
  contenders: {
    ...both(({ pdf }, { data }) => pdf[template](data)),
    'pdfkit, TTF, the words alone': wordsAlone,
  },
  summary: letters,
  agree: (a, b) => a.length > 100 && a === b,
}));
