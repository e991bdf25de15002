/** The VRs of PS3.5 and the data dictionary of PS3.6. */
import { REPEATING, TAGS_BY_VR } from './dictionary-table';

/** Every VR; an index of elements refers to them by place. */
export const VRS = [
  ...['AE', 'AS', 'AT', 'CS', 'DA', 'DS', 'DT', 'FD', 'FL', 'IS', 'LO', 'LT', 'OB', 'OD', 'OF', 'OL', 'OV', 'OW'],
  ...['PN', 'SH', 'SL', 'SQ', 'SS', 'ST', 'SV', 'TM', 'UC', 'UI', 'UL', 'UN', 'UR', 'US', 'UT', 'UV'],
];

/** The place of a VR in {@link VRS}. */
export const vrNumber = (code: string): number => VRS.indexOf(code);

export const [LO, OB, OW, SQ, UL, UN, US] = ['LO', 'OB', 'OW', 'SQ', 'UL', 'UN', 'US'].map(vrNumber) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

const byCode = new Map(VRS.map((code, number) => [(code.charCodeAt(0) << 8) | code.charCodeAt(1), number]));

/** The VR of two bytes, or `undefined`. */
export const vrOfBytes = (first: number, second: number): number | undefined => byCode.get((first << 8) | second);

const long = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV'].map(vrNumber));

/** Whether an explicit element of the VR has a 4-byte length after two reserved bytes (PS3.5 7.1.2). */
export const hasLongLength = (vr: number): boolean => long.has(vr);

/** A VR with this bit depends on other elements: US or SS, or US or OW. */
export const AMBIGUOUS = 0x80;

let tags: Map<number, number> | undefined;

/** Most files never need the dictionary, so it is made when the first does. */
function dictionary(): Map<number, number> {
  if (tags) return tags;
  tags = new Map();
  for (const [vr, hexes] of Object.entries(TAGS_BY_VR)) {
    for (const hex of hexes.split(' ')) tags.set(Number.parseInt(hex, 16), entry(vr));
  }
  return tags;
}

const entry = (vr: string): number => (vr.length === 2 ? vrNumber(vr) : US | AMBIGUOUS);

function lookup(tag: number): number | undefined {
  const plain = dictionary().get(tag);
  if (plain !== undefined) return plain;
  const repeating = REPEATING.find(([mask, value]) => (tag & mask) >>> 0 === value);
  return repeating && entry(repeating[2]);
}

/** Whether PS3.6 lists the tag. */
export const isKnown = (tag: number): boolean => lookup(tag) !== undefined;

/**
 * The VR of a tag where the data do not say it, perhaps {@link AMBIGUOUS}. Private and unknown elements are UN (PS3.5
 * 6.2.2), private creators LO (PS3.5 7.8.1).
 */
export function implicitVr(tag: number): number {
  const element = tag & 0xffff;
  if (element === 0) return UL;
  if ((tag >>> 16) % 2 === 1) return element >= 0x10 && element <= 0xff ? LO : UN;
  return lookup(tag) ?? UN;
}
