/** Contact lenses. */
import { line, record, text } from '../../validate';
import {
  addition,
  type CheckedRefraction,
  millimetres,
  type PowerStep,
  type Refraction,
  sphereAndCylinder,
} from './refraction';

/** A contact lens for one eye. */
export interface ContactLens extends Omit<Refraction, 'prism' | 'add'> {
  /** Maker and name of the lens: one line of at most 80 characters. */
  brand: string;
  /** Back vertex power, as `sphere` of spectacles. */
  sphere: string;
  /** Base curve in millimetres, from `'5'` to `'11'`. */
  baseCurve: string;
  /** In millimetres, from `'7'` to `'25'`. */
  diameter: string;
  /** Near addition in dioptres, from `'0.25'` to `'6.00'`, or the maker's name for it: up to 8 letters, such as `'MED'`. */
  add?: string;
  /** At most 40 characters. */
  color?: string;
}

/** A {@link ContactLens} that passed the front door. */
export type CheckedContactLens = Omit<CheckedRefraction, 'prism'> &
  Record<'brand' | 'baseCurve' | 'diameter', string> & { color: string | undefined };

export function contactLens(value: unknown, path: string, step: PowerStep): CheckedContactLens {
  const known = ['brand', 'sphere', 'cylinder', 'axis', 'add', 'baseCurve', 'diameter', 'color'];
  const fields = record(value, path).only(known);
  const brand = fields.get('brand', line, 80);
  return {
    brand,
    ...sphereAndCylinder(fields, step),
    add: fields.optional('add', undefined, namedAddition, step),
    baseCurve: fields.get('baseCurve', millimetres, 5, 11),
    diameter: fields.get('diameter', millimetres, 7, 25),
    color: fields.optional('color', undefined, line, 40),
  };
}

/** Dioptres, or letters. */
const namedAddition = (value: unknown, path: string, step: PowerStep): string =>
  typeof value === 'string' && /^[A-Za-z]+$/.test(value) ? text(value, path, 8) : addition(value, path, step);
