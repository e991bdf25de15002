/** Text in the character sets of PS3.3 C.12.1.1.2, with code extensions (ISO/IEC 2022 as PS3.5 6.1.2.5 uses it). */
import { TextDecoder } from 'node:util';

/** What ends an escape sequence's reach, besides control characters (PS3.5 6.1.2.5.3): these characters. */
export type Delimiters = '' | '\\' | '\\^=';

/** The character set text starts in: a stand-alone one, or the set that ISO/IEC 2022 has in G1 at the start. */
export type Charset = 'utf-8' | 'gb18030' | 'gbk' | CodeElement;

/** A set that bytes 0x80 to 0xFF (G1), or the 7-bit bytes of a two-byte set (G0), are read in. */
export type CodeElement = SingleByte | DoubleByte;

type SingleByte =
  | 'ascii'
  | 'iso-8859-1'
  | 'iso-8859-2'
  | 'iso-8859-3'
  | 'iso-8859-4'
  | 'iso-8859-5'
  | 'iso-8859-6'
  | 'iso-8859-7'
  | 'iso-8859-8'
  | 'iso-8859-9'
  | 'iso-8859-15'
  | 'tis-620'
  | 'katakana';
export type DoubleByte = 'jis-x-0208' | 'jis-x-0212' | 'ks-x-1001' | 'gb-2312';

const ESC = 0x1b;
const REPLACEMENT = '\ufffd';

/** The G1 set of an ISO-IR registration number. JIS X 0208 and 0212 go to G0, so that ASCII is the start there. */
export const REGISTRATIONS: Readonly<Record<string, CodeElement>> = {
  6: 'iso-8859-1',
  13: 'katakana',
  58: 'gb-2312',
  87: 'iso-8859-1',
  100: 'iso-8859-1',
  101: 'iso-8859-2',
  109: 'iso-8859-3',
  110: 'iso-8859-4',
  126: 'iso-8859-7',
  127: 'iso-8859-6',
  138: 'iso-8859-8',
  144: 'iso-8859-5',
  148: 'iso-8859-9',
  149: 'ks-x-1001',
  159: 'iso-8859-1',
  166: 'tis-620',
  203: 'iso-8859-15',
};

/** Escape sequences without the ESC (PS3.3 tables C.12-3 and C.12-4). */
export const ESCAPES: Readonly<Record<string, { set: CodeElement; g1: boolean }>> = {
  '(B': { set: 'ascii', g1: false },
  '(J': { set: 'ascii', g1: false },
  $B: { set: 'jis-x-0208', g1: false },
  '$@': { set: 'jis-x-0208', g1: false },
  '$(D': { set: 'jis-x-0212', g1: false },
  ')I': { set: 'katakana', g1: true },
  '$)C': { set: 'ks-x-1001', g1: true },
  '$)A': { set: 'gb-2312', g1: true },
  '-A': { set: 'iso-8859-1', g1: true },
  '-B': { set: 'iso-8859-2', g1: true },
  '-C': { set: 'iso-8859-3', g1: true },
  '-D': { set: 'iso-8859-4', g1: true },
  '-F': { set: 'iso-8859-7', g1: true },
  '-G': { set: 'iso-8859-6', g1: true },
  '-H': { set: 'iso-8859-8', g1: true },
  '-L': { set: 'iso-8859-5', g1: true },
  '-M': { set: 'iso-8859-9', g1: true },
  '-T': { set: 'tis-620', g1: true },
  '-b': { set: 'iso-8859-15', g1: true },
};

/** Without a character set text should be ASCII; where it is not, Latin-1 loses nothing. */
export const DEFAULT_CHARSET: Charset = 'iso-8859-1';

/** What of a Defined Term of Specific Character Set counts, in any of the spellings found in files: `100`, `GB18030`. */
export function charsetTerm(value: string): string {
  const letters = value.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
  return /^(?:ISO2022|ISO)?(?:IR)?(.*)$/.exec(letters)?.[1] ?? '';
}

/** The character set of a value of Specific Character Set: its first. */
export function charsetOf(value: Buffer): Charset {
  const said = value.toString('latin1');
  if (said !== last.said) last = { said, charset: charsetSaid(said) };
  return last.charset;
}

/** The data sets of a file, and the files of a clinic, nearly all say the same. */
let last: { said: string; charset: Charset } = { said: '', charset: DEFAULT_CHARSET };

function charsetSaid(said: string): Charset {
  const [first = ''] = said.split('\\', 1);
  const term = charsetTerm(first);
  if (term === '192' || term === 'UTF8') return 'utf-8';
  if (term === 'GB18030') return 'gb18030';
  if (term === 'GBK') return 'gbk';
  return Object.hasOwn(REGISTRATIONS, term) ? (REGISTRATIONS[term] as CodeElement) : DEFAULT_CHARSET;
}

/** Whether bytes, each as a character, are the same text in every character set. */
export const isPlain = (text: string): boolean => !/[^\t\n\f\r -~]/.test(text);

/** Text from bytes; what the character set does not define becomes U+FFFD. */
export function decode(bytes: Buffer, charset: Charset, delimiters: Delimiters): string {
  const text = bytes.toString('latin1');
  if (isPlain(text)) return text;
  if (charset === 'utf-8') return decoder('utf-8').decode(bytes);
  if (charset === 'gbk' || charset === 'gb18030') return decodeChinese(text, charset);
  return decodeExtended(bytes, charset, delimiters);
}

