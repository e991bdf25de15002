import type { Source } from './findings';
import { CORNEAL_POWER, RADIUS } from './plausible';
import { type EyeRecord, given } from './record';
import { readSides } from './sides';

/** A principal meridian of the cornea. */
export interface Meridian {
  /** Radius of curvature, in millimetres. */
  radius?: number;
  /** Refractive power, in dioptres. */
  power?: number;
  /** In degrees above 0 and up to 180. The file's 0 is 180, which is the same meridian. */
  axis?: number;
}

/** The curvature of a cornea. */
export interface CornealCurvature {
  /** The meridian with the shortest radius and the greatest power. */
  steep?: Meridian;
  /** The meridian with the longest radius and the least power. */
  flat?: Meridian;
}

/**
 * What a keratometer measured (SOP class 1.2.840.10008.5.1.4.1.1.78.3).
 *
 * @see PS3.3 C.8.25.10
 */
export interface Keratometry extends EyeRecord<'keratometry', CornealCurvature> {}

const SEQUENCES = { right: 'KeratometryRightEyeSequence', left: 'KeratometryLeftEyeSequence' };

export function keratometry(file: Source) {
  return { kind: 'keratometry' as const, ...readSides(file, SEQUENCES, curvatureIn) };
}

/** The two meridians of an item (PS3.3 C.8.25.10.1, C.8.25.16.3), and whether they are what they are called. */
export function curvatureIn(eye: Source): CornealCurvature | undefined {
  const steep = meridianIn(eye.one('SteepKeratometricAxisSequence', 'steep.'));
  const flat = meridianIn(eye.one('FlatKeratometricAxisSequence', 'flat.'));
  const isSwapped =
    (steep?.radius !== undefined && flat?.radius !== undefined && steep.radius > flat.radius) ||
    (steep?.power !== undefined && flat?.power !== undefined && steep.power < flat.power);
  if (isSwapped) {
    eye.report('steep-flat', 'SteepKeratometricAxisSequence', 'The steep meridian is flatter than the flat one');
  }
  return given({ steep, flat });
}

function meridianIn(item: Source | undefined): Meridian | undefined {
  return (
    item &&
    given({
      radius: item.number('RadiusOfCurvature', 'radius', RADIUS),
      power: item.number('KeratometricPower', 'power', CORNEAL_POWER),
      axis: item.axis('KeratometricAxis', 'axis'),
    })
  );
}
