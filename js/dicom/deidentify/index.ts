/** What `clinicore/dicom` has for de-identification. */
export { type Deidentified, deidentify } from './deidentify';
export type { DeidentifyOptions, Descriptor } from './options';
export type { PixelRectangle } from './pixels';
export type { DeidentificationChange, DeidentificationReport, DeidentificationWarning } from './report';
