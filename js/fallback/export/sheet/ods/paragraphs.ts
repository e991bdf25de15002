import { damaged, exceeded } from '../fault';
import { digits, Token, unescaped, type Xml } from '../xml';

const ASIDE = new Set(['annotation', 'frame', 'table']);

/** The text of a cell: its paragraphs, a line each, with their white space, as Calc reads and writes it. */
export class Paragraphs {
  text = '';
  /** Elements within the cell whose text is not the cell's: notes, drawings. */
  aside = 0;
  #count = 0;
  #isOpen = false;

  begin(): void {
    this.text = '';
    this.aside = 0;
    this.#count = 0;
    this.#isOpen = false;
  }

  take(token: Token, xml: Xml, most: number): void {
    if (token === Token.over) throw damaged(xml.part.name);
    if (token === Token.text) {
      if (this.#isOpen && this.aside === 0 && this.text.length <= most) this.#add(xml);
      return;
    }
    const isStart = token === Token.start;
    if (this.aside > 0) this.aside += isStart ? Number(!xml.isEmpty) : -1;
    else if (isStart && ASIDE.has(xml.name)) this.aside += Number(!xml.isEmpty);
    else if (xml.name === 'p' || xml.name === 'h') {
      this.#isOpen = isStart && !xml.isEmpty;
      if (isStart && this.#count++ > 0) this.text += '\n';
    } else if (isStart && this.#isOpen) this.#addSpecial(xml, most);
  }

  #addSpecial(xml: Xml, most: number): void {
    if (xml.name === 'tab') this.text += '\t';
    else if (xml.name === 'line-break') this.text += '\n';
    else if (xml.name === 's') {
      const spaces = digits(xml.attribute('text:c') ?? '') ?? 1;
      if (spaces > most) throw exceeded('maxCellBytes', most);
      this.text += ' '.repeat(spaces);
    }
  }

  #add(xml: Xml): void {
    const text = xml.isEscaped ? unescaped(xml.raw) : xml.raw;
    if (text === undefined) throw damaged(xml.part.name);
    this.text += text;
  }
}
