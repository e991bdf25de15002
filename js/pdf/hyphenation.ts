/** Where words may be parted at the end of a line, by Liang's algorithm with the patterns of the TeX users' groups. */
import { ClinicoreError } from '../errors';

type Patterns = [levels: number[][], trie: object, exceptions?: Record<string, number[]>];
type Hyphenator = (text: string) => string;

/** Languages whose patterns are called like them. */
const SAME =
  'af as be bg bn ca cs cu cy da es et eu fi fr fur ga gl grc gu hi hr hsb hu hy ia id is it ka kmr kn la lt lv mk ml mr ' +
  'nb nl nn no oc or pa pi pl pms pt rm ro ru sa sk sl sq sv ta te tk tr uk';
/** Languages of several patterns; a tag that says more comes first. */
const FILES = new Map([
  ...['en-AU', 'en-GB', 'en-IE', 'en-IN', 'en-NZ', 'en-ZA'].map((tag): [string, string] => [tag, 'en-gb']),
  ['en', 'en-us'],
  ['de', 'de-1996'],
  ['el', 'el-monoton'],
  ['mn', 'mn-cyrl'],
  ['bs', 'sh-latn'],
  ['sr-Latn', 'sh-latn'],
  ['sr', 'sr-cyrl'],
  ...SAME.split(' ').map((tag): [string, string] => [tag, tag]),
]);

/** Parts the words of a language with soft hyphens (U+00AD); `path` says who asked, for a language without patterns. */
export function hyphenator(language: string, path: string): Hyphenator {
  const file = patternsOf(language);
  if (file === undefined) {
    throw new ClinicoreError(
      'ERR_UNSUPPORTED',
      `${path} must be false: there are no patterns for parting the words of the document's language`,
      { argument: path },
    );
  }
  const known = hyphenators.get(file) ?? bounded(file);
  hyphenators.set(file, known);
  return known;
}

const hyphenators = new Map<string, Hyphenator>();

/** The patterns of the longest part of the tag that has any: of `de-AT` those of `de`. */
function patternsOf(language: string): string | undefined {
  for (let tag = language; tag !== ''; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    const file = FILES.get(tag);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** Texts after which a hyphenator is made anew: it remembers every word it ever saw. */
const MAX_TEXTS = 1_000;

function bounded(file: string): Hyphenator {
  let made: Hyphenator | undefined;
  let texts = 0;
  return (text) => {
    if (made === undefined || ++texts > MAX_TEXTS) {
      made = make(file);
      texts = 0;
    }
    return made(text);
  };
}

function make(file: string): Hyphenator {
  // Loaded by the first text that asks for it: the patterns of German alone are 750 KB.
  const createHyphenator: (patterns: Patterns, options: { html: boolean }) => Hyphenator = require('hyphen');
  const [levels, trie, exceptions]: Patterns = require(`hyphen/patterns/${file}`);
  return createHyphenator(exceptions ? [levels, trie, { ...exceptions }] : [levels, trie], { html: false });
}
