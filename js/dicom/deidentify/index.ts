/** What `clinicore/dicom` has for de-identification. */
import type { Deidentified as Output } from './deidentify';

export { deidentify } from './deidentify';
export type { DeidentifyOptions, Descriptor } from './options';
export type { PixelRectangle } from './pixels';
export type { DeidentificationChange, DeidentificationReport, DeidentificationWarning } from './report';

/**
 * What {@link deidentify} gives: the report, and the file to be written.
 *
 * @reexport
 */
export type Deidentified = Output;
