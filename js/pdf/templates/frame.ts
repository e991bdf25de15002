/** What the lenses are made for: the frame, how it sits, and what they are made of. */
import { items, line, matching, record } from '../../validate';
import { refuse } from './iban';
import { degrees, hundredths, millimetres } from './refraction';

/** A frame. Texts are one line of at most 60 characters. */
export interface Frame {
  /** Who makes it. */
  brand?: string;
  /** Its name or number at the maker's. */
  model?: string;
  /** Its colour, in the maker's words. */
  color?: string;
  /** What it is made of. */
  material?: string;
  /** Such as full rim or rimless. */
  type?: string;
  /** Boxed sizes in millimetres. */
  size?: {
    /** Width of the lens's box, `'30'` to `'75'`. */
    a: string;
    /** Height of the lens's box, `'15'` to `'70'`. */
    b: string;
    /** Distance between lenses, `'8'` to `'32'`. */
    dbl: string;
    /** Length of the temples, `'90'` to `'170'`. */
    temple?: string;
  };
}

/** The lenses. Texts are one line of at most 100 characters. */
export interface LensData {
  /** Product or name. */
  name: string;
  /** Refractive index, `'1.40'` to `'2.00'`. */
  index?: string;
  /** Such as a progressive design. */
  design?: string;
  /** At most 10. */
  coatings?: string[];
  /** Its colour and how dark it is. */
  tint?: string;
}

/** How the frame sits. */
export interface WearingPosition {
  /** From the eye to the lens: millimetres from `'5'` to `'25'`. */
  vertexDistance?: string;
  /** Pantoscopic tilt: degrees from `'-10'` to `'30'`. */
  pantoscopicTilt?: string;
  /** Face form angle: degrees from `'-5'` to `'40'`. */
  wrap?: string;
}

/** A {@link Frame} that passed the front door. */
export interface CheckedFrame extends Record<'brand' | 'model' | 'color' | 'material' | 'type', string | undefined> {
  size: (Record<'a' | 'b' | 'dbl', string> & { temple: string | undefined }) | undefined;
}

/** A {@link LensData} that passed the front door. */
export type CheckedLensData = Record<'index' | 'design' | 'tint', string | undefined> & {
  name: string;
  coatings: string[];
};

/** A {@link WearingPosition} that passed the front door. */
export type CheckedWearing = Record<keyof WearingPosition, string | undefined>;

export function frame(value: unknown, path: string): CheckedFrame {
  const fields = record(value, path).only(['brand', 'model', 'color', 'material', 'type', 'size']);
  return {
    brand: fields.optional('brand', undefined, line, 60),
    model: fields.optional('model', undefined, line, 60),
    color: fields.optional('color', undefined, line, 60),
    material: fields.optional('material', undefined, line, 60),
    type: fields.optional('type', undefined, line, 60),
    size: fields.optional('size', undefined, size),
  };
}

function size(value: unknown, path: string): NonNullable<CheckedFrame['size']> {
  const fields = record(value, path).only(['a', 'b', 'dbl', 'temple']);
  return {
    a: fields.get('a', millimetres, 30, 75),
    b: fields.get('b', millimetres, 15, 70),
    dbl: fields.get('dbl', millimetres, 8, 32),
    temple: fields.optional('temple', undefined, millimetres, 90, 170),
  };
}

export function lensData(value: unknown, path: string): CheckedLensData {
  const fields = record(value, path).only(['name', 'index', 'design', 'coatings', 'tint']);
  return {
    name: fields.get('name', line, 100),
    index: fields.optional('index', undefined, refractiveIndex),
    design: fields.optional('design', undefined, line, 100),
    coatings: fields.optional('coatings', [] as string[], (list, at) =>
      items(list, at, 10, (item, itemPath) => line(item, itemPath, 100)),
    ),
    tint: fields.optional('tint', undefined, line, 100),
  };
}

function refractiveIndex(value: unknown, path: string): string {
  const must = "a refractive index from '1.40' to '2.00', such as '1.60'";
  const index = matching(value, path, /^[12]\.\d{1,3}$/, must);
  const hundred = hundredths(index.slice(0, 4));
  if (hundred < 140 || hundred > 200 || (hundred === 200 && /[1-9]/.test(index.slice(2)))) refuse(path, must);
  return index;
}

export function wearing(value: unknown, path: string): CheckedWearing {
  const fields = record(value, path).only(['vertexDistance', 'pantoscopicTilt', 'wrap']);
  return {
    vertexDistance: fields.optional('vertexDistance', undefined, millimetres, 5, 25),
    pantoscopicTilt: fields.optional('pantoscopicTilt', undefined, degrees, -10, 30),
    wrap: fields.optional('wrap', undefined, degrees, -5, 40),
  };
}
