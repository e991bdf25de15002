import type { Source } from './findings';
import { PUPILLARY_DISTANCE } from './plausible';
import { given } from './record';

/** From pupil to pupil, in millimetres, by where the eyes look. */
export interface PupillaryDistance {
  /** Into the distance. */
  distance?: number;
  /** At what is near. */
  near?: number;
  /** At what is between the two. */
  intermediate?: number;
  /** At the distance of `add.other`. */
  other?: number;
}

/** What belongs to both eyes of a refraction. */
export interface BothEyes {
  /** From pupil to pupil. */
  pupillaryDistance?: PupillaryDistance;
}

const ELEMENTS = {
  distance: 'DistancePupillaryDistance',
  near: 'NearPupillaryDistance',
  intermediate: 'IntermediatePupillaryDistance',
  other: 'OtherPupillaryDistance',
} as const;

/** The pupillary distances of a file (PS3.3 C.8.25.9, C.8.25.11). */
export function pupillaryDistanceIn(file: Source): BothEyes | undefined {
  const both = file.for('both.pupillaryDistance.', 'both');
  const read = (name: keyof typeof ELEMENTS) => both.number(ELEMENTS[name], name, PUPILLARY_DISTANCE);
  return given({
    pupillaryDistance: given({
      distance: read('distance'),
      near: read('near'),
      intermediate: read('intermediate'),
      other: read('other'),
    }),
  });
}
