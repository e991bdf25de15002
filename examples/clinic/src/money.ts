/** Decimals as texts, out of and into whole units: they never go through a fraction in binary. */

/** `units` of `10^-scale` as a decimal: 1230 is `12.30`. */
export function decimal(units: number | bigint, scale = 2): string {
  const whole = BigInt(units);
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, '0');
  return `${whole < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
