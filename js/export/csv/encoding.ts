/** What a CSV file's bytes are, and the text that they say. */
import { isUtf8 } from 'node:buffer';
import type { CsvEncoding } from '../../contract/csv';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const satisfies readonly CsvEncoding[];

const MARKS: readonly (readonly [CsvEncoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Pairs of bytes that are looked at for the zeros of UTF-16. */
const PAIRS = 4096;

/**
 * What a file that begins like this is, and how many bytes its byte order mark has. Without a mark: UTF-16 if the half of
 * its characters that is 0 for Latin letters is mostly 0, and the other half hardly ever; UTF-8 if it is well-formed; else
 * Windows-1252.
 */
export function detectEncoding(sample: Buffer): { encoding: CsvEncoding; mark: number } {
  for (const [encoding, mark] of MARKS) {
    if (mark.every((byte, at) => sample[at] === byte)) return { encoding, mark: mark.length };
  }
  return { encoding: utf16(sample) ?? (isUtf8(whole(sample)) ? 'utf-8' : 'windows-1252'), mark: 0 };
}

/** The bytes of the byte order mark of an encoding that is known. */
export function markOf(sample: Buffer, encoding: CsvEncoding): number {
  const found = detectEncoding(sample);
  return found.encoding === encoding ? found.mark : 0;
}

function utf16(sample: Buffer): CsvEncoding | undefined {
  const pairs = Math.min(PAIRS, sample.length >> 1);
  const zeros = [0, 0];
  for (let at = 0; at < 2 * pairs; at++) if (sample[at] === 0) zeros[at & 1] = (zeros[at & 1] as number) + 1;
  const [even, odd] = zeros as [number, number];
  if (odd > pairs / 2 && even < pairs / 20) return 'utf-16le';
  return even > pairs / 2 && odd < pairs / 20 ? 'utf-16be' : undefined;
}

/** The bytes without a character of UTF-8 at their end that is cut short. */
export function whole(sample: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, sample.length); back++) {
    const byte = sample[sample.length - back] as number;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? sample.subarray(0, sample.length - back) : sample;
    }
  }
  return sample;
}

/** The text of bytes in UTF-8, also where they are none, and which bytes its parts are. */
export class Utf8Text {
  /** Where the bytes are not well-formed, a character for each byte. */
  readonly text: string;
  readonly isValid: boolean;

  constructor(bytes: Buffer) {
    this.isValid = isUtf8(bytes);
    this.text = bytes.toString(this.isValid ? 'utf8' : 'latin1');
  }

  /** Bytes of a part of the text. */
  bytes(part: string): Buffer {
    return Buffer.from(part, this.isValid ? 'utf8' : 'latin1');
  }

  /** Whether a part is well-formed. */
  holds(part: string): boolean {
    return this.isValid || isUtf8(this.bytes(part));
  }

  /** What a part says, with U+FFFD for what is not well-formed. */
  said(part: string): string {
    return this.isValid ? part : this.bytes(part).toString('utf8');
  }
}

/** The characters of the bytes 0x80 to 0x9F in Windows-1252 (WHATWG Encoding Standard); the others are their own number. */
const HIGH = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** The text of whole characters. What is not well-formed becomes U+FFFD, or stays a lone surrogate. */
export function textOf(bytes: Buffer, encoding: CsvEncoding): string {
  switch (encoding) {
    case 'utf-8':
      return bytes.toString('utf8');
    case 'utf-16le':
      return bytes.toString('utf16le');
    case 'utf-16be':
      return Buffer.from(bytes.subarray(0, bytes.length & ~1))
        .swap16()
        .toString('utf16le');
    default:
      return bytes.toString('latin1').replace(/[\x80-\x9f]/g, (byte) => HIGH[byte.charCodeAt(0) - 0x80] as string);
  }
}

/** How many bytes such a text has in the file. */
export function bytesOfText(text: string, encoding: CsvEncoding): number {
  if (encoding === 'utf-8') return Buffer.byteLength(text);
  return encoding === 'windows-1252' ? text.length : 2 * text.length;
}

/** The byte of a character that Windows-1252 has, else -1. */
export function windows1252(code: number): number {
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
  const at = HIGH.indexOf(String.fromCharCode(code));
  return at < 0 ? -1 : 0x80 + at;
}
