import { formulasUnsupported } from '../fault';
import type { Parts } from '../xlsx/workbook';
import { readBook, readStrings, readStyles } from './book';
import { readDimensions, readMerges, Worksheet } from './worksheet';

/** The parts of an xlsb workbook. */
export const BINARY: Parts = {
  format: 'xlsb',
  ...{ readBook, readStrings, readStyles, readMerges, readDimensions },
  worksheet(part, shared, givesFormulas) {
    if (givesFormulas) throw formulasUnsupported();
    return new Worksheet(part, shared);
  },
};
