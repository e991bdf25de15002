/**
 * PDF documents of a clinic: `clinicore/pdf`.
 *
 * @module
 */
import type { Lines } from './contract';
import { ClinicoreError } from './errors';
import { inBatches, takeIn } from './intake';
import type { CheckedLine, CheckedParty, InvoiceDocument, PrintedDate } from './pdf/document';
import { currency, language, numberFormat, printedDate } from './pdf/locale';
import { run, TASK_OPTIONS, type TaskOptions, taskOptions } from './task';
import {
  array,
  day,
  type Fields,
  hexColor,
  integer,
  items,
  line,
  matching,
  oneOf,
  optionalRecord,
  paragraph,
  readable,
  record,
} from './validate';

export { contentHash, type DocumentSource, type RenderedItem, type RenderManyOptions, renderMany } from './pdf/batch';
export { type FontFiles, registerFont } from './pdf/fonts';
export type * from './pdf/model';
export type { ArchiveProfile, Profile, ProtectedProfile } from './pdf/profile';
export { type RenderOptions, render } from './pdf/render';
export { embedSignature, type PreparedSignature, prepareSignature, type SignatureOptions } from './pdf/signature';
export { renderToStream } from './pdf/stream';

const MAX_LINES = 100_000;
/** How many lines are read before the call returns its promise. */
const LINES_AT_ONCE = 500;
/** More would be too large a text at once. */
const MAX_BATCH_LINES = 2_000;

/** Who sells or buys. Every text is one line. */
export interface Party {
  /** At most 120 characters. */
  name: string;
  /** The address line by line: at most 6 lines of 100 characters. */
  address: string[];
  /** Tax or VAT number, at most 40 characters. */
  taxId?: string;
  /** At most 254 characters. */
  email?: string;
  /** At most 40 characters. */
  phone?: string;
}

/** One item of an invoice. Its net amount is `quantity × unitPrice`, rounded half away from zero, less the discount. */
export interface InvoiceLine {
  /** What is sold: at most 2,000 characters, line breaks (`\n`) allowed. */
  description: string;
  /** Article number, printed under the description. At most 60 characters. */
  sku?: string;
  /** How many, as a decimal string of up to 9 digits and 6 decimals: `'1'`, `'2.5'`; `'-1'` for a return. */
  quantity: string;
  /** What is counted, such as `'pcs'`. At most 20 characters. */
  unit?: string;
  /** Price of one in the currency's minor unit (cents): an integer of 0 or more. */
  unitPrice: number;
  /** What is taken off the line, in minor units: an integer of 0 or more. Default 0. */
  discount?: number;
  /** Tax in percent, as a decimal string of up to 3 digits and 4 decimals: `'19'`, `'7.5'`, `'0'`. */
  taxRate: string;
}

/** What an invoice adds up to, in minor units. */
export interface InvoiceTotals {
  /** Sum of the lines' net amounts. */
  net: number;
  /** Sum of the taxes: for each rate, the rate's share of its lines' sum, rounded half away from zero (EN 16931). */
  tax: number;
  /** `net + tax`: what is to be paid. */
  gross: number;
}

/**
 * What an invoice says. Texts are drawn as given, in Unicode's composed form (NFC), in which at most 8 combining marks
 * may stand on one character.
 */
export interface InvoiceData {
  /** The invoice's number, at most 60 characters. */
  number: string;
  /** Day of issue, `YYYY-MM-DD`; also the PDF's creation date. */
  issueDate: string;
  /** Day it is to be paid, `YYYY-MM-DD`. */
  dueDate?: string | undefined;
  /** ISO 4217 code such as `'EUR'`. It says what a minor unit is: a hundredth of a EUR, a JPY, a thousandth of a KWD. */
  currency: string;
  /** Who sells. */
  seller: Party;
  /** Who buys. */
  buyer: Party;
  /** What is sold: 1 to 100,000 lines with at most 20 different tax rates, on at most 10,000 pages. */
  lines: InvoiceLine[];
  /** Printed under the totals: at most 5,000 characters, line breaks allowed. */
  notes?: string | undefined;
  /** How to pay, printed above the notes: at most 5,000 characters, line breaks allowed. */
  paymentTerms?: string | undefined;
  /** Totals you have computed already: refused if the lines do not add up to them. */
  totals?: InvoiceTotals;
}

