/**
 * What the eyes need, checked strictly: a wrong number here is a wrong lens. Powers and lengths are decimal strings,
 * compared as integers and printed digit for digit, with the locale's decimal mark.
 */
import { ClinicoreError } from '../../errors';
import { type Fields, integer, items, matching, oneOf, record } from '../../validate';
import type { NumberFormat } from '../locale';
import { refuse } from './iban';

/** The power of one lens. */
export interface Refraction {
  /** Dioptres from `'-30.00'` to `'+30.00'`; without a sign it is plus. `'0.00'` is plano. */
  sphere: string;
  /** Dioptres from `'-15.00'` to `'+15.00'`, in either notation. With one, `axis` is needed; `'0.00'` is the same as none. */
  cylinder?: string;
  /** Degrees, an integer from 1 to 180 (TABO). 0 is refused: it is written 180. Refused without a cylinder. */
  axis?: number;
  /** Near addition in dioptres, from `'0.25'` to `'6.00'`. */
  add?: string;
  /** At most one horizontal and one vertical prism, or one with its base in degrees. */
  prism?: Prism[];
}

/** A prescribed prism. */
export interface Prism {
  /** Prism dioptres (cm/m), from `'0.25'` to `'20.00'`. */
  power: string;
  /** Where its base lies: towards the nose (`in`), the temple, above or below; or degrees, an integer from 0 to 359. */
  base: 'in' | 'out' | 'up' | 'down' | number;
}

/** Pupillary distance in millimetres: of both eyes together, of each from the middle of the nose, or all three. */
export interface PupillaryDistance {
  /** From `'40'` to `'85'`. */
  binocular?: string;
  /** From `'20'` to `'45'`; with `left`. */
  right?: string;
  /** From `'20'` to `'45'`; with `right`. */
  left?: string;
}

/** In which steps powers are: quarters of a dioptre, or hundredths for lenses computed for their position of wear. */
export type PowerStep = '0.25' | '0.01';

/** A {@link Refraction} that passed the front door. */
export interface CheckedRefraction {
  sphere: string;
  cylinder: string | undefined;
  axis: number | undefined;
  add: string | undefined;
  prism: Prism[];
}

/** A {@link PupillaryDistance} that passed the front door. */
export type CheckedDistance = Record<keyof PupillaryDistance, string | undefined>;

export const REFRACTION_FIELDS = ['sphere', 'cylinder', 'axis', 'add', 'prism'];

/** Reads a refraction out of a record that may say more. */
export const refraction = (fields: Fields, step: PowerStep): CheckedRefraction => ({
  ...sphereAndCylinder(fields, step),
  add: fields.optional('add', undefined, addition, step),
  prism: fields.optional('prism', [] as Prism[], prisms, step),
});

/** Sphere, and cylinder with its axis: neither goes without the other. */
export function sphereAndCylinder(fields: Fields, step: PowerStep) {
  const sphere = fields.get('sphere', power, -3000, 3000, step);
  const cylinder = fields.optional('cylinder', undefined, power, -1500, 1500, step);
  const axis = fields.optional('axis', undefined, integer, 1, 180);
  const hasCylinder = cylinder !== undefined && hundredths(cylinder) !== 0;
  if (hasCylinder && axis === undefined) refuse(fields.path('axis'), 'given where there is a cylinder');
  if (!hasCylinder && axis !== undefined) refuse(fields.path('axis'), 'left out where there is no cylinder');
  return { sphere, cylinder: hasCylinder ? cylinder : undefined, axis };
}

export const addition = (value: unknown, path: string, step: PowerStep): string => power(value, path, 25, 600, step);

const BASES = ['in', 'out', 'up', 'down'] as const;

function prisms(value: unknown, path: string, step: PowerStep): Prism[] {
  const list = items(value, path, 2, (item, at) => {
    const fields = record(item, at).only(['power', 'base']);
    const base = fields.get('base', (given, basePath) =>
      typeof given === 'number' ? integer(given, basePath, 0, 359) : baseWord(given, basePath),
    );
    return { power: fields.get('power', power, 25, 2000, step), base };
  });
  const [first, second] = list.map(({ base }) => (typeof base === 'number' ? 'angle' : horizontal(base)));
  if (second !== undefined && (first === second || first === 'angle' || second === 'angle')) {
    refuse(path, 'one horizontal and one vertical prism, or a single one with its base in degrees');
  }
  return list;
}

