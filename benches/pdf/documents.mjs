/**
 * Invoices, and documents of blocks, against pdfkit as a service writes them: a function of the same content, with the same
 * embedded font files (`TTF`) and with the reader's own Helvetica (`std-14`, which cannot print a Č).
 */
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { both, on } from '../clinicore.mjs';

const fonts = fileURLToPath(new URL('../../crates/pdf/fonts/', import.meta.url));
const TTF = { regular: `${fonts}NotoSans-Regular.ttf`, bold: `${fonts}NotoSans-Bold.ttf` };
const STANDARD = { regular: 'Helvetica', bold: 'Helvetica-Bold' };

const PRODUCTS = [
  'Single-vision lens 1.6, anti-reflective, hard coated',
  'Titanium frame, matte black, size 54-17-145',
  'Progressive lens with blue filter and individual fitting parameters measured by tracer',
  'Eye examination',
];

const invoiceOf = (rows) => ({
  number: 'INV-2026-00042',
  issueDate: '2026-03-01',
  dueDate: '2026-03-15',
  currency: 'EUR',
  seller: { name: 'Optik Morgenstern GmbH', address: ['Lindenstraße 12', '10969 Berlin'], taxId: 'DE123456789' },
  buyer: { name: 'Jana Novak', address: ['Hauptstraße 33', '10827 Berlin'] },
  lines: Array.from({ length: rows }, (_, i) => ({
    description: `Item ${i}: ${PRODUCTS[i % PRODUCTS.length]}`,
    sku: `SKU-${1000 + i}`,
    quantity: String(1 + (i % 3)),
    unit: 'pcs',
    unitPrice: 4990 + 137 * i,
    taxRate: i % 3 ? '19' : '7',
  })),
  paymentTerms: 'Payable within 14 days without deduction.',
  notes: 'Frames are covered by a two-year warranty. Please bring this invoice when you collect your glasses.',
});

/** With the taxes of an invoice, or the sum alone. */
const pdfkit =
  (faces, isPlain = false) =>
  async () => {
    const { default: PDFDocument } = await import('pdfkit');
    return async (invoices) => {
      const files = [];
      for (const invoice of invoices)
        files.push(await draw(new PDFDocument({ margin: 48, bufferPages: true }), faces, invoice, isPlain));
      return files;
    };
  };

const contenders = {
  ...both(({ pdf }, invoices) => Promise.all(invoices.map((invoice) => pdf.invoice(invoice)))),
  'pdfkit, TTF': pdfkit(TTF),
  'pdfkit, std-14': pdfkit(STANDARD),
};

/** Layouts differ; every row and the total must be there. */
const allThere = (rows) => (a, b) => a.rows === rows && b.rows === rows && a.total === b.total && a.total !== undefined;

const invoices = [
  ...[1, 12, 100, 500, 2200].map((rows) => ({
    name: `invoice, ${rows.toLocaleString('en')} rows`,
    documents: 1,
    rows,
    growth: { family: 'invoice', n: rows, unit: 'rows' },
  })),
  { name: 'invoice, 100 of 12 rows', documents: 100, rows: 12 },
].map(({ name, documents, rows, growth }) => ({
  name,
  of: ['pdf.invoice'],
  growth,
  input: () => Array.from({ length: documents }, () => invoiceOf(rows)),
  contenders,
  summary: (files) => read(files.at(-1)),
  agree: allThere(rows),
}));

/** A document of blocks: the rows of an invoice as a table, with the sum of what stands before each. */
const documentOf = ({ number, seller, lines, notes }) => {
  let sum = 0;
  const rows = lines.map(({ description, quantity, unit, unitPrice, taxRate }) => {
    const net = Number(quantity) * unitPrice;
    sum += net;
    const cells = [description, `${quantity} ${unit}`, money(unitPrice), `${taxRate}%`, money(net)];
    return { cells, subtotal: money(sum) };
  });
  const end = { align: 'end' };
  return {
    title: `Statement ${number}`,
    author: seller.name,
    style: { size: 9 },
    content: [
      { type: 'heading', level: 1, text: 'Statement' },
      {
        type: 'table',
        columns: [{ width: '4*' }, end, { width: '1.2*', ...end }, { width: 40, ...end }, { width: '1.4*', ...end }],
        head: [['Description', 'Quantity', 'Unit price', 'Tax', 'Amount']],
        rows,
        carry: { forward: 'Carried forward', brought: 'Brought forward', column: 4 },
        withNext: true,
      },
      { type: 'columns', before: 8, columns: [{ content: ['Total'] }, { content: [money(sum)] }] },
      notes,
    ],
    footer: [{ type: 'paragraph', text: ['Page ', { field: 'page' }, ' of ', { field: 'pages' }], align: 'end' }],
  };
};

const rendered =
  (profile) =>
  ({ pdf }, documents) =>
    Promise.all(documents.map((document) => pdf.render(documentOf(document), { profile })));

async function inOrder({ pdf }, documents) {
  const files = [];
  for await (const { file } of pdf.renderMany(documents.map((document) => () => documentOf(document))))
    files.push(file);
  return files;
}

const rivals = { 'pdfkit, TTF': pdfkit(TTF, true), 'pdfkit, std-14': pdfkit(STANDARD, true) };

