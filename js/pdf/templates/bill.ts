/** What lines of goods and services add up to, exactly: EN 16931-1, section 6.4, in minor units. */
import { ClinicoreError } from '../../errors';
import { type Decimal, decimal, product } from '../money';
import { refuse } from './iban';
import type { CheckedDiscount, CheckedLine, CheckedPayment, InvoiceTotals, TaxCategory } from './sale';

const MAX_AMOUNT = BigInt(Number.MAX_SAFE_INTEGER);
const MAX_TAX_RATES = 20;
const MILLION = 1_000_000n;
/** What a discount on the whole is taken off. */
const LEFT = 'what the lines add up to, less the discounts before it';

/** What one line comes to. */
export interface LineAmounts {
  /** Taken off the line. */
  discount: bigint;
  /** Quantity times price, less the discount. */
  net: bigint;
}

/** The tax of one category and rate (BG-23). */
export interface Tax {
  category: TaxCategory;
  rate: Decimal;
  /** What it is on (BT-116). */
  base: bigint;
  /** BT-117 = BT-116 × BT-119 / 100, rounded half away from zero. */
  amount: bigint;
}

/** What a bill adds up to. */
export interface Totals {
  /** Sum of the lines (BT-106). */
  lines: bigint;
  /** Each discount on the whole, and what of it falls on each of `taxes` (BG-20). */
  discounts: { amount: bigint; shares: bigint[] }[];
  taxes: Tax[];
  /** Without tax (BT-109). */
  net: bigint;
  /** BT-110. */
  tax: bigint;
  /** BT-112. */
  gross: bigint;
  /** Paid already (BT-113). */
  paid: bigint;
  /** Still to be paid (BT-115). */
  due: bigint;
}

/** Adds up lines as they come. */
export class Bill {
  readonly #taxIncluded: boolean;
  readonly #groups = new Map<string, Tax>();
  /** Sum of the lines so far. */
  sum = 0n;

  /** @param taxIncluded whether the prices have the tax in them, as on a receipt; it then is worked out of them */
  constructor(taxIncluded = false) {
    this.#taxIncluded = taxIncluded;
  }

  /** Adds a line; `path` is where it stands. */
  add(line: CheckedLine, path: string): LineAmounts {
    const quantity = decimal(line.quantity);
    const before = bounded(product(quantity, BigInt(line.unitPrice)), path);
    const discount =
      line.discountPercent === undefined
        ? takenOff(before, line.discount, `${path}.discount`, 'what the line comes to')
        : product(decimal(line.discountPercent), before, 2);
    const net = before - discount;
    this.sum = bounded(this.sum + net, path);
    const rate = decimal(line.taxRate);
    const key = `${atScale4(rate)} ${line.taxCategory}`;
    const group = this.#groups.get(key) ?? { category: line.taxCategory, rate, base: 0n, amount: 0n };
    group.base += net;
    this.#groups.set(key, group);
    return { discount, net };
  }

