/** The prescription of spectacles and contact lenses. */
import { type Fields, line, paragraph, record } from '../../validate';
import { numberFormat } from '../locale';
import type { PdfDocument } from '../model';
import { type CheckedContactLens, type ContactLens, contactLens } from './contact-lens';
import { EYE_LABELS, type EyeLabels, SIDES, type Side } from './eyes';
import { refuse } from './iban';
import { addressLines, type CheckedParty, type Party, party } from './party';
import { laidOut } from './prescription-document';
import {
  type CheckedDistance,
  type CheckedRefraction,
  millimetres,
  type PowerStep,
  type PupillaryDistance,
  powerStep,
  pupillaryDistance,
  REFRACTION_FIELDS,
  type Refraction,
  refraction,
} from './refraction';
import { dayText } from './sale';
import { type DocumentOptions, type Making, type PdfTemplateOptions, template } from './template';

/** Whom something is made for. */
export interface Patient {
  /** At most 120 characters. */
  name: string;
  /** Day of birth, `YYYY-MM-DD`. */
  birthDate?: string | undefined;
  /** Number in the clinic's records, at most 60 characters. */
  recordNumber?: string | undefined;
  /** The address line by line: at most 6 lines of 100 characters. */
  address?: string[] | undefined;
}

/** A {@link Patient} that passed the front door. */
export interface CheckedPatient {
  name: string;
  birthDate: string | undefined;
  recordNumber: string | undefined;
  address: string[];
}

/** What a prescription says: spectacles, contact lenses, or both. */
export interface PrescriptionData {
  /** At most 60 characters. */
  number?: string | undefined;
  /** Day it was written, `YYYY-MM-DD`; also the PDF's creation date. */
  issueDate: string;
  /** Last day it may be filled, `YYYY-MM-DD`. */
  validUntil?: string | undefined;
  /** Who prescribes. */
  prescriber: Party;
  /** Whom it is for. */
  patient: Patient;
  /** In which steps the powers are. Default `'0.25'`. */
  powerStep?: PowerStep | undefined;
  /** Spectacles, for one eye or both. */
  spectacles?: SpectaclePrescription | undefined;
  /** Contact lenses, for one eye or both. */
  contactLenses?:
    | {
        /** Of the right eye. */
        right?: ContactLens | undefined;
        /** Of the left eye. */
        left?: ContactLens | undefined;
      }
    | undefined;
  /** At most 2,000 characters, line breaks allowed. */
  notes?: string | undefined;
}

/** Spectacles, for one eye or both. */
export interface SpectaclePrescription {
  /** Of the right eye. */
  right?: Refraction | undefined;
  /** Of the left eye. */
  left?: Refraction | undefined;
  /** When looking afar. */
  pupillaryDistance?: PupillaryDistance | undefined;
  /** When looking near. */
  nearPupillaryDistance?: PupillaryDistance | undefined;
  /** At which the powers were found: millimetres from `'5'` to `'25'`. */
  vertexDistance?: string | undefined;
  /** What for, such as `'Distance'`: one line of at most 60 characters. */
  use?: string | undefined;
}

/** The template's words, each one line of at most 60 characters. */
export interface PrescriptionLabels extends EyeLabels {
  /** Heading of the document: `'Prescription'`. */
  title: string;
  /** Before its number: `'No.'`. */
  number: string;
  /** Before the day it was written: `'Date'`. */
  issueDate: string;
  /** Before the last day it may be filled: `'Valid until'`. */
  validUntil: string;
  /** Above the patient: `'Patient'`. */
  patient: string;
  /** Before the day of birth: `'Born'`. */
  birthDate: string;
  /** Before the record's number: `'Record no.'`. */
  recordNumber: string;
  /** Before the prescriber's tax number: `'Tax ID'`. */
  taxId: string;
  /** Above the spectacles: `'Spectacles'`. */
  spectacles: string;
  /** Before what they are for: `'Use'`. */
  use: string;
  /** Before the vertex distance: `'Vertex distance'`. */
  vertexDistance: string;
  /** Above the contact lenses: `'Contact lenses'`. */
  contactLenses: string;
  /** Head of the lenses' names: `'Lens'`. */
  brand: string;
  /** Head of the base curves: `'Base curve'`. */
  baseCurve: string;
  /** Head of the diameters: `'Diameter'`. */
  diameter: string;
  /** Head of the colours: `'Colour'`. */
  color: string;
  /** Above the notes: `'Notes'`. */
  notes: string;
  /** Under the line to sign on: `'Signature of the prescriber'`. */
  signature: string;
  /** In the foot: `'Page {page} of {pages}'`. */
  page: string;
}