const documents = [
  {
    name: 'renderMany, 100 documents of 12 rows',
    of: ['pdf.renderMany'],
    documents: 100,
    rows: 12,
    contenders: { ...both(inOrder), ...rivals },
  },
  {
    name: 'renderToStream, a table of 2,200 rows',
    of: ['pdf.renderToStream'],
    documents: 1,
    rows: 2200,
    contenders: {
      ...both(({ pdf }, documents) =>
        Promise.all(documents.map((document) => buffer(pdf.renderToStream(documentOf(document))))),
      ),
      ...rivals,
    },
  },
  ...[12, 100, 2200].map((rows) => ({
    name: `render, a table of ${rows.toLocaleString('en')} rows`,
    of: ['pdf.render'],
    growth: { family: 'render, a table', n: rows, unit: 'rows' },
    documents: 1,
    rows,
    contenders: {
      clinicore: on('native', rendered('accessible')),
      'clinicore, without tags': on('native', rendered('plain')),
      'clinicore, JavaScript': on('js', rendered('accessible')),
      ...rivals,
    },
  })),
].map(({ documents, rows, ...rest }) => ({
  ...rest,
  input: () => Array.from({ length: documents }, () => invoiceOf(rows)),
  summary: (files) => read(files.at(-1)),
  agree: allThere(rows),
}));

export const cases = [...invoices, ...documents];

/** How many rows a file prints, and its total. */
async function read(file) {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const document = await getDocument({ data: new Uint8Array(file), verbosity: 0 }).promise;
  const texts = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    texts.push(...items.map(({ str }) => str).filter((text) => text?.trim()));
  }
  const rows = texts.filter((text) => /^Item \d+: /.test(text)).length;
  return { rows, total: texts[texts.lastIndexOf('Total') + 1] };
}

const cents = new Intl.NumberFormat('en', { minimumFractionDigits: 2 });
const money = (amount) => `€${cents.format(amount / 100)}`;

/** The same invoice in pdfkit: its text wrapping, a repeated head, page numbers at the end. */
async function draw(doc, faces, invoice, isPlain) {
  const chunks = [];
  doc.on('data', (chunk) => chunks.push(chunk));
  doc.registerFont('regular', faces.regular);
  doc.registerFont('bold', faces.bold);
  const { seller, buyer, lines } = invoice;
  const right = doc.page.width - 48;
  const bottom = doc.page.height - 64;
  const columns = [
    { x: 48, width: 250 },
    ...[308, 368, 428, 474].map((x, i) => ({ x, width: [50, 56, 40, right - 474][i], align: 'right' })),
  ];
  const row = (texts, y) => {
    for (const [i, text] of texts.entries()) doc.text(text, columns[i].x, y, columns[i]);
  };
  const head = (y) => {
    doc.font('bold').fontSize(7.5);
    row(['Description', 'Quantity', 'Unit price', 'Tax', 'Amount'], y);
    doc
      .moveTo(48, y + 14)
      .lineTo(right, y + 14)
      .stroke('#0f6277');
    return y + 20;
  };

  doc.font('bold').fontSize(13).text(seller.name, 48, 48);
  doc.font('regular').fontSize(8);
  for (const text of [...seller.address, seller.taxId]) doc.text(text);
  doc
    .font('bold')
    .fontSize(24)
    .text('Invoice', 300, 48, { width: right - 300, align: 'right' });
  doc.fontSize(9);
  for (const text of [invoice.number, invoice.issueDate, invoice.dueDate])
    doc.text(text, { width: right - 300, align: 'right' });
  doc.fontSize(10.5).text(buyer.name, 48, 170);
  doc.font('regular').fontSize(9);
  for (const text of buyer.address) doc.text(text);

  let y = head(240);
  const nets = {};
  for (const { description, sku, quantity, unit, unitPrice, taxRate } of lines) {
    doc.font('regular').fontSize(9);
    const net = Number(quantity) * unitPrice;
    const height = doc.heightOfString(description, columns[0]) + 12;
    if (y + height + 10 > bottom) {
      doc.addPage();
      y = head(48);
      doc.font('regular').fontSize(9);
    }
    row([description, `${quantity} ${unit}`, money(unitPrice).slice(1), `${taxRate}%`, money(net).slice(1)], y);
    doc.fontSize(8).text(sku, 48, y + height - 12);
    y += height + 10;
    doc
      .moveTo(48, y - 5)
      .lineTo(right, y - 5)
      .stroke('#dee2e8');
    nets[taxRate] = (nets[taxRate] ?? 0) + net;
  }

  let gross = 0;
  if (y + 90 > bottom) {
    doc.addPage();
    y = 48;
  }
  const sum = (label, cents) => {
    doc.text(label, 300, y).text(money(cents), 400, y, { width: right - 400, align: 'right' });
    y += 16;
  };
  for (const [rate, net] of Object.entries(nets)) {
    const tax = isPlain ? 0 : Math.round((net * rate) / 100);
    if (!isPlain) sum(`Tax ${rate}% on ${money(net)}`, tax);
    gross += net + tax;
  }
  doc.font('bold').fontSize(12);
  sum('Total', gross);
  doc.font('regular').fontSize(9).text(invoice.paymentTerms, 48, y).text(invoice.notes);

  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page);
    doc.page.margins.bottom = 0;
    doc.text(`Page ${page + 1} of ${count}`, 48, doc.page.height - 40, { width: right - 48, align: 'right' });
  }
  doc.end();
  await once(doc, 'end');
  return Buffer.concat(chunks);
}