/** The template's words, each one line of at most 60 characters. */
export interface InvoiceLabels {
  /** Heading of the document: `'Invoice'`. */
  title: string;
  /** Before the invoice's number: `'Invoice no.'`. */
  number: string;
  /** Before the day of issue: `'Date'`. */
  issueDate: string;
  /** Before the day it is to be paid: `'Due date'`. */
  dueDate: string;
  /** Above the buyer: `'Bill to'`. */
  billTo: string;
  /** Before a tax number: `'Tax ID'`. */
  taxId: string;
  /** Head of the column of descriptions: `'Description'`. */
  description: string;
  /** Head of the column of quantities: `'Quantity'`. */
  quantity: string;
  /** Head of the column of prices: `'Unit price'`. */
  unitPrice: string;
  /** Head of the column of discounts, left out when there are none: `'Discount'`. */
  discount: string;
  /** Head of the column of tax rates: `'Tax'`. */
  taxRate: string;
  /** Head of the column of net amounts: `'Amount'`. */
  amount: string;
  /** Before the running sum at the end of a page: `'Carried forward'`. */
  carriedForward: string;
  /** Before the running sum at the start of the next: `'Brought forward'`. */
  broughtForward: string;
  /** Before the sum without tax: `'Subtotal'`. */
  subtotal: string;
  /** Before each tax, where `{rate}` and `{base}` stand for the rate and the amount it is on: `'Tax {rate} on {base}'`. */
  tax: string;
  /** Before what is to be paid: `'Total'`. */
  total: string;
  /** Above the payment terms: `'Payment terms'`. */
  paymentTerms: string;
  /** Above the notes: `'Notes'`. */
  notes: string;
  /** In the foot, where `{page}` and `{pages}` stand for its number and how many there are: `'Page {page} of {pages}'`. */
  page: string;
}

/** Options of {@link invoice}. */
export interface InvoiceOptions extends TaskOptions {
  /** BCP 47 tag: the document's language, and how its numbers and dates are printed. Default `'en'`. */
  locale?: string;
  /** The template's words in the document's language. Those left out are English. */
  labels?: Partial<InvoiceLabels>;
  /** The paper. Default `'A4'`. */
  pageSize?: 'A4' | 'Letter';
  /** Colour of headings and rules, `'#rrggbb'`. Default `'#0f6277'`. */
  accentColor?: string;
}

/**
 * Makes an invoice as a PDF: A4 or Letter, over as many pages as its lines need, with the table's head and the running
 * sum on every page, the tax of each rate, and "page x of y".
 *
 * Amounts are computed exactly, in integers. The embedded font (Noto Sans) covers Latin, Greek and Cyrillic; a character
 * it lacks is refused, never printed as a box. The same arguments always give the same bytes on the same backend, and
 * the same text at the same places on both.
 *
 * Up to 500 lines are read before the call returns its promise, as everything else is. Further ones are read in order,
 * in batches of about 2 ms, so that the event loop stays free: leave them alone until the promise settles. While they
 * are read, the call counts as one that waits.
 *
 * The work is done in lines: `onProgress` counts each twice, once laid out and once drawn.
 *
 * @param data what the invoice says
 * @param options how it looks; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a field of the wrong form, no lines, a control character, too many marks
 *   on a character, totals that do not add up: `details.required` is the right one), `ERR_UNSUPPORTED` (a character the font lacks: `details.argument`
 *   is the field, `details.codePoint` the character; `options.locale` where it comes from the locale's dates or
 *   numbers), `ERR_LIMIT_EXCEEDED` (too many lines, tax rates or pages, a text too long for its field, an amount above
 *   2^53 - 1), `ERR_ABORTED`, `ERR_BUSY`
 * @see EN 16931-1 for the rounding of taxes
 *
 * @example
 * const file = await pdf.invoice({
 *   number: 'INV-2026-00042',
 *   issueDate: '2026-03-01',
 *   currency: 'EUR',
 *   seller: { name: 'Optik Morgenstern GmbH', address: ['Lindenstraße 12', '10969 Berlin'], taxId: 'DE123456789' },
 *   buyer: { name: 'Jana Nováková', address: ['Dlouhá 733/29', '110 00 Praha 1'] },
 *   lines: [{ description: 'Single-vision lens', quantity: '2', unitPrice: 8900, taxRate: '19' }],
 * }, { locale: 'de-DE', labels: { title: 'Rechnung' } });
 */
export async function invoice(data: InvoiceData, options: InvoiceOptions = {}): Promise<Buffer> {
  const fields = optionalRecord(options, 'options').only([
    'locale',
    'labels',
    'pageSize',
    'accentColor',
    ...TASK_OPTIONS,
  ]);
  const task = taskOptions(fields, 'interactive');
  const source = record(data, 'data');
  const document = checkedDocument(source, fields);
  const sold = source.get('lines', soldLines);
  const file = await run(task, ({ pdf, pool }, job) => {
    const lines = new pdf.Lines();
    const read = () => readLines(sold, lines, () => task.signal?.throwIfAborted());
    return takeIn(pool, read, () => pdf.invoice(JSON.stringify(document), lines, job));
  });
  return Buffer.from(file.buffer, file.byteOffset, file.byteLength);
}

/** What `options.labels` replaces. */
const ENGLISH: InvoiceLabels = {
  title: 'Invoice',
  number: 'Invoice no.',
  issueDate: 'Date',
  dueDate: 'Due date',
  billTo: 'Bill to',
  taxId: 'Tax ID',
  description: 'Description',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  discount: 'Discount',
  taxRate: 'Tax',
  amount: 'Amount',
  carriedForward: 'Carried forward',
  broughtForward: 'Brought forward',
  subtotal: 'Subtotal',
  tax: 'Tax {rate} on {base}',
  total: 'Total',
  paymentTerms: 'Payment terms',
  notes: 'Notes',
  page: 'Page {page} of {pages}',
};

