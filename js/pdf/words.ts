/** Words of scripts that are written without spaces: where a line may break between them. */

/** Thai, Lao, Burmese and Khmer with their extensions: for them UAX #14 asks for a dictionary. */
const SPACELESS =
  /[\u0e01-\u0e3a\u0e40-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17dd\u17e0-\u17f9\ua9e0-\ua9fe\uaa60-\uaa7f]{2,}/g;
const ZERO_WIDTH_SPACE = '\u200b';

/** ICU picks the dictionary by the script, so one segmenter serves every language. */
let segmenter: Intl.Segmenter | undefined;

/** The text with a zero-width space (U+200B) between such words, so that both backends break lines between the same. */
export function spaced(text: string): string {
  return text.replace(SPACELESS, (run) => {
    segmenter ??= new Intl.Segmenter('th', { granularity: 'word' });
    return Array.from(segmenter.segment(run), ({ segment }) => segment).join(ZERO_WIDTH_SPACE);
  });
}