  /** The sums, with what is taken off the whole and what was paid. */
  totals(discounts: readonly CheckedDiscount[], payments: readonly CheckedPayment[]): Totals {
    if (this.#groups.size > MAX_TAX_RATES) {
      throw new ClinicoreError(
        'ERR_LIMIT_EXCEEDED',
        `data.lines must have at most ${MAX_TAX_RATES} different tax rates, got ${this.#groups.size}`,
        { argument: 'data.lines', limit: MAX_TAX_RATES, given: this.#groups.size },
      );
    }
    const taxes = [...this.#groups.values()].sort(
      (a, b) => Number(atScale4(a.rate) - atScale4(b.rate)) || (a.category < b.category ? -1 : 1),
    );
    const taken = discountsOff(this.sum, discounts).map((amount) => {
      // Shared by what is left at each rate, so that all together take off none more than there is.
      const shares = split(
        amount,
        taxes.map(({ base }) => base),
      );
      for (const [at, tax] of taxes.entries()) tax.base -= shares[at] as bigint;
      return { amount, shares };
    });
    for (const tax of taxes) {
      bounded(tax.base, 'data.lines');
      tax.amount = bounded(this.#taxIncluded ? contained(tax) : product(tax.rate, tax.base, 2), 'data.lines');
      if (this.#taxIncluded) tax.base -= tax.amount;
    }
    const tax = bounded(sum(taxes.map(({ amount }) => amount)), 'data.lines');
    const left = this.sum - sum(taken.map(({ amount }) => amount));
    const net = this.#taxIncluded ? left - tax : left;
    const gross = bounded(net + tax, 'data.lines');
    const paid = bounded(sum(payments.map(({ amount }) => BigInt(amount))), 'data.payments');
    const due = bounded(gross - paid, 'data.payments');
    return { lines: this.sum, discounts: taken, taxes, net, tax, gross, paid, due };
  }
}

/**
 * A discount as it is taken off an amount: closer to nothing and never past it, so of what is given back for a return it is
 * negative.
 *
 * @param what what the amount is, in words
 */
function takenOff(from: bigint, discount: number, path: string, what: string): bigint {
  const most = magnitude(from);
  if (BigInt(discount) <= most) return from < 0n ? -BigInt(discount) : BigInt(discount);
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must be at most ${most}, ${what}, got ${discount}`, {
    argument: path,
    limit: Number(most),
    given: discount,
  });
}

/** What each of the discounts on the whole takes off it. */
function discountsOff(whole: bigint, discounts: readonly CheckedDiscount[]): bigint[] {
  let left = whole;
  // The same in millionths, which percentages are exact in: such as come to 100 may be rounded to more than the whole.
  let exact = left * MILLION;
  return discounts.map(({ amount, percent }, index) => {
    const path = `data.discounts[${index}]`;
    let off: bigint;
    if (percent === undefined) {
      off = takenOff(left, amount as number, `${path}.amount`, LEFT);
      exact -= off * MILLION;
    } else {
      const share = whole * atScale4(decimal(percent));
      off = product(decimal(percent), whole, 2);
      if (magnitude(off) > magnitude(left)) {
        if (magnitude(share) > magnitude(exact)) refuse(`${path}.percent`, `at most ${LEFT}`);
        off = left;
      }
      exact -= share;
    }
    left -= off;
    return off;
  });
}

/** The tax that is in a price: base × rate / (100 + rate), rounded half away from zero. */
function contained({ base, rate: { units, scale } }: Tax): bigint {
  const whole = 100n * 10n ** BigInt(scale) + units;
  const twice = 2n * base * units;
  return (twice + (twice < 0n ? -whole : whole)) / (2n * whole);
}

/**
 * Splits an amount in proportion to `weights`, in whole minor units that add up to it: the parts are rounded down, and
 * those that lost most get one more. Weights that add up to 0 have nothing to share.
 */
export function split(amount: bigint, weights: readonly bigint[]): bigint[] {
  const whole = sum(weights);
  if (whole === 0n) return weights.map(() => 0n);
  const sign = whole < 0n ? -1n : 1n;
  const parts = weights.map((weight, at) => {
    const value = amount * weight * sign;
    const divisor = whole * sign;
    const lost = ((value % divisor) + divisor) % divisor;
    return { at, part: (value - lost) / divisor, lost };
  });
  let left = amount - sum(parts.map(({ part }) => part));
  for (const part of parts.toSorted((a, b) => (a.lost === b.lost ? a.at - b.at : a.lost > b.lost ? -1 : 1))) {
    if (left === 0n) break;
    part.part += 1n;
    left -= 1n;
  }
  return parts.map(({ part }) => part);
}

/** Refuses totals that the caller has worked out otherwise. */
export function agree(given: InvoiceTotals | undefined, totals: Totals): void {
  for (const key of ['net', 'tax', 'gross', 'paid', 'due'] as const) {
    const claimed = given?.[key];
    const required = Number(totals[key]);
    if (claimed === undefined || claimed === required) continue;
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      `data.totals.${key} must be ${required}, the sum of the lines, got ${claimed}`,
      { argument: `data.totals.${key}`, required, given: claimed },
    );
  }
}

const magnitude = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

const atScale4 = ({ units, scale }: Decimal): bigint => units * 10n ** BigInt(4 - scale);

function bounded(value: bigint, path: string): bigint {
  if (value <= MAX_AMOUNT && value >= -MAX_AMOUNT) return value;
  throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `${path} amounts to more than ${MAX_AMOUNT} minor units`, {
    argument: path,
    limit: Number.MAX_SAFE_INTEGER,
  });
}
