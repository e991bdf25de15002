/** DICOM data sets for tests, byte by byte (PS3.5 7.1, little endian). */

const LONG = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);

/** An element with the given VR, or implicit with none; `length` may lie. */
export function element(tag: number, vr: string, value: Buffer | string, length?: number): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'latin1') : value;
  const header = Buffer.alloc(LONG.has(vr) ? 12 : 8);
  header.writeUInt16LE(tag >>> 16, 0);
  header.writeUInt16LE(tag & 0xffff, 2);
  header.write(vr, 4, 'latin1');
  if (vr === '' || LONG.has(vr)) header.writeUInt32LE(length ?? bytes.length, header.length - 4);
  else header.writeUInt16LE(length ?? bytes.length, 6);
  return Buffer.concat([header, bytes]);
}

/** An explicit VR element; its length may be odd. */
export const explicit = (tag: number, vr: string, value: Buffer | string): Buffer => element(tag, vr, value);

/** A sequence of defined length. */
export const sequence = (tag: number, items: Buffer[]): Buffer => element(tag, 'SQ', Buffer.concat(items));

/** An item of defined length. */
export const item = (dataSet: Buffer): Buffer => element(0xfffe_e000, '', dataSet);

/** A Part 10 file with nothing in its header but the transfer syntax. */
export function part10(transferSyntax: string, dataSet: Buffer): Buffer {
  const uid = transferSyntax.length % 2 ? `${transferSyntax}\0` : transferSyntax;
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), element(0x0002_0010, 'UI', uid), dataSet]);
}
