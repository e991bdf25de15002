/** From bytes to objects (ISO 32000-2, 7.2 and 7.3), as tolerant as readers are of what writers get wrong. */
import { malformed, type Work } from './limits';
import { type Dictionary, Name, type PdfObject, Reference } from './object';

/** An operator of a stream that draws, or a delimiter that closes something. */
export class Word {
  constructor(readonly word: string) {}
}

const WHITE = 1;
const DELIMITER = 2;
const kinds = new Uint8Array(256);
for (const byte of [0, 9, 10, 12, 13, 32]) kinds[byte] = WHITE;
for (const character of '()<>[]{}/%') kinds[character.charCodeAt(0)] = DELIMITER;

export const isWhite = (byte: number | undefined): boolean => byte !== undefined && kinds[byte] === WHITE;
export const isRegular = (byte: number | undefined): boolean => byte !== undefined && kinds[byte] === 0;
export const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;
const isNumeric = (byte: number | undefined): boolean =>
  isDigit(byte) || byte === 0x2b || byte === 0x2d || byte === 0x2e;

/** The value of a hexadecimal digit, or -1. */
function digit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

export const latin1 = (data: Uint8Array, start = 0, end = data.length): string =>
  Buffer.from(data.buffer, data.byteOffset + start, end - start).toString('latin1');

/** Whether the word stands at a place. */
export function stands(data: Uint8Array, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (data[at + i] !== word.charCodeAt(i)) return false;
  return true;
}

const ESCAPES: Record<string, number> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

export class Parser {
  constructor(
    readonly data: Uint8Array,
    public at: number,
    readonly work: Work,
    /** Whether values count as objects, and may be references: not in the streams that draw. */
    readonly isFile = true,
  ) {}

  skipWhite(): void {
    const { data } = this;
    for (; this.at < data.length; this.at++) {
      const byte = data[this.at];
      if (byte === 0x25) {
        while (this.at + 1 < data.length && data[this.at + 1] !== 10 && data[this.at + 1] !== 13) this.at++;
      } else if (!isWhite(byte)) return;
    }
  }

  /** Passes a word, if it is what comes next. */
  word(word: string): boolean {
    this.skipWhite();
    const end = this.at + word.length;
    if (!stands(this.data, this.at, word) || isRegular(this.data[end])) return false;
    this.at = end;
    return true;
  }

  /** A number without sign of at most ten digits. */
  unsigned(): number | undefined {
    this.skipWhite();
    const start = this.at;
    let value = 0;
    while (isDigit(this.data[this.at])) value = value * 10 + (this.data[this.at++] as number) - 48;
    if (this.at > start && this.at - start <= 10) return value;
    this.at = start;
    return undefined;
  }

  /** `12 0 obj`. */
  head(): Reference | undefined {
    const number = this.unsigned();
    const generation = number === undefined ? undefined : this.unsigned();
    if (number === undefined || generation === undefined || number > 0xffffffff || generation > 0xffff)
      return undefined;
    this.skipWhite();
    if (!stands(this.data, this.at, 'obj')) return undefined;
    this.at += 3;
    return new Reference(number, generation);
  }

  object(): PdfObject {
    const token = this.next();
    if (token === undefined || token instanceof Word) throw malformed('a value is missing', this.at);
    return token;
  }

  /** What comes next; `undefined` at the end. */
  next(depth = 1): PdfObject | Word | undefined {
    this.skipWhite();
    const byte = this.data[this.at];
    if (byte === undefined) return undefined;
    if (this.isFile) this.work.object();
    if (isNumeric(byte)) return this.#number();
    switch (byte) {
      case 0x2f:
        return new Name(this.#name());
      case 0x28:
        return this.#literal();
      case 0x3c:
        if (this.data[this.at + 1] !== 0x3c) return this.#hexadecimal();
        this.at += 2;
        return this.#dictionary(depth);
      case 0x5b:
        this.at++;
        return this.#array(depth);
    }
    if (!isRegular(byte)) {
      this.at++; // one that closes nothing
      return new Word(String.fromCharCode(byte));
    }
    const word = this.#regular();
    return word === 'true' ? true : word === 'false' ? false : word === 'null' ? null : new Word(word);
  }

  /** Passes the data of a picture within a drawing (ISO 32000-2, 8.9.7), which end at `EI`. */
  skipPicture(): void {
    const { data } = this;
    const isEnd = (at: number) => {
      if (data[at] !== 0x45 || data[at + 1] !== 0x49 || !isWhite(data[at - 1]) || isRegular(data[at + 2])) return false;
      // In data this may stand by chance; what follows a picture is text.
      const after = data.subarray(at + 2, at + 14);
      return after.every(
        (byte) => (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 12 || byte === 13,
      );
    };
    for (let at = this.at + 1; at < data.length; at++) {
      if (isEnd(at)) {
        this.at = at + 2;
        return;
      }
    }
    this.at = data.length;
  }

  #regular(): string {
    const start = this.at;
    while (isRegular(this.data[this.at])) this.at++;
    return latin1(this.data, start, this.at);
  }

  #name(): string {
    this.at++;
    return this.#regular().replace(/#([0-9a-fA-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
  }

