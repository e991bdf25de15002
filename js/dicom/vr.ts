/** The value representations of PS3.5 6.2. */

/** A value representation (PS3.5 6.2): what kind of value an element holds. */
export type DicomVr =
  | 'AE'
  | 'AS'
  | 'AT'
  | 'CS'
  | 'DA'
  | 'DS'
  | 'DT'
  | 'FD'
  | 'FL'
  | 'IS'
  | 'LO'
  | 'LT'
  | 'OB'
  | 'OD'
  | 'OF'
  | 'OL'
  | 'OV'
  | 'OW'
  | 'PN'
  | 'SH'
  | 'SL'
  | 'SQ'
  | 'SS'
  | 'ST'
  | 'SV'
  | 'TM'
  | 'UC'
  | 'UI'
  | 'UL'
  | 'UN'
  | 'UR'
  | 'US'
  | 'UT'
  | 'UV';

/** Every VR, in alphabetical order; an index of elements refers to them by place. */
export const VRS =
  'AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV'.split(
    ' ',
  ) as readonly DicomVr[];

/** The place of a VR in {@link VRS}. */
export const vrNumber = (code: DicomVr): number => VRS.indexOf(code);

export const CS = vrNumber('CS');
export const LO = vrNumber('LO');
export const OB = vrNumber('OB');
export const OW = vrNumber('OW');
export const SQ = vrNumber('SQ');
export const SS = vrNumber('SS');
export const SH = vrNumber('SH');
export const UI = vrNumber('UI');
export const UL = vrNumber('UL');
export const UN = vrNumber('UN');
export const US = vrNumber('US');

const byCode = new Map(VRS.map((code, number) => [(code.charCodeAt(0) << 8) | code.charCodeAt(1), number]));

/** The VR of two bytes, or `undefined`. */
export const vrOfBytes = (first: number, second: number): number | undefined => byCode.get((first << 8) | second);

const long = new Set(
  (['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV'] as const).map(vrNumber),
);

/** Whether an explicit element of the VR has a 4-byte length after two reserved bytes (PS3.5 7.1.2). */
export const hasLongLength = (vr: number): boolean => long.has(vr);

/** The bytes of one number of every VR whose value is a run of bytes or numbers, not a list of values. */
export const BINARY_UNITS: Partial<Record<DicomVr, 1 | 2 | 4 | 8>> = {
  OB: 1,
  OD: 8,
  OF: 4,
  OL: 4,
  OV: 8,
  OW: 2,
  UN: 1,
};

/** {@link BINARY_UNITS} by place in {@link VRS}. */
export const BINARY_UNIT_OF = VRS.map((code) => BINARY_UNITS[code]);

/** The bytes of one value of a VR whose values are listed; 1 for all others. */
export const sizeOf = (vr: DicomVr): number => SIZES[vr] ?? 1;

/** {@link sizeOf} by place in {@link VRS}. */
export const sizeOfNumber = (vr: number): number => SIZES_BY_NUMBER[vr] as number;

const SIZES: Partial<Record<DicomVr, number>> = { AT: 4, FD: 8, FL: 4, SL: 4, SS: 2, SV: 8, UL: 4, US: 2, UV: 8 };

const SIZES_BY_NUMBER = VRS.map(sizeOf);
