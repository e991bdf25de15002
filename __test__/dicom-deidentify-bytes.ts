/** Files to be de-identified, and what came of them. */
import { dicom } from 'clinicore';
import { element, explicit, item, part10, sequence } from './dicom-bytes';

export const KEY = Buffer.alloc(32, 7);
export const CT = '1.2.840.10008.5.1.4.1.1.2';
export const ENHANCED_CT = '1.2.840.10008.5.1.4.1.1.2.1';
export const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';

/** Text of even length. */
export const text = (tag: number, vr: string, value: string): Buffer =>
  explicit(tag, vr, value.length % 2 ? value + (vr === 'UI' ? '\0' : ' ') : value);

/** A file of a SOP class. */
export const fileOf = (sopClass: string, ...elements: Buffer[]): Buffer =>
  part10(EXPLICIT_LITTLE, Buffer.concat([text(0x0008_0016, 'UI', sopClass), ...elements]));

/** De-identifies bytes: what was done, the bytes of the result, and the result opened. */
export async function deidentified(data: Uint8Array, options: dicom.DeidentifyOptions = {}) {
  const result = await dicom.deidentify(await dicom.open(data), { key: KEY, ...options });
  const bytes = await result.toBuffer();
  return { report: result.report, bytes, file: await dicom.open(bytes) };
}

/** A code sequence. */
export const code = (tag: number, scheme: string, value: string, meaning: string): Buffer =>
  sequence(tag, [
    item(
      Buffer.concat([
        text(0x0008_0100, 'SH', value),
        text(0x0008_0102, 'SH', scheme),
        text(0x0008_0104, 'LO', meaning),
      ]),
    ),
  ]);

export { element, explicit, item, part10, sequence };
