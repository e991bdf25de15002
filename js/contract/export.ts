/** What crosses to a backend for `clinicore/export`. */
import type { CompressionBackend } from './compression';
import type { CsvBackend } from './csv';
import type { ParquetBackend } from './parquet';
import type { RichBackend } from './rich';
import type { SheetBackend } from './sheet';
import type { XlsxBackend } from './xlsx';

/** What a backend can do for `clinicore/export`. */
export interface ExportBackend
  extends CompressionBackend,
    CsvBackend,
    ParquetBackend,
    RichBackend,
    SheetBackend,
    XlsxBackend {}
