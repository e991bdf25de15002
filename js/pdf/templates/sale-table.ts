/** The table of what is sold. */
import { ClinicoreError } from '../../errors';
import type { NumberFormat } from '../locale';
import type { Cell, Row, Table } from '../model';
import { amountText, decimal, decimalText, percentText } from '../money';
import { HAIRLINE, type Look } from './look';
import { mapInBatches, type Sold } from './sale';
import type { SaleLabels } from './sale-document';
import { width } from './width';

const SIZE = 9;
const PADDING = 6;
/** Of the heads, in points: their letters are wider than digits, and smaller. */
const LETTER = 5.5;
/** What there is on A4, the narrower paper. */
const ROOM = 595.28 - 2 * 48;

/** The lines with the sum so far; `goOn` is asked at each turn of the event loop between batches of them. */
export async function linesTable(
  sold: readonly Sold[],
  look: Look,
  labels: SaleLabels,
  numbers: NumberFormat,
  goOn: () => void,
): Promise<Table> {
  const withDiscounts = sold.some(({ amounts }) => amounts.discount !== 0n);
  const names = [
    labels.quantity,
    labels.unitPrice,
    ...(withDiscounts ? [labels.discount] : []),
    labels.taxRate,
    labels.amount,
  ];
  const widest = names.map(() => 0);
  let carried = 0n;
  const rows = await mapInBatches(sold, goOn, (line): Row => {
    carried += line.amounts.net;
    const subtotal = amountText(carried, numbers);
    const figures = [...lineFigures(line, withDiscounts, numbers), amountText(line.amounts.net, numbers)];
    for (const [at, figure] of [...figures, subtotal].entries()) {
      const column = Math.min(at, figures.length - 1);
      widest[column] = Math.max(widest[column] as number, numberWidth(figure));
    }
    return { cells: [description(line), ...figures], subtotal };
  });
  if (areCut(widest, names)) {
    const message = 'data.lines have numbers so long that no room is left for what is sold';
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { argument: 'data.lines' });
  }
  return table(rows, names, look, labels);
}

const description = ({ description, sku }: Sold): Cell =>
  sku === undefined ? description : { text: [description, { text: `\n${sku}`, style: 'small' }] };

/** Quantity, price, discount and tax. */
function lineFigures(line: Sold, withDiscounts: boolean, numbers: NumberFormat): Cell[] {
  const { quantity, unit, unitPrice, discountPercent, taxRate, amounts } = line;
  const off = amounts.discount === 0n ? '' : amountText(-amounts.discount, numbers);
  const share =
    discountPercent === undefined || off === '' ? undefined : percentText(decimal(discountPercent), numbers);
  const discount: Cell = share === undefined ? off : { text: [off, { text: `\n${share}`, style: 'small' }] };
  return [
    decimalText(decimal(quantity), numbers) + (unit === undefined ? '' : ` ${unit}`),
    amountText(BigInt(unitPrice), numbers),
    ...(withDiscounts ? [discount] : []),
    percentText(decimal(taxRate), numbers),
  ];
}

/** How wide a cell's number is at most, in points: it must not be broken, for it would read as two. */
function numberWidth(cell: Cell): number {
  const text = typeof cell === 'string' ? cell : String((cell.text as string[])[0]);
  return width(text.split(' ', 1)[0] as string, SIZE);
}

/** Whether numbers of these widths would be broken under heads of these names: where room is scarce, the widest columns give. */
function areCut(numbers: readonly number[], names: readonly string[]): boolean {
  const head = (name: string) => LETTER * Math.max(...name.split(' ').map((word) => word.length));
  const columns = numbers.map((number, at) => ({ number, least: Math.max(number, head(names[at] as string)) }));
  // The descriptions keep half of what they would get if all columns were alike.
  let room = ROOM * (1 - 1 / (2 * names.length + 2));
  for (const [at, { least }] of columns.toSorted((a, b) => a.least - b.least).entries()) {
    const most = room / (columns.length - at) - 2 * PADDING;
    if (least > most) return columns.some(({ number }) => number > most);
    room -= least + 2 * PADDING;
  }
  return false;
}

function table(rows: Row[], names: string[], look: Look, labels: SaleLabels): Table {
  const figure = { width: 'auto', align: look.end, headStyle: 'head' } as const;
  const columns: Table['columns'] = [{ width: '1*', align: look.start, headStyle: 'head' }, ...names.map(() => figure)];
  return {
    type: 'table',
    columns: columns,
    head: [[labels.description, ...names]],
    rows,
    padding: [5, PADDING],
    headBackground: look.tint,
    lines: { head: { width: 1, color: look.accent }, row: { width: 0.5, color: HAIRLINE } },
    carry: {
      forward: labels.carriedForward,
      brought: labels.broughtForward,
      column: columns.length - 1,
      style: 'strong',
    },
    withNext: true,
  };
}
