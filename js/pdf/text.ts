/** Texts on their way to a backend: composed, free of what cannot be printed, marked where a line may break inside words. */
import { ClinicoreError } from '../errors';
import { composed, invalid, named, text as unicode } from '../validate';

/** UTF-16 units of one text. */
export const MAX_TEXT = 100_000;

/** Most texts: Latin letters, marks of punctuation and currency, of which nothing could be refused, composed or parted. */
const PLAIN = /^[ -~\u00a0-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf]*$/;
const NO_LINE = /\p{Cc}/u;
const NO_PARAGRAPH = /[^\P{Cc}\n]/u;
const LINE_ENDS = /\r\n|[\u2028\u2029]/g;
/** Marks, embeddings, overrides and isolates of direction. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** Whether it is a text of which nothing needs to be looked at. */
export const isPlain = (value: unknown, maxLength = MAX_TEXT): value is string =>
  typeof value === 'string' && value.length <= maxLength && PLAIN.test(value);

/** A text in which `\n` ends a line, empty ones included. */
export function printed(value: unknown, path: string, maxLength = MAX_TEXT): string {
  if (isPlain(value, maxLength)) return value;
  return directed(composed(unicode(value, path, maxLength).replace(LINE_ENDS, '\n'), path, NO_PARAGRAPH), path);
}

/** A text of one line, empty ones included. */
export function label(value: unknown, path: string, maxLength: number): string {
  if (isPlain(value, maxLength)) return value;
  return directed(composed(unicode(value, path, maxLength), path, NO_LINE), path);
}

/** As {@link label}; refuses an empty one. */
export function name(value: unknown, path: string, maxLength: number): string {
  const text = label(value, path, maxLength);
  if (text.trim() === '') invalid(path, 'a text that is not empty', value);
  return text;
}

/** Refuses what would turn a text's direction around: what is read must be what was written. */
function directed(value: string, path: string): string {
  const control = DIRECTION.exec(value)?.[0];
  if (control === undefined) return value;
  const codePoint = named(control);
  throw new ClinicoreError(
    'ERR_INVALID_ARGUMENT',
    `${path} must not hold the direction control ${codePoint}: a text's direction follows from its letters`,
    { argument: path, codePoint },
  );
}
