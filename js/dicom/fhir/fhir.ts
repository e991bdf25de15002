/** Eye records as FHIR R4 resources. */
import { createHash } from 'node:crypto';
import { boolean, type Fields, invalid, items, record as object, oneOf, text } from '../../validate';
import type { OphthalmicImage } from '../ophthalmic/image';
import type { OphthalmicRecord } from '../ophthalmic/ophthalmic';
import { EXAMINATIONS, SITES } from './codes';
import { componentsOf, contextOf, type Kind, READERS } from './components';
import {
  type Checked,
  checkedOptions,
  type FhirOptions,
  OBSERVATION_STATUS,
  OFFSET,
  PRESCRIPTION_STATUS,
} from './options';
import type {
  FhirAnnotation,
  FhirBundle,
  FhirComponent,
  FhirEntry,
  FhirObservation,
  FhirVisionPrescription,
} from './resources';
import { datesOf, lensOf, peopleOf } from './vision-prescription';

const SIDES = ['right', 'left', 'both', 'unspecified'] as const;
type Side = (typeof SIDES)[number];

/** The records that are about lenses. */
const LENSES: readonly Kind[] = ['lensometry', 'autorefraction', 'subjectiveRefraction', 'spectaclePrescription'];

const KINDS = Object.keys(READERS) as Kind[];
const MOST = 100_000;

const EXAM = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'exam', display: 'Exam' }],
};
const UNKNOWN = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unknown', display: 'Unknown' }],
};

/** A record to convert, checked. */
interface Examination {
  kind: Kind;
  sides: Partial<Record<Side, Fields>>;
  context: FhirComponent[];
  conflicts: { eye: string | undefined; text: string }[];
  device: string | undefined;
  date: string | undefined;
  sopInstanceUid: string | undefined;
  /** Whether it is a prescription that is complete and signed. */
  isPrescribed: boolean;
}

/**
 * An eye record as a collection bundle of FHIR R4 (4.0.1) resources, to be sent as JSON: a VisionPrescription for
 * prescribed spectacles, else an Observation for each eye (of IOL calculations, one for each), with the measurements as
 * components, coded in SNOMED CT, DICOM and LOINC where there is a code for just that, and in UCUM units.
 *
 * - Nothing of the patient but the measurements is in it: identifiers and references are those of `options`. What a
 *   prescription must have and was not given says so itself (extension data-absent-reason).
 * - Conflicts of the record are notes of the eye they are about, so that they travel with it.
 * - What belongs to both eyes or to an unknown one is an Observation, beside a prescription too.
 * - An entry's `fullUrl` is made of the DICOM object's UID: the same record gives the same bundle.
 * - A record without any value gives one Observation that says so.
 *
 * @param record what {@link ophthalmic} gave, images excepted: FHIR's resource for those is ImagingStudy
 * @param options who it is about and by, status, prescription or observations
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (no such record; a prescription of what has no lens). No message holds a
 *   value of the record
 * @see https://hl7.org/fhir/R4/visionprescription.html, https://hl7.org/fhir/R4/observation.html
 *
 * @example
 * const record = dicom.ophthalmic(file);
 * if (record && record.kind !== 'ophthalmicImage') {
 *   const bundle = dicom.toFhir(record, { subject: { reference: 'Patient/17' }, utcOffset: '+01:00' });
 *   await fetch(`${server}/`, { method: 'POST', body: JSON.stringify(bundle) });
 * }
 */
export function toFhir(record: Exclude<OphthalmicRecord, OphthalmicImage>, options: FhirOptions = {}): FhirBundle {
  const checked = checkedOptions(options);
  const examination = examinationOf(record, checked);
  const { kind, sides } = examination;
  const lens = sides.right ?? sides.left;
  const as = checked.as ?? (kind === 'spectaclePrescription' && lens ? 'prescription' : 'observations');
  const allowed = as === 'prescription' ? PRESCRIPTION_STATUS : OBSERVATION_STATUS;
  if (checked.status !== undefined) oneOf(checked.status, 'options.status', allowed);
  if (as === 'observations') return bundle(observations(examination, checked, SIDES));
  if (!LENSES.includes(kind) || !lens) {
    invalid('options.as', "'observations' for a record without a lens of the right or left eye", checked.as);
  }
  const prescribed: FhirEntry = {
    ...fullUrl(examination, 'VisionPrescription'),
    resource: prescription(examination, checked),
  };
  return bundle([prescribed, ...observations(examination, { ...checked, status: undefined }, ['both', 'unspecified'])]);
}

const bundle = (entry: FhirEntry[]): FhirBundle => ({ resourceType: 'Bundle', type: 'collection', entry });

function examinationOf(given: unknown, { utcOffset }: Checked): Examination {
  const fields = object(given, 'record');
  const kind = fields.get('kind', oneOf, KINDS);
  const device = fields.optional('device', undefined, object);
  const name = ['manufacturer', 'model'].map((key) => device?.optional(key, undefined, text, 10_000)?.trim());
  const measuredAt = fields.optional('measuredAt', undefined, text, 100);
  const sides: Examination['sides'] = {};
  for (const side of SIDES) {
    const eye = fields.optional(side, undefined, object);
    if (eye) sides[side] = eye;
  }
  return {
    kind,
    sides,
    context: contextOf(kind, fields),
    conflicts: fields.optional('conflicts', [], items, MOST, conflict),
    device: name.filter(Boolean).join(' ') || undefined,
    date: measuredAt === undefined ? undefined : dateTime(measuredAt, utcOffset),
    sopInstanceUid: fields.optional('sopInstanceUid', undefined, text, 1000),
    isPrescribed: ['isComplete', 'isVerified'].every((flag) => fields.optional(flag, false, boolean)),
  };
}

