/** How much room texts need before they are laid out: of numbers at most, since one that is broken reads as two. */

/** In sizes, of common fonts: digits, the marks between them, small letters, and all others. */
const DIGIT = 0.6;
const MARK = 0.35;
const SMALL = 0.58;
const OTHER = 0.8;

const characterWidth = (character: string): number => {
  if (/\d/.test(character)) return DIGIT;
  if (/[\s\p{P}]/u.test(character)) return MARK;
  return /\p{Ll}/u.test(character) ? SMALL : OTHER;
};

/** About how wide a text is, in points; of a number at least that. */
export const width = (text: string, size: number): number =>
  size * [...text].reduce((sum, character) => sum + characterWidth(character), 0);

/** The widest word of a text. */
export const wordWidth = (text: string, size: number): number =>
  Math.max(...text.split(/[ \n]/).map((word) => width(word, size)));
