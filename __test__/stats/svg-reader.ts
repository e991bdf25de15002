/** Reads an SVG as strictly as XML 1.0 asks, so far as a chart uses it; anything else fails. */

export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  /** The text directly inside. */
  text: string;
}

const TOKEN = /<(\/?)([a-z]+)((?: [A-Za-z][\w:-]*="[^"<]*")*)(\/?)>|([^<]+)/y;

export function readSvg(markup: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < markup.length) {
    const from = TOKEN.lastIndex;
    const token = TOKEN.exec(markup);
    if (!token) throw new Error(`No markup: ${markup.slice(from, from + 60)}`);
    const [, closing, name = '', attributes = '', empty, text] = token;
    const parent = open.at(-1) as Element;
    if (text !== undefined) parent.text += decoded(text);
    else if (closing) {
      if (parent.name !== name) throw new Error(`</${name}> closes <${parent.name}>`);
      open.pop();
    } else {
      const element: Element = { name, attributes: read(attributes), children: [], text: '' };
      parent.children.push(element);
      if (!empty) open.push(element);
    }
  }
  if (open.length > 1 || root.children.length !== 1 || root.text !== '') throw new Error('Not one whole element');
  return root.children[0] as Element;
}

/** All elements of that name, in the order of the document. */
export function all(element: Element, name: string): Element[] {
  const inside = element.children.flatMap((child) => all(child, name));
  return element.name === name ? [element, ...inside] : inside;
}

function read(attributes: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, key = '', value = ''] of attributes.matchAll(/ ([^=]+)="([^"]*)"/g)) {
    if (key in found) throw new Error(`${key} is there twice`);
    found[key] = decoded(value);
  }
  return found;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function decoded(text: string): string {
  if (/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(text))
    throw new Error('Not a character of XML');
  return text.replace(/&([^;]*);?/g, (whole, name) => {
    const character = ENTITIES[name];
    if (character === undefined || !whole.endsWith(';')) throw new Error(`Not an entity: ${whole}`);
    return character;
  });
}
