/** Amounts, numbers and days as the Cross Industry Invoice writes them. */
import type { Decimal } from '../money';
import { leaf } from './xml';

/** A decimal number without an exponent, with a point. */
export function plain({ units, scale }: Decimal): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale);
  return (units < 0n ? '-' : '') + whole + (fraction && `.${fraction}`);
}

/** A day `YYYY-MM-DD` as `YYYYMMDD`, which is format 102 of UN/EDIFACT 2379. */
export const dateTime = (day: string | undefined, prefix = 'udt'): string =>
  leaf(`${prefix}:DateTimeString`, day?.replaceAll('-', ''), { format: '102' });
