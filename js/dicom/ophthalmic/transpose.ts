import { number, oneOf, readable, record } from '../../validate';
import type { SphereCylinder } from './refraction';

/**
 * The same lens with the cylinder in the other sign: the sphere grows by the cylinder, the cylinder changes its sign, the
 * axis turns by 90 degrees. Decimals are exact: -2.3 and -0.4 make -2.7, not -2.6999999999999997. What is not about
 * sphere, cylinder and axis stays as it is; without a cylinder, or with one of 0, all of it does.
 *
 * @typeParam T a lens or a refraction
 * @param lens sphere, cylinder (dioptres) and axis (degrees), as records have them
 * @param to `'minus'` or `'plus'` to have it in that form whatever it is in; without, it is the other one
 * @returns the lens; the axis is above 0 and up to 180
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 *
 * @example
 * transposeCylinder({ sphere: -2.25, cylinder: -0.75, axis: 175 }); // { sphere: -3, cylinder: 0.75, axis: 85 }
 */
export function transposeCylinder<T extends SphereCylinder>(lens: T, to?: 'minus' | 'plus'): T {
  const fields = record(lens, 'lens');
  if (to !== undefined) oneOf(to, 'to', ['minus', 'plus']);
  const sphere = fields.optional('sphere', undefined, number, -1000, 1000);
  const cylinder = fields.optional('cylinder', undefined, number, -1000, 1000);
  const axis = fields.optional('axis', undefined, number, 0, 180);
  const rest = readable('lens', () => ({ ...lens }));
  if (!cylinder || (to !== undefined && cylinder < 0 === (to === 'minus'))) return rest;
  return {
    ...rest,
    ...(sphere !== undefined && { sphere: sum(sphere, cylinder) }),
    cylinder: -cylinder,
    ...(axis !== undefined && { axis: turned(axis) }),
  };
}

const turned = (axis: number): number => (axis > 90 ? sum(axis, -90) : sum(axis, 90));

/** The sum of two numbers as they are written in decimals. */
function sum(a: number, b: number): number {
  const [x, y] = [decimal(a), decimal(b)];
  const scale = Math.max(x.scale, y.scale);
  const whole = x.digits * 10n ** BigInt(scale - x.scale) + y.digits * 10n ** BigInt(scale - y.scale);
  return Number(`${whole}e-${scale}`) + 0;
}

/** `digits` / 10^`scale`. */
function decimal(value: number): { digits: bigint; scale: number } {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}