function baseWord(value: unknown, path: string): (typeof BASES)[number] {
  const word = BASES.find((base) => base === value);
  if (word === undefined) refuse(path, "'in', 'out', 'up' or 'down', or an integer of degrees from 0 to 359");
  return word;
}

const horizontal = (base: (typeof BASES)[number]) => (base === 'in' || base === 'out' ? 'horizontal' : 'vertical');

/** Steps of 0.25 dioptres unless the data say otherwise. */
export const powerStep = (value: unknown, path: string): PowerStep => oneOf(value, path, ['0.25', '0.01']);

/** Dioptres as a decimal string, between two numbers of hundredths and in steps. */
export function power(value: unknown, path: string, min: number, max: number, step: PowerStep): string {
  const must = `dioptres from '${plainText(min)}' to '${plainText(max)}' in steps of ${step}, as a string such as '-1.25'`;
  const given = matching(value, path, /^[+-]?\d{1,2}(\.\d{1,2})?$/, must);
  const amount = hundredths(given);
  if (amount < min || amount > max || amount % (step === '0.25' ? 25 : 1) !== 0) refuse(path, must);
  return given;
}

/** Millimetres as a decimal string. */
export function millimetres(value: unknown, path: string, min: number, max: number): string {
  const must = `millimetres from '${min}' to '${max}', as a string such as '${min}.5'`;
  const given = matching(value, path, /^\d{1,3}(\.\d{1,2})?$/, must);
  const amount = hundredths(given);
  if (amount < 100 * min || amount > 100 * max) refuse(path, must);
  return given;
}

/** Degrees as a decimal string. */
export function degrees(value: unknown, path: string, min: number, max: number): string {
  const must = `degrees from '${min}' to '${max}', as a string such as '7.5'`;
  const given = matching(value, path, /^-?\d{1,2}(\.\d)?$/, must);
  const amount = hundredths(given);
  if (amount < 100 * min || amount > 100 * max) refuse(path, must);
  return given;
}

export function pupillaryDistance(value: unknown, path: string): CheckedDistance {
  const fields = record(value, path).only(['binocular', 'right', 'left']);
  const checked = {
    binocular: fields.optional('binocular', undefined, millimetres, 40, 85),
    right: fields.optional('right', undefined, millimetres, 20, 45),
    left: fields.optional('left', undefined, millimetres, 20, 45),
  };
  const { binocular, right, left } = checked;
  if ((right === undefined) !== (left === undefined)) refuse(path, 'given for both eyes, or for both together');
  if (binocular === undefined && right === undefined) refuse(path, 'given for both eyes, or for both together');
  if (binocular !== undefined && right !== undefined && left !== undefined) {
    const required = hundredths(right) + hundredths(left);
    const given = hundredths(binocular);
    if (required !== given) {
      throw new ClinicoreError(
        'ERR_INVALID_ARGUMENT',
        `${path}.binocular must be the sum of right and left, ${plainText(required)} mm, got ${plainText(given)}`,
        { argument: `${path}.binocular`, required: required / 100, given: given / 100 },
      );
    }
  }
  return checked;
}

/** A decimal string of at most two decimals, in hundredths. */
export function hundredths(decimal: string): number {
  const [whole = '', fraction = ''] = decimal.replace(/^[+-]/, '').split('.');
  const amount = Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
  return decimal.startsWith('-') ? -amount : amount;
}

/** Hundredths with two decimals. */
function plainText(amount: number): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Dioptres with their sign and two decimals; zero has no sign. */
export function powerText(decimal: string, numbers: NumberFormat): string {
  const amount = hundredths(decimal);
  return (amount > 0 ? '+' : '') + exactText(plainText(amount), numbers);
}

/** Prism dioptres: two decimals, no sign. */
export const prismText = (decimal: string, numbers: NumberFormat): string =>
  exactText(plainText(hundredths(decimal)), numbers);

/** Digit for digit as it was given: lengths and angles. */
export const exactText = (decimal: string, { plain }: NumberFormat): string => decimal.replace('.', plain.decimal);
