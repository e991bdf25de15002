/** The receipt, on a roll of paper. */
import { boolean, type Fields, line, matching, oneOf, paragraph, record, text } from '../../validate';
import { currency, type NumberFormat, numberFormat, printedDate, printedTime } from '../locale';
import type { Block, Cell, Paragraph, PdfDocument, Row, Table } from '../model';
import { amountText, decimal, decimalText, moneyText, percentText } from '../money';
import { agree, Bill, type Totals } from './bill';
import { type Look, styles } from './look';
import { type CheckedParty, details, type Party, party } from './party';
import {
  type CheckedDiscount,
  type CheckedPayment,
  dayText,
  discounts,
  type ExemptionReasons,
  exemptionReasons,
  explained,
  type InvoiceDiscount,
  type InvoiceLine,
  type InvoicePayment,
  type InvoiceTotals,
  payments,
  readLines,
  type Sold,
  soldLines,
  totals,
} from './sale';
import { type DocumentOptions, type Making, type PdfTemplateOptions, template } from './template';

/** What a receipt says. */
export interface ReceiptData {
  /** At most 60 characters. */
  number: string;
  /** When it was issued: `YYYY-MM-DD`, or with the time on the clock `YYYY-MM-DDTHH:MM`. Its day is the PDF's creation date. */
  issuedAt: string;
  /** ISO 4217 code such as `'EUR'`. */
  currency: string;
  /** Who sells. */
  seller: Party;
  /** Who served: at most 60 characters. */
  cashier?: string | undefined;
  /** Whether the prices have the tax in them, which then is worked out of them for each rate. Default true. */
  pricesIncludeTax?: boolean | undefined;
  /** What is sold: 1 to 1,000 lines. */
  lines: InvoiceLine[];
  /** What is taken off the whole, as on an invoice. */
  discounts?: InvoiceDiscount[] | undefined;
  /** Why nothing is charged, as on an invoice. */
  exemptionReasons?: ExemptionReasons | undefined;
  /** How it was paid, each with its method as `description`. More than the total is answered by change. */
  payments?: InvoicePayment[] | undefined;
  /** Totals you have computed already: refused if the lines do not add up to them. `due` is negative where there is change. */
  totals?: InvoiceTotals | undefined;
  /** Printed at the end: at most 1,000 characters, line breaks allowed. */
  notes?: string | undefined;
  /** What a QR code at the end says, such as a cash register's signature: at most 1,000 characters. */
  fiscalCode?: string | undefined;
}

/** The template's words, each one line of at most 60 characters. */
export interface ReceiptLabels {
  /** Heading of the document: `'Receipt'`. */
  title: string;
  /** Before its number: `'No.'`. */
  number: string;
  /** Before who served: `'Served by'`. */
  cashier: string;
  /** Before the seller's tax number: `'Tax ID'`. */
  taxId: string;
  /** Name of a discount: `'Discount'`. */
  discount: string;
  /** Before the sum of the lines, where something was taken off the whole: `'Subtotal'`. */
  subtotal: string;
  /** Before what is to be paid: `'Total'`. */
  total: string;
  /** Before a payment without description: `'Paid'`. */
  paid: string;
  /** Before what is given back: `'Change'`. */
  change: string;
  /** Before what is still to be paid, where something was paid: `'Still due'`. */
  due: string;
  /** Head of the column of tax rates: `'Tax'`. */
  taxRate: string;
  /** Head of the column of amounts without tax: `'Net'`. */
  net: string;
  /** Head of the column of taxes: `'Tax amount'`. */
  tax: string;
  /** Head of the column of amounts with tax: `'Gross'`. */
  gross: string;
  /** What the QR code is: `'Signature of the cash register'`. */
  fiscalCode: string;
}

/** Options of {@link receipt}. */
export interface ReceiptOptions extends Omit<PdfTemplateOptions<ReceiptLabels>, 'pageSize'> {
  /** The paper's width. Default `'80mm'`. */
  roll?: '80mm' | '58mm';
}

