/** What `clinicore/dicom` has for folders. */

export type { ScanOptions, SummaryElement } from './options';
export { type IndexedFile, type ScannedFile, scanFolder, type UnreadableFile } from './scan-folder';
export {
  type ScannedPatient,
  type ScannedSeries,
  type ScannedStudies,
  type ScannedStudy,
  studies,
} from './studies';
