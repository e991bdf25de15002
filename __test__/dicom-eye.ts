/** Eye examinations for tests, byte by byte. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dicom } from 'clinicore';
import { explicit, item, sequence } from './dicom-bytes';

export const golden = join(import.meta.dirname, 'golden/dicom');
export const folder = join(golden, 'ophthalmic');
/** The golden files of `folder`. */
export const files = readdirSync(folder).sort();

/** What pydicom reads, by tag path. */
export const values: Record<string, Record<string, (number | string | null)[]>> = JSON.parse(
  readFileSync(join(golden, 'ophthalmic-values.json'), 'utf8'),
);

export const STORAGE = '1.2.840.10008.5.1.4.1.1.';
export const LENSOMETRY = '78.1';
export const SUBJECTIVE = '78.4';

export async function recordOf<T extends dicom.OphthalmicRecord = dicom.OphthalmicRecord>(data: Buffer): Promise<T> {
  return dicom.ophthalmic(await dicom.open(data)) as T;
}
export const goldenRecord = <T extends dicom.OphthalmicRecord = dicom.OphthalmicRecord>(name: string) =>
  recordOf<T>(readFileSync(join(folder, `${name}.dcm`)));

/** A data set of a SOP class. */
export const examination = (suffix: string, ...elements: Buffer[]) =>
  Buffer.concat([explicit(0x0008_0016, 'UI', even(STORAGE + suffix, '\0')), ...elements]);
export const even = (text: string, padding = ' ') => (text.length % 2 ? text + padding : text);
export const cs = (tag: number, text: string) => explicit(tag, 'CS', even(text));

export function fd(tag: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return explicit(tag, 'FD', bytes);
}
export function fl(tag: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return explicit(tag, 'FL', bytes);
}

export const sphere = (value: number) => fd(0x0046_0146, value);
export const cylinderPower = (value: number) => fd(0x0046_0147, value);
export const axis = (value: number) => fl(0x0022_0009, value);
export const cylinder = (...elements: Buffer[]) => sequence(0x0046_0018, [item(Buffer.concat(elements))]);
export const eye = (tag: number, ...elements: Buffer[]) => sequence(tag, [item(Buffer.concat(elements))]);
export const RIGHT_LENS = 0x0046_0014;
export const LEFT_LENS = 0x0046_0015;
export const LATERALITY = 0x0024_0113;
