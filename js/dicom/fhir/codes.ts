/**
 * Codes for eye measurements. Each is one that a publication uses for just that:
 * - SNOMED CT 251795007, 251797004, 251799001: DICOM PS3.16 annex D, and HL7's Eye Care guide (its example
 *   observation-refraction-re-0); 362502000, 362503005, 362508001: HL7 CDA Eyecare, value set EyecareTargetSiteCodes;
 *   those of prism bases: PS3.16 CID 4214 and 4215.
 * - DCM: PS3.16 annex D (measurements) and CID 29 (examinations).
 * - LOINC 64742-0, 66067-0: panel 62679-6.
 *
 * What no such code was found for has a text alone, as R4 allows.
 */
import { matching, record, text } from '../../validate';
import type { FhirCodeableConcept, FhirQuantity } from './resources';

const SYSTEMS: Record<string, string> = {
  SCT: 'http://snomed.info/sct',
  DCM: 'http://dicom.nema.org/resources/ontology/DCM',
  LN: 'http://loinc.org',
};

/** A concept with a code. */
export const coded = (scheme: 'SCT' | 'DCM' | 'LN', code: string, display: string): FhirCodeableConcept => ({
  coding: [{ system: SYSTEMS[scheme] as string, code, display }],
  text: display,
});

/** A concept without one. */
export const worded = (words: string): FhirCodeableConcept => ({ text: words });

export const SPHERE = coded('SCT', '251795007', 'Power of sphere');
export const CYLINDER = coded('SCT', '251797004', 'Power of cylinder');
export const AXIS = coded('SCT', '251799001', 'Axis of cylinder');
export const ADD_NEAR = coded('DCM', '111672', 'Add Near');
export const ADD_INTERMEDIATE = coded('DCM', '111673', 'Add Intermediate');
export const ADD_OTHER = coded('DCM', '111674', 'Add Other');
export const HORIZONTAL_PRISM = coded('DCM', '111675', 'Horizontal Prism Power');
export const HORIZONTAL_BASE = coded('DCM', '111676', 'Horizontal Prism Base');
export const VERTICAL_PRISM = coded('DCM', '111677', 'Vertical Prism Power');
export const VERTICAL_BASE = coded('DCM', '111678', 'Vertical Prism Base');
export const DISTANCE_PD = coded('DCM', '111679', 'Distance Pupillary Distance');
export const NEAR_PD = coded('DCM', '111680', 'Near Pupillary Distance');

/** Where the base of a prism is. */
export const BASES = {
  in: coded('SCT', '255460003', 'Inward'),
  out: coded('SCT', '255543005', 'Outward'),
  up: coded('SCT', '255532002', 'Up'),
  down: coded('SCT', '255518004', 'Down'),
};

/** The body sites of observations. */
export const SITES = {
  right: coded('SCT', '362502000', 'Entire right eye'),
  left: coded('SCT', '362503005', 'Entire left eye'),
  both: coded('SCT', '362508001', 'Both eyes, entire'),
};

export const AXIAL_LENGTHS = {
  right: coded('LN', '64742-0', 'Right eye Axial length'),
  left: coded('LN', '66067-0', 'Left eye Axial length'),
};

/** What was examined, by the modality of DICOM. */
export const EXAMINATIONS = {
  lensometry: coded('DCM', 'LEN', 'Lensometry'),
  autorefraction: coded('DCM', 'AR', 'Autorefraction'),
  keratometry: coded('DCM', 'KER', 'Keratometry'),
  subjectiveRefraction: coded('DCM', 'SRF', 'Subjective Refraction'),
  visualAcuity: coded('DCM', 'VA', 'Visual Acuity'),
  spectaclePrescription: coded('DCM', '111671', 'Spectacle Prescription Report'),
  axialMeasurements: coded('DCM', 'OAM', 'Ophthalmic Axial Measurements'),
  iolCalculation: coded('DCM', 'IOL', 'Intraocular Lens Calculation'),
  visualField: coded('DCM', 'OPV', 'Ophthalmic Visual Field'),
};

/** Units in UCUM: how they are shown, and their code. */
export const UNITS = {
  dioptre: ['diopter', '[diop]'],
  prismDioptre: ['prism diopter', "[p'diop]"],
  degree: ['degree', 'deg'],
  mm: ['mm', 'mm'],
  cm: ['cm', 'cm'],
  mmHg: ['mmHg', 'mm[Hg]'],
  decibel: ['dB', 'dB'],
  percent: ['%', '%'],
  second: ['s', 's'],
  metrePerSecond: ['m/s', 'm/s'],
  one: ['1', '1'],
} as const;

export function quantityOf(value: number, unit: keyof typeof UNITS): FhirQuantity {
  const [shown, code] = UNITS[unit];
  return { value, unit: shown, system: 'http://unitsofmeasure.org', code };
}

/** A code of a record; one of a scheme that FHIR has no system for is its meaning in words. */
export function conceptOf(value: unknown, path: string): FhirCodeableConcept {
  const fields = record(value, path);
  const code = fields.get('value', matching, /^\S(?:.*\S)?$/s, 'a code');
  const scheme = fields.optional('scheme', undefined, text, 1000);
  const meaning = fields.optional('meaning', undefined, matching, /\S/, 'a text');
  const system = scheme !== undefined && Object.hasOwn(SYSTEMS, scheme) ? SYSTEMS[scheme] : undefined;
  if (system === undefined || /\s/.test(code)) return worded(meaning ?? code);
  return { coding: [{ system, code, ...(meaning !== undefined && { display: meaning }) }], text: meaning ?? code };
}