/** Without the padding of PS3.5 6.2: trailing spaces, and the NUL of UI, which others use too. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\0')) end--;
  return text.slice(0, end);
}

const decoders = new Map<string, TextDecoder>();

function decoder(label: string): TextDecoder {
  const made = decoders.get(label) ?? new TextDecoder(label, { ignoreBOM: true });
  decoders.set(label, made);
  return made;
}

function decodeExtended(bytes: Buffer, initial: CodeElement, delimiters: Delimiters): string {
  let text = '';
  let g0: CodeElement = 'ascii';
  let g1 = initial;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] as number;
    const sequence = byte === ESC ? escapeAt(bytes, at + 1) : undefined;
    let end = at + 1;
    if (sequence) {
      if (sequence.g1) g1 = sequence.set;
      else g0 = sequence.set;
      end += sequence.length;
    } else if (byte >= 0x80) {
      while (end < bytes.length && (bytes[end] as number) >= 0x80) end++;
      text += run(g1, bytes.subarray(at, end));
    } else if (isGraphic(byte) && isDouble(g0)) {
      while (end < bytes.length && isGraphic(bytes[end] as number)) end++;
      text += run(
        g0,
        bytes.subarray(at, end).map((low) => low | 0x80),
      );
    } else {
      const character = String.fromCharCode(byte);
      if ((byte !== ESC && (byte < 0x20 || byte === 0x7f)) || delimiters.includes(character)) {
        g0 = 'ascii';
        g1 = initial;
      }
      text += character;
    }
    at = end;
  }
  return text;
}

const isGraphic = (byte: number): boolean => byte > 0x20 && byte < 0x7f;

function escapeAt(bytes: Buffer, at: number) {
  for (const length of [2, 3]) {
    const sequence = bytes.toString('latin1', at, at + length);
    if (Object.hasOwn(ESCAPES, sequence))
      return { ...(ESCAPES[sequence] as { set: CodeElement; g1: boolean }), length };
  }
  return undefined;
}

export const isDouble = (set: CodeElement): set is DoubleByte =>
  set === 'jis-x-0208' || set === 'jis-x-0212' || set === 'ks-x-1001' || set === 'gb-2312';

/** Bytes of one set, all with their high bit set; a byte that is no whole character of it becomes U+FFFD. */
function run(set: CodeElement, bytes: Uint8Array): string {
  const latin1 = () => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  switch (set) {
    case 'ascii':
    case 'iso-8859-1':
      return latin1();
    case 'iso-8859-9':
      return latin1().replace(/[\xd0\xdd\xde\xf0\xfd\xfe]/g, (letter) => LATIN_5[letter] as string);
    case 'tis-620':
      // The Windows set that TextDecoder knows by this name has more in 0x80 to 0xA0 and at the ends of the letters.
      return latin1()
        .replace(/[\xa1-\xda\xdf-\xfb]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x0e01 - 0xa1))
        .replace(/[\xdb-\xde\xfc-\xff]/g, REPLACEMENT);
    case 'katakana':
      return latin1()
        .replace(/[\x80-\xa0\xe0-\xff]/g, REPLACEMENT)
        .replace(/[\xa1-\xdf]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xff61 - 0xa1));
    case 'jis-x-0208':
    case 'jis-x-0212':
    case 'ks-x-1001':
    case 'gb-2312':
      return latin1().replace(/[\xa1-\xfe]{2}|[\x80-\xff]/g, (letter) =>
        letter.length === 2 ? pair(set, letter.charCodeAt(0), letter.charCodeAt(1)) : REPLACEMENT,
      );
    default:
      return decoder(set).decode(bytes);
  }
}

/** Where ISO 8859-9 differs from Latin-1. */
const LATIN_5: Record<string, string> = { Ð: 'Ğ', Ý: 'İ', Þ: 'Ş', ð: 'ğ', ý: 'ı', þ: 'ş' };

/** The encoding of TextDecoder that holds a two-byte set at 0xA1 to 0xFE. */
export const HOLDERS: Readonly<Record<DoubleByte, string>> = {
  'jis-x-0208': 'euc-jp',
  'jis-x-0212': 'euc-jp',
  'ks-x-1001': 'euc-kr',
  'gb-2312': 'gb18030',
};

/** The two characters of 1998 that Node's euc-kr lacks. */
const KS_X_1001_1998: Record<number, string> = { 41702: '€', 41703: '®' };

function pair(set: DoubleByte, first: number, second: number): string {
  const bytes = set === 'jis-x-0212' ? [0x8f, first, second] : [first, second];
  const text = one(decoder(HOLDERS[set]).decode(Uint8Array.from(bytes)));
  if (set === 'ks-x-1001') {
    // Node fills the rows left to the user with private characters.
    return KS_X_1001_1998[first * 256 + second] ?? (/\p{Co}/u.test(text) ? REPLACEMENT : text);
  }
  // It also has IBM's characters behind the standard's last row.
  return set === 'jis-x-0212' && first > 0xed ? REPLACEMENT : text;
}

/** One character, or the replacement for whatever a decoder makes of bytes it does not know. */
const one = (text: string): string => ([...text].length === 1 ? text : REPLACEMENT);

/** GBK or GB18030, its bytes as Latin-1, with one U+FFFD for each byte that is not part of a well-formed sequence. */
function decodeChinese(text: string, charset: 'gbk' | 'gb18030'): string {
  const sequence = charset === 'gbk' ? GBK_SEQUENCE : GB18030_SEQUENCE;
  return text.replace(sequence, (unit) => {
    if (unit.length === 1) return REPLACEMENT;
    return one(decoder('gb18030').decode(Buffer.from(unit, 'latin1')));
  });
}

const GBK_SEQUENCE = /[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x80-\xff]/g;
const GB18030_SEQUENCE = /[\x81-\xfe](?:[\x40-\x7e\x80-\xfe]|[0-9][\x81-\xfe][0-9])|[\x80-\xff]/g;
