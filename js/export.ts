/**
 * Tables to files: `clinicore/export`.
 *
 * @module clinicore/export
 */

import type { CsvReader as OpenedCsv } from './export/csv/reader';
import type { Workbook as OpenedWorkbook } from './export/sheet/workbook';
import type { Table as ColumnarTable } from './export/table/table';
import type { Output as FileOutput } from './output';

export type { BytesInput } from './bytes';
export type { CompressionFormat } from './contract/compression';
export type { CsvEncoding } from './contract/csv';
export type {
  BorderStyle,
  IconSet,
  Operator as ComparisonOperator,
  ProtectedAction,
  TotalFunction,
} from './contract/rich';
export type { ArchiveData, ArchiveEntries, ArchiveInput } from './export/archive/entries';
export type { ArchiveEntry, EntryBufferOptions, EntryType } from './export/archive/entry';
export { type ExtractOptions, type ExtractResult, extract } from './export/archive/extract';
export type { NamePolicy } from './export/archive/names';
export type { ReadArchiveOptions } from './export/archive/options';
export { type ReadTarOptions, readTar, type TarEntry } from './export/archive/tar/read';
export { type TarCompression, type TarInput, type TarOptions, tar } from './export/archive/tar/write';
export { type ReadZipOptions, readZip, type ZipEntry } from './export/archive/zip/read';
export { type ZipInput, type ZipOptions, zip } from './export/archive/zip/write';
export { type ReadArrowOptions, readArrow } from './export/arrow/read';
export { type ArrowOptions, arrow } from './export/arrow/write';
export { compress } from './export/compression/compress';
export { decompress } from './export/compression/decompress';
export type {
  CompressionOptions,
  CompressOptions,
  CompressStreamOptions,
  DecompressionOptions,
  DecompressOptions,
  DecompressStreamOptions,
} from './export/compression/options';
export {
  type CompressManyOptions,
  compressMany,
  type DecompressManyOptions,
  decompressMany,
  type TrainDictionaryOptions,
  trainDictionary,
} from './export/compression/records';
export { compressStream, decompressStream } from './export/compression/stream';
export type { ReadCsvOptions } from './export/csv/options';
export { readCsv } from './export/csv/read';
export type { CsvReject, CsvRejectReason, CsvReport } from './export/csv/report';
export { csv } from './export/csv/write';
export type { CsvOptions } from './export/csv/write-options';
export { type CsvToParquetOptions, csvToParquet } from './export/csv-to-parquet';
export {
  type ParquetMetadata,
  type ParquetMetadataColumn,
  type ParquetReader,
  type ReadParquetOptions,
  readParquet,
} from './export/parquet/read';
export type { ConditionValue, ParquetCondition } from './export/parquet/where';
export { type ParquetOptions, type ParquetSortedBy, parquet } from './export/parquet/write';
export type { ReportContent, ReportFormat, ReportOptions, ReportTable } from './export/report/options';
export { exportReport } from './export/report/report';
export type { SheetCell, SheetCellsOptions, SheetCellValues } from './export/sheet/cells';
export type { ReadSheetOptions, SheetTableOptions, SpreadsheetOptions } from './export/sheet/options';
export type { SheetColumnReport, SheetReader } from './export/sheet/reader';
export { openWorkbook, readSheet, type SheetInfo } from './export/sheet/workbook';
export type { TableColumn, TableColumnOf } from './export/table/column';
export type { ColumnBuffers, ColumnType, ColumnValues, Field } from './export/table/column-type';
export { type Row, type Rows, type TableFromOptions, type TableFromResult, tableFrom } from './export/table/from';
export {
  type ColumnInput,
  type ColumnInputOf,
  type ColumnItems,
  type TableOfOptions,
  tableOf,
} from './export/table/of';
export type { ReadTableOptions, TableReader } from './export/table/reader';
export type { ColumnReport, RowList } from './export/table/report';
export type { TableSource } from './export/table/source';
export type { RowsOptions, TableRow } from './export/table/table';
export { type TablesFromOptions, tablesFrom } from './export/table/tables-from';
export type {
  BooleanColumn,
  Column,
  ColumnBase,
  DateColumn,
  DecimalColumn,
  Float64Column,
  Int32Column,
  StringColumn,
  TimestampColumn,
} from './export/xlsx/column';
export type { XlsxOptions } from './export/xlsx/options';
export type { CellAddress, CellRange, SheetRange } from './export/xlsx/rich/address';
export type { CellContent, CellInput, CellLink, CellNote } from './export/xlsx/rich/cells';
export type { ChartAxis, ChartSeries, SheetChart } from './export/xlsx/rich/chart';
export type { ConditionalFormat, ScalePoint } from './export/xlsx/rich/condition';
export type { FormulaValue } from './export/xlsx/rich/formula';
export type { Placed, SheetImage } from './export/xlsx/rich/image';
export type { ColumnLayout, LayoutBase, RowLayout } from './export/xlsx/rich/layout';
export type { NumberFormat } from './export/xlsx/rich/number-format';
export type { Operand } from './export/xlsx/rich/operand';
export type { MarginLine, PrintOptions } from './export/xlsx/rich/print';
export type { SheetProtection } from './export/xlsx/rich/protection';
export type { CellSheet, RichProperties } from './export/xlsx/rich/sheet';
export type { BorderLine, Style, StyleReference } from './export/xlsx/rich/style';
export type { ExcelTable, TableTotal } from './export/xlsx/rich/table';
export type { DataValidation } from './export/xlsx/rich/validation';
export type { RichOptions, WorkbookTheme } from './export/xlsx/rich/workbook';
export type { Sheet, SheetBase, TableSheet } from './export/xlsx/sheet';
export { xlsx } from './export/xlsx/xlsx';
export type { WriteOptions } from './output';

/**
 * A file that is made when it is asked for: what every writer gives. Of the class only the type is public.
 *
 * @reexport
 */
export type Output = FileOutput;

/**
 * A table, as {@link tableFrom} and {@link tableOf} make it. Of the class only the type is public: there is no other way to one.
 *
 * @reexport
 */
export type Table = ColumnarTable;

/**
 * A CSV file that {@link readCsv} reads when it is asked to. Of the class only the type is public.
 *
 * @reexport
 */
export type CsvReader = OpenedCsv;

/**
 * A workbook that {@link openWorkbook} gives. Of the class only the type is public.
 *
 * @reexport
 */
export type Workbook = OpenedWorkbook;
