/** What an invoice adds up to, and whether its texts can be drawn: checked in the order of its fields. */
import { ClinicoreError } from '../../../errors';
import type { CheckedLine, CheckedParty, InvoiceDocument } from '../../../pdf/document';
import type { Job } from '../../queue';
import { firstMissing } from './font';
import { type Decimal, decimal, product } from './money';

const MAX_AMOUNT = BigInt(Number.MAX_SAFE_INTEGER);
const MAX_TAX_RATES = 20;
/** How many lines are checked between two checkpoints. */
export const LINES_PER_CHECKPOINT = 256;

export interface BillLine {
  quantity: Decimal;
  taxRate: Decimal;
  net: bigint;
}

/** The tax of one rate: EN 16931 BT-117 = BT-116 × BT-119 / 100, rounded. */
export interface Tax {
  rate: Decimal;
  base: bigint;
  amount: bigint;
}

export interface Bill {
  lines: BillLine[];
  taxes: Tax[];
  totals: { net: bigint; tax: bigint; gross: bigint };
}

export async function bill({ data, options }: InvoiceDocument, job: Job): Promise<Bill> {
  drawable('data.number', data.number);
  party('data.seller', data.seller);
  party('data.buyer', data.buyer);

  const lines: BillLine[] = [];
  const bases = new Map<string, { rate: Decimal; base: bigint }>();
  let net = 0n;
  for (const [index, line] of data.lines.entries()) {
    if (index % LINES_PER_CHECKPOINT === 0) await job.checkpoint(0, 2 * data.lines.length);
    const checked = billLine(line, index);
    net = amount(net + checked.net, `data.lines[${index}]`);
    const { rate, base } = bases.get(rateKey(checked)) ?? { rate: checked.taxRate, base: 0n };
    bases.set(rateKey(checked), { rate, base: base + checked.net });
    lines.push(checked);
  }
  if (bases.size > MAX_TAX_RATES) {
    throw new ClinicoreError(
      'ERR_LIMIT_EXCEEDED',
      `data.lines must have at most ${MAX_TAX_RATES} different tax rates, got ${bases.size}`,
      { argument: 'data.lines', limit: MAX_TAX_RATES, given: bases.size },
    );
  }
  const taxes = [...bases.values()]
    .sort((a, b) => Number(atScale4(a.rate) - atScale4(b.rate)))
    .map(({ rate, base }) => ({
      rate,
      base: amount(base, 'data.lines'),
      amount: amount(product(rate, base, 2), 'data.lines'),
    }));
  const tax = amount(
    taxes.reduce((sum, each) => sum + each.amount, 0n),
    'data.lines',
  );
  const totals = { net, tax, gross: amount(net + tax, 'data.lines') };
  agree(data.totals, totals);

  drawable('data.paymentTerms', data.paymentTerms);
  drawable('data.notes', data.notes);
  for (const [name, label] of Object.entries(options.labels)) drawable(`options.labels.${name}`, label);
  const { plain, amount: written, money, negativeMoney, percent } = options.numbers;
  const marks = [plain, written].flatMap((separators) => [separators.decimal, separators.group]);
  const affixes = [money, negativeMoney, percent].flatMap(({ prefix, suffix }) => [prefix, suffix]);
  for (const text of [data.issueDate.text, data.dueDate?.text, ...marks, ...affixes]) {
    drawable('options.locale', text);
  }
  return { lines, taxes, totals };
}

function billLine(line: CheckedLine, index: number): BillLine {
  const path = `data.lines[${index}]`;
  drawable(`${path}.description`, line.description);
  drawable(`${path}.sku`, line.sku);
  drawable(`${path}.unit`, line.unit);
  const quantity = decimal(line.quantity);
  const net = amount(product(quantity, BigInt(line.unitPrice)) - BigInt(line.discount), path);
  return { quantity, taxRate: decimal(line.taxRate), net };
}

const atScale4 = ({ units, scale }: Decimal) => units * 10n ** BigInt(4 - scale);
const rateKey = ({ taxRate }: BillLine) => String(atScale4(taxRate));

function party(path: string, { name, address, taxId, email, phone }: CheckedParty): void {
  drawable(`${path}.name`, name);
  for (const [index, line] of address.entries()) drawable(`${path}.address[${index}]`, line);
  drawable(`${path}.taxId`, taxId);
  drawable(`${path}.email`, email);
  drawable(`${path}.phone`, phone);
}

function drawable(path: string, text: string | undefined): void {
  const missing = text === undefined ? undefined : firstMissing(text);
  if (missing === undefined) return;
  const codePoint = `U+${missing.toString(16).toUpperCase().padStart(4, '0')}`;
  throw new ClinicoreError('ERR_UNSUPPORTED', `${path} contains ${codePoint}, which the document's fonts cannot draw`, {
    argument: path,
    codePoint,
  });
}

function amount(value: bigint, path: string): bigint {
  if (value <= MAX_AMOUNT && value >= -MAX_AMOUNT) return value;
  throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `${path} amounts to more than ${MAX_AMOUNT} minor units`, {
    argument: path,
    limit: Number.MAX_SAFE_INTEGER,
  });
}

function agree(expected: InvoiceDocument['data']['totals'], totals: Bill['totals']): void {
  if (expected === undefined) return;
  for (const key of ['net', 'tax', 'gross'] as const) {
    const required = Number(totals[key]);
    const given = expected[key];
    if (required !== given) {
      throw new ClinicoreError(
        'ERR_INVALID_ARGUMENT',
        `data.totals.${key} must be ${required}, the sum of the lines, got ${given}`,
        { argument: `data.totals.${key}`, required, given },
      );
    }
  }
}
