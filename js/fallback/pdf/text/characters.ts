/** What is known of single characters. */

/** Scripts that are shaped apart. Others are drawn character by character: to fontkit they are all alike. */
const SCRIPTS = [
  ...['Latin', 'Greek', 'Cyrillic', 'Arabic', 'Hebrew', 'Devanagari', 'Bengali', 'Thai', 'Han', 'Hiragana', 'Katakana'],
  ...['Hangul', 'Gujarati', 'Gurmukhi', 'Kannada', 'Malayalam', 'Oriya', 'Tamil', 'Telugu', 'Sinhala', 'Lao', 'Khmer'],
  ...['Myanmar', 'Tibetan', 'Armenian', 'Georgian', 'Ethiopic', 'Syriac', 'Nko', 'Thaana', 'Mongolian'],
].map((name) => ({ name, pattern: new RegExp(`\\p{Script=${name}}`, 'u') }));

const COMMON = /[\p{Script=Common}\p{Script=Inherited}]/u;
/** What tells letters how to join or which form to take, or where lines may break, and draws nothing itself. */
const INVISIBLE = /\u00ad|[\u200b-\u200d]|\u2060|[\ufe00-\ufe0f]/;

/** See {@link character}. */
export interface Character {
  /** Its script; undefined for signs, digits and spaces, which belong to what they stand beside. */
  script: string | undefined;
  /** Whether nothing is drawn for it. */
  invisible: boolean;
}

const known = new Map<number, Character>();

/** What a code point is. */
export function character(codePoint: number): Character {
  let found = known.get(codePoint);
  if (found === undefined) {
    const text = String.fromCodePoint(codePoint);
    found = {
      script: COMMON.test(text) ? undefined : (SCRIPTS.find(({ pattern }) => pattern.test(text))?.name ?? 'other'),
      invisible: INVISIBLE.test(text),
    };
    known.set(codePoint, found);
  }
  return found;
}

/** Letters of the joined scripts that take no part in the join to the letter after them (Joining_Type R, U and others). */
const ENDS_JOIN =
  /[\u0621-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0677\u0688-\u0699\u06c0\u06c3-\u06cb\u06cd\u06cf\u06d2\u06d3\u06d5\u06ee\u06ef]/;
/** With the stroke between letters and the joiner, which are of no script. */
const JOINED = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mongolian}\u0640\u200d]/u;
const LETTER = /[\p{L}\u0640\u200d]/u;
const ISOLATED = /[\u0621\u0674]/;

/** Whether the letters before and after `at` are written joined: cut apart, they keep the forms they have side by side. */
export function joins(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && /[\p{M}\u00ad\u200b]/u.test(text[before] as string)) before--;
  let after = at;
  while (after < text.length && /[\u00ad\u200b]/.test(text[after] as string)) after++;
  const [left, right] = [text[before] ?? '', text[after] ?? ''];
  const letters = [left, right].every((letter) => JOINED.test(letter) && LETTER.test(letter));
  return letters && !ENDS_JOIN.test(left) && !ISOLATED.test(right);
}

/** Letters of Latin without marks apart, and what is common to all scripts: one script, and each a character by itself. */
const LATIN = /^[\x20-\x7e\u00a0-\u024f\u2010-\u2027\u20a0-\u20c0\u2212]*$/;

/** Whether a text is of the Latin script alone, as nearly all words of large tables are. */
export const isLatin = (text: string): boolean => LATIN.test(text);

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Characters no other is joined to: letters without marks, punctuation, currencies. */
const PLAIN = /^[\x20-\x7e\u00a0-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20c0]*$/;

/** UTF-16 units segmented at once: the time that `Intl.Segmenter` takes grows with the square of the text. */
const STRETCH = 1024;

/** What is seen as one character each: a letter with its marks. */
export function clusters(text: string): string[] {
  if (PLAIN.test(text)) return text.split('');
  const found: string[] = [];
  for (let start = 0, length = STRETCH; start < text.length; ) {
    const parts = Array.from(segmenter.segment(text.slice(start, start + length)), ({ segment }) => segment);
    // The last may go on after the stretch. What is before a boundary says nothing of the boundaries after it.
    if (start + length < text.length) parts.pop();
    if (parts.length === 0) length *= 2;
    else {
      for (const part of parts) start += part.length;
      for (const part of parts) found.push(part);
      length = STRETCH;
    }
  }
  return found;
}
