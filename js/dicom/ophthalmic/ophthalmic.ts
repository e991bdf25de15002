/** Eye examinations as records. */
import { invalid, readable } from '../../validate';
import { DicomFile } from '../file';
import { partOf } from '../item';
import { type Autorefraction, autorefraction } from './autorefraction';
import { type AxialMeasurements, axialMeasurements } from './axial-measurements';
import { Findings, Source } from './findings';
import { deviceOf, momentOf } from './head';
import { type OphthalmicImage, ophthalmicImage } from './image';
import { type IolCalculations, iolCalculations } from './iol-calculation';
import { type Keratometry, keratometry } from './keratometry';
import { type Lensometry, lensometry } from './lensometry';
import { type SpectaclePrescription, spectaclePrescription } from './spectacle-prescription';
import { type SubjectiveRefraction, subjectiveRefraction } from './subjective-refraction';
import { type VisualAcuity, visualAcuity } from './visual-acuity';
import { type VisualField, visualField } from './visual-field';

/** An eye examination; `kind` says which. */
export type OphthalmicRecord =
  | Lensometry
  | Autorefraction
  | Keratometry
  | SubjectiveRefraction
  | VisualAcuity
  | SpectaclePrescription
  | AxialMeasurements
  | IolCalculations
  | VisualField
  | OphthalmicImage;

/** What a reader knows of a record; the rest is the same for all. */
type Body<R> = R extends OphthalmicRecord
  ? Omit<R, 'device' | 'measuredAt' | 'sopClassUid' | 'sopInstanceUid' | 'provenance' | 'conflicts'>
  : never;

/** The readers by SOP class UID (PS3.4 B.5), without its first part. */
const READERS: Record<string, (file: Source) => Body<OphthalmicRecord>> = {
  '78.1': lensometry,
  '78.2': autorefraction,
  '78.3': keratometry,
  '78.4': subjectiveRefraction,
  '78.5': visualAcuity,
  '78.6': spectaclePrescription,
  '78.7': axialMeasurements,
  '78.8': iolCalculations,
  '80.1': visualField,
  '77.1.5.1': ophthalmicImage('photography'),
  '77.1.5.2': ophthalmicImage('photography'),
  '77.1.5.4': ophthalmicImage('tomography'),
  '77.1.5.5': ophthalmicImage('wideField'),
  '77.1.5.6': ophthalmicImage('wideField'),
  '77.1.5.7': ophthalmicImage('enFace'),
  '77.1.5.8': ophthalmicImage('volumeAnalysis'),
  '81.1': ophthalmicImage('thicknessMap'),
  '82.1': ophthalmicImage('cornealTopography'),
};

const STORAGE = '1.2.840.10008.5.1.4.1.1.';

/**
 * The eye examination in a file: what a lensometer, autorefractor, keratometer, phoropter, acuity chart, biometer,
 * perimeter or eye camera has measured, or a prescription of spectacles, by eye. `undefined` if its SOP class is of no eye
 * examination, so that any file may be asked.
 *
 * Nothing is guessed, and nothing is silently left out:
 * - What the file does not say is absent from the record; 0 is a number that was measured.
 * - Numbers have the decimals of the file: a float32 the fewest that give it again (`1.1`, not `1.100000023841858`).
 * - The sign of a cylinder is that of the file ({@link transposeCylinder} gives the other form). An axis of 0 is 180.
 * - A value that cannot be (an axis of 200, a text for a number, two items where one is allowed) is not in the record, but
 *   in its `conflicts`, with its tag path. One that is only implausible is in both.
 * - Values in a sequence of one eye are that eye's, also where Measurement Laterality or Laterality says otherwise, which
 *   is a conflict. An object that is all of one eye (a visual field, an image) and names none, or contradicts itself, is
 *   `unspecified`; so is an item of a prescription without an eye.
 * - `provenance` says of every value where it stands in the file.
 *
 * Only values in memory are read; the record is the patient's data.
 *
 * @param file an open file
 * @returns the record, or `undefined`
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (not a file), `ERR_LIMIT_EXCEEDED` (more than 50,000 items; a value that was
 *   not kept in memory). No message holds a value
 * @see PS3.3 C.8.17, C.8.25, C.8.26; PS3.16 TID 2020
 *
 * @example
 * await using file = await dicom.open('lensometry.dcm');
 * const record = dicom.ophthalmic(file);
 * if (record?.kind === 'lensometry') {
 *   record.right; // { sphere: -2.25, cylinder: -0.75, axis: 175, add: { near: { power: 2 } } }
 *   record.provenance['right.sphere']; // '00460014[0].00460146'
 *   record.conflicts; // []
 * }
 */
export function ophthalmic(file: DicomFile): OphthalmicRecord | undefined {
  // What only looks like a file has no part of one.
  if (!readable('file', () => file instanceof DicomFile && partOf(file))) {
    invalid('file', 'a DicomFile, as open() gives it', file);
  }
  const sopClassUid = file.get('SOPClassUID');
  if (typeof sopClassUid !== 'string' || !sopClassUid.startsWith(STORAGE)) return undefined;
  const suffix = sopClassUid.slice(STORAGE.length);
  const read = Object.hasOwn(READERS, suffix) ? READERS[suffix] : undefined;
  if (!read) return undefined;
  const findings = new Findings();
  const source = new Source(file, findings);
  return {
    ...read(source),
    device: deviceOf(source),
    measuredAt: momentOf(source),
    sopClassUid,
    sopInstanceUid: source.text('SOPInstanceUID', 'sopInstanceUid'),
    provenance: findings.provenance,
    conflicts: findings.conflicts,
  } as OphthalmicRecord;
}
