/** Reading and writing the values that stay in another form. */
import { encodedValue, find } from '../data-set';
import { contextIn, entriesIn, type Part, readIn, vrIn } from '../item';
import type { DicomPersonName } from '../model';
import { delimitersOf, READERS } from '../value';
import { type DicomVr, VRS } from '../vr';

/** The values of an element of codes, dates or UIDs, whatever its VR: without padding. */
export const codesOf = (bytes: Buffer): string[] =>
  bytes
    .toString('latin1')
    .split('\\')
    .map((value) => value.replace(/^[ \0]+|[ \0]+$/g, ''));

/** The first value of a code in a data set. */
export async function codeIn(part: Part, tag: number): Promise<string | undefined> {
  const at = find(part.set.index, entriesIn(part), tag);
  return at === undefined ? undefined : codesOf(await readIn(part, at))[0];
}

/** Whether an element's values are text for people: in the data set's character set. */
export const isForPeople = (vr: DicomVr): boolean => delimitersOf(vr) !== undefined;

/** The values of a text as they are read; of names, their groups joined. */
export function textsOf(part: Part, at: number, bytes: Buffer): string[] {
  if (bytes.length === 0) return [];
  const read = READERS[VRS[vrIn(part, at)] as DicomVr];
  const values = read?.(encodedValue(part.set, at, bytes, contextIn(part))) ?? [];
  return [...values].map((value) => (typeof value === 'object' ? joined(value) : String(value)));
}

function joined(name: DicomPersonName | null): string {
  if (name === null) return '';
  const { Alphabetic = '', Ideographic = '', Phonetic = '' } = name;
  return [Alphabetic, Ideographic, Phonetic].join('=').replace(/=+$/, '');
}
