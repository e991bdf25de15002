/** Workbooks of Excel 5 to 2003 ([MS-XLS]). */
import type { SpreadsheetLimits } from '../../../../contract/sheet';
import { CompoundFile } from '../../../../export/compound-file/read';
import { formulasUnsupported, noWorkbook } from '../fault';
import type { OpenWorkbook } from '../spreadsheet-file';
import { readBook } from './book';
import { Layout } from './layout';
import { readStrings } from './strings';
import { type Shared, Worksheet } from './worksheet';

/** Opens an xls workbook. */
export async function openXls(
  bytes: Buffer,
  limits: SpreadsheetLimits,
  goOn: () => Promise<void>,
): Promise<OpenWorkbook> {
  const file = await CompoundFile.open(bytes, limits.maxEntries, goOn);
  // A file may have both, for either kind of Excel.
  const stream = (await file.stream('Workbook')) ?? (await file.stream('Book'));
  if (!stream) throw noWorkbook();
  const book = await readBook(stream, goOn);
  let shared: Shared | undefined;
  const readShared = async (turn: () => Promise<void>): Promise<Shared> => {
    const { strings } = book;
    return {
      book,
      strings: strings === undefined ? [] : await readStrings(stream, strings, limits.maxCellBytes, turn),
    };
  };
  return {
    message: {
      format: 'xls',
      is1904: book.is1904,
      sheets: book.sheets.map(({ name, kind, isHidden, dimensions }) => ({ name, kind, isHidden, dimensions })),
    },
    limits,
    async read(sheet, reading, grid, turn) {
      if (reading.givesFormulas) throw formulasUnsupported();
      const { offset } = book.sheets[sheet] as { offset: number };
      const layout = await Layout.read(stream, offset, turn);
      for (const [first, last] of layout.hiddenColumns) grid.hideColumns(first, Math.min(last, 255));
      if (reading.repeatsMerged) grid.merge(layout.merges);
      shared ??= await readShared(turn);
      return new Worksheet(stream, offset, layout, shared);
    },
  };
}