function checkedDocument(data: Fields, options: Fields): InvoiceDocument {
  data.only([
    'number',
    'issueDate',
    'dueDate',
    'currency',
    'seller',
    'buyer',
    'lines',
    'notes',
    'paymentTerms',
    'totals',
  ]);
  const locale = options.optional('locale', 'en', language);
  const date = (value: unknown, path: string) => printed(value, path, locale);
  return {
    data: {
      number: data.get('number', line, 60),
      issueDate: data.get('issueDate', date),
      dueDate: data.optional('dueDate', undefined, date),
      seller: data.get('seller', party),
      buyer: data.get('buyer', party),
      lines: [],
      paymentTerms: data.optional('paymentTerms', undefined, paragraph, 5000),
      notes: data.optional('notes', undefined, paragraph, 5000),
      totals: data.optional('totals', undefined, totals),
    },
    options: {
      language: locale,
      numbers: numberFormat(locale, data.get('currency', currency)),
      labels: options.optional('labels', ENGLISH, labels),
      pageSize: options.optional('pageSize', 'A4', (value, path) => oneOf(value, path, ['A4', 'Letter'])),
      accentColor: options.optional('accentColor', [15, 98, 119], color),
    },
  };
}

function party(value: unknown, path: string): CheckedParty {
  const fields = record(value, path).only(['name', 'address', 'taxId', 'email', 'phone']);
  return {
    name: fields.get('name', line, 120),
    address: fields.get('address', (lines, at) => items(lines, at, 6, (item, itemPath) => line(item, itemPath, 100))),
    taxId: fields.optional('taxId', undefined, line, 40),
    email: fields.optional('email', undefined, line, 254),
    phone: fields.optional('phone', undefined, line, 40),
  };
}

/** Lines that are counted, and not read yet. */
interface SoldLines {
  readonly items: readonly unknown[];
  readonly count: number;
  readonly path: string;
}

function soldLines(value: unknown, path: string): SoldLines {
  const lines = array(value, path, MAX_LINES);
  // Read once: a proxy may answer differently, and nonsense.
  const count = integer(lines.length, `${path}.length`, 0, MAX_LINES);
  if (count === 0) {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must have at least one line`, { argument: path });
  }
  return { items: lines, count, path };
}

/** Moves the lines to a backend, with turns of the event loop in between; `goOn` is asked at each. */
async function readLines({ items, count, path }: SoldLines, lines: Lines, goOn: () => void): Promise<void> {
  try {
    await inBatches(count, { first: LINES_AT_ONCE, most: MAX_BATCH_LINES }, goOn, (start, end) => {
      const batch = readable(path, () =>
        Array.from({ length: end - start }, (_, at) => invoiceLine(items[start + at], `${path}[${start + at}]`)),
      );
      lines.append(JSON.stringify(batch));
      return end;
    });
  } catch (error) {
    lines.clear();
    throw error;
  }
}

const LINE_FIELDS = ['description', 'sku', 'quantity', 'unit', 'unitPrice', 'discount', 'taxRate'];

function invoiceLine(value: unknown, path: string): CheckedLine {
  const fields = record(value, path).only(LINE_FIELDS);
  return {
    description: fields.get('description', paragraph, 2000),
    sku: fields.optional('sku', undefined, line, 60),
    quantity: fields.get('quantity', matching, /^-?\d{1,9}(\.\d{1,6})?$/, "a decimal string such as '2' or '2.5'"),
    unit: fields.optional('unit', undefined, line, 20),
    unitPrice: fields.get('unitPrice', integer, 0, Number.MAX_SAFE_INTEGER),
    discount: fields.optional('discount', 0, integer, 0, Number.MAX_SAFE_INTEGER),
    taxRate: fields.get('taxRate', matching, /^\d{1,3}(\.\d{1,4})?$/, "a percentage such as '19' or '7.5'"),
  };
}

function totals(value: unknown, path: string): InvoiceTotals {
  const fields = record(value, path).only(['net', 'tax', 'gross']);
  const amount = (key: string) => fields.get(key, integer, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  return { net: amount('net'), tax: amount('tax'), gross: amount('gross') };
}

function labels(value: unknown, path: string): InvoiceLabels {
  const names = Object.keys(ENGLISH) as (keyof InvoiceLabels)[];
  const fields = record(value, path).only(names);
  const own = names.map((name) => [name, fields.optional(name, ENGLISH[name], line, 60)]);
  return Object.fromEntries(own) as InvoiceLabels;
}

function printed(value: unknown, path: string, locale: string): PrintedDate {
  const at = day(value, path);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    text: printedDate(at, locale),
  };
}

function color(value: unknown, path: string): [number, number, number] {
  const hex = hexColor(value, path);
  const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}
