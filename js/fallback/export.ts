import type { ExportBackend } from '../contract/export';
import { Compressor } from './export/compression/compressor';
import { Decompressor } from './export/compression/decompressor';
import { compressRecords, decompressRecords, trainDictionary } from './export/compression/records';
import { CsvParser } from './export/csv/parser';
import { SheetRows } from './export/sheet-rows';

/** `clinicore/export` in JavaScript, on node:zlib. */
export const exporting: ExportBackend = {
  Compressor,
  Decompressor,
  CsvParser,
  trainDictionary,
  compressRecords,
  decompressRecords,
  SheetRows,
};
