/** An invoice with something in every common field, longer ones, and what was printed of them. */
import { pdf } from 'clinicore';
import { type ReadPdf, type Run, readPdf } from '../../pdf-reader';

export const line: pdf.InvoiceLine = {
  description: 'Single-vision lens',
  quantity: '2',
  unitPrice: 8900,
  taxRate: '19',
};

export const data: pdf.InvoiceData = {
  number: 'INV-2026-00042',
  issueDate: '2026-03-01',
  dueDate: '2026-03-15',
  currency: 'EUR',
  seller: {
    name: 'Optik Morgenstern GmbH',
    address: ['Lindenstraße 12', '10969 Berlin'],
    taxId: 'DE123456789',
    email: 'hallo@optik-morgenstern.example',
    phone: '+49 30 1234567',
  },
  buyer: { name: 'Jana Nováková', address: ['Dlouhá 733/29', '110 00 Praha 1'] },
  lines: [
    { ...line, sku: 'L-160', unit: 'pcs', discount: 500 },
    { description: 'Čisticí roztok 360 ml – bez konzervantů', quantity: '1.5', unitPrice: 1290, taxRate: '7' },
    { description: 'Ωμέγα, Привет, Đặng & œuvre', quantity: '-1', unitPrice: 99, taxRate: '0' },
  ],
  paymentTerms: 'Payable within 14 days.\r\nIBAN DE02 1203 0000 0000 2020 51',
  notes: 'Thank you.',
};

/** `count` lines that differ, each telling its index. */
export const many = (count: number): pdf.InvoiceLine[] =>
  Array.from({ length: count }, (_, i) => ({
    ...line,
    description: `Item ${i}: ${'a rather long description of an item '.repeat(i % 4)}`,
    unitPrice: 1000 + i,
  }));

export const rightEdge = ({ x, width }: Run) => x + width;
export const allText = ({ pages }: ReadPdf) => pages.map(({ text }) => text).join('\n');
/** The text after a label, on the page with that index. */
export const nextTo = (read: ReadPdf, page: number, label: string) => {
  const texts = read.pages[page]?.runs.map(({ text }) => text) ?? [];
  return texts[texts.indexOf(label) + 1];
};

/** An invoice that differs from {@link data}, made and read. */
export const render = async (changes: Partial<pdf.InvoiceData> = {}, options?: pdf.InvoiceOptions) =>
  readPdf(await pdf.invoice({ ...data, ...changes }, options));

/** A second line that differs from the first. */
export const withLine = (changes: object) => ({ lines: [{ ...line }, { ...line, ...changes }] });
