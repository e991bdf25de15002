/** The part `xl/styles.xml` (ECMA-376 part 1, 18.8). */
import type { BorderMessage, RichMessage, RichStyleMessage } from '../../../contract/rich';
import { element, MAIN, xstring } from '../../../export/xlsx/xml';

/** The first number format id that is not one of Excel's own. */
const FIRST_FORMAT_ID = 164;
const SIDES = ['left', 'right', 'top', 'bottom'] as const;

/** A style's number in the file; the one after it is the same with the quote prefix. */
export const styleNumber = (style: number, quoted: boolean): number => 2 * style + Number(quoted);

/** Things of one kind, each once, in order of appearance. */
class Pool {
  readonly list: string[];

  constructor(...first: string[]) {
    this.list = first;
  }

  number(xml: string): number {
    const known = this.list.indexOf(xml);
    return known >= 0 ? known : this.list.push(xml) - 1;
  }

  xml(name: string): string {
    return counted(name, this.list);
  }
}

export const counted = (name: string, list: readonly string[]): string =>
  element(name, { count: list.length }, ...list);

/** The whole part; conditional formats have a style's number of the same list. */
export function stylesXml({ styles, font, fontSize }: RichMessage): string {
  const formats = [...new Set(styles.map(({ numberFormat }) => numberFormat))].filter((format) => format !== '');
  const formatId = (format: string) => (format === '' ? 0 : FIRST_FORMAT_ID + formats.indexOf(format));
  const fonts = new Pool(fontXml({ name: font, size: fontSize }));
  const fills = new Pool(fillXml('none'), fillXml('gray125'));
  const borders = new Pool(bordersXml({ top: null, right: null, bottom: null, left: null }));
  const xfs = styles.flatMap((style) => {
    const fontId = fonts.number(fontXml({ name: style.font ?? font, size: style.size ?? fontSize, style }));
    const fillId = style.fill === null ? 0 : fills.number(fillXml('solid', style.fill));
    const borderId = borders.number(bordersXml(style));
    const numFmtId = formatId(style.numberFormat);
    const xf = (quoted: boolean) => xfXml(style, { numFmtId, fontId, fillId, borderId }, quoted);
    return [xf(style.quoted), xf(true)];
  });
  return element(
    'styleSheet',
    { xmlns: MAIN },
    ...(formats.length === 0
      ? []
      : [
          counted(
            'numFmts',
            formats.map((format) => formatXml(format, formatId(format))),
          ),
        ]),
    fonts.xml('fonts'),
    fills.xml('fills'),
    borders.xml('borders'),
    counted('cellStyleXfs', [element('xf', { numFmtId: 0, fontId: 0, fillId: 0, borderId: 0 })]),
    counted('cellXfs', xfs),
    counted('cellStyles', [element('cellStyle', { name: 'Normal', xfId: 0, builtinId: 0 })]),
    counted(
      'dxfs',
      styles.map((style) => differentialXml(style, formatId(style.numberFormat))),
    ),
  );
}

const formatXml = (format: string, numFmtId: number): string =>
  element('numFmt', { numFmtId, formatCode: xstring(format) });

const flag = (name: string, when: boolean): string => (when ? element(name) : '');
const colorXml = (name: string, color: string): string => element(name, { rgb: `FF${color}` });

/** What is on in a style's font, in the order of `CT_Font`. */
function fontParts(style: RichStyleMessage): { marks: string; script: string; color: string } {
  const underline =
    style.underline === 'none' ? '' : element('u', style.underline === 'double' ? { val: 'double' } : {});
  return {
    marks: flag('b', style.bold) + flag('i', style.italic) + flag('strike', style.strikethrough) + underline,
    script: style.script === 'none' ? '' : element('vertAlign', { val: style.script }),
    color: style.color === null ? '' : colorXml('color', style.color),
  };
}

function fontXml({ name, size, style }: { name: string; size: number; style?: RichStyleMessage }): string {
  const { marks, script, color } = style ? fontParts(style) : { marks: '', script: '', color: '' };
  const family = element('family', { val: 2 });
  return element(
    'font',
    {},
    marks,
    script,
    element('sz', { val: size }),
    color,
    element('name', { val: name }),
    family,
  );
}

function fillXml(patternType: string, color?: string): string {
  const colors = color === undefined ? [] : [colorXml('fgColor', color), element('bgColor', { indexed: 64 })];
  return element('fill', {}, element('patternFill', { patternType }, ...colors));
}

function bordersXml(sides: Record<(typeof SIDES)[number], BorderMessage | null>): string {
  return element('border', {}, ...SIDES.map((side) => sideXml(side, sides[side])), element('diagonal'));
}

function sideXml(side: string, border: BorderMessage | null): string {
  if (border === null) return element(side);
  const color = border.color === null ? element('color', { auto: 1 }) : colorXml('color', border.color);
  return element(side, { style: border.line }, color);
}

function xfXml(style: RichStyleMessage, ids: Record<string, number>, quoted: boolean): string {
  const alignment = alignmentXml(style);
  const isProtected = style.locked && !style.hideFormula;
  const protection = isProtected
    ? ''
    : element('protection', { locked: style.locked ? undefined : 0, hidden: style.hideFormula ? 1 : undefined });
  return element(
    'xf',
    {
      ...ids,
      xfId: 0,
      quotePrefix: quoted ? 1 : undefined,
      applyNumberFormat: ids.numFmtId ? 1 : undefined,
      applyFont: ids.fontId ? 1 : undefined,
      applyFill: ids.fillId ? 1 : undefined,
      applyBorder: ids.borderId ? 1 : undefined,
      applyAlignment: alignment === '' ? undefined : 1,
      applyProtection: isProtected ? undefined : 1,
    },
    ...[alignment, protection].filter((xml) => xml !== ''),
  );
}

function alignmentXml(style: RichStyleMessage): string {
  // Above 90 the file counts degrees clockwise.
  const rotation = style.rotation < 0 ? 90 - style.rotation : style.rotation;
  // Excel indents on a side: texts without one stand on the left.
  const align = style.indent > 0 && style.align === 'general' ? 'left' : style.align;
  const attributes = {
    horizontal: align === 'general' ? undefined : align,
    vertical: style.verticalAlign === 'bottom' ? undefined : style.verticalAlign,
    textRotation: rotation || undefined,
    wrapText: style.wrap ? 1 : undefined,
    indent: style.indent || undefined,
    shrinkToFit: style.shrink ? 1 : undefined,
  };
  return Object.values(attributes).every((value) => value === undefined) ? '' : element('alignment', attributes);
}

/** What a conditional format changes (`CT_Dxf`). */
function differentialXml(style: RichStyleMessage, numFmtId: number): string {
  const { marks, color } = fontParts(style);
  const parts: string[] = [];
  if (marks !== '' || color !== '') parts.push(element('font', {}, marks, color));
  if (numFmtId > 0) parts.push(formatXml(style.numberFormat, numFmtId));
  if (style.fill !== null) {
    parts.push(element('fill', {}, element('patternFill', { patternType: 'solid' }, colorXml('bgColor', style.fill))));
  }
  const sides = SIDES.filter((side) => style[side] !== null);
  if (sides.length > 0) parts.push(element('border', {}, ...sides.map((side) => sideXml(side, style[side]))));
  return element('dxf', {}, ...parts);
}
