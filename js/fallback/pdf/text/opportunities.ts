/** Where a line may break (UAX #14), by linebreak. */
/// <reference path="../linebreak.d.ts" />
import LineBreaker from 'linebreak';

/** Breaks a word, and shows a hyphen where it does. */
const SOFT_HYPHEN = '\u00ad';
/** What only says where a line may break. */
export const BREAKS = /[\u00ad\u200b]/;

/**
 * Hebrew letters before a space: the package takes what follows the space for what follows the letter (LB21a keeps a hyphen
 * and what is after it together with the letter before), so it is shown another letter.
 */
const BEFORE_SPACE = /[\u05d0-\u05f2\ufb1d-\ufb4f](?=\p{M}* )/gu;

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
  const breaker = new LineBreaker(text.replace(BEFORE_SPACE, 'a'));
  let start = 0;
  for (let at = text === '' ? null : breaker.nextBreak(); at !== null; at = breaker.nextBreak()) {
    const { position } = at;
    let spacesEnd = position;
    while (spacesEnd > start && BREAKS.test(text[spacesEnd - 1] as string)) spacesEnd--;
    let end = spacesEnd;
    while (end > start && text[end - 1] === ' ') end--;
    const hyphen = text[position - 1] === SOFT_HYPHEN && end > start && end === spacesEnd;
    yield { start, end, spacesEnd, hyphen };
    start = position;
  }
}
