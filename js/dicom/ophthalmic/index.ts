/** What `clinicore/dicom` has for eye examinations. */
export type { Autorefraction, AutorefractionEye } from './autorefraction';
export type {
  AxialEye,
  AxialMeasurement,
  AxialMeasurements,
  AxialSegment,
  SelectedAxialLength,
} from './axial-measurements';
export type { EyeImage, FrameLocation, ImageClass, OphthalmicImage } from './image';
export type { IolCalculation, IolCalculations, IolEye, IolPower, LensConstant } from './iol-calculation';
export type { CornealCurvature, Keratometry, Meridian } from './keratometry';
export type { Lens, Lensometry } from './lensometry';
export { type OphthalmicRecord, ophthalmic } from './ophthalmic';
export { type ResultantPrism, resultantPrism } from './prism';
export type { BothEyes, PupillaryDistance } from './pupillary-distance';
export type { EyeCode, EyeConflict, EyeConflictKind, EyeDevice, EyeRecord, EyeSide } from './record';
export type {
  Addition,
  Additions,
  HorizontalPrism,
  Prism,
  Refraction,
  SphereCylinder,
  VerticalPrism,
} from './refraction';
export type { SpectaclePrescription } from './spectacle-prescription';
export type { SubjectiveRefraction } from './subjective-refraction';
export { transposeCylinder } from './transpose';
export type { Acuity, VisualAcuity } from './visual-acuity';
export type { FieldIndex, FieldPoint, VisualField, VisualFieldEye } from './visual-field';