/** Options of {@link prescription}. */
export type PrescriptionOptions = PdfTemplateOptions<PrescriptionLabels>;

/** A {@link SpectaclePrescription} that passed the front door. */
export interface CheckedSpectacles {
  use: string | undefined;
  right: CheckedRefraction | undefined;
  left: CheckedRefraction | undefined;
  pupillaryDistance: CheckedDistance | undefined;
  nearPupillaryDistance: CheckedDistance | undefined;
  vertexDistance: string | undefined;
}

/** A {@link PrescriptionData} that passed the front door. */
export interface CheckedPrescription {
  number: string | undefined;
  issueDate: string;
  validUntil: string | undefined;
  prescriber: CheckedParty;
  patient: CheckedPatient;
  spectacles: CheckedSpectacles | undefined;
  contactLenses: Record<Side, CheckedContactLens | undefined> | undefined;
  notes: string | undefined;
}

/**
 * Makes a prescription of spectacles, contact lenses or both as a PDF, with a line to sign on.
 *
 * Powers are checked strictly and printed with their sign and two decimals, other figures digit for digit, in the locale's
 * decimal mark. Nothing is rounded, transposed or made up: what an eye lacks is printed as `–`.
 *
 * @param data what is prescribed
 * @param options how it looks; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a field of the wrong form or out of its range, a power between steps, a
 *   cylinder without axis or the other way round, a prism without base, distances that do not add up: `details.required`
 *   is the right one), `ERR_UNSUPPORTED` (a character the fonts lack), `ERR_LIMIT_EXCEEDED` (a text too long for its
 *   field), `ERR_ABORTED`, `ERR_BUSY`
 * @see ISO 8429 for the axes and bases in degrees
 *
 * @example
 * const file = await pdf.prescription({
 *   issueDate: '2026-03-01',
 *   prescriber: { name: 'Dr. Olga Brandt', address: ['Lindenplatz 4', '10115 Berlin'] },
 *   patient: { name: 'Jana Nováková', birthDate: '1984-05-17' },
 *   spectacles: {
 *     right: { sphere: '-1.25', cylinder: '-0.50', axis: 175, add: '+1.50' },
 *     left: { sphere: '-1.00', add: '+1.50', prism: [{ power: '1.00', base: 'in' }] },
 *     pupillaryDistance: { right: '31.5', left: '32' },
 *   },
 * });
 */
export async function prescription(data: PrescriptionData, options: PrescriptionOptions = {}): Promise<Buffer> {
  return making(data, options).pdf();
}

/**
 * The document that {@link prescription} makes a PDF of: for `renderMany` and `renderToStream`, or to add to it. Errors of
 * rendering it then name places in the document.
 *
 * @param data as of {@link prescription}
 * @param options as of {@link prescription}, but those of rendering
 * @throws ClinicoreError as {@link prescription} does for what is wrong with the data
 *
 * @example
 * const document = await pdf.prescriptionDocument(data, { locale: 'cs' });
 * document.attachments = [{ name: 'measured.json', data: json, mimeType: 'application/json' }];
 * const file = await pdf.render(document);
 */
export async function prescriptionDocument(
  data: PrescriptionData,
  options: DocumentOptions<PrescriptionOptions> = {},
): Promise<PdfDocument> {
  return making(data, options).document();
}

