/** Table E.1-1 of PS3.15: what is to become of an attribute. */
import { ATTRIBUTES } from './attribute-table';

/**
 * An action of PS3.15 table E.1-1a: X removes, Z empties, D puts a dummy value in place, U another UID, K keeps, C cleans.
 * Of several the Type of the attribute decides.
 */
export type ActionCode = 'X' | 'Z' | 'D' | 'U' | 'K' | 'C' | 'X/Z' | 'X/D' | 'Z/D' | 'X/Z/D' | 'X/Z/U*';

/** A row of table E.1-1 or E.3.4-1. */
export interface Row {
  /** The action of the basic profile. */
  action: ActionCode;
  /** The options that keep (small letters) or clean (capitals) instead; see {@link OPTIONS}. */
  options: string;
}

/** The letters of the options in {@link Row}: of each the option that sets it off, and what it does. */
export const OPTIONS = {
  u: ['retainUids', 'K'],
  v: ['retainDeviceIdentity', 'K'],
  V: ['retainDeviceIdentity', 'C'],
  i: ['retainInstitutionIdentity', 'K'],
  p: ['retainPatientCharacteristics', 'K'],
  P: ['retainPatientCharacteristics', 'C'],
  t: ['retainDates', 'K'],
  D: ['cleanDescriptors', 'C'],
  S: ['cleanStructuredContent', 'C'],
  G: ['cleanGraphics', 'C'],
} as const;

/** Reads `=action.options`. */
export function rowOf(text: string): Row {
  const [action, options = ''] = text.split('.');
  return { action: action as ActionCode, options };
}

let read: Map<number, Row> | undefined;

function table(): Map<number, Row> {
  if (read) return read;
  read = new Map();
  let group = '';
  for (const word of ATTRIBUTES.trim().split(/\s+/)) {
    if (word.endsWith(':')) group = word.slice(0, -1);
    else if (!group.includes('x')) {
      const [element = '', row = ''] = word.split('=');
      read.set(Number.parseInt(group + element, 16), rowOf(row));
    }
  }
  return read;
}

const GRAPHICS: Row = { action: 'X', options: 'G' };

/** The row of an attribute; `undefined` where the table has none. Curves and overlays stand for repeating groups. */
export function attributeRow(tag: number): Row | undefined {
  const row = table().get(tag);
  if (row) return row;
  const group = tag >>> 24;
  const element = tag & 0xffff;
  if (group === 0x50) return GRAPHICS;
  return group === 0x60 && (element === 0x3000 || element === 0x4000) ? GRAPHICS : undefined;
}
