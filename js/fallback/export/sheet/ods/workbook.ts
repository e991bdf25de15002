import type { SheetInfoMessage } from '../../../../contract/sheet';
import { damaged, encrypted } from '../fault';
import type { Package } from '../package';
import type { Part } from '../part';
import type { OpenWorkbook } from '../spreadsheet-file';
import { Token, Xml } from '../xml';
import { OdsSheet, PART } from './sheet';

const CONTENT = 'content.xml';
const MANIFEST = 'META-INF/manifest.xml';
const TYPE = 'application/vnd.oasis.opendocument.spreadsheet';

/** Whether an archive says that it is a spreadsheet. */
export async function isOds(of: Package): Promise<boolean> {
  const part = of.part('mimetype', 'type');
  if (!part) return false;
  const said = Buffer.concat((await part.read()) ?? []).toString('latin1');
  part.close();
  return said.startsWith(TYPE) && of.has(CONTENT);
}

/** Opens a workbook of OpenDocument (1.3, part 3). */
export async function openOds(of: Package, goOn: () => Promise<void>): Promise<OpenWorkbook> {
  if (await isEncrypted(of)) throw encrypted();
  const content = (): Part => {
    const part = of.part(CONTENT, PART);
    if (!part) throw damaged(PART);
    return part;
  };
  return {
    message: { format: 'ods', is1904: false, sheets: await readSheets(content(), goOn) },
    limits: of.limits,
    async read(sheet, { givesFormulas, repeatsMerged }) {
      return new OdsSheet(content(), sheet, givesFormulas, repeatsMerged);
    },
  };
}

async function isEncrypted(of: Package): Promise<boolean> {
  const part = of.part(MANIFEST, 'list of parts');
  if (!part) return false;
  const xml = new Xml(part);
  for (;;) {
    const token = await xml.token();
    if (token === Token.over) return false;
    if (token === Token.start && xml.name === 'encryption-data') return true;
  }
}

async function readSheets(part: Part, goOn: () => Promise<void>): Promise<SheetInfoMessage[]> {
  const xml = new Xml(part);
  const sheets: SheetInfoMessage[] = [];
  const hidden = new Set<string>();
  let style: string | undefined;
  let [depth, rows] = [0, 0];
  for (;;) {
    const token = xml.next();
    if (token === Token.more) await xml.more();
    else if (token === Token.over) return sheets;
    else if (token === Token.start && xml.name === 'style') style = xml.text('style:name');
    else if (token === Token.start && xml.name === 'table-properties') {
      if (style !== undefined && xml.attribute('table:display') === 'false') hidden.add(style);
    } else if (token === Token.start && xml.name === 'table') {
      if (depth === 0) {
        const style = xml.text('table:style-name');
        const isHidden = style !== undefined && hidden.has(style);
        sheets.push({ name: xml.text('table:name') ?? '', kind: 'worksheet', isHidden });
      }
      depth += Number(!xml.isEmpty);
    } else if (token === Token.end && xml.name === 'table') depth = Math.max(0, depth - 1);
    else if (token === Token.end && xml.name === 'table-row' && ++rows % 1024 === 0) await goOn();
  }
}
