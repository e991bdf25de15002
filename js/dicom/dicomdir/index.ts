/** What `clinicore/dicom` has for DICOMDIRs. */
import type { DicomRecord as Record } from './record';

export { type DicomDir, type DicomDirOptions, dicomdir } from './dicomdir';
export type { DicomDirProblem } from './links';

/**
 * A record of a {@link DicomDir}. Of the class only the type is public: there is no other way to one.
 *
 * @reexport
 */
export type DicomRecord = Record;
