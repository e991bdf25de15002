/** File IDs (PS3.10 8.2): the way from the root of a file-set to a file, which comes from whoever wrote the medium. */
import { isDeviceName } from '../../device-names';
import { find } from '../data-set';
import { contentOf, entriesIn, type Part } from '../item';

/** Referenced File ID. */
export const FILE_ID = 0x0004_1500;

/** How many components a file ID has at most. */
const MOST_COMPONENTS = 8;

/** The bytes of the longest one that is looked at: components of the standard have 8 characters, names of any disk 255. */
const LONGEST = MOST_COMPONENTS * 256;

/** What no file name holds on some system: separators, drive letters, streams, wildcards, control characters. */
const UNSAFE = /[^\x20-\x7e]|["*/:<>?\\|]/;

/** The components of a record's file ID, or why they make no path that stays below the root; `undefined` if it has none. */
export function fileIdIn(record: Part): { components: string[] } | { wrong: string } | undefined {
  const { index } = record.set;
  const at = find(index, entriesIn(record), FILE_ID);
  if (at === undefined || index.lengths[at] === 0) return undefined;
  if ((index.lengths[at] as number) > LONGEST) return { wrong: 'is too long' };
  const value = contentOf(record, at);
  const components: unknown[] = Array.isArray(value) ? value : [value];
  const wrong = wrongWith(components);
  return wrong === undefined ? { components: components as string[] } : { wrong };
}

function wrongWith(components: unknown[]): string | undefined {
  if (components.length > MOST_COMPONENTS) return `has more than ${MOST_COMPONENTS} components`;
  for (const component of components) {
    if (typeof component !== 'string') return 'has a component that is empty, or is not text';
    // Windows drops dots and spaces at the end: '.. ' is '..' there.
    if (/[. ]$/.test(component)) return "has a component that is '.' or '..', or ends with a dot or a space";
    if (UNSAFE.test(component)) return 'has a component with a character that file names do not have';
    if (isDeviceName(component)) return 'has a component that is the name of a device';
  }
  return undefined;
}
