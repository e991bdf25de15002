/** A receipt as a document: one page of a roll, in black. */
import { type NumberFormat, printedDate, printedTime } from '../locale';
import type { Block, Cell, Paragraph, PdfDocument, Row, Table } from '../model';
import { amountText, decimal, decimalText, moneyText, percentText } from '../money';
import type { Totals } from './bill';
import { type Look, styles } from './look';
import { details } from './party';
import type { CheckedReceipt, ReceiptLabels } from './receipt';
import type { CheckedDiscount, ExemptionReasons, Sold } from './sale';
import { width, wordWidth } from './width';

/** What a receipt is made of. */
export interface ReceiptParts {
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
  '80mm': { paper: 226.77, margin: 14, size: 9, code: 110 },
  '58mm': { paper: 164.41, margin: 14.2, size: 7.5, code: 96 },
} as const;

/** What styles are, in sizes of the text. */
const SIZES = { plain: 1, small: 0.88, total: 1.35 };
/** Of cells, in points: twice the horizontal one keeps what and how much apart. */
const PADDING: [vertical: number, horizontal: number] = [1.5, 2];

export function laidOut(parts: ReceiptParts): PdfDocument {
  const { receipt: data, look, labels, roll, sold } = parts;
  const { paper, margin, size, code } = ROLLS[roll];
  const { seller, notes, fiscalCode } = data;
  const { style, styles: named } = styles({ ...look, accent: BLACK }, size);
  const black = Object.entries(named ?? {}).map(([name, own]) => [name, { ...own, color: BLACK }]);
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
    page: { size: { width: paper, height: 'auto' }, margin: [16, margin, 20, margin], edge: 0 },
    style: { ...style, color: BLACK, lineHeight: 1.3 },
    styles: Object.fromEntries(black),
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
        parts,
        sold.flatMap((line) => lineRows(line, parts)),
      ),
      rule(4),
      ...sumBlocks(parts),
      rule(6),
      ...taxBlocks(parts),
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

const BLACK = '#000000';

const issued = (at: string, locale: string): string =>
  at.includes('T') ? printedTime(new Date(`${at}Z`), locale) : printedDate(new Date(at), locale);

const rule = (room: number): Block => ({ type: 'rule', thickness: 0.75, color: BLACK, before: room, after: room });

/** What, how it came about, and how much. */
interface Pair {
  what: string;
  how?: readonly string[];
  much: string;
  style?: 'small' | 'total';
}

/** What on one side, how much on the other. */
const pairs = (parts: ReceiptParts, rows: readonly Pair[]): Table => ({
  type: 'table',
  columns: [
    { width: '1*', align: parts.look.start },
    { width: 'auto', align: parts.look.end },
  ],
  rows: rows.map((pair) => [...pairCells(pair, parts)]),
  padding: PADDING,
  lines: { head: null, row: null },
});

/** Side by side, or where no room would be left for words and numbers to stay whole, one under the other. */
function pairCells({ what, how = [], much, style }: Pair, { look, roll }: ReceiptParts): Cell[] {
  const { paper, margin, size } = ROLLS[roll];
  const room = paper - 2 * (margin + PADDING[1]);
  const letters = size * SIZES[style ?? 'plain'];
  const text = [what, ...how.map((said) => ({ text: `\n${said}`, style: 'small' }))];
  const styled = style === undefined ? {} : { style };
  const least = Math.max(
    room / 3,
    // A word longer than half of the roll is broken.
    Math.min(room / 2, wordWidth(what, letters)),
    ...how.map((said) => wordWidth(said, size * SIZES.small)),
  );
  const needed = width(much, letters);
  if (least + 2 * PADDING[1] + needed <= room) {
    return [
      { text, heading: true, ...styled },
      { text: much, ...styled },
    ];
  }
  const smaller = needed > room ? { style: { size: (letters * room) / needed } } : {};
  const content: Block[] = [
    { type: 'paragraph', text, align: look.start },
    { type: 'paragraph', text: much, align: look.end, ...smaller },
  ];
  return [{ content, columns: 2, ...styled }];
}

