/** Reads XML as strictly as XML 1.0 asks, so far as an e-invoice uses it; anything else fails. */

export interface Element {
  /** With its prefix. */
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  /** The text directly inside. */
  text: string;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const TOKEN = /<(\/?)([a-z]+:[A-Za-z]+)((?: [A-Za-z:]+="[^"<]*")*)>|([^<>]+)/y;

export function readXml(markup: string): Element {
  if (!markup.startsWith(HEAD)) throw new Error('No XML declaration');
  if (/[^\n\u0020-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(markup))
    throw new Error('Not characters of XML');
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  TOKEN.lastIndex = HEAD.length;
  while (TOKEN.lastIndex < markup.length) {
    const from = TOKEN.lastIndex;
    const token = TOKEN.exec(markup);
    if (!token) throw new Error(`No markup: ${markup.slice(from, from + 60)}`);
    const [, closing, name = '', attributes = '', text] = token;
    const parent = open.at(-1) as Element;
    if (text !== undefined) parent.text += decoded(text);
    else if (closing) {
      if (parent.name !== name) throw new Error(`</${name}> closes <${parent.name}>`);
      open.pop();
    } else {
      const pairs = [...attributes.matchAll(/ ([A-Za-z:]+)="([^"]*)"/g)].map(([, key, value]) => [
        key,
        decoded(value as string),
      ]);
      const element: Element = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
      parent.children.push(element);
      open.push(element);
    }
  }
  if (open.length > 1 || root.children.length !== 1 || root.text.trim() !== '')
    throw new Error('Not one whole element');
  return root.children[0] as Element;
}

/** The elements at a path of names without prefixes, from anywhere below. */
export function all(element: Element, path: string): Element[] {
  const [first, ...rest] = path.split('/');
  const found = descendants(element).filter(({ name }) => local(name) === first);
  return rest.reduce(
    (parents, name) => parents.flatMap(({ children }) => children.filter((child) => local(child.name) === name)),
    found,
  );
}

/** The texts of {@link all}. */
export const texts = (element: Element, path: string): string[] => all(element, path).map(({ text }) => text);

const local = (name: string) => name.replace(/^.*:/, '');

const descendants = (element: Element): Element[] => [element, ...element.children.flatMap(descendants)];

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function decoded(text: string): string {
  return text.replace(/&([a-z]*);?/g, (entity, name: string) => {
    if (!entity.endsWith(';') || ENTITIES[name] === undefined) throw new Error(`No entity: ${entity}`);
    return ENTITIES[name];
  });
}
