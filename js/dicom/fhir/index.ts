/** What `clinicore/dicom` has for FHIR. */
export { toFhir } from './fhir';
export type { FhirOptions } from './options';
export type {
  FhirAnnotation,
  FhirBundle,
  FhirCodeableConcept,
  FhirCoding,
  FhirComponent,
  FhirEntry,
  FhirExtension,
  FhirIdentifier,
  FhirLensSpecification,
  FhirObservation,
  FhirPrism,
  FhirQuantity,
  FhirReference,
  FhirVisionPrescription,
  ObservationStatus,
  PrescriptionStatus,
} from './resources';
