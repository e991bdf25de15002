/** Comments, and the boxes they are shown in (ECMA-376 part 1, 18.7; part 4 for the boxes' VML). */
import type { NoteMessage, RichSheetMessage } from '../../../contract/rich';
import { columnLetters } from '../../../export/xlsx/rich/address';
import { content, element, MAIN } from '../../../export/xlsx/xml';
import { cornerOf } from './drawing';

const inOrder = (notes: readonly NoteMessage[]): NoteMessage[] =>
  [...notes].sort((a, b) => a.row - b.row || a.column - b.column);

/** The part with the texts. */
export function commentsXml(notes: readonly NoteMessage[]): string {
  const authors = [...new Set(notes.map(({ author }) => author))];
  const comments = inOrder(notes).map(({ row, column, text, author }) =>
    element(
      'comment',
      { ref: `${columnLetters(column)}${row + 1}`, authorId: authors.indexOf(author) },
      element('text', {}, `<t xml:space="preserve">${content(text)}</t>`),
    ),
  );
  return element(
    'comments',
    { xmlns: MAIN },
    element('authors', {}, ...authors.map((author) => element('author', {}, content(author)))),
    element('commentList', {}, ...comments),
  );
}

const VML = 'urn:schemas-microsoft-com:vml';
const OFFICE_VML = 'urn:schemas-microsoft-com:office:office';
const EXCEL_VML = 'urn:schemas-microsoft-com:office:excel';

/** The part with the boxes; `number` is the sheet's, from 1. */
export function boxesXml(sheet: RichSheetMessage, number: number): string {
  const type = element(
    'v:shapetype',
    { id: '_x0000_t202', coordsize: '21600,21600', 'o:spt': 202, path: 'm,l,21600r21600,l21600,xe' },
    element('v:stroke', { joinstyle: 'miter' }),
    element('v:path', { gradientshapeok: 't', 'o:connecttype': 'rect' }),
  );
  const layout = element('o:shapelayout', { 'v:ext': 'edit' }, element('o:idmap', { 'v:ext': 'edit', data: number }));
  const boxes = inOrder(sheet.notes).map((note, at) => boxXml(sheet, note, 1024 * number + at + 1));
  return element('xml', { 'xmlns:v': VML, 'xmlns:o': OFFICE_VML, 'xmlns:x': EXCEL_VML }, layout, type, ...boxes);
}

function boxXml(sheet: RichSheetMessage, note: NoteMessage, id: number): string {
  const { row, column, width, height, visible } = note;
  const shown = visible ? 'visible' : 'hidden';
  const style = `position:absolute;width:${width * 0.75}pt;height:${height * 0.75}pt;z-index:1;visibility:${shown}`;
  return element(
    'v:shape',
    { id: `_x0000_s${id}`, type: '#_x0000_t202', style, fillcolor: '#ffffe1', 'o:insetmode': 'auto' },
    element('v:fill', { color2: '#ffffe1' }),
    element('v:shadow', { on: 't', color: 'black', obscured: 't' }),
    element('v:path', { 'o:connecttype': 'none' }),
    element('v:textbox', { style: 'mso-direction-alt:auto' }),
    element(
      'x:ClientData',
      { ObjectType: 'Note' },
      element('x:MoveWithCells'),
      element('x:SizeWithCells'),
      element('x:Anchor', {}, anchorOf(sheet, note)),
      element('x:AutoFill', {}, 'False'),
      element('x:Row', {}, String(row)),
      element('x:Column', {}, String(column)),
      ...(visible ? [element('x:Visible')] : []),
    ),
  );
}

/** A box to the right of its cell, a little higher. */
function anchorOf(sheet: RichSheetMessage, { row, column, width, height }: NoteMessage): string {
  const first = { column: Math.min(column + 1, 16_382), row: Math.max(0, row - 1), x: 15, y: 10 };
  const last = cornerOf(sheet, { ...first, x: first.x + width, y: first.y + height });
  return [first, last].map(({ column: at, row: below, x, y }) => `${at}, ${x}, ${below}, ${y}`).join(', ');
}
