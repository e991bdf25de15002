/** The DICOM golden files, and what pydicom makes of them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { dicom } from 'clinicore';

export const golden = join(import.meta.dirname, 'golden/dicom');
export const read = (name: string) => readFileSync(join(golden, name));
export const files = ['pydicom', 'ophthalmic', 'malformed']
  .flatMap((folder) => readdirSync(join(golden, folder), { recursive: true }).map((name) => join(folder, String(name))))
  .filter((name) => statSync(join(golden, name)).isFile())
  .sort();

/** What pydicom makes of the files, and what the standard says where it says otherwise. */
export const expected: Record<string, dicom.DicomJson> = JSON.parse(read('expected.json').toString());

export function byTheStandard(dataSet: dicom.DicomJson): dicom.DicomJson {
  for (const element of Object.values(dataSet)) {
    const items = element.Value?.map((value) => {
      // PS3.18 F.2.5: an empty value among others is null.
      if (value === '') return null;
      // PS3.5 6.2: trailing spaces of every value are padding, not only of the last.
      if (typeof value === 'string') return value.replace(/ +$/, '');
      return element.vr === 'SQ' ? byTheStandard(value as dicom.DicomJson) : value;
    });
    // PS3.18 F.2.5: what is empty has no Value, and neither has a sequence without items.
    if (items?.length) element.Value = items;
    else delete element.Value;
  }
  return dataSet;
}

/** Widens float32s as pydicom does; that ours are the shortest is a test of its own. */
export function widened(dataSet: dicom.DicomJson): dicom.DicomJson {
  for (const element of Object.values(dataSet)) {
    if (element.vr === 'FL' && element.Value)
      element.Value = element.Value.map((value) => Math.fround(value as number));
    if (element.vr === 'SQ') element.Value?.forEach((value) => void widened(value as dicom.DicomJson));
  }
  return dataSet;
}

/** Files that pydicom reads, guessing, and we do not: cut short, with wrong lengths, not DICOM. */
export const refused: Record<string, object> = {
  'pydicom/test_files/crayons.icc': { offset: 0 },
  'pydicom/test_files/rtplan.dump': { offset: 0 },
  'pydicom/test_files/zipMR.gz': { offset: 0 },
  'pydicom/test_files/MR_truncated.dcm': { offset: 1488, required: 8192, given: 8130 },
  'pydicom/test_files/rtplan_truncated.dcm': { offset: 1410, required: 976, given: 711 },
  'pydicom/test_files/dicomdirtests/DICOMDIR-nooffset': { offset: 10860, required: 248, given: 224 },
};

/** The files that pydicom and we read. */
export const readable = Object.keys(expected).filter(
  (file) => !(file in refused) && !('refused' in (expected[file] ?? {})),
);

/** The transfer syntaxes that only the native backend decodes. */
export const JPEG_2000 = /^1\.2\.840\.10008\.1\.2\.4\.(9[01]|20[123])$/;
