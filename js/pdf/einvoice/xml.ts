/** XML as strings: what is put in is escaped, and an element of nothing is left out. */
import { ClinicoreError } from '../../errors';
import { named } from '../../validate';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** What XML 1.0 (2.2, `Char`) does not allow, of well-formed text without control characters. */
const NOT_XML = /[\uFFFE\uFFFF]/;

/** An element with a text in it; nothing for no text. */
export function leaf(name: string, text: string | undefined, attributes: Record<string, string> = {}): string {
  if (text === undefined) return '';
  const listed = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return `<${name}${listed.join('')}>${escaped(text)}</${name}>`;
}

/** An element with elements in it; nothing for none. */
export function group(name: string, ...elements: readonly string[]): string {
  const content = elements.join('');
  return content === '' ? '' : `<${name}>${content}</${name}>`;
}

function escaped(text: string): string {
  const character = NOT_XML.exec(text)?.[0];
  if (character !== undefined) {
    const codePoint = named(character);
    const message = `document contains ${codePoint}, which XML cannot hold`;
    throw new ClinicoreError('ERR_UNSUPPORTED', message, { argument: 'document', codePoint });
  }
  return text.replace(/[&<>"]/g, (mark) => ESCAPES[mark] as string);
}
