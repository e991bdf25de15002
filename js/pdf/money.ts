/** Exact money: integer minor units and decimal strings, in BigInt. */
import type { NumberFormat, Separators } from './locale';

/** A decimal number: `units / 10^scale`, without trailing zeros. */
export interface Decimal {
  units: bigint;
  scale: number;
}

/** Reads a decimal that passed the front door. */
export function decimal(text: string): Decimal {
  const [whole = '', fraction = ''] = text.split('.');
  const kept = fraction.replace(/0+$/, '');
  return { units: BigInt(whole + kept), scale: kept.length };
}

/** `factor × amount / 10^shift`, rounded half away from zero. */
export function product({ units, scale }: Decimal, amount: bigint, shift = 0): bigint {
  const value = units * amount;
  const divisor = 10n ** BigInt(scale + shift);
  // BigInt division drops the fraction: adding half first, away from zero, rounds.
  return (value + (value < 0n ? -divisor : divisor) / 2n) / divisor;
}

/** An amount in minor units, without its currency. */
export function amountText(minor: bigint, format: NumberFormat): string {
  return digitsText({ units: minor, scale: format.currencyDigits }, format, format.amount);
}

/** An amount in minor units with its currency. */
export function moneyText(minor: bigint, format: NumberFormat): string {
  const { prefix, suffix } = minor < 0n ? format.negativeMoney : format.money;
  return prefix + amountText(minor < 0n ? -minor : minor, format) + suffix;
}

/** A percentage. */
export function percentText(value: Decimal, format: NumberFormat): string {
  return format.percent.prefix + decimalText(value, format) + format.percent.suffix;
}

/** A decimal number. */
export const decimalText = (value: Decimal, format: NumberFormat): string => digitsText(value, format, format.plain);

function digitsText({ units, scale }: Decimal, format: NumberFormat, { decimal, group }: Separators): string {
  const negative = units < 0n;
  const digits = String(negative ? -units : units).padStart(scale + 1, '0');
  const whole = groups(digits.slice(0, digits.length - scale), format).join(group);
  const fraction = digits.slice(digits.length - scale);
  return (negative ? '-' : '') + whole + (fraction && decimal + fraction);
}

function groups(whole: string, { primaryGroup, secondaryGroup, minimumGrouping }: NumberFormat): string[] {
  if (whole.length < primaryGroup + minimumGrouping) return [whole];
  const list = [whole.slice(-primaryGroup)];
  for (let end = whole.length - primaryGroup; end > 0; end -= secondaryGroup) {
    list.unshift(whole.slice(Math.max(0, end - secondaryGroup), end));
  }
  return list;
}
