/** Where a line may break (UAX #14), by linebreak. */
/// <reference path="../linebreak.d.ts" />
import LineBreaker from 'linebreak';

/** Breaks a word, and shows a hyphen where it does. */
const SOFT_HYPHEN = '\u00ad';
/** What only says where a line may break. */
export const BREAKS = /[\u00ad\u200b]/;

/** Classes HL, SY and ZWJ of UAX #14, which the package keeps to only where no space or mark is near; see {@link breaks}. */
const HEBREW = '[\\u05d0-\\u05f2\\ufb1d-\\ufb4f]';
const BEFORE_SPACE = new RegExp(`${HEBREW}(?=\\p{M}*(?:[^ ]\\p{M}*)? )`, 'gu');
const SLASH_BEFORE_HEBREW = new RegExp(`/\\p{M}*(?=${HEBREW})`, 'gu');
const JOINER = /\u200d/g;

/** What stands between two break opportunities of a text, in UTF-16 units. */
export interface Piece {
  start: number;
  /** Of what cannot be parted. */
  end: number;
  /** Of the spaces after it. */
  spacesEnd: number;
  /** Whether a hyphen is shown if the line breaks after it. */
  hyphen: boolean;
}

/** The pieces of a text without line feeds, in order. */
export function* pieces(text: string): Generator<Piece> {
  let start = 0;
  for (const position of breaks(text)) {
    let spacesEnd = position;
    while (spacesEnd > start && BREAKS.test(text[spacesEnd - 1] as string)) spacesEnd--;
    let end = spacesEnd;
    while (end > start && text[end - 1] === ' ') end--;
    const hyphen = text[position - 1] === SOFT_HYPHEN && end > start && end === spacesEnd;
    yield { start, end, spacesEnd, hyphen };
    start = position;
  }
}

/**
 * Where the text may break, and its end. The package is shown
 * - another letter for a Hebrew one before a space, or before a sign and a space: it has what follows the space stand
 *   where only what follows the hyphen after such a letter does (LB21a). Then the slash before the letter is to be seen
 *   to here (LB21b);
 * - a mark for each joiner, which is one (LB9) but for there being no break after it (LB8a).
 */
function* breaks(text: string): Generator<number> {
  if (text === '') return;
  const kept = new Set(Array.from(text.matchAll(SLASH_BEFORE_HEBREW), ({ 0: slash, index }) => index + slash.length));
  const breaker = new LineBreaker(text.replace(JOINER, '\u0301').replace(BEFORE_SPACE, 'a'));
  for (let at = breaker.nextBreak(); at !== null; at = breaker.nextBreak()) {
    const { position } = at;
    if (position === text.length || !(kept.has(position) || text[position - 1] === '\u200d')) yield position;
  }
}
