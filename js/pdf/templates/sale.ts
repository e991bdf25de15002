/** What invoices, credit notes and receipts have in common: lines, discounts, payments, taxes. */
import { ClinicoreError } from '../../errors';
import { inBatches } from '../../intake';
import { array, day, integer, items, line, matching, oneOf, paragraph, readable, record } from '../../validate';
import { UNIT_CODES } from '../einvoice/unit-codes';
import type { Bill, LineAmounts } from './bill';
import { refuse } from './iban';

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
  /** The same for e-invoices: a code of UN/ECE Recommendation 20, such as `'H87'` (piece), `'PR'` (pair), `'HUR'` (hour). Default `'C62'` (one). */
  unitCode?: string;
  /** Price of one in the currency's minor unit (cents): an integer of 0 or more. */
  unitPrice: number;
  /** What is taken off the line, in minor units: from 0 to what it comes to; of a return, off what is given back. Default 0. */
  discount?: number;
  /** What is taken off the line instead, in percent of it: a decimal string from `'0'` to `'100'`, such as `'12.5'`. */
  discountPercent?: string;
  /** Tax in percent, as a decimal string of up to 3 digits and 4 decimals: `'19'`, `'7.5'`, `'0'`. */
  taxRate: string;
  /** Default `'Z'` where the rate is 0, else `'S'`. */
  taxCategory?: TaxCategory;
}

/**
 * Why a tax has its rate (UNCL 5305): `S` standard or reduced rate, `Z` zero rate, `E` exempt, `AE` reverse charge, `K`
 * supply within the EU, `G` export, `O` outside the scope of tax. All but `S` have the rate 0.
 */
export type TaxCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O';

/** What is taken off the whole of an invoice: an amount or a percentage of the lines' sum. */
export interface InvoiceDiscount {
  /** What for: one line of at most 100 characters. Default the label `discount`. */
  reason?: string;
  /**
   * In minor units: from 0 to what the lines add up to, less the discounts before it. It is shared among the tax rates in
   * proportion to what is left at each. Where more is returned than sold, it is taken off what is given back.
   */
  amount?: number;
  /** In percent of the lines' sum, as a decimal string from `'0'` to `'100'`, such as `'2.5'`. */
  percent?: string;
}

/** A deposit, or anything else that was paid already. */
export interface InvoicePayment {
  /** In minor units: an integer of 0 or more. */
  amount: number;
  /** Day it was paid, `YYYY-MM-DD`. */
  date?: string;
  /** One line of at most 100 characters. Default the label `paid`. */
  description?: string;
}

/** What an invoice adds up to, in minor units. */
export interface InvoiceTotals {
  /** Sum of the lines' net amounts, less the discounts on the whole. */
  net: number;
  /** Sum of the taxes: for each rate, the rate's share of its lines' sum, rounded half away from zero (EN 16931). */
  tax: number;
  /** `net + tax`. */
  gross: number;
  /** Sum of the payments. */
  paid?: number;
  /** `gross - paid`: what is still to be paid. */
  due?: number;
}

/** An {@link InvoiceLine} that passed the front door. */
export interface CheckedLine {
  description: string;
  sku: string | undefined;
  quantity: string;
  unit: string | undefined;
  unitCode: string;
  unitPrice: number;
  discount: number;
  discountPercent: string | undefined;
  taxRate: string;
  taxCategory: TaxCategory;
}

/** An {@link InvoiceDiscount} that passed the front door: one of amount and percent is there. */
export interface CheckedDiscount {
  reason: string | undefined;
  amount: number | undefined;
  percent: string | undefined;
}

/** An {@link InvoicePayment} that passed the front door. */
export interface CheckedPayment {
  description: string | undefined;
  date: string | undefined;
  amount: number;
}

const MAX_LINES = 100_000;
/** How many lines are read before the call returns its promise. */
const LINES_AT_ONCE = 500;
/** What is made of a batch must be small enough to be made at once. */
const MAX_BATCH_LINES = 2_000;

/** Lines that are counted, and not read yet. */
export interface SoldLines {
  readonly items: readonly unknown[];
  readonly count: number;
  readonly path: string;
}

