/** What is to become of an element: the tables of PS3.15 Annex E, the options, and what the tables leave open. */
import { isKnown } from '../dictionary';
import { isPrivate } from '../tag';
import type { DicomVr } from '../vr';
import { type ActionCode, attributeRow, OPTIONS, type Row } from './attributes';
import type { Checked } from './options';
import { type Type, typeOf } from './type';

/** What is to be done with an element, and why. */
export interface Decision {
  /** `go on`: it stays, and, if it is a sequence, its items are looked at. */
  act: 'remove' | 'empty' | 'replace' | 'uid' | 'keep' | 'shift' | 'clean' | 'go on';
  reason: string;
  /** What is done where a value cannot be kept, shifted or cleaned. */
  otherwise?: Decision;
}

/** Where an element stands. */
export interface Place {
  tag: number;
  /** Its VR in the file, and that of the dictionary. */
  vr: DicomVr;
  listed: DicomVr | undefined;
  /** The sequence in whose item it stands. */
  sequence: number | undefined;
  sopClass: string;
  /** Whether a private element may stay. */
  isSafe: boolean;
}

const BASIC = { X: 'remove', Z: 'empty', D: 'replace', U: 'uid' } as const;

/** The one of several actions that keeps an object valid (PS3.15 table E.1-1a). */
export function settled(action: ActionCode, type: Type): 'X' | 'Z' | 'D' | 'U' {
  const offered = action.split('/');
  const [least, most] = [offered[0], offered[offered.length - 1]] as ['X' | 'Z' | 'D' | 'U', string];
  if (offered.length === 1 || type === '3') return least;
  // An empty sequence of Type 2 would do, but what refers to the same instances elsewhere would not fit.
  if (most === 'U*') return 'U';
  return type === '2' && offered.includes('Z') ? 'Z' : (most as 'Z' | 'D');
}

/** The option that changes a row's action, if one was chosen. */
export function chosen(row: Row, options: Checked): { name: string; act: 'keep' | 'shift' | 'clean' } | undefined {
  const on = [...row.options]
    .map((letter) => OPTIONS[letter as keyof typeof OPTIONS])
    .filter(([name]) => options[name] !== undefined && options[name] !== false);
  const dates = on.find(([name]) => name === 'retainDates');
  // A date that another option keeps would give away how far the others were moved.
  if (dates && options.retainDates === 'modified') return { name: 'retainDates', act: 'shift' };
  const kept = on.find(([, code]) => code === 'K');
  if (kept) return { name: kept[0], act: 'keep' };
  const cleaned = on[0];
  return cleaned && { name: cleaned[0], act: 'clean' };
}

/** The decision on an element of a data set or item, of which there is one with its tag. */
export function decide(place: Place, options: Checked): Decision {
  const { tag, vr, listed } = place;
  if (isPrivate(tag)) {
    return place.isSafe ? { act: 'go on', reason: 'option retainSafePrivate' } : { act: 'remove', reason: 'private' };
  }
  const gone = GONE.get(tag) ?? GONE_GROUPS.get(tag >>> 16);
  if (gone) return { act: 'remove', reason: gone };
  const row = attributeRow(tag);
  if (listed === 'SQ' && vr !== 'SQ') return { act: 'remove', reason: 'a sequence that cannot be read' };
  if (vr === 'SQ' && listed !== 'SQ' && isKnown(tag))
    return { act: 'remove', reason: 'a sequence that should be none' };
  if (row) return byRow(row, place, options);
  if (tag >>> 24 === 0x60) return { act: 'remove', reason: 'an overlay without its data' };
  if (!isKnown(tag)) return { act: 'remove', reason: 'unknown' };
  return beyond(place, options);
}

/** What no longer holds of a changed data set, or hides what it was. */
const GONE = new Map([
  [0x0008_0001, 'a length that no longer holds'],
  [0x0400_0500, 'the original, encrypted'],
  [0x4ffe_0001, 'parameters of a signature'],
]);

/** Groups that a data set in a file does not have (PS3.5 7.1, 7.8). */
const GONE_GROUPS = new Map([
  [0x0000, 'out of place'],
  [0x0002, 'out of place'],
  [0x0004, 'out of place'],
  [0x0006, 'out of place'],
]);

function byRow(row: Row, place: Place, options: Checked): Decision {
  const { tag, vr, sequence, sopClass } = place;
  const action = settled(row.action, row.action.includes('/') ? typeOf(tag, sopClass, sequence) : '1');
  const basic: Decision = { act: BASIC[action], reason: `table E.1-1: ${row.action}` };
  const option = chosen(row, options);
  if (option) {
    const reason = `option ${option.name}`;
    if (vr !== 'SQ') return { act: option.act, reason, otherwise: basic };
    if (option.act === 'keep' || CLEANED_BY_ITEMS.has(option.name)) return { act: 'go on', reason };
  }
  // UIDs within are replaced one by one.
  return action === 'U' && vr === 'SQ' ? { act: 'go on', reason: basic.reason } : basic;
}

/** The reason of a sequence whose texts are cleaned. */
export const CLEANED = 'option cleanDescriptors';

/** The options that clean a sequence by what they do to its items. */
const CLEANED_BY_ITEMS = new Set(['cleanDescriptors', 'cleanStructuredContent', 'cleanGraphics']);

/** UIDs that say what kind of thing something is, not which. */
const KINDS = new Set([
  0x0008_0016, 0x0008_001a, 0x0008_001b, 0x0008_0062, 0x0008_010c, 0x0008_010d, 0x0008_0117, 0x0008_0118, 0x0008_040e,
  0x0008_1150, 0x0008_115a, 0x0008_3002, 0x0008_9123, 0x0034_0003, 0x0400_0010, 0x0400_0510, 0x3010_0052, 0x3010_0053,
]);
const URN_CODE_VALUE = 0x0008_0120;

/**
 * What table E.1-1 does not list though it is of a kind that it lists elsewhere: names, free texts, addresses, dates, UIDs of
 * instances.
 */
function beyond({ tag, vr, listed = vr }: Place, options: Checked): Decision {
  const is = (...vrs: DicomVr[]): boolean => vrs.includes(vr) || vrs.includes(listed);
  const empty = (reason: string): Decision => ({ act: 'empty', reason });
  if (is('PN')) return empty('a name');
  if (is('LT', 'ST', 'UT')) {
    const otherwise = empty('free text');
    return options.cleanDescriptors ? { act: 'clean', reason: CLEANED, otherwise } : otherwise;
  }
  if (is('UR') && tag !== URN_CODE_VALUE) return empty('an address');
  if (is('DA', 'DT', 'TM')) {
    const otherwise = empty('a date or time');
    if (!options.retainDates) return otherwise;
    return { act: options.retainDates === 'full' ? 'keep' : 'shift', reason: 'option retainDates', otherwise };
  }
  if (is('UI')) {
    if (KINDS.has(tag)) return { act: 'keep', reason: 'a UID', otherwise: empty('not a UID') };
    return { act: 'uid', reason: 'a UID' };
  }
  return { act: 'go on', reason: '' };
}
