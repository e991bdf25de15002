import type { Source } from './findings';
import { CORNEA, PUPIL } from './plausible';
import { type BothEyes, pupillaryDistanceIn } from './pupillary-distance';
import { type EyeRecord, given } from './record';
import { type Refraction, refractionIn } from './refraction';
import { readSides } from './sides';

/** An eye as an autorefractor measures it. */
export interface AutorefractionEye extends Refraction {
  /** Diameter of the pupil, in millimetres. */
  pupilSize?: number;
  /** Diameter of the cornea, in millimetres. */
  cornealSize?: number;
}

/**
 * What an autorefractor measured (SOP class 1.2.840.10008.5.1.4.1.1.78.2).
 *
 * @see PS3.3 C.8.25.9
 */
export interface Autorefraction extends EyeRecord<'autorefraction', AutorefractionEye, BothEyes> {}

const SEQUENCES = { right: 'AutorefractionRightEyeSequence', left: 'AutorefractionLeftEyeSequence' };

export function autorefraction(file: Source) {
  const sides = readSides(file, SEQUENCES, (eye) =>
    given({
      ...refractionIn(eye),
      pupilSize: eye.number('PupilSize', 'pupilSize', PUPIL),
      cornealSize: eye.number('CornealSize', 'cornealSize', CORNEA),
    }),
  );
  return { kind: 'autorefraction' as const, ...sides, both: pupillaryDistanceIn(file) };
}
