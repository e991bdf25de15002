import type { Source } from './findings';
import { ACUITY } from './plausible';
import { type EyeCode, type EyeRecord, given } from './record';
import { readSides } from './sides';

/** How well an eye, or both together, see. */
export interface Acuity {
  /** Decimal visual acuity: 1.0 is 20/20 and 6/6, 0.5 is 20/40 and 6/12. For notations of charts see PS3.17 RR.2. */
  acuity?: number;
  /** The suffixes of the line, such as `[-1, 0]` for one letter missed, as the file has them. */
  modifiers?: number[];
}

/**
 * Visual acuity under one condition (SOP class 1.2.840.10008.5.1.4.1.1.78.5); `both` is with both eyes open.
 *
 * @see PS3.3 C.8.25.12
 */
export interface VisualAcuity extends EyeRecord<'visualAcuity', Acuity> {
  /** With what correction, such as best corrected (SCT 419775003) or none (SCT 420050001); PS3.16 CID 4216. */
  type?: EyeCode;
  /** How far away the chart was. */
  distance?: 'distance' | 'near' | 'intermediate' | 'other';
  /** What the chart shows: `LETTERS`, `NUMBERS`, `PICTURES`, `TUMBLING E`, `LANDOLT C`, or a word of the instrument. */
  optotype?: string;
  /** Which letters, numbers or pictures. */
  optotypeDefinition?: string;
  /** Whether they were shown one by one. */
  presentation?: 'single' | 'multiple';
  /** `RED`, `GREEN`, `WHITE`, `REDGREENSPLIT`, or a word of the instrument. */
  background?: string;
}

const SEQUENCES = {
  right: 'VisualAcuityRightEyeSequence',
  left: 'VisualAcuityLeftEyeSequence',
  both: 'VisualAcuityBothEyesOpenSequence',
};

const DISTANCES = { DISTANCE: 'distance', NEAR: 'near', INTERMEDIATE: 'intermediate', OTHER: 'other' } as const;
const PRESENTATIONS = { SINGLE: 'single', MULTIPLE: 'multiple' } as const;

export function visualAcuity(file: Source) {
  const conditions = given({
    type: file.code('VisualAcuityTypeCodeSequence', 'type'),
    distance: file.term('ViewingDistanceType', 'distance', DISTANCES),
    optotype: file.text('Optotype', 'optotype'),
    optotypeDefinition: file.text('OptotypeDetailedDefinition', 'optotypeDefinition'),
    presentation: file.term('OptotypePresentation', 'presentation', PRESENTATIONS),
    background: file.text('BackgroundColor', 'background'),
  });
  return { kind: 'visualAcuity' as const, ...readSides(file, SEQUENCES, acuityIn), ...conditions };
}

/** The acuity an item has (PS3.3 C.8.25.12.1). */
function acuityIn(eye: Source): Acuity | undefined {
  return given({
    acuity: eye.number('DecimalVisualAcuity', 'acuity', ACUITY),
    modifiers: eye.numbers('VisualAcuityModifiers', 'modifiers'),
  });
}