  #literal(): Uint8Array {
    const text: number[] = [];
    let open = 1;
    this.at++;
    while (this.at < this.data.length) {
      const byte = this.data[this.at++] as number;
      if (byte === 0x5c) {
        this.#escape(text);
        continue;
      }
      if (byte === 0x28) open++;
      else if (byte === 0x29 && --open === 0) break;
      text.push(byte);
    }
    return Uint8Array.from(text);
  }

  #escape(text: number[]): void {
    const byte = this.data[this.at];
    if (byte === undefined) return;
    this.at++;
    const isOctal = (value: number | undefined) => value !== undefined && value >= 48 && value <= 55;
    if (isOctal(byte)) {
      let code = byte - 48;
      for (let i = 0; i < 2 && isOctal(this.data[this.at]); i++)
        code = code * 8 + (this.data[this.at++] as number) - 48;
      text.push(code & 255);
    } else if (byte === 13) {
      if (this.data[this.at] === 10) this.at++;
    } else if (byte !== 10) {
      text.push(ESCAPES[String.fromCharCode(byte)] ?? byte);
    }
  }

  #hexadecimal(): Uint8Array {
    const digits: number[] = [];
    this.at++;
    while (this.at < this.data.length) {
      const byte = this.data[this.at++];
      if (byte === 0x3e) break;
      const value = digit(byte);
      if (value >= 0) digits.push(value);
    }
    return Uint8Array.from({ length: (digits.length + 1) >> 1 }, (_, at) => {
      return ((digits[2 * at] as number) << 4) | (digits[2 * at + 1] ?? 0);
    });
  }

  #array(depth: number): PdfObject[] {
    this.work.depth(depth);
    const items: PdfObject[] = [];
    for (;;) {
      const token = this.next(depth + 1);
      if (token === undefined) throw malformed('an array does not end', this.at);
      if (!(token instanceof Word)) items.push(token);
      else if (token.word === ']') return items;
      else if (token.word === 'endobj' || token.word === 'stream') throw malformed('an array does not end', this.at);
    }
  }

  #dictionary(depth: number): Dictionary {
    this.work.depth(depth);
    const entries: Dictionary = new Map();
    let key: string | undefined;
    for (;;) {
      const token = this.next(depth + 1);
      if (token === undefined) throw malformed('a dictionary does not end', this.at);
      if (token instanceof Word) {
        if (token.word === '>') {
          if (this.data[this.at] === 0x3e) this.at++;
          return entries;
        }
        if (token.word === 'endobj' || token.word === 'stream') throw malformed('a dictionary does not end', this.at);
        key = undefined;
      } else if (key !== undefined) {
        entries.set(key, token);
        key = undefined;
      } else if (token instanceof Name) {
        key = token.name;
      }
    }
  }

  #number(): number | Reference {
    const start = this.at;
    let isPlain = true;
    for (; isNumeric(this.data[this.at]); this.at++) isPlain &&= isDigit(this.data[this.at]);
    const value = toNumber(latin1(this.data, start, this.at));
    return (isPlain && this.isFile && this.#reference(value)) || value;
  }

  /** The rest of `12 0 R`, if it is one. */
  #reference(number: number): Reference | undefined {
    if (number > 0xffffffff) return undefined;
    const start = this.at;
    const generation = this.unsigned();
    if (generation !== undefined && generation <= 0xffff && this.word('R')) return new Reference(number, generation);
    this.at = start;
    return undefined;
  }
}

/** Of signs, digits and points; what follows a second point or a sign within is left out. */
function toNumber(token: string): number {
  const [, signs, body] = /^([+-]*)(\d*\.?\d*)/.exec(token) as unknown as [string, string, string];
  const value = Math.min(Number(`0${body}`), Number.MAX_VALUE);
  return signs.startsWith('-') ? 0 - value : value;
}
