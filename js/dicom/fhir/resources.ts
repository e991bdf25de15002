/** The parts of FHIR R4 (4.0.1) that eye records become. */

export interface FhirCoding {
  system?: string;
  code: string;
  display?: string;
}

export interface FhirCodeableConcept {
  coding?: FhirCoding[];
  text?: string;
}

/** A number with its unit in UCUM. */
export interface FhirQuantity {
  value: number;
  unit: string;
  system: 'http://unitsofmeasure.org';
  code: string;
}

export interface FhirIdentifier {
  use?: 'usual' | 'official' | 'temp' | 'secondary' | 'old';
  system?: string;
  value?: string;
}

export interface FhirExtension {
  url: string;
  valueCode: string;
}

export interface FhirReference {
  /** Such as `'Patient/17'`. */
  reference?: string;
  /** Such as `'Patient'`. */
  type?: string;
  identifier?: FhirIdentifier;
  display?: string;
  extension?: FhirExtension[];
}

export interface FhirAnnotation {
  text: string;
}

export interface FhirComponent {
  code: FhirCodeableConcept;
  valueQuantity?: FhirQuantity;
  valueCodeableConcept?: FhirCodeableConcept;
  valueString?: string;
  valueBoolean?: boolean;
}

/** https://hl7.org/fhir/R4/observation.html */
export interface FhirObservation {
  resourceType: 'Observation';
  identifier?: FhirIdentifier[];
  status: ObservationStatus;
  category: FhirCodeableConcept[];
  code: FhirCodeableConcept;
  subject?: FhirReference;
  encounter?: FhirReference;
  effectiveDateTime?: string;
  performer?: FhirReference[];
  dataAbsentReason?: FhirCodeableConcept;
  note?: FhirAnnotation[];
  bodySite?: FhirCodeableConcept;
  device?: FhirReference;
  component?: FhirComponent[];
}

export type ObservationStatus =
  | 'registered'
  | 'preliminary'
  | 'final'
  | 'amended'
  | 'corrected'
  | 'cancelled'
  | 'entered-in-error'
  | 'unknown';

export interface FhirPrism {
  /** In prism dioptres. */
  amount: number;
  base: 'up' | 'down' | 'in' | 'out';
}

export interface FhirLensSpecification {
  product: FhirCodeableConcept;
  eye: 'right' | 'left';
  /** In dioptres. */
  sphere?: number;
  /** In dioptres. */
  cylinder?: number;
  /** In whole degrees. */
  axis?: number;
  prism?: FhirPrism[];
  /** In dioptres. */
  add?: number;
  note?: FhirAnnotation[];
}

/** https://hl7.org/fhir/R4/visionprescription.html */
export interface FhirVisionPrescription {
  resourceType: 'VisionPrescription';
  identifier?: FhirIdentifier[];
  status: PrescriptionStatus;
  created?: string;
  _created?: { extension: FhirExtension[] };
  patient: FhirReference;
  encounter?: FhirReference;
  dateWritten?: string;
  _dateWritten?: { extension: FhirExtension[] };
  prescriber: FhirReference;
  lensSpecification: FhirLensSpecification[];
}

export type PrescriptionStatus = 'active' | 'cancelled' | 'draft' | 'entered-in-error';

export interface FhirEntry {
  fullUrl?: string;
  resource: FhirObservation | FhirVisionPrescription;
}

/** https://hl7.org/fhir/R4/bundle.html */
export interface FhirBundle {
  resourceType: 'Bundle';
  type: 'collection';
  entry: FhirEntry[];
}
