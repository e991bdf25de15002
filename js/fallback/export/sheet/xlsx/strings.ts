/** The texts that cells share (ECMA-376 part 1, 18.4). */
import { damaged, exceeded } from '../fault';
import type { Part } from '../part';
import { Token, unescaped, Xml } from '../xml';
import { unescapeUnits } from './escape';

/** Texts after which others may have a turn. */
const TURN = 4096;

export async function readStrings(part: Part, goOn: () => Promise<void>): Promise<string[]> {
  const { maxCellBytes } = part.package.limits;
  const xml = new Xml(part);
  const strings: string[] = [];
  const item = new TextItem();
  for (;;) {
    const token = xml.next();
    if (token === Token.more) await xml.more();
    else if (token === Token.over) return strings;
    else if (token === Token.start && xml.name === 'si') {
      item.begin();
      if (xml.isEmpty) strings.push('');
    } else if (token === Token.end && xml.name === 'si') {
      const text = item.finish();
      if (Buffer.byteLength(text) > maxCellBytes) throw exceeded('maxCellBytes', maxCellBytes);
      strings.push(text);
      if (strings.length % TURN === 0) await goOn();
    } else if (!item.take(token, xml, maxCellBytes)) throw damaged(part.name);
  }
}

/** A text made of runs: `si` of the shared ones, `is` in a cell. How it is pronounced is left out. */
export class TextItem {
  #text = '';
  #isText = false;
  #phonetic = 0;

  begin(): void {
    this.#text = '';
    this.#isText = false;
    this.#phonetic = 0;
  }

  /** Takes a token inside it; false if it is not well-formed. A text that is too long is left off soon after. */
  take(token: Token, xml: Xml, most: number): boolean {
    if (token === Token.text) {
      if (!this.#isText || this.#text.length > most) return true;
      const text = xml.isEscaped ? unescaped(xml.raw) : xml.raw;
      this.#text += text ?? '';
      return text !== undefined;
    }
    if (xml.name === 't') this.#isText = token === Token.start && !xml.isEmpty && this.#phonetic === 0;
    else if (xml.name === 'rPh') {
      if (token === Token.end) this.#phonetic = Math.max(0, this.#phonetic - 1);
      else if (!xml.isEmpty) this.#phonetic++;
    }
    return true;
  }

  finish(): string {
    return unescapeUnits(this.#text);
  }
}