export function soldLines(value: unknown, path: string, most = MAX_LINES): SoldLines {
  const lines = array(value, path, most);
  // Read once: a proxy may answer differently, and nonsense.
  const count = integer(lines.length, `${path}.length`, 0, most);
  if (count === 0) {
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must have at least one line`, { argument: path });
  }
  return { items: lines, count, path };
}

/** A line and what it comes to. */
export type Sold = CheckedLine & { amounts: LineAmounts };

/** Reads the lines and adds them to the bill, with turns of the event loop in between; `goOn` is asked at each. */
export async function readLines({ items, count, path }: SoldLines, bill: Bill, goOn: () => void): Promise<Sold[]> {
  const sold: Sold[] = [];
  await inSmallBatches(count, goOn, (start, end) =>
    readable(path, () => {
      for (let at = start; at < end; at++) {
        const checked = soldLine(items[at], `${path}[${at}]`);
        sold.push({ ...checked, amounts: bill.add(checked, `${path}[${at}]`) });
      }
    }),
  );
  return sold;
}

/** Makes something of each item, with turns of the event loop in between. */
export async function mapInBatches<T, U>(list: readonly T[], goOn: () => void, make: (item: T) => U): Promise<U[]> {
  const made: U[] = [];
  await inSmallBatches(list.length, goOn, (start, end) => {
    for (let at = start; at < end; at++) made.push(make(list[at] as T));
  });
  return made;
}

const inSmallBatches = (count: number, goOn: () => void, batch: (start: number, end: number) => void) =>
  inBatches(count, { first: LINES_AT_ONCE, most: MAX_BATCH_LINES }, goOn, (start, end) => {
    batch(start, end);
    return end;
  });

const LINE_FIELDS = [
  'description',
  'sku',
  'quantity',
  'unit',
  'unitCode',
  'unitPrice',
  'discount',
  'discountPercent',
  'taxRate',
  'taxCategory',
];

function soldLine(value: unknown, path: string): CheckedLine {
  const fields = record(value, path).only(LINE_FIELDS);
  const checked = {
    description: fields.get('description', paragraph, 2000),
    sku: fields.optional('sku', undefined, line, 60),
    quantity: fields.get('quantity', matching, /^-?\d{1,9}(\.\d{1,6})?$/, "a decimal string such as '2' or '2.5'"),
    unit: fields.optional('unit', undefined, line, 20),
    unitCode: fields.optional('unitCode', 'C62', unitCode),
    unitPrice: fields.get('unitPrice', amount),
    discount: fields.optional('discount', 0, amount),
    discountPercent: fields.optional('discountPercent', undefined, percent),
    taxRate: fields.get('taxRate', matching, /^\d{1,3}(\.\d{1,4})?$/, "a percentage such as '19' or '7.5'"),
  };
  if (checked.discountPercent !== undefined && checked.discount !== 0) {
    refuse(fields.path('discountPercent'), 'left out where there is a discount');
  }
  const isZero = /^[0.]+$/.test(checked.taxRate);
  const taxCategory = fields.optional('taxCategory', isZero ? 'Z' : 'S', category);
  if (taxCategory !== 'S' && !isZero) refuse(fields.path('taxRate'), `'0' where the tax category is ${taxCategory}`);
  if (taxCategory === 'S' && isZero) refuse(fields.path('taxRate'), 'above 0 where the tax category is S');
  return { ...checked, taxCategory };
}

function unitCode(value: unknown, path: string): string {
  if (typeof value !== 'string' || !UNIT_CODES.has(value)) {
    refuse(path, "a unit's code in UN/ECE Recommendation 20, such as 'C62' or 'H87'");
  }
  return value;
}

const category = (value: unknown, path: string): TaxCategory =>
  oneOf(value, path, ['S', 'Z', 'E', 'AE', 'K', 'G', 'O']);

export const amount = (value: unknown, path: string): number => integer(value, path, 0, Number.MAX_SAFE_INTEGER);

function percent(value: unknown, path: string): string {
  return matching(
    value,
    path,
    /^(\d{1,2}(\.\d{1,4})?|100(\.0{1,4})?)$/,
    "a percentage from '0' to '100', such as '12.5'",
  );
}

export const discounts = (value: unknown, path: string): CheckedDiscount[] => items(value, path, 20, discount);

function discount(value: unknown, path: string): CheckedDiscount {
  const fields = record(value, path).only(['reason', 'amount', 'percent']);
  const checked = {
    reason: fields.optional('reason', undefined, line, 100),
    amount: fields.optional('amount', undefined, amount),
    percent: fields.optional('percent', undefined, percent),
  };
  if ((checked.amount === undefined) === (checked.percent === undefined)) {
    refuse(path, 'an amount or a percentage, and not both');
  }
  return checked;
}

export const payments = (value: unknown, path: string): CheckedPayment[] => items(value, path, 50, payment);

function payment(value: unknown, path: string): CheckedPayment {
  const fields = record(value, path).only(['amount', 'date', 'description']);
  return {
    description: fields.optional('description', undefined, line, 100),
    date: fields.optional('date', undefined, dayText),
    amount: fields.get('amount', amount),
  };
}

/** A day as it was given. */
export function dayText(value: unknown, path: string): string {
  return day(value, path).toISOString().slice(0, 10);
}

export function totals(value: unknown, path: string): InvoiceTotals {
  const fields = record(value, path).only(['net', 'tax', 'gross', 'paid', 'due']);
  const signed = (given: unknown, at: string) => integer(given, at, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const paid = fields.optional('paid', undefined, signed);
  const due = fields.optional('due', undefined, signed);
  return {
    net: fields.get('net', signed),
    tax: fields.get('tax', signed),
    gross: fields.get('gross', signed),
    ...(paid !== undefined && { paid }),
    ...(due !== undefined && { due }),
  };
}

/** Why nothing is charged, by tax category. */
export type ExemptionReasons = Partial<Record<'E' | 'AE' | 'K' | 'G' | 'O', string>>;

const EXEMPT = ['E', 'AE', 'K', 'G', 'O'] as const;

export function exemptionReasons(value: unknown, path: string): ExemptionReasons {
  const fields = record(value, path).only(EXEMPT);
  const given = EXEMPT.map((key) => [key, fields.optional(key, undefined, line, 300)]);
  return Object.fromEntries(given.filter(([, reason]) => reason !== undefined));
}

/** Refuses a tax category that needs a reason (EN 16931, BR-E-10 and the like) and has none. */
export function explained(lines: readonly CheckedLine[], reasons: ExemptionReasons): void {
  for (const { taxCategory } of lines) {
    const key = EXEMPT.find((exempt) => exempt === taxCategory);
    if (key !== undefined && reasons[key] === undefined) {
      refuse(`data.exemptionReasons.${key}`, 'given, since a line has this tax category');
    }
  }
}
