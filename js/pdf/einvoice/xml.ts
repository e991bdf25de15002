/** XML as strings: what is put in is escaped, and an element of nothing is left out. */
import { ClinicoreError } from '../../errors';
import { named } from '../../validate';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** What XML 1.0 (2.2, `Char`) does not allow, of well-formed text without control characters. */
const NOT_XML = /[\uFFFE\uFFFF]/;
/** Either of them: most texts have none, and are looked through once. */
const SPECIAL = /[&<>"\uFFFE\uFFFF]/;

/** An element with a text in it; nothing for no text. */
export function leaf(name: string, text: string | undefined, attributes?: Record<string, string>): string {
  if (text === undefined) return '';
  let tag = name;
  for (const key in attributes) tag += ` ${key}="${escaped(attributes[key] as string)}"`;
  return `<${tag}>${escaped(text)}</${name}>`;
}

/** An element with elements in it; nothing for none. */
export function group(name: string, ...elements: readonly string[]): string {
  const content = elements.join('');
  return content === '' ? '' : `<${name}>${content}</${name}>`;
}

function escaped(text: string): string {
  if (!SPECIAL.test(text)) return text;
  const character = NOT_XML.exec(text)?.[0];
  if (character !== undefined) {
    const codePoint = named(character);
    const message = `document contains ${codePoint}, which XML cannot hold`;
    throw new ClinicoreError('ERR_UNSUPPORTED', message, { argument: 'document', codePoint });
  }
  return text.replace(/[&<>"]/g, (mark) => ESCAPES[mark] as string);
}
