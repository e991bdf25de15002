import type { SpreadsheetMessage } from '../../../../contract/sheet';
import { damaged, noWorkbook } from '../fault';
import type { MergedArea } from '../merge';
import type { Class } from '../number-format';
import type { Package } from '../package';
import type { Part } from '../part';
import type { CellSource, OpenWorkbook } from '../spreadsheet-file';
import { BINARY } from '../xlsb/parts';
import { type Book, bookPath, readBook } from './book';
import { readStrings } from './strings';
import { readStyles } from './styles';
import { readDimensions, readMerges, type Shared, WORKSHEET, Worksheet } from './worksheet';

/** How the parts of a workbook are read. */
export interface Parts {
  readonly format: SpreadsheetMessage['format'];
  readBook(of: Package, path: string): Promise<Book>;
  readStrings(part: Part, goOn: () => Promise<void>): Promise<string[]>;
  readStyles(part: Part): Promise<Class[]>;
  readMerges(part: Part, goOn: () => Promise<void>): Promise<MergedArea[]>;
  readDimensions(part: Part): Promise<string | undefined>;
  worksheet(part: Part, shared: Shared, givesFormulas: boolean): CellSource;
}

const XML: Parts = {
  format: 'xlsx',
  ...{ readBook, readStrings, readStyles, readMerges, readDimensions },
  worksheet: (part, shared, givesFormulas) => new Worksheet(part, shared, givesFormulas),
};

/** Opens an Open XML workbook, whose parts are XML or, in an xlsb file, records. */
export async function openXlsx(of: Package): Promise<OpenWorkbook> {
  const path = await bookPath(of);
  if (!of.has(path)) throw noWorkbook();
  const parts = path.endsWith('.bin') ? BINARY : XML;
  const { sheets, is1904, strings, styles } = await parts.readBook(of, path);
  const part = (sheet: number): Part => {
    const found = of.part((sheets[sheet] as { path: string }).path, WORKSHEET);
    if (!found) throw damaged(WORKSHEET);
    return found;
  };
  const infos = [];
  for (const [index, { path: _, ...sheet }] of sheets.entries()) {
    // A sheet that is damaged says so when it is read.
    const reading = sheet.kind === 'worksheet' ? attempt(() => parts.readDimensions(part(index))) : undefined;
    const dimensions = await reading?.catch(() => undefined);
    infos.push({ ...sheet, dimensions });
  }
  let shared: Shared | undefined;
  const readShared = async (goOn: () => Promise<void>): Promise<Shared> => {
    const texts = strings === undefined ? undefined : of.part(strings, 'shared strings');
    const formats = styles === undefined ? undefined : of.part(styles, 'styles');
    return {
      strings: texts ? await parts.readStrings(texts, goOn) : [],
      styles: formats ? await parts.readStyles(formats) : [],
      is1904,
    };
  };
  return {
    message: { format: parts.format, is1904, sheets: infos },
    limits: of.limits,
    async read(sheet, reading, grid, goOn) {
      if (reading.repeatsMerged) grid.merge(await parts.readMerges(part(sheet), goOn));
      shared ??= await readShared(goOn);
      return parts.worksheet(part(sheet), shared, reading.givesFormulas);
    },
  };
}

/** What throws, and what rejects, are the same. */
const attempt = async <T>(step: () => Promise<T>): Promise<T> => step();
