/**
 * The XML of workbooks (Extensible Markup Language 1.0, fifth edition), a window of it at a time. No document type, so no
 * entities but the five that there always are; no encoding but UTF-8.
 */
import { TextDecoder } from 'node:util';
import { damaged, exceeded, unsupported } from './fault';
import type { Part } from './part';

/** What a tag or comment may have beside the texts of cells, whose limit is the caller's. */
const MAX_TAG = 64 * 1024;
/** An ampersand in a text takes five bytes of the file. */
const LONGEST_ESCAPE = 6;
/** Elements within elements. */
const MAX_DEPTH = 256;

/** What {@link Xml.next} found. */
export const Token = { more: 0, start: 1, end: 2, text: 3, over: 4 } as const;
export type Token = (typeof Token)[keyof typeof Token];

/** Reads a part token by token. Names are without their prefixes, but those of attributes. */
export class Xml {
  readonly part: Part;
  /** The element's name. */
  name = '';
  /** Its attributes, as they stand. */
  attributes = '';
  /** The attribute at hand, and its value as it stands. */
  key = '';
  value = '';
  /** Whether it ends at once, without an `end`. */
  isEmpty = false;
  /** The text as it stands: escaped, or (of CDATA) not. */
  raw = '';
  isEscaped = true;
  readonly #most: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #window = '';
  #at = 0;
  #depth = 0;
  #hasRoot = false;
  #isRead = false;
  /** Whether what follows the window is no UTF-8. */
  #isBroken = false;
  #attribute = 0;

  constructor(part: Part) {
    this.part = part;
    this.#most = part.package.limits.maxCellBytes * LONGEST_ESCAPE + MAX_TAG;
  }

  /** The next token; more of the part where there is not all of it. */
  async token(): Promise<Token> {
    for (;;) {
      const token = this.next();
      if (token !== Token.more) return token;
      await this.more();
    }
  }

