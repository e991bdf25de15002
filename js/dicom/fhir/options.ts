import { items, matching, oneOf, optionalRecord, record, text } from '../../validate';
import type { FhirIdentifier, FhirReference, ObservationStatus, PrescriptionStatus } from './resources';

/** Options of `toFhir`. Nothing of the patient is in the resources but the measurements, and what is given here. */
export interface FhirOptions {
  /** The patient. Default: none in observations; a prescription, which must have one, says that it is withheld. */
  subject?: FhirReference | undefined;
  /** Who prescribed. Default: a prescription, which must say, says that it is not known. */
  prescriber?: FhirReference | undefined;
  /** Who measured. Default: nobody is named. */
  performer?: FhirReference[] | undefined;
  /** The visit. Default: none. */
  encounter?: FhirReference | undefined;
  /** Business identifiers of every resource. Default: none. */
  identifier?: FhirIdentifier[] | undefined;
  /**
   * What the record becomes: observations, or a prescription of its lenses (of lensometry, autorefraction, subjective
   * refraction and prescriptions of spectacles only). Default: `'prescription'` for a prescription of spectacles, else
   * `'observations'`.
   */
  as?: 'prescription' | 'observations' | undefined;
  /**
   * Status of the resources. Default for observations: `'final'`, or `'preliminary'` where the record has conflicts; for a
   * prescription: `'active'` if the record is a complete and verified prescription without conflicts, else `'draft'`.
   */
  status?: ObservationStatus | PrescriptionStatus | undefined;
  /**
   * Offset from UTC of the instrument's clock, such as `'+01:00'`, where the record has none: FHIR has no time without it.
   * Default: none; then only the day is given.
   */
  utcOffset?: string | undefined;
}

/** {@link FhirOptions}, checked. */
export interface Checked {
  subject: FhirReference | undefined;
  prescriber: FhirReference | undefined;
  performer: FhirReference[] | undefined;
  encounter: FhirReference | undefined;
  identifier: FhirIdentifier[] | undefined;
  as: 'prescription' | 'observations' | undefined;
  status: string | undefined;
  utcOffset: string | undefined;
}

export const OBSERVATION_STATUS = [
  'registered',
  'preliminary',
  'final',
  'amended',
  'corrected',
  'cancelled',
  'entered-in-error',
  'unknown',
] as const;
export const PRESCRIPTION_STATUS = ['active', 'cancelled', 'draft', 'entered-in-error'] as const;

/** An offset as FHIR's dateTime has it. */
export const OFFSET = /^(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))$/;

export function checkedOptions(options: unknown): Checked {
  const fields = optionalRecord(options, 'options').only([
    'subject',
    'prescriber',
    'performer',
    'encounter',
    'identifier',
    'as',
    'status',
    'utcOffset',
  ]);
  return {
    subject: fields.optional('subject', undefined, reference),
    prescriber: fields.optional('prescriber', undefined, reference),
    performer: fields.optional('performer', undefined, items, 100, reference),
    encounter: fields.optional('encounter', undefined, reference),
    identifier: fields.optional('identifier', undefined, items, 100, identifier),
    as: fields.optional('as', undefined, (value, path) => oneOf(value, path, ['prescription', 'observations'])),
    status: fields.optional('status', undefined, text, 100),
    utcOffset: fields.optional('utcOffset', undefined, matching, OFFSET, "an offset such as '+01:00'"),
  };
}

/** A FHIR string: not empty, no control characters. */
const words = (value: unknown, path: string): string =>
  matching(text(value, path, 10_000), path, /^(?=.*\S)\P{Cc}*$/u, 'a text in one line');
/** A FHIR uri. */
const uri = (value: unknown, path: string): string => matching(text(value, path, 10_000), path, /^\S+$/, 'a URI');

const USES = ['usual', 'official', 'temp', 'secondary', 'old'] as const;

function identifier(value: unknown, path: string): FhirIdentifier {
  const fields = record(value, path).only(['use', 'system', 'value']);
  const use = fields.optional('use', undefined, (value, at) => oneOf(value, at, USES));
  const system = fields.optional('system', undefined, uri);
  const said = fields.optional('value', undefined, words);
  return {
    ...(use !== undefined && { use }),
    ...(system !== undefined && { system }),
    ...(said !== undefined && { value: said }),
  };
}

function reference(value: unknown, path: string): FhirReference {
  const fields = record(value, path).only(['reference', 'type', 'identifier', 'display']);
  const target = fields.optional('reference', undefined, words);
  const type = fields.optional('type', undefined, uri);
  const logical = fields.optional('identifier', undefined, identifier);
  const display = fields.optional('display', undefined, words);
  return {
    ...(target !== undefined && { reference: target }),
    ...(type !== undefined && { type }),
    ...(logical !== undefined && { identifier: logical }),
    ...(display !== undefined && { display }),
  };
}
