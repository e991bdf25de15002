/** XML as SpreadsheetML wants it. */

/** The namespace of SpreadsheetML. */
export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const ENTITIES: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

/** An element; an attribute that is undefined is left out, `children` are XML already. */
export function element(
  name: string,
  attributes: Record<string, string | number | undefined> = {},
  ...children: string[]
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${plain(String(value))}"`)
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

/** Text in plain XML. */
export const plain = (text: string): string => text.replace(/[<>&"]/g, (sign) => ENTITIES[sign] as string);

/** What XML cannot carry, or (the carriage return) would not keep. */
const FORBIDDEN = String.raw`[\0-\x08\x0b-\x1f\ufffe\uffff]`;
const SPECIAL = new RegExp(`${FORBIDDEN}|_(?=x[0-9A-Fa-f]{4}(?:_|${FORBIDDEN}))`, 'g');
const ANYTHING_SPECIAL = new RegExp(`[<>&"_]|${FORBIDDEN}`);

/** An `ST_Xstring` (ECMA-376 part 1, 22.9.2.19) before it becomes XML: `_xHHHH_` for what XML cannot carry. */
export const xstring = (text: string): string =>
  text.replace(SPECIAL, (unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);

/** An `ST_Xstring` as the content of an element. Most texts have nothing to escape, and one look tells. */
export const content = (text: string): string => (ANYTHING_SPECIAL.test(text) ? plain(xstring(text)) : text);