/** A line, how it came about where that is not plain, and what was taken off. */
function lineRows(line: Sold, { labels, numbers }: ReceiptParts): Pair[] {
  const { description: what, amounts } = line;
  const quantity = decimalText(decimal(line.quantity), numbers) + (line.unit === undefined ? '' : ` ${line.unit}`);
  const price = `${quantity} × ${amountText(BigInt(line.unitPrice), numbers)}`;
  const isPlain = line.quantity === '1' && line.unit === undefined;
  const how = [line.sku, isPlain ? undefined : price].filter((said) => said !== undefined);
  const before: Pair = { what, how, much: amountText(amounts.net + amounts.discount, numbers) };
  if (amounts.discount === 0n) return [before];
  const much = amountText(-amounts.discount, numbers);
  return [before, { what: labels.discount + share(line.discountPercent, numbers), much, style: 'small' }];
}

const share = (percent: string | undefined, numbers: NumberFormat): string =>
  percent === undefined ? '' : ` ${percentText(decimal(percent), numbers)}`;

function sumBlocks(parts: ReceiptParts): Block[] {
  const { receipt: data, sums, labels, numbers } = parts;
  const pair = (what: string, amount: bigint): Pair => ({ what, much: moneyText(amount, numbers) });
  const discounts = sums.discounts.map(({ amount }, at) => {
    const { reason = labels.discount, percent } = data.discounts[at] as CheckedDiscount;
    return pair(reason + share(percent, numbers), -amount);
  });
  const paid = data.payments.map(({ description = labels.paid, amount }) => pair(description, BigInt(amount)));
  const isSettled = paid.length === 0 || sums.due === 0n;
  const rest = isSettled ? [] : [sums.due < 0n ? pair(labels.change, -sums.due) : pair(labels.due, sums.due)];
  return [
    ...(discounts.length === 0 ? [] : [pairs(parts, [pair(labels.subtotal, sums.lines), ...discounts])]),
    pairs(parts, [{ ...pair(labels.total, sums.gross), style: 'total' }]),
    ...(paid.length === 0 ? [] : [{ ...pairs(parts, [...paid, ...rest]), before: 4 }]),
  ];
}

/** The columns of {@link taxTable}: of rates, which are short, and of amounts. */
const TAX_COLUMNS = [0.7, 1, 1, 1];

/** What of the total is tax, by rate: in columns if they are wide enough for all numbers and names, else line by line. */
function taxBlocks(parts: ReceiptParts): Block[] {
  const { receipt: data, sums, labels, numbers, roll } = parts;
  const taxes = sums.taxes.map(({ category, rate, base, amount: tax }) => ({
    rate: percentText(rate, numbers),
    amounts: [base, tax, base + tax].map((amount) => amountText(amount, numbers)),
    reason: data.exemptionReasons[category as keyof ExemptionReasons],
  }));
  const names = [labels.net, labels.tax, labels.gross];
  const { paper, margin, size } = ROLLS[roll];
  const column = (paper - 2 * margin) / TAX_COLUMNS.reduce((sum, one) => sum + one) - 2 * PADDING[1];
  const words = [names, ...taxes.map(({ amounts }) => amounts)].flat();
  if (words.every((word) => wordWidth(word, size * SIZES.small) <= column)) return [taxTable(taxes, names, parts)];
  return taxes.flatMap(({ rate, amounts, reason }, at): Block[] => [
    { type: 'paragraph', text: `${labels.taxRate} ${rate}`, style: 'head', before: at === 0 ? 0 : 4 },
    ...(reason === undefined ? [] : [{ type: 'paragraph', text: reason, style: 'small' } as const]),
    pairs(
      parts,
      names.map((what, index) => ({ what, much: amounts[index] as string, style: 'small' })),
    ),
  ]);
}

function taxTable(
  taxes: readonly { rate: string; amounts: string[]; reason: string | undefined }[],
  names: readonly string[],
  { look, labels }: ReceiptParts,
): Table {
  const rows = taxes.flatMap(({ rate, amounts, reason }): Row[] => [
    [{ text: rate, heading: true }, ...amounts],
    ...(reason === undefined ? [] : [[{ text: reason, columns: TAX_COLUMNS.length }]]),
  ]);
  return {
    type: 'table',
    columns: TAX_COLUMNS.map((share, at) => ({
      width: `${share}*` as const,
      align: at === 0 ? look.start : look.end,
      style: 'small',
      headStyle: 'head',
    })),
    head: [[labels.taxRate, ...names]],
    rows,
    padding: PADDING,
    lines: { head: null, row: null },
  };
}
