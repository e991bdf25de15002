import { damaged, noWorkbook, unsupported } from '../fault';
import type { Package } from '../package';
import type { Part } from '../part';
import type { OpenWorkbook } from '../spreadsheet-file';
import { bookPath, readBook } from './book';
import { readStrings } from './strings';
import { readStyles } from './styles';
import { readDimensions, readMerges, type Shared, WORKSHEET, Worksheet } from './worksheet';

/** Opens an Open XML workbook. */
export async function openXlsx(of: Package): Promise<OpenWorkbook> {
  const path = await bookPath(of);
  if (!of.has(path)) throw noWorkbook();
  if (path.endsWith('.bin')) throw unsupported('it is an xlsb file');
  const { sheets, is1904, strings, styles } = await readBook(of, path);
  const part = (sheet: number): Part => {
    const found = of.part((sheets[sheet] as { path: string }).path, WORKSHEET);
    if (!found) throw damaged(WORKSHEET);
    return found;
  };
  const infos = [];
  for (const [index, { path: _, ...sheet }] of sheets.entries()) {
    // A sheet that is damaged says so when it is read.
    const reading = sheet.kind === 'worksheet' ? attempt(() => readDimensions(part(index))) : undefined;
    const dimensions = await reading?.catch(() => undefined);
    infos.push({ ...sheet, dimensions });
  }
  let shared: Shared | undefined;
  const readShared = async (goOn: () => Promise<void>): Promise<Shared> => {
    const texts = strings === undefined ? undefined : of.part(strings, 'shared strings');
    const formats = styles === undefined ? undefined : of.part(styles, 'styles');
    return {
      strings: texts ? await readStrings(texts, goOn) : [],
      styles: formats ? await readStyles(formats) : [],
      is1904,
    };
  };
  return {
    message: { format: 'xlsx', is1904, sheets: infos },
    limits: of.limits,
    async read(sheet, reading, grid, goOn) {
      if (reading.repeatsMerged) grid.merge(await readMerges(part(sheet), goOn));
      shared ??= await readShared(goOn);
      return new Worksheet(part(sheet), shared, reading.givesFormulas);
    },
  };
}

/** What throws, and what rejects, are the same. */
const attempt = async <T>(step: () => Promise<T>): Promise<T> => step();
