import { type DicomFile, type DicomJson, type OpenOptions, open } from 'clinicore/dicom';
import { Problem } from '../problem.js';
import { attributesOf, type Level } from './attributes.js';

/** What reading one file may cost: metadata of as many elements hold the event loop for a tenth of a second. */
export const LIMITS = {
  maxElements: 100_000,
  maxInflatedBytes: 128 * 2 ** 20,
  maxKeptBytes: 32 * 2 ** 20,
} satisfies OpenOptions;

/** DICOM's type for unique identifiers (PS3.5 section 9.1): numbers joined by dots, at most 64 characters. */
export const UID = /^(?=.{1,64}$)\d+(\.\d+)*$/;

/** What a file says of itself. */
export interface Description {
  studyInstanceUid: string;
  seriesInstanceUid: string;
  sopInstanceUid: string;
  sopClassUid: string;
  transferSyntax: string;
  attributes: Record<Level, DicomJson>;
}

/**
 * Reads what the clinic must know of a file on disk to list it.
 *
 * @throws Problem `ERR_MALFORMED_INPUT` without valid UIDs; ClinicoreError as `dicom.open` does
 */
export async function describe(path: string, signal?: AbortSignal): Promise<Description> {
  const file = await open(path, { ...LIMITS, ...(signal && { signal }) });
  try {
    return {
      studyInstanceUid: uid(file, 'StudyInstanceUID', '(0020,000D)'),
      seriesInstanceUid: uid(file, 'SeriesInstanceUID', '(0020,000E)'),
      sopInstanceUid: uid(file, 'SOPInstanceUID', '(0008,0018)'),
      sopClassUid: uid(file, 'SOPClassUID', '(0008,0016)'),
      transferSyntax: file.transferSyntax,
      attributes: {
        study: attributesOf(file, 'study'),
        series: attributesOf(file, 'series'),
        instance: attributesOf(file, 'instance'),
      },
    };
  } finally {
    await file.close();
  }
}

function uid(file: DicomFile, keyword: string, tag: string): string {
  const value = file.get(keyword);
  if (typeof value === 'string' && UID.test(value)) return value;
  throw new Problem('ERR_MALFORMED_INPUT', `The file has no valid ${keyword} ${tag}`);
}
