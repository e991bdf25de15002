/** Transfer syntaxes (PS3.6 table A-1) as media types (PS3.18 table 8.7.3-1 to -4). */

export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';

/** The samples stand as they do in explicit VR little endian: whoever wants those can have what is stored. */
const LITTLE_ENDIAN = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.1.98', '1.2.840.10008.1.2.1.99'];

const CODESTREAMS: [RegExp, string][] = [
  [/^1\.2\.840\.10008\.1\.2\.4\.(5\d|6\d|70)$/, 'image/jpeg'],
  [/^1\.2\.840\.10008\.1\.2\.4\.8[01]$/, 'image/jls'],
  [/^1\.2\.840\.10008\.1\.2\.4\.9[01]$/, 'image/jp2'],
  [/^1\.2\.840\.10008\.1\.2\.4\.9[23]$/, 'image/jpx'],
  [/^1\.2\.840\.10008\.1\.2\.4\.20[123]$/, 'image/jphc'],
  [/^1\.2\.840\.10008\.1\.2\.4\.11[012]$/, 'image/jxl'],
  [/^1\.2\.840\.10008\.1\.2\.5$/, 'image/dicom-rle'],
];

export const OCTETS = 'application/octet-stream';

/** The media type of a frame as it is stored. */
export const frameType = (transferSyntax: string): string =>
  CODESTREAMS.find(([uid]) => uid.test(transferSyntax))?.[1] ?? OCTETS;

/** Whether frames as they are stored are samples in little endian. */
export const isLittleEndian = (transferSyntax: string): boolean => LITTLE_ENDIAN.includes(transferSyntax);

/** Whether frames are in fragments (PS3.5 A.4), each in bytes of its own. */
export const isEncapsulated = (transferSyntax: string): boolean =>
  /^1\.2\.840\.10008\.1\.2\.(1\.98$|4\.|5$|8\.)/.test(transferSyntax);

/** Whether values stand in the file just as DICOMweb wants them: in little endian, not deflated. */
export const isPlain = (transferSyntax: string): boolean =>
  transferSyntax !== '1.2.840.10008.1.2.1.99' && transferSyntax !== '1.2.840.10008.1.2.2';