function conflict(value: unknown, path: string): Examination['conflicts'][number] {
  const fields = object(value, path);
  const where = fields.get('path', text, 10_000);
  return {
    eye: fields.optional('eye', undefined, oneOf, SIDES),
    text: `${fields.get('message', text, 10_000)} (${where})`,
  };
}

const DATE_TIME = /^(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T(\d\d:\d\d)(:\d\d(?:\.\d+)?)?(.*))?$/;

/** R4's dateTime: a time must have an offset, and seconds, which may be zero-filled; else there is only the day. */
function dateTime(measuredAt: string, utcOffset: string | undefined): string | undefined {
  const [, day, minutes, seconds = ':00', zone = ''] =
    DATE_TIME.exec(measuredAt) ?? /^(.*)T\d\d/.exec(measuredAt) ?? [];
  const offset = zone === '' ? utcOffset : zone;
  return minutes === undefined || offset === undefined || !OFFSET.test(offset)
    ? day
    : `${day}T${minutes}${seconds}${offset}`;
}

/** The conflicts about an eye, and those that are about none that has a resource of its own. */
function notesOf({ conflicts, sides }: Examination, side: Side): FhirAnnotation[] {
  const about = conflicts.filter(({ eye }) => eye === side || eye === undefined || !sides[eye as Side]);
  return about.map((each) => ({ text: each.text }));
}

function prescription(examination: Examination, options: Checked): FhirVisionPrescription {
  const { conflicts, date, isPrescribed, sides } = examination;
  const isSound = isPrescribed && conflicts.length === 0;
  const lenses = (['right', 'left'] as const).flatMap((eye) => {
    const lens = sides[eye];
    return lens ? [lensOf(eye, lens, notesOf(examination, eye))] : [];
  });
  return {
    resourceType: 'VisionPrescription',
    ...(options.identifier && { identifier: options.identifier }),
    status: (options.status ?? (isSound ? 'active' : 'draft')) as FhirVisionPrescription['status'],
    ...peopleOf(options),
    ...(options.encounter && { encounter: options.encounter }),
    ...datesOf(date),
    lensSpecification: lenses,
  };
}

function observations(examination: Examination, options: Checked, wanted: readonly Side[]): FhirEntry[] {
  const entries: FhirEntry[] = [];
  for (const side of wanted) {
    const eye = examination.sides[side];
    for (const [at, component] of (eye ? componentsOf(examination.kind, eye, side) : []).entries()) {
      if (component.length === 0) continue;
      const all = [...component, ...examination.context];
      const resource = observation(examination, options, side, { component: all });
      entries.push({ ...fullUrl(examination, `Observation/${side}/${at}`), resource });
    }
  }
  if (entries.length > 0 || wanted !== SIDES) return entries;
  const resource = observation(examination, options, 'unspecified', { dataAbsentReason: UNKNOWN });
  return [{ ...fullUrl(examination, 'Observation'), resource }];
}

function observation(
  examination: Examination,
  options: Checked,
  side: Side,
  content: Pick<FhirObservation, 'component' | 'dataAbsentReason'>,
): FhirObservation {
  const { kind, conflicts, date, device } = examination;
  const note = notesOf(examination, side);
  const status = options.status ?? (conflicts.length > 0 ? 'preliminary' : 'final');
  return {
    resourceType: 'Observation',
    ...(options.identifier && { identifier: options.identifier }),
    status: status as FhirObservation['status'],
    category: [EXAM],
    code: EXAMINATIONS[kind],
    ...(options.subject && { subject: options.subject }),
    ...(options.encounter && { encounter: options.encounter }),
    ...(date !== undefined && { effectiveDateTime: date }),
    ...(options.performer && { performer: options.performer }),
    ...(note.length > 0 && { note }),
    ...(side !== 'unspecified' && { bodySite: SITES[side] }),
    ...(device !== undefined && { device: { display: device } }),
    ...content,
  };
}

/** The namespace for ISO OIDs of RFC 4122, appendix C. */
const OID_NAMESPACE = Buffer.from('6ba7b8129dad11d180b400c04fd430c8', 'hex');

/** A UUID by name (version 5, RFC 4122 4.3) of a part of the DICOM object; none if that has no UID. */
function fullUrl({ sopInstanceUid }: Examination, part: string): { fullUrl?: string } {
  if (sopInstanceUid === undefined) return {};
  const hash = createHash('sha1').update(OID_NAMESPACE).update(`${sopInstanceUid}/${part}`).digest();
  hash.writeUInt8(((hash[6] as number) & 0x0f) | 0x50, 6);
  hash.writeUInt8(((hash[8] as number) & 0x3f) | 0x80, 8);
  const [, ...groups] = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(hash.toString('hex')) ?? [];
  return { fullUrl: `urn:uuid:${groups.join('-')}` };
}
