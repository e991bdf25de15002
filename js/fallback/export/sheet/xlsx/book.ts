/** What an Open XML workbook says of itself: its parts, its sheets, its calendar. ECMA-376 part 1, 18.2, and part 2, 6.5. */
import type { SheetInfoMessage } from '../../../../contract/sheet';
import { damaged } from '../fault';
import type { Package } from '../package';
import { attributeText, Token, Xml } from '../xml';

export const WORKBOOK = 'workbook';
const RELATIONSHIPS = 'list of parts';

/** A relationship: its type, of which only the last word counts, and the part that it leads to. */
interface Relationship {
  readonly kind: string;
  readonly target: string;
}

/** The relationships of a part (of the whole package: ``), by their ids. */
export async function relationships(of: Package, path: string): Promise<Map<string, Relationship>> {
  const slash = path.lastIndexOf('/');
  const folder = slash < 0 ? '' : path.slice(0, slash);
  const found = new Map<string, Relationship>();
  const part = of.part(`${folder}${folder && '/'}_rels/${path.slice(slash + 1)}.rels`, RELATIONSHIPS);
  if (!part) return found;
  const xml = new Xml(part);
  for (;;) {
    const token = await xml.token();
    if (token === Token.over) return found;
    if (token !== Token.start || xml.name !== 'Relationship') continue;
    const [id, type, target] = [xml.text('Id'), xml.text('Type'), xml.text('Target')];
    if (id === undefined || type === undefined || target === undefined) continue;
    if (xml.attribute('TargetMode') === 'External') continue;
    found.set(id, { kind: type.slice(type.lastIndexOf('/') + 1), target: resolve(folder, target) });
  }
}

/** A target as the name of a part. */
function resolve(folder: string, target: string): string {
  const given = target.replaceAll('\\', '/');
  const parts: string[] = [];
  for (const part of (given.startsWith('/') ? given : `${folder}/${given}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** A sheet, and the part that it is. */
export interface BookSheet extends SheetInfoMessage {
  readonly path: string;
}

/** What `workbook.xml` says. */
export interface Book {
  is1904: boolean;
  readonly sheets: BookSheet[];
  readonly strings: string | undefined;
  readonly styles: string | undefined;
}

/** The part of the workbook itself. */
export async function bookPath(of: Package): Promise<string> {
  const found = [...(await relationships(of, '')).values()].find(({ kind }) => kind === 'officeDocument');
  return found?.target ?? 'xl/workbook.xml';
}

export async function readBook(of: Package, path: string): Promise<Book> {
  const parts = await relationships(of, path);
  const part = of.part(path, WORKBOOK);
  if (!part) throw damaged(WORKBOOK);
  const book = bookOf(parts);
  const xml = new Xml(part);
  for (;;) {
    const token = await xml.token();
    if (token === Token.over) return book;
    if (token !== Token.start) continue;
    if (xml.name === 'workbookPr') book.is1904 = xml.isTrue('date1904');
    else if (xml.name === 'sheet') {
      const name = xml.text('name');
      const found = parts.get(attributeText(xml.local('id')) ?? '');
      if (name === undefined || !found) throw damaged(WORKBOOK);
      const state = xml.attribute('state');
      const isHidden = state === 'hidden' || state === 'veryHidden';
      book.sheets.push(sheetOf(name, isHidden, found));
    }
  }
}

/** A book whose sheets are to come. */
export function bookOf(parts: ReadonlyMap<string, Relationship>): Book {
  const target = (kind: string) => [...parts.values()].find((found) => found.kind === kind)?.target;
  return { is1904: false, sheets: [], strings: target('sharedStrings'), styles: target('styles') };
}

export const sheetOf = (name: string, isHidden: boolean, { kind, target }: Relationship): BookSheet => ({
  name,
  kind: KINDS[kind] ?? 'worksheet',
  isHidden,
  path: target,
});

/** What a sheet is, by the last word of its relationship's type. */
const KINDS: Readonly<Record<string, SheetInfoMessage['kind']>> = {
  chartsheet: 'chart',
  dialogsheet: 'dialog',
  xlMacrosheet: 'macro',
  xlIntlMacrosheet: 'macro',
};
