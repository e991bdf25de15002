/** The syntax of PDF objects (ISO 32000-1, 7.2 and 7.3), as far as it takes to change dictionaries; a byte is a character. */

const SPACE = '\\0\\t\\n\\f\\r ';
const REGULAR = `[^${SPACE}()<>\\[\\]{}/%]`;
/** Space and comments, or a token: a name, a bracket, a hexadecimal text, a reference, a number or keyword. */
const TOKEN = new RegExp(
  `(?:[${SPACE}]|%[^\\r\\n]*)+|/${REGULAR}*|<<|>>|[[\\]]|<[^<>]*>|\\d+ \\d+ R(?!${REGULAR})|${REGULAR}+`,
  'y',
);

/** Where the token (or the space) that begins at `at` ends; `undefined` if there is none. */
function tokenEnd(source: string, at: number): number | undefined {
  if (source[at] === '(') return literalEnd(source, at);
  TOKEN.lastIndex = at;
  return TOKEN.test(source) ? TOKEN.lastIndex : undefined;
}

/** Where a literal text ends, whose parentheses are balanced or escaped. */
function literalEnd(source: string, start: number): number | undefined {
  for (let at = start, depth = 0; at < source.length; at++) {
    const character = source[at];
    if (character === '\\') at++;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return at + 1;
  }
  return undefined;
}

/** The object at the beginning of `source`, and where it ends; `undefined` if it is not whole. */
export function first(source: string, from = 0): { start: number; end: number } | undefined {
  let depth = 0;
  let start: number | undefined;
  for (let at = from; ; ) {
    const end = tokenEnd(source, at);
    if (end === undefined) return undefined;
    const token = source[at] as string;
    const isSpace = token === '%' || token.trim() === '' || token === '\0';
    if (!isSpace) {
      start ??= at;
      const bracket = source.slice(at, end);
      if (bracket === '<<' || bracket === '[') depth++;
      else if (bracket === '>>' || bracket === ']') depth--;
      if (depth < 0) return undefined;
      if (depth === 0) return { start, end };
    }
    at = end;
  }
}

/** The values of a dictionary by their names, as they are written; `undefined` if it is none. */
export function entries(dictionary: string): Map<string, string> | undefined {
  const whole = first(dictionary);
  if (whole === undefined || !dictionary.startsWith('<<', whole.start)) return undefined;
  const values = new Map<string, string>();
  const inside = dictionary.slice(0, whole.end - 2);
  for (let at = whole.start + 2; ; ) {
    const name = first(inside, at);
    if (name === undefined) return values;
    const value = first(inside, name.end);
    if (inside[name.start] !== '/' || value === undefined) return undefined;
    values.set(inside.slice(name.start + 1, name.end), inside.slice(value.start, value.end));
    at = value.end;
  }
}

/** A dictionary of these values. */
export const dictionary = (values: Iterable<readonly [name: string, value: string]>): string =>
  `<<${Array.from(values, ([name, value]) => `/${name} ${value}`).join('\n')}>>`;

/** The number of the object that `12 0 R` leads to. */
export function reference(value: string | undefined): number | undefined {
  const number = /^(\d{1,10}) 0 R$/.exec(value ?? '')?.[1];
  return number === undefined ? undefined : Number(number);
}

/** A text as an object: in UTF-16 where it is not ASCII. */
export function textOf(text: string): string {
  if (/^[ -~]*$/.test(text)) return `(${text.replace(/[\\()]/g, '\\$&')})`;
  return `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;
}