/** A {@link ReceiptData} that passed the front door, but for the lines. */
interface CheckedReceipt {
  number: string;
  issuedAt: string;
  currency: string;
  seller: CheckedParty;
  cashier: string | undefined;
  pricesIncludeTax: boolean;
  discounts: CheckedDiscount[];
  exemptionReasons: ExemptionReasons;
  payments: CheckedPayment[];
  totals: InvoiceTotals | undefined;
  notes: string | undefined;
  fiscalCode: string | undefined;
}

/**
 * Makes a receipt for a roll of 80 or 58 mm as a PDF: one page, exactly as high as what stands on it, in black.
 *
 * Amounts are computed exactly, in integers: the tax is worked out for each rate on the sum of its lines, out of prices
 * that have it in them or on top of those that have not.
 *
 * @param data what was sold and how it was paid
 * @param options how it looks; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError as {@link invoice} does
 *
 * @example
 * const file = await pdf.receipt({
 *   number: '2026-004711',
 *   issuedAt: '2026-03-01T14:35',
 *   currency: 'EUR',
 *   seller: { name: 'Optik Morgenstern GmbH', address: ['Lindenstraße 12', '10969 Berlin'], taxId: 'DE123456789' },
 *   lines: [{ description: 'Multi-purpose solution, 360 ml', quantity: '2', unitPrice: 1290, taxRate: '19' }],
 *   payments: [{ description: 'Cash', amount: 3000 }],
 * }, { locale: 'de-DE', roll: '80mm' });
 */
export async function receipt(data: ReceiptData, options: ReceiptOptions = {}): Promise<Buffer> {
  return making(data, options).pdf();
}

/**
 * The document that {@link receipt} makes a PDF of: for `renderMany` and `renderToStream`, or to add to it. Errors of
 * rendering it then name places in the document.
 *
 * @param data as of {@link receipt}
 * @param options as of {@link receipt}, but those of rendering
 * @throws ClinicoreError as {@link receipt} does for what is wrong with the data
 */
export async function receiptDocument(
  data: ReceiptData,
  options: DocumentOptions<ReceiptOptions> = {},
): Promise<PdfDocument> {
  return making(data, options).document();
}

function making(data: ReceiptData, options: ReceiptOptions): Making {
  const { fields, locale, labels, look, of } = template(options, LABELS, ['roll']);
  const roll = fields.optional('roll', '80mm', (value, path) => oneOf(value, path, ['80mm', '58mm']));
  const source = record(data, 'data').only(FIELDS);
  const checked = checkedReceipt(source);
  const unread = source.get('lines', soldLines, MAX_LINES);
  const { number, seller, cashier, ...rest } = checked;
  const read = { number, seller, cashier, lines: [] as object[], ...rest };
  const numbers = numberFormat(locale, checked.currency);
  return of(read, async (goOn) => {
    const bill = new Bill(checked.pricesIncludeTax);
    const sold = await readLines(unread, bill, goOn);
    read.lines = sold;
    explained(sold, checked.exemptionReasons);
    const sums = bill.totals(checked.discounts, checked.payments);
    agree(checked.totals, sums);
    return { document: laidOut({ receipt: checked, sold, sums, look, labels, numbers, roll }) };
  });
}

const LABELS: ReceiptLabels = {
  title: 'Receipt',
  number: 'No.',
  cashier: 'Served by',
  taxId: 'Tax ID',
  discount: 'Discount',
  subtotal: 'Subtotal',
  total: 'Total',
  paid: 'Paid',
  change: 'Change',
  due: 'Still due',
  taxRate: 'Tax',
  net: 'Net',
  tax: 'Tax amount',
  gross: 'Gross',
  fiscalCode: 'Signature of the cash register',
};

const MAX_LINES = 1_000;
const FIELDS = [
  'number',
  'issuedAt',
  'currency',
  'seller',
  'cashier',
  'pricesIncludeTax',
  'lines',
  'discounts',
  'exemptionReasons',
  'payments',
  'totals',
  'notes',
  'fiscalCode',
];

