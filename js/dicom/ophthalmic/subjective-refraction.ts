import type { Source } from './findings';
import { type BothEyes, pupillaryDistanceIn } from './pupillary-distance';
import type { EyeRecord } from './record';
import { type Refraction, refractionIn } from './refraction';
import { readSides } from './sides';

/**
 * What patient and examiner found with a phoropter or trial lenses (SOP class 1.2.840.10008.5.1.4.1.1.78.4).
 *
 * @see PS3.3 C.8.25.11
 */
export interface SubjectiveRefraction extends EyeRecord<'subjectiveRefraction', Refraction, BothEyes> {}

const SEQUENCES = { right: 'SubjectiveRefractionRightEyeSequence', left: 'SubjectiveRefractionLeftEyeSequence' };

export function subjectiveRefraction(file: Source) {
  const sides = readSides(file, SEQUENCES, refractionIn);
  return { kind: 'subjectiveRefraction' as const, ...sides, both: pupillaryDistanceIn(file) };
}
