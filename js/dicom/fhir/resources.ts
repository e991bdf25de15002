/** The parts of FHIR R4 (4.0.1) that eye records become. */

/** A code of a code system. */
export interface FhirCoding {
  /** Whose code it is: the URI of a code system. */
  system?: string;
  /** The code. */
  code: string;
  /** What it means, in the words of the code system. */
  display?: string;
}

/** A concept: codes for it, or words. */
export interface FhirCodeableConcept {
  /** Codes for it. */
  coding?: FhirCoding[];
  /** It in words. */
  text?: string;
}

/** A number with its unit in UCUM. */
export interface FhirQuantity {
  /** How much. */
  value: number;
  /** The unit, as people write it. */
  unit: string;
  /** UCUM, the Unified Code for Units of Measure. */
  system: 'http://unitsofmeasure.org';
  /** The unit in UCUM, such as `'[diop]'`. */
  code: string;
}

/** By which something is known elsewhere. */
export interface FhirIdentifier {
  /** What it is for. */
  use?: 'usual' | 'official' | 'temp' | 'secondary' | 'old';
  /** Who gave it: a URI. */
  system?: string;
  /** The identifier itself, unique within `system`. */
  value?: string;
}

/** What FHIR has no element for; here, why a value is absent. */
export interface FhirExtension {
  /** Which extension it is. */
  url: string;
  /** What it says. */
  valueCode: string;
}

/** A reference to another resource. */
export interface FhirReference {
  /** Such as `'Patient/17'`. */
  reference?: string;
  /** Such as `'Patient'`. */
  type?: string;
  /** Of what it leads to, where there is no address of it. */
  identifier?: FhirIdentifier;
  /** What it leads to, in words. */
  display?: string;
  /** Why there is no reference, where one is required. */
  extension?: FhirExtension[];
}

/** A remark in words. */
export interface FhirAnnotation {
  /** The remark. */
  text: string;
}

/** One value of an observation. */
export interface FhirComponent {
  /** What was measured. */
  code: FhirCodeableConcept;
  /** A number with its unit. */
  valueQuantity?: FhirQuantity;
  /** A coded value. */
  valueCodeableConcept?: FhirCodeableConcept;
  /** A value in words. */
  valueString?: string;
  /** Yes or no. */
  valueBoolean?: boolean;
}

/** What was observed of an eye, or of both: https://hl7.org/fhir/R4/observation.html */
export interface FhirObservation {
  /** Which resource it is. */
  resourceType: 'Observation';
  /** Its identifiers elsewhere, such as that of the DICOM object. */
  identifier?: FhirIdentifier[];
  /** How far it is to be relied on. */
  status: ObservationStatus;
  /** What kind of observation it is, such as an exam. */
  category: FhirCodeableConcept[];
  /** What was observed. */
  code: FhirCodeableConcept;
  /** The patient. */
  subject?: FhirReference;
  /** The visit during which it was made. */
  encounter?: FhirReference;
  /** When it was made, as precise as it is known. */
  effectiveDateTime?: string;
  /** Who made it. */
  performer?: FhirReference[];
  /** Why there is no value. */
  dataAbsentReason?: FhirCodeableConcept;
  /** What must be looked at. */
  note?: FhirAnnotation[];
  /** Which eye, or both. */
  bodySite?: FhirCodeableConcept;
  /** The instrument. */
  device?: FhirReference;
  /** The values. */
  component?: FhirComponent[];
}

/** https://hl7.org/fhir/R4/valueset-observation-status.html */
export type ObservationStatus =
  | 'registered'
  | 'preliminary'
  | 'final'
  | 'amended'
  | 'corrected'
  | 'cancelled'
  | 'entered-in-error'
  | 'unknown';

/** A prism of a lens. */
export interface FhirPrism {
  /** In prism dioptres. */
  amount: number;
  /** Where the base is; `in` is to the nose. */
  base: 'up' | 'down' | 'in' | 'out';
}

/** What one eye is to wear. */
export interface FhirLensSpecification {
  /** What it is a prescription of, such as spectacle lenses. */
  product: FhirCodeableConcept;
  /** Which eye it is for. */
  eye: 'right' | 'left';
  /** In dioptres. */
  sphere?: number;
  /** In dioptres. */
  cylinder?: number;
  /** In whole degrees. */
  axis?: number;
  /** Its prism, horizontal and vertical part apart. */
  prism?: FhirPrism[];
  /** In dioptres. */
  add?: number;
  /** What FHIR has no element for. */
  note?: FhirAnnotation[];
}

/** A prescription of lenses: https://hl7.org/fhir/R4/visionprescription.html */
export interface FhirVisionPrescription {
  /** Which resource it is. */
  resourceType: 'VisionPrescription';
  /** Its identifiers elsewhere, such as that of the DICOM object. */
  identifier?: FhirIdentifier[];
  /** Whether it is in force. */
  status: PrescriptionStatus;
  /** When the resource was made. */
  created?: string;
  /** Why `created` is absent. */
  _created?: {
    /** The reason, coded. */
    extension: FhirExtension[];
  };
  /** Whose it is. */
  patient: FhirReference;
  /** The visit during which it was written. */
  encounter?: FhirReference;
  /** When it was written. */
  dateWritten?: string;
  /** Why `dateWritten` is absent. */
  _dateWritten?: {
    /** The reason, coded. */
    extension: FhirExtension[];
  };
  /** Who wrote it. */
  prescriber: FhirReference;
  /** What each eye is to wear. */
  lensSpecification: FhirLensSpecification[];
}

/** https://hl7.org/fhir/R4/valueset-fm-status.html */
export type PrescriptionStatus = 'active' | 'cancelled' | 'draft' | 'entered-in-error';

/** A resource in a bundle. */
export interface FhirEntry {
  /** By which other entries refer to it. */
  fullUrl?: string;
  /** What it holds. */
  resource: FhirObservation | FhirVisionPrescription;
}

/** Resources put together: https://hl7.org/fhir/R4/bundle.html */
export interface FhirBundle {
  /** Which resource it is. */
  resourceType: 'Bundle';
  /** Resources that are only put together. */
  type: 'collection';
  /** The resources. */
  entry: FhirEntry[];
}
