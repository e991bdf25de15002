/** What a caller gives to be set, checked before its VR is known. */
import { types } from 'node:util';
import { ClinicoreError } from '../../errors';
import { array, invalid, isRecord, oneOf, readable } from '../../validate';
import { isPrivate, spell } from '../tag';
import { type DicomVr, VRS } from '../vr';
import type { Writable } from './encode';

/** How many values or items may be set at once. */
export const MOST = 10_000_000;

/** The first element of the file meta information that does not follow from the rest of the file. */
const SOURCE_APPLICATION_ENTITY_TITLE = 0x0002_0016;

/** Refuses what is no element of a data set (PS3.5 7.1, 7.2, 7.5; PS3.7 6.3), or follows from the others. */
export function checkTag(tag: number, isMeta: boolean): void {
  const [group, number] = [tag >>> 16, tag & 0xffff];
  const isSound = isMeta
    ? tag >= SOURCE_APPLICATION_ENTITY_TITLE
    : group > 3 && ![0x0005, 0x0007, 0xfffe, 0xffff].includes(group) && !(isPrivate(tag) && number < 0x10);
  if (isSound && number !== 0) return;
  misplaced(`must not be ${spell(tag)}, which is no element of a data set, or follows from the rest of the file`);
}

/** Refuses a place. */
export function misplaced(message: string): never {
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `where ${message}`, { argument: 'where' });
}

/** One or several values, in an array of their own; bytes as they are. */
export function valuesOf(value: unknown, path: string): readonly Writable[] | Uint8Array {
  if (types.isUint8Array(value)) return value;
  if (value === null) return [];
  return readable(path, () => {
    const values = Array.isArray(value) ? Array.from(array(value, path, MOST)) : [value];
    return values.map((one) => (isRecord(one) ? { ...one } : one)) as Writable[];
  });
}

/** An element of the DICOM JSON model as VR and value. */
export function modelled(model: unknown, path: string): { vr: DicomVr; value: unknown } {
  if (!isRecord(model)) invalid(path, 'an element of the DICOM JSON model', model);
  const { vr, Value, InlineBinary, BulkDataURI } = model;
  if (BulkDataURI !== undefined) invalid(`${path}.BulkDataURI`, 'left out: give the value itself', BulkDataURI);
  const code = oneOf(vr, `${path}.vr`, VRS);
  if (InlineBinary === undefined) return { vr: code, value: Value ?? null };
  if (typeof InlineBinary !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(InlineBinary)) {
    invalid(`${path}.InlineBinary`, 'base64', InlineBinary);
  }
  return { vr: code, value: Buffer.from(InlineBinary, 'base64') };
}
