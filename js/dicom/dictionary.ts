/** The data dictionary of PS3.6: what VR and keyword an element has. */
import { ELEMENTS, REPEATING } from './dictionary-table';
import { isPrivate } from './tag';
import { type DicomVr, LO, UL, UN, US, vrNumber } from './vr';

/** A VR with this bit depends on other elements: US or SS, or US or OW. */
export const AMBIGUOUS = 0x80;

interface Dictionary {
  vrs: Map<number, number>;
  keywords: Map<number, string>;
  tags: Map<string, number>;
  repeating: { mask: number; tag: number; vr: number; keyword: string }[];
}

let read: Dictionary | undefined;

/** Read when it is needed first: many processes that load the package never open a file. */
function dictionary(): Dictionary {
  if (read) return read;
  const vrs = new Map<number, number>();
  const keywords = new Map<number, string>();
  const tags = new Map<string, number>();
  let group = 0;
  for (const word of ELEMENTS.trim().split(/\s+/)) {
    if (word.endsWith(':')) {
      group = Number.parseInt(word, 16) * 0x10000;
      continue;
    }
    const [element, vr, keyword] = parts(word);
    const tag = group + Number.parseInt(element, 16);
    vrs.set(tag, vr);
    if (keyword === '') continue;
    keywords.set(tag, keyword);
    tags.set(keyword, tag);
  }
  const repeating = REPEATING.trim()
    .split(/\s+/)
    .map((word) => {
      const [pattern, vr, keyword] = parts(word);
      const mask = Number.parseInt(pattern.replace(/[^x]/g, 'f').replaceAll('x', '0'), 16);
      return { mask, tag: Number.parseInt(pattern.replaceAll('x', '0'), 16), vr, keyword };
    });
  read = { vrs, keywords, tags, repeating };
  return read;
}

function parts(word: string): [number: string, vr: number, keyword: string] {
  const [, number = '', code = '', keyword = ''] = /^([0-9a-fx]+)(..)(.*)$/.exec(word) ?? [];
  return [number, code.startsWith('?') ? US | AMBIGUOUS : vrNumber(code as DicomVr), keyword];
}

const repeatingOf = (tag: number) => dictionary().repeating.find((entry) => (tag & entry.mask) >>> 0 === entry.tag);

const lookup = (tag: number): number | undefined => dictionary().vrs.get(tag) ?? repeatingOf(tag)?.vr;

/** Whether PS3.6 lists the tag. */
export const isKnown = (tag: number): boolean => lookup(tag) !== undefined;

/**
 * The VR of a tag where the data do not say it, perhaps {@link AMBIGUOUS}. Private and unknown elements are UN (PS3.5
 * 6.2.2), private creators LO (PS3.5 7.8.1).
 */
export function implicitVr(tag: number): number {
  const element = tag & 0xffff;
  if (element === 0) return UL;
  if (isPrivate(tag)) return element >= 0x10 && element <= 0xff ? LO : UN;
  return lookup(tag) ?? UN;
}

/** The keyword of a tag, such as `PatientName`; `undefined` for private and unknown ones. */
export function keywordOf(tag: number): string | undefined {
  if (isPrivate(tag)) return undefined;
  return dictionary().keywords.get(tag) ?? (repeatingOf(tag)?.keyword || undefined);
}

/** The tag of a keyword; none for those of repeating groups, which stand for many. */
export const tagOf = (keyword: string): number | undefined => dictionary().tags.get(keyword);
