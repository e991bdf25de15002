import { number, oneOf, optionalRecord, record } from '../../validate';
import type { Prism } from './refraction';

/** A prism as one. */
export interface ResultantPrism {
  /** In prism dioptres. */
  amount: number;
  /**
   * Where the base is, in degrees from 0 to below 360, as the examiner facing the patient sees it: counter-clockwise from
   * the examiner's right (ISO 8429). 90 is up; 0 is in for a right eye and out for a left one.
   */
  angle: number;
}

/**
 * The prism that a horizontal and a vertical one make together. `undefined` where a part that is not 0 has no base, or no
 * part has an amount.
 *
 * @param prism the two parts, as records have them
 * @param eye the eye it is for: in is towards the nose
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
 *
 * @example
 * resultantPrism({ horizontal: { amount: 3, base: 'in' }, vertical: { amount: 4, base: 'up' } }, 'right');
 * // { amount: 5, angle: 53.13010235415598 }
 */
export function resultantPrism(prism: Prism, eye: 'right' | 'left'): ResultantPrism | undefined {
  const side = oneOf(eye, 'eye', ['right', 'left']);
  const fields = record(prism, 'prism');
  const part = <const T extends string>(name: string, bases: readonly T[]) => {
    const given = fields.optional(name, undefined, optionalRecord);
    const amount = given?.optional('amount', undefined, number, -1000, 1000);
    const base = given?.optional('base', undefined, oneOf, bases);
    return { amount, base };
  };
  const horizontal = part('horizontal', ['in', 'out']);
  const vertical = part('vertical', ['up', 'down']);
  if (horizontal.amount === undefined && vertical.amount === undefined) return undefined;
  if ((horizontal.amount && !horizontal.base) || (vertical.amount && !vertical.base)) return undefined;
  const nose = side === 'right' ? 1 : -1;
  const x = (horizontal.amount ?? 0) * (horizontal.base === 'in' ? nose : -nose);
  const y = (vertical.amount ?? 0) * (vertical.base === 'up' ? 1 : -1);
  const angle = (Math.atan2(y, x) * 180) / Math.PI;
  return { amount: Math.hypot(x, y), angle: x === 0 && y === 0 ? 0 : angle < 0 ? angle + 360 : angle + 0 };
}
