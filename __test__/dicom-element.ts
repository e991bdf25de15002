import type { dicom } from 'clinicore';
import { explicit } from './dicom-bytes';
import { parsed } from './dicom-parsed';

/** The value of one element in a data set of its own. */
export async function elementOf(vr: string, value: Buffer | string, charset = ''): Promise<dicom.DicomJsonElement> {
  const dataSet = Buffer.concat([explicit(0x0008_0005, 'CS', charset), explicit(0x0009_1001, vr, value)]);
  return (await parsed(dataSet))['00091001'] as dicom.DicomJsonElement;
}