  /** The next token; `more` if it is not all there: then call {@link more}. */
  next(): Token {
    const window = this.#window;
    for (;;) {
      const at = this.#at;
      if (at === window.length) {
        if (!this.#isRead) return Token.more;
        if (this.#depth > 0 || !this.#hasRoot) throw damaged(this.part.name);
        return Token.over;
      }
      if (window.charCodeAt(at) !== LESS) {
        const to = window.indexOf('<', at);
        if (to < 0 && !this.#isRead) return Token.more;
        const end = to < 0 ? window.length : to;
        this.#at = end;
        if (this.#depth > 0) {
          this.raw = this.#bounded(at, end);
          this.isEscaped = true;
          return Token.text;
        }
        if (/[^ \t\r\n]/.test(window.slice(at, end))) throw damaged(this.part.name);
        continue;
      }
      const second = window.charCodeAt(at + 1);
      const found = second === QUESTION ? this.#instruction() : second === MARK ? this.#declaration() : this.#tag();
      if (found !== undefined) return found;
    }
  }

  /** Unpacks more. */
  async more(): Promise<void> {
    if (this.#window.length - this.#at > this.#most) throw this.#tooLong();
    if (this.#isBroken) throw damaged(this.part.name);
    const pieces = await this.part.read();
    const decoded = (pieces ?? []).map((piece) => this.#decode(piece)).join('');
    this.#window = this.#window.slice(this.#at) + decoded;
    this.#at = 0;
    if (pieces !== undefined) return;
    if (this.#isRead) throw damaged(this.part.name);
    this.#isRead = true;
    try {
      this.#decoder.decode();
    } catch {
      throw damaged(this.part.name);
    }
  }

  /** The text of a piece, up to the first byte that is no UTF-8; what stands before it is read. */
  #decode(piece: Uint8Array): string {
    if (this.#isBroken) return '';
    try {
      return this.#decoder.decode(piece, { stream: true });
    } catch {
      this.#isBroken = true;
    }
    let [text, from, to] = ['', 0, piece.length];
    while (to - from > 1) {
      const middle = (from + to) >> 1;
      try {
        text = new TextDecoder('utf-8', { fatal: true }).decode(piece.subarray(0, middle), { stream: true });
        from = middle;
      } catch {
        to = middle;
      }
    }
    return text;
  }

  /** Goes on to the element's next attribute; what is none is the end of them. */
  nextAttribute(): boolean {
    const { attributes } = this;
    let at = this.#attribute;
    while (isSpace(attributes.charCodeAt(at))) at++;
    const equals = attributes.indexOf('=', at);
    if (equals < 0) return false;
    let end = equals;
    while (isSpace(attributes.charCodeAt(end - 1))) end--;
    let from = equals + 1;
    while (isSpace(attributes.charCodeAt(from))) from++;
    const quote = attributes[from];
    const to = quote === '"' || quote === "'" ? attributes.indexOf(quote, from + 1) : -1;
    if (to < 0) return false;
    this.key = attributes.slice(at, end);
    this.value = attributes.slice(from + 1, to);
    this.#attribute = to + 1;
    return true;
  }

  /** The value of one of the element's attributes, as it stands. */
  attribute(name: string): string | undefined {
    this.#attribute = 0;
    while (this.nextAttribute()) if (this.key === name) return this.value;
    return undefined;
  }

  /** As {@link attribute}, by the name without its prefix. */
  local(name: string): string | undefined {
    this.#attribute = 0;
    while (this.nextAttribute()) if (withoutPrefix(this.key) === name) return this.value;
    return undefined;
  }

  /** An attribute's value as text; undefined where it is not well-formed. */
  text(name: string): string | undefined {
    return attributeText(this.attribute(name));
  }

  isTrue(name: string): boolean {
    const value = this.attribute(name);
    return value === '1' || value === 'true';
  }

  number(name: string): number | undefined {
    return digits(this.attribute(name) ?? '');
  }

  /** The tag at hand, if all of it is there. */
  #tag(): Token | undefined {
    const window = this.#window;
    const at = this.#at + 1;
    const to = tagEnd(window, at);
    if (to === CUT) {
      if (this.#isRead) throw damaged(this.part.name);
      return Token.more;
    }
    if (to < 0) throw damaged(this.part.name);
    if (to - at > this.#most) throw this.#tooLong();
    this.#at = to + 1;
    if (window.charCodeAt(at) === SLASH) {
      if (this.#depth-- === 0) throw damaged(this.part.name);
      this.name = withoutPrefix(window.slice(at + 1, to).replace(/[ \t\r\n]+$/, ''));
      return Token.end;
    }
    if (this.#depth === 0 && this.#hasRoot) throw damaged(this.part.name);
    this.#hasRoot = true;
    this.isEmpty = to > at && window.charCodeAt(to - 1) === SLASH;
    if (!this.isEmpty && ++this.#depth > MAX_DEPTH) throw damaged(this.part.name);
    const end = this.isEmpty ? to - 1 : to;
    let nameEnd = at;
    while (nameEnd < end && !isSpace(window.charCodeAt(nameEnd))) nameEnd++;
    if (nameEnd === at) throw damaged(this.part.name);
    this.name = withoutPrefix(window.slice(at, nameEnd));
    this.attributes = window.slice(nameEnd, end);
    this.#attribute = 0;
    return Token.start;
  }

  /** A comment, which is passed over, or CDATA; a document type is refused. */
  #declaration(): Token | undefined {
    const window = this.#window;
    if (window.length - this.#at < 9 && !this.#isRead) return Token.more;
    if (window.startsWith('<!--', this.#at)) return this.#pass(4, '-->');
    if (this.#depth === 0 || !window.startsWith('<![CDATA[', this.#at)) throw damaged(this.part.name);
    const end = window.indexOf(']]>', this.#at + 9);
    if (end < 0) return this.#cut();
    this.raw = this.#bounded(this.#at + 9, end);
    this.isEscaped = false;
    this.#at = end + 3;
    return Token.text;
  }

  #instruction(): Token | undefined {
    const end = this.#window.indexOf('?>', this.#at + 2);
    if (end < 0) return this.#cut();
    const text = this.#window.slice(this.#at, end).toLowerCase();
    this.#at = end + 2;
    const said = text.startsWith('<?xml ') ? text.indexOf('encoding') : -1;
    if (said >= 0 && !/utf-8|ascii/.test(text.slice(said))) throw unsupported('its XML is not in UTF-8');
    return undefined;
  }

  #pass(from: number, mark: string): Token | undefined {
    const end = this.#window.indexOf(mark, this.#at + from);
    if (end < 0) return this.#cut();
    this.#at = end + mark.length;
    return undefined;
  }

  #cut(): Token {
    if (this.#isRead) throw damaged(this.part.name);
    return Token.more;
  }

  #bounded(from: number, to: number): string {
    if (to - from > this.#most) throw this.#tooLong();
    return this.#window.slice(from, to);
  }

  #tooLong(): Error {
    return exceeded('maxCellBytes', this.part.package.limits.maxCellBytes);
  }
}

const [LESS, GREATER, SLASH, QUESTION, MARK, DOUBLE, SINGLE] = [60, 62, 47, 63, 33, 34, 39];
const CUT = -1;
const WRONG = -2;

/** Where the `>` is that ends a tag: one between quotes does not. */
function tagEnd(window: string, from: number): number {
  let quote = 0;
  for (let at = from; at < window.length; at++) {
    const unit = window.charCodeAt(at);
    if (quote !== 0) {
      if (unit === quote) quote = 0;
    } else if (unit === GREATER) return at;
    else if (unit === DOUBLE || unit === SINGLE) quote = unit;
    else if (unit === LESS) return WRONG;
  }
  return CUT;
}

const isSpace = (unit: number): boolean => unit === 32 || unit === 9 || unit === 13 || unit === 10;

function withoutPrefix(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** Decimal digits, and nothing else, as a number. */
export function digits(text: string): number | undefined {
  if (text.length === 0 || text.length > 9) return undefined;
  let number = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    number = number * 10 + digit;
  }
  return number;
}

export function attributeText(raw: string | undefined): string | undefined {
  return raw === undefined ? undefined : unescaped(raw)?.replace(/[\t\n]/g, ' ');
}

const ESCAPED = /[&\r]/;

/** A text without its escapes, its line ends as one character; undefined if it is not well-formed. */
export function unescaped(raw: string): string | undefined {
  if (!ESCAPED.test(raw)) return raw;
  let isRight = true;
  const text = raw.replace(/\r\n?|&([^;]{0,10};)?/g, (match, name?: string) => {
    if (match[0] === '\r') return '\n';
    const character = name && entity(name.slice(0, -1));
    isRight &&= character !== undefined && character !== '';
    return character ?? '';
  });
  return isRight ? text : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function entity(name: string): string | undefined {
  if (Object.hasOwn(ENTITIES, name)) return ENTITIES[name];
  const [, hexadecimal, decimal] = /^#(?:x([\da-fA-F]+)|(\d+))$/.exec(name) ?? [];
  const point = hexadecimal ? Number.parseInt(hexadecimal, 16) : Number(decimal ?? Number.NaN);
  // Of the control characters XML has three.
  const isCharacter =
    point >= 0x20 ? point <= 0x10_ffff && !(point >= 0xd800 && point < 0xe000) : [9, 10, 13].includes(point);
  return isCharacter ? String.fromCodePoint(point) : undefined;
}
