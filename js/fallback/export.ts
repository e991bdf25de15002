import type { ExportBackend } from '../contract/export';
import { Compressor } from './export/compression/compressor';
import { Decompressor } from './export/compression/decompressor';
import { compressRecords, decompressRecords, trainDictionary } from './export/compression/records';
import { CsvParser } from './export/csv/parser';
import { writeCsv } from './export/csv/write';
import { ParquetFile } from './export/parquet/file';
import { ParquetWriter } from './export/parquet/writer';
import { RichWorkbook } from './export/rich/workbook';
import { SpreadsheetFile } from './export/sheet/spreadsheet-file';
import { SheetRows } from './export/sheet-rows';
import { spinPassword } from './export/spin-password';

/** `clinicore/export` in JavaScript, on node:zlib. */
export const exporting: ExportBackend = {
  Compressor,
  Decompressor,
  CsvParser,
  ParquetWriter,
  ParquetFile,
  writeCsv,
  trainDictionary,
  compressRecords,
  decompressRecords,
  SheetRows,
  SpreadsheetFile,
  spinPassword,
  RichWorkbook,
};
