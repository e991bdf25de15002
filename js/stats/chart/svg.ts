/** The little of SVG that a chart needs. Presentation attributes only: a strict CSP forbids `<style>` and `style=`. */

/** What an element looks like. */
export type Attributes = Readonly<Record<string, string | number>>;

/** A place in pixels, from the upper left. */
export type Place = readonly [x: number, y: number];

/** An element with its content, which is markup already. */
export function element(name: string, attributes: Attributes, ...content: string[]): string {
  const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${printed(value)}"`);
  const start = `<${name}${said.join('')}`;
  return content.length === 0 ? `${start}/>` : `${start}>${content.join('')}</${name}>`;
}

/** Text as markup. XML has no place for U+FFFE and U+FFFF, not even escaped. */
export function escaped(text: string): string {
  return text.replace(/[&<>"'\ufffe\uffff]/g, (character) => ENTITIES[character] ?? '\ufffd');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const printed = (value: string | number) => (typeof value === 'number' ? coordinate(value) : escaped(value));

/** Hundredths of a pixel are finer than any printer. */
const coordinate = (value: number) => String(Math.round(value * 100) / 100 + 0);

/** A line through these points, as the `d` of a path. */
export const through = (points: readonly Place[]): string =>
  `M${points.map(([x, y]) => `${coordinate(x)} ${coordinate(y)}`).join('L')}`;

/** The area these points go around, as the `d` of a path. */
export const around = (points: readonly Place[]): string => `${through(points)}Z`;

/** A straight line. */
export const rule = ([x1, y1]: Place, [x2, y2]: Place, looks: Attributes): string =>
  element('line', { x1, y1, x2, y2, ...looks });

/** A line of text on its baseline. */
export const written = (text: string, [x, y]: Place, looks: Attributes = {}): string =>
  element('text', { x, y, ...looks }, escaped(text));

/** The size of all text but the title. */
const FONT_SIZE = 12;

/**
 * About how wide a text is in Helvetica or Arial. Nothing here can measure one, so it is taken rather too wide: most
 * letters and digits are narrower, and from Hangul on characters are as wide as they are high.
 */
export function textWidth(text: string, fontSize = FONT_SIZE): number {
  const wide = text.match(/[\u1100-\u11ff\u2e80-\ufaff\uff00-\uff60\u{1f000}-\u{3ffff}]/gu)?.length ?? 0;
  return ([...text].length * 0.58 + wide * 0.42) * fontSize;
}
