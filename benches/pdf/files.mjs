/** Files that are there: against pdf-lib, which puts them together, and pdf.js, which reads their text. */
import { both } from '../clinicore.mjs';

/** Invoices of two pages, written by pdfkit as any service's are. */
async function invoices(count) {
  const { default: PDFDocument } = await import('pdfkit');
  const { once } = await import('node:events');
  const files = [];
  for (let number = 0; number < count; number++) {
    const doc = new PDFDocument();
    const chunks = [];
    doc.on('data', (chunk) => chunks.push(chunk));
    for (let page = 0; page < 2; page++) {
      if (page > 0) doc.addPage();
      for (let line = 0; line < 40; line++)
        doc.text(`Invoice ${number} line ${page * 40 + line} Single-vision lens 89.00`);
    }
    doc.end();
    await once(doc, 'end');
    files.push(Buffer.concat(chunks));
  }
  return files;
}

const pdfLib = (work) => async () => {
  const { PDFDocument } = await import('pdf-lib');
  return (files) => work(PDFDocument, files);
};

async function pdfLibMerge(PDFDocument, files) {
  const merged = await PDFDocument.create();
  for (const file of files) {
    const source = await PDFDocument.load(file);
    for (const page of await merged.copyPages(source, source.getPageIndices())) merged.addPage(page);
  }
  return merged.save();
}

async function pdfLibSplit(PDFDocument, [file]) {
  const source = await PDFDocument.load(file);
  const parts = [];
  for (let page = 0; page < source.getPageCount(); page++) {
    const part = await PDFDocument.create();
    part.addPage((await part.copyPages(source, [page]))[0]);
    parts.push(await part.save());
  }
  return parts;
}

const pdfJs = async () => {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  return async ([file]) => {
    const read = await getDocument({ data: new Uint8Array(file), verbosity: 0 }).promise;
    const texts = [];
    for (let number = 1; number <= read.numPages; number++) {
      const { items } = await (await read.getPage(number)).getTextContent();
      texts.push(items.map(({ str, hasEOL }) => (hasEOL ? `${str}\n` : str)).join(''));
    }
    await read.destroy();
    return texts;
  };
};

const pageCount = async (file) => {
  const { PDFDocument } = await import('pdf-lib');
  return (await PDFDocument.load(file)).getPageCount();
};

/** One file of all of them, made the same way for every contender. */
const bundle = async (count) => {
  const { PDFDocument } = await import('pdf-lib');
  return [Buffer.from(await pdfLibMerge(PDFDocument, await invoices(count)))];
};

const same = (a, b) => a === b;
const parts =
  (count) =>
  ({ pdf }, [file]) =>
    pdf.split(
      file,
      Array.from({ length: count }, (_, page) => [page + 1]),
    );

export const cases = [
  {
    name: 'merge, 100 files of 2 pages',
    of: ['pdf.merge'],
    input: () => invoices(100),
    contenders: { ...both(({ pdf }, files) => pdf.merge(files)), 'pdf-lib': pdfLib(pdfLibMerge) },
    summary: pageCount,
    agree: same,
  },
  {
    name: 'split, 100 pages',
    of: ['pdf.split'],
    input: () => bundle(50),
    contenders: { ...both(parts(100)), 'pdf-lib': pdfLib(pdfLibSplit) },
    summary: (files) => files.length,
    agree: same,
  },
  {
    name: 'extractText, 100 pages',
    of: ['pdf.extractText'],
    input: () => bundle(50),
    contenders: { ...both(({ pdf }, [file]) => pdf.extractText(file)), 'pdf.js': pdfJs },
    summary: (texts) => texts.join(' ').match(/line \d+ Single-vision lens/g).length,
    agree: same,
  },
];