function making(data: PrescriptionData, options: PrescriptionOptions): Making {
  const { locale, labels, look, pageSize, of } = template(options, LABELS, ['pageSize']);
  const checked = checkedPrescription(record(data, 'data'));
  const numbers = numberFormat(locale, 'EUR');
  return of(checked, () => ({ document: laidOut(checked, look, labels, numbers, pageSize) }));
}

const LABELS: PrescriptionLabels = {
  ...EYE_LABELS,
  title: 'Prescription',
  number: 'No.',
  issueDate: 'Date',
  validUntil: 'Valid until',
  patient: 'Patient',
  birthDate: 'Born',
  recordNumber: 'Record no.',
  taxId: 'Tax ID',
  spectacles: 'Spectacles',
  use: 'Use',
  vertexDistance: 'Vertex distance',
  contactLenses: 'Contact lenses',
  brand: 'Lens',
  baseCurve: 'Base curve',
  diameter: 'Diameter',
  color: 'Colour',
  notes: 'Notes',
  signature: 'Signature of the prescriber',
  page: 'Page {page} of {pages}',
};

const FIELDS = [
  'number',
  'issueDate',
  'validUntil',
  'prescriber',
  'patient',
  'powerStep',
  'spectacles',
  'contactLenses',
  'notes',
];

function checkedPrescription(source: Fields): CheckedPrescription {
  const step = source.only(FIELDS).optional('powerStep', '0.25', powerStep);
  const checked = {
    number: source.optional('number', undefined, line, 60),
    issueDate: source.get('issueDate', dayText),
    validUntil: source.optional('validUntil', undefined, dayText),
    prescriber: source.get('prescriber', party),
    patient: source.get('patient', patient),
    spectacles: source.optional('spectacles', undefined, spectacles, step),
    contactLenses: source.optional('contactLenses', undefined, contactLenses, step),
    notes: source.optional('notes', undefined, paragraph, 2000),
  };
  if (checked.spectacles === undefined && checked.contactLenses === undefined) {
    refuse('data', 'of spectacles, contact lenses or both');
  }
  return checked;
}

export function patient(value: unknown, path: string): CheckedPatient {
  const fields = record(value, path).only(['name', 'birthDate', 'recordNumber', 'address']);
  return {
    name: fields.get('name', line, 120),
    birthDate: fields.optional('birthDate', undefined, dayText),
    recordNumber: fields.optional('recordNumber', undefined, line, 60),
    address: fields.optional('address', [] as string[], addressLines),
  };
}

function spectacles(value: unknown, path: string, step: PowerStep): CheckedSpectacles {
  const known = ['right', 'left', 'pupillaryDistance', 'nearPupillaryDistance', 'vertexDistance', 'use'];
  const fields = record(value, path).only(known);
  const eye = (given: unknown, at: string) => refraction(record(given, at).only(REFRACTION_FIELDS), step);
  const checked = {
    use: fields.optional('use', undefined, line, 60),
    right: fields.optional('right', undefined, eye),
    left: fields.optional('left', undefined, eye),
    pupillaryDistance: fields.optional('pupillaryDistance', undefined, pupillaryDistance),
    nearPupillaryDistance: fields.optional('nearPupillaryDistance', undefined, pupillaryDistance),
    vertexDistance: fields.optional('vertexDistance', undefined, millimetres, 5, 25),
  };
  if (checked.right === undefined && checked.left === undefined) refuse(path, 'for at least one eye');
  return checked;
}

function contactLenses(value: unknown, path: string, step: PowerStep): Record<Side, CheckedContactLens | undefined> {
  const fields = record(value, path).only(SIDES);
  const checked = {
    right: fields.optional('right', undefined, contactLens, step),
    left: fields.optional('left', undefined, contactLens, step),
  };
  if (checked.right === undefined && checked.left === undefined) refuse(path, 'for at least one eye');
  return checked;
}