const checkedReceipt = (source: Fields): CheckedReceipt => ({
  number: source.get('number', line, 60),
  issuedAt: source.get('issuedAt', dayOrMinute),
  currency: source.get('currency', currency),
  seller: source.get('seller', party),
  cashier: source.optional('cashier', undefined, line, 60),
  pricesIncludeTax: source.optional('pricesIncludeTax', true, boolean),
  discounts: source.optional('discounts', [] as CheckedDiscount[], discounts),
  exemptionReasons: source.optional('exemptionReasons', {}, exemptionReasons),
  payments: source.optional('payments', [] as CheckedPayment[], payments),
  totals: source.optional('totals', undefined, totals),
  notes: source.optional('notes', undefined, paragraph, 1000),
  fiscalCode: source.optional('fiscalCode', undefined, text, 1000),
});

function dayOrMinute(value: unknown, path: string): string {
  const must = "a day such as '2026-03-01', or a day and time such as '2026-03-01T14:35'";
  const time = matching(value, path, /^\d{4}-\d\d-\d\d(T([01]\d|2[0-3]):[0-5]\d)?$/, must);
  dayText(time.slice(0, 10), path);
  return time;
}

interface Parts {
  receipt: CheckedReceipt;
  sold: readonly Sold[];
  sums: Totals;
  look: Look;
  labels: ReceiptLabels;
  numbers: NumberFormat;
  roll: '80mm' | '58mm';
}

/** Paper and margins in points, and the text's size: printers leave 4 mm blank on either side of 80, 5 mm on 58. */
const ROLLS = {
  '80mm': { width: 226.77, margin: 14, size: 9, code: 110 },
  '58mm': { width: 164.41, margin: 14.2, size: 7.5, code: 96 },
} as const;

function laidOut(parts: Parts): PdfDocument {
  const { receipt: data, look, labels, roll, sold } = parts;
  const { width, margin, size, code } = ROLLS[roll];
  const { seller, notes, fiscalCode } = data;
  const black = { ...look, accent: '#000000' };
  const { style, styles: named } = styles(black, size);
  const plain = Object.fromEntries(
    Object.entries(named ?? {}).map(([name, { color: _, ...rest }]) => [name, { ...rest, color: '#000000' }]),
  );
  const centred = (said: string, style?: string): Paragraph => ({
    type: 'paragraph',
    text: said,
    align: 'center',
    ...(style !== undefined && { style }),
  });
  return {
    title: `${labels.title} ${data.number}`,
    language: look.language,
    author: seller.name,
    created: data.issuedAt.slice(0, 10),
    page: { size: { width, height: 'auto' }, margin: [16, margin, 20, margin], edge: 0 },
    style: { ...style, color: '#000000', lineHeight: 1.3 },
    styles: plain,
    ...(look.logo !== undefined && { images: { logo: look.logo } }),
    content: [
      ...(look.logo === undefined
        ? []
        : [{ type: 'image', image: 'logo', alt: seller.name, align: 'center', height: 40, after: 6 } as const]),
      centred(seller.name, 'large'),
      ...details(seller, labels.taxId).map((said) => centred(said, 'small')),
      { type: 'heading', level: 1, text: labels.title, style: 'total', align: 'center', before: 10, after: 2 },
      centred(`${labels.number} ${data.number}`),
      centred(issued(data.issuedAt, look.language)),
      ...(data.cashier === undefined ? [] : [centred(`${labels.cashier} ${data.cashier}`, 'small')]),
      rule(8),
      pairs(
        look,
        sold.flatMap((line) => lineRows(line, parts)),
      ),
      rule(4),
      ...sumBlocks(parts),
      rule(6),
      taxTable(parts),
      ...(notes === undefined ? [] : [rule(6), { ...centred(notes), before: 4 }]),
      ...(fiscalCode === undefined
        ? []
        : [
            {
              type: 'code',
              code: 'qr',
              value: fiscalCode,
              width: code,
              alt: labels.fiscalCode,
              align: 'center',
              before: 8,
            } as const,
          ]),
    ],
  };
}

