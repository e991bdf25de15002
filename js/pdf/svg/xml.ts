/** As much of XML as a picture needs: elements, attributes, text, the five entities and numbers of characters. */
import { ClinicoreError } from '../../errors';
import type { Steps } from '../../intake';

/** An element, in whatever namespace. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Elements and texts. */
  readonly children: (Element | string)[];
}

const MAX_ELEMENTS = 100_000;
const MAX_DEPTH = 64;
const MAX_ATTRIBUTES = 64;
/** Elements read at once. */
const STEP = 64;

const SKIPPED = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>/y;
const OPENING = /<([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.-]*(?::[\w.-]+)?)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const OPENED = /\s*(\/?)>/y;
const CLOSING = /<\/([^\s>]+)\s*>/y;
const TEXT = /[^<]+/y;

/** The one element of a document. */
export function parseXml(source: string, path: string): Steps<Element> {
  return new Reader(source.charCodeAt(0) === 0xfeff ? source.slice(1) : source, path).document();
}

class Reader {
  readonly #source: string;
  readonly #path: string;
  #at = 0;
  #elements = 0;

  constructor(source: string, path: string) {
    this.#source = source;
    this.#path = path;
  }

  *document(): Steps<Element> {
    const open: { element: Element; qualified: string }[] = [];
    let root: Element | undefined;
    while (this.#at < this.#source.length) {
      if (this.#take(SKIPPED)) continue;
      const parent = open.at(-1)?.element;
      const text = this.#take(TEXT)?.[0];
      if (text !== undefined) {
        if (parent) parent.children.push(this.#decoded(text));
        else if (text.trim() !== '') this.#refuse();
        continue;
      }
      const closing = this.#take(CLOSING)?.[1];
      if (closing !== undefined) {
        if (open.pop()?.qualified !== closing) this.#refuse();
        continue;
      }
      const qualified = this.#take(OPENING)?.[1];
      if (qualified === undefined || (parent === undefined && root !== undefined)) this.#refuse();
      const element: Element = { name: local(qualified), attributes: this.#attributes(), children: [] };
      const isEmpty = (this.#take(OPENED) ?? this.#refuse())[1] === '/';
      this.#limit('elements', ++this.#elements, MAX_ELEMENTS);
      this.#limit('levels', open.length + 1, MAX_DEPTH);
      parent?.children.push(element);
      root ??= element;
      if (this.#elements % STEP === 0) yield;
      if (!isEmpty) open.push({ element, qualified });
    }
    if (root === undefined || open.length > 0) this.#refuse();
    return root;
  }

  #attributes(): Map<string, string> {
    const attributes = new Map<string, string>();
    for (let found = this.#take(ATTRIBUTE); found; found = this.#take(ATTRIBUTE)) {
      const [, name, double, single] = found;
      attributes.set(local(name as string), this.#decoded(double ?? single ?? ''));
      this.#limit('attributes of one element', attributes.size, MAX_ATTRIBUTES);
    }
    return attributes;
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  /** No other entities are known, and none can be declared: nothing grows. */
  #decoded(text: string): string {
    // Before all places are looked for: there may be millions.
    if (/&(?![^;&\s]{1,12};)/.test(text)) this.#refuse();
    return text.replace(/&([^;&\s]{0,12});?/g, (all, name: string) => {
      const known = ENTITIES.get(name);
      if (all.endsWith(';') && known !== undefined) return known;
      const number = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name);
      const codePoint = number ? Number.parseInt(number[1] ?? (number[2] as string), number[1] ? 16 : 10) : -1;
      if (!all.endsWith(';') || codePoint < 0 || codePoint > 0x10ffff) this.#refuse();
      return String.fromCodePoint(codePoint);
    });
  }

  #limit(what: string, given: number, limit: number): void {
    if (given <= limit) return;
    const message = `${this.#path} must have at most ${limit} ${what}`;
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { argument: this.#path, limit });
  }

  #refuse(): never {
    const message = `${this.#path} must be well-formed XML without a DOCTYPE, and is not at offset ${this.#at}`;
    throw new ClinicoreError('ERR_MALFORMED_INPUT', message, { argument: this.#path, offset: this.#at });
  }
}

const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** A name without its prefix. */
const local = (name: string) => name.slice(name.indexOf(':') + 1);
