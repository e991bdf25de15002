/** Just enough of a DICOM writer (PS3.10, explicit VR little endian) to make uploads of, whole and broken. */

/** VRs whose length takes four bytes (PS3.5 section 7.1.2). */
const LONG = ['OB', 'OW', 'SQ', 'UN', 'UT'];

/** One element; `claim` is a length to state that is not the value's. */
export function element(tag: string, vr: string, value: string | Buffer, claim?: number): Buffer {
  let bytes = typeof value === 'string' ? Buffer.from(value) : value;
  if (bytes.length % 2 === 1) bytes = Buffer.concat([bytes, Buffer.from(vr === 'UI' ? '\0' : ' ')]);
  const length = claim ?? bytes.length;
  const head = Buffer.alloc(LONG.includes(vr) ? 12 : 8);
  head.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
  head.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
  head.write(vr, 4, 'ascii');
  if (LONG.includes(vr)) head.writeUInt32LE(length, 8);
  else head.writeUInt16LE(length, 6);
  return Buffer.concat([head, bytes]);
}

/** A file of the given elements after its file meta information. */
export function dicomFile(...elements: Buffer[]): Buffer {
  const meta = Buffer.concat([
    element('00020001', 'OB', Buffer.from([0, 1])),
    element('00020002', 'UI', '1.2.840.10008.5.1.4.1.1.77.1.5.1'),
    element('00020003', 'UI', '1.2.3'),
    element('00020010', 'UI', '1.2.840.10008.1.2.1'),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), element('00020000', 'UL', length), meta, ...elements]);
}

/** The UIDs of {@link photograph}'s study and series, unless others are given. */
export const STUDY = '1.2.826.0.9.1';
export const SERIES = '1.2.826.0.9.1.1';

/** A fundus photograph of someone, with `pixels` bytes of picture. */
export function photograph(
  sopInstanceUid: string,
  { pixels = 64, study = STUDY, series = SERIES, patientId = 'P-00042', birthDate = '', comments = '' } = {},
): Buffer {
  return dicomFile(
    element('00080005', 'CS', 'ISO_IR 192'),
    element('00080016', 'UI', '1.2.840.10008.5.1.4.1.1.77.1.5.1'),
    element('00080018', 'UI', sopInstanceUid),
    element('00080060', 'CS', 'OP'),
    element('00100010', 'PN', 'Nováková^Věra'),
    element('00100020', 'LO', patientId),
    element('00100030', 'DA', birthDate),
    element('00104000', 'LT', comments),
    element('0020000D', 'UI', study),
    element('0020000E', 'UI', series),
    element('7FE00010', 'OW', Buffer.alloc(pixels, 0x2a)),
  );
}
