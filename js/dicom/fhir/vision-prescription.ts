/** Lenses as a VisionPrescription (R4). */
import { type Fields, number, record } from '../../validate';
import { baseOf } from './components';
import type { Checked } from './options';
import type { FhirAnnotation, FhirExtension, FhirLensSpecification, FhirPrism, FhirReference } from './resources';

const LARGEST = 1e9;

/** A lens of spectacles: R4's example code system is all there is. */
const PRODUCT = {
  coding: [
    { system: 'http://terminology.hl7.org/CodeSystem/ex-visionprescriptionproduct', code: 'lens', display: 'Lens' },
  ],
};

/** Why something that must be there is not. */
const absent = (valueCode: 'masked' | 'unknown'): { extension: FhirExtension[] } => ({
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode }],
});

/** Who the prescription is for and by whom; `masked` is withheld, not unknown. */
export const peopleOf = ({ subject, prescriber }: Checked): { patient: FhirReference; prescriber: FhirReference } => ({
  patient: subject ?? absent('masked'),
  prescriber: prescriber ?? absent('unknown'),
});

/** When it was written, or that this is not known. */
export const datesOf = (date: string | undefined) =>
  date === undefined
    ? { _created: absent('unknown'), _dateWritten: absent('unknown') }
    : { created: date, dateWritten: date };

/**
 * One eye's lens. What R4 has no place for is in its notes: additions but the near one, their distances, a prism without a
 * base, and the fraction of an axis, which is a whole number there.
 */
export function lensOf(eye: 'right' | 'left', lens: Fields, conflicts: FhirAnnotation[]): FhirLensSpecification {
  const notes: string[] = [];
  const value = (from: Fields | undefined, key: string) => from?.optional(key, undefined, number, -LARGEST, LARGEST);
  const part = (from: Fields | undefined, key: string) => from?.optional(key, undefined, record);
  const [sphere, cylinder, exact] = ['sphere', 'cylinder', 'axis'].map((key) => value(lens, key));
  const axis = exact === undefined ? undefined : wholeAxis(exact);
  if (axis !== exact) notes.push(`Axis ${exact} degrees, rounded to a whole number`);
  const prisms = part(lens, 'prism');
  const prism: FhirPrism[] = [];
  for (const name of ['horizontal', 'vertical'] as const) {
    const given = part(prisms, name);
    const amount = value(given, 'amount');
    const base = given?.optional('base', undefined, baseOf);
    if (amount === undefined) continue;
    if (base !== undefined) prism.push({ amount, base });
    else if (amount !== 0) notes.push(`Prism of ${amount} prism dioptres, ${name}, without a base`);
  }
  const adds = part(lens, 'add');
  const add = value(part(adds, 'near'), 'power');
  for (const name of ['near', 'intermediate', 'other'] as const) {
    const [power, distance] = ['power', 'viewingDistance'].map((key) => value(part(adds, name), key));
    if (power !== undefined && name !== 'near') notes.push(`Add, ${name}: ${power} dioptres`);
    if (distance !== undefined) notes.push(`Viewing distance, ${name}: ${distance} cm`);
  }
  const vertex = value(lens, 'vertexDistance');
  if (vertex !== undefined) notes.push(`Vertex distance: ${vertex} mm`);
  const note = [...notes.map((text) => ({ text })), ...conflicts];
  return {
    product: PRODUCT,
    eye,
    ...(sphere !== undefined && { sphere }),
    ...(cylinder !== undefined && { cylinder }),
    ...(axis !== undefined && { axis }),
    ...(prism.length > 0 && { prism }),
    ...(add !== undefined && { add }),
    ...(note.length > 0 && { note }),
  };
}

/** From 1 to 180: 0 is 180. */
const wholeAxis = (axis: number): number => {
  const whole = Math.round(axis);
  return whole === 0 ? 180 : whole;
};