const issued = (at: string, locale: string): string =>
  at.includes('T') ? printedTime(new Date(`${at}Z`), locale) : printedDate(new Date(at), locale);

const rule = (room: number): Block => ({ type: 'rule', thickness: 0.75, color: '#000000', before: room, after: room });

/** What on one side, how much on the other. */
function pairs(look: Look, rows: readonly [what: Cell, much: string][], style?: string): Table {
  const styled = style === undefined ? {} : { style };
  return {
    type: 'table',
    columns: [
      { width: '1*', align: look.start, ...styled },
      { width: 'auto', align: look.end, ...styled },
    ],
    rows: rows.map((row): Row => [...row]),
    padding: [1.5, 0],
    lines: { head: null, row: null },
  };
}

/** A line, how it came about where that is not plain, and what was taken off. */
function lineRows(line: Sold, { labels, numbers }: Parts): [what: Cell, much: string][] {
  const { net, discount } = line.amounts;
  const quantity = decimalText(decimal(line.quantity), numbers) + (line.unit === undefined ? '' : ` ${line.unit}`);
  const how = `${quantity} × ${amountText(BigInt(line.unitPrice), numbers)}`;
  const isPlain = line.quantity === '1' && line.unit === undefined;
  const notes = [line.sku, isPlain ? undefined : how].filter((said) => said !== undefined);
  const what: Cell =
    notes.length === 0
      ? line.description
      : { text: [line.description, ...notes.map((said) => ({ text: `\n${said}`, style: 'small' }))] };
  if (discount === 0n) return [[what, amountText(net, numbers)]];
  const share = line.discountPercent === undefined ? '' : ` ${percentText(decimal(line.discountPercent), numbers)}`;
  return [
    [what, amountText(net + discount, numbers)],
    [{ text: `${labels.discount}${share}`, style: 'small' }, amountText(-discount, numbers)],
  ];
}

function sumBlocks({ receipt: data, sums, look, labels, numbers }: Parts): Block[] {
  const money = (amount: bigint) => moneyText(amount, numbers);
  const discounts = sums.discounts.map(({ amount }, at): [string, string] => {
    const { reason = labels.discount, percent } = data.discounts[at] as CheckedDiscount;
    const share = percent === undefined ? '' : ` ${percentText(decimal(percent), numbers)}`;
    return [reason + share, money(-amount)];
  });
  const paid = data.payments.map(({ description = labels.paid, amount }): [string, string] => [
    description,
    money(BigInt(amount)),
  ]);
  const rest: [string, string][] =
    paid.length === 0 || sums.due === 0n
      ? []
      : [sums.due < 0n ? [labels.change, money(-sums.due)] : [labels.due, money(sums.due)]];
  return [
    ...(discounts.length === 0 ? [] : [pairs(look, [[labels.subtotal, money(sums.lines)], ...discounts])]),
    pairs(look, [[labels.total, money(sums.gross)]], 'total'),
    ...(paid.length === 0 ? [] : [{ ...pairs(look, [...paid, ...rest]), before: 4 }]),
  ];
}

/** What of the total is tax, by rate. */
function taxTable({ receipt: data, sums, look, labels, numbers }: Parts): Table {
  const amount = (value: bigint) => amountText(value, numbers);
  const column = { width: '1*', align: look.end, style: 'small', headStyle: 'head' } as const;
  const rows = sums.taxes.map(({ category, rate, base, amount: tax }): Row => {
    const reason = data.exemptionReasons[category as keyof ExemptionReasons];
    const name = percentText(rate, numbers);
    return [
      reason === undefined ? name : { text: `${name}\n${reason}` },
      amount(base),
      amount(tax),
      amount(base + tax),
    ];
  });
  return {
    type: 'table',
    columns: [{ ...column, align: look.start }, column, column, column],
    head: [[labels.taxRate, labels.net, labels.tax, labels.gross]],
    rows,
    padding: [1.5, 0],
    lines: { head: null, row: null },
  };
}
