import { ClinicoreError } from '../../errors';
import { type Output, outputOf, piecesOf } from '../../output';
import type { Task } from '../../task';
import type { ArchiveInput } from '../archive/entries';
import { tar } from '../archive/tar/write';
import { zip } from '../archive/zip/write';
import { csv } from '../csv/write';
import { parquet } from '../parquet/write';
import type { TableSource } from '../table/source';
import { xlsx } from '../xlsx/xlsx';
import { placed, tooLongForTar } from './fault';
import { type KeptTable, keptTables } from './kept-tables';
import { Manifest } from './manifest';
import { type Report, type ReportContent, type ReportFormat, type ReportOptions, reportOf } from './options';
import { pdfOf } from './pdf-tables';
import { Progress } from './progress';

/**
 * Writes tables as an Excel workbook, CSV, Parquet and PDF, all into one archive, with a manifest of what is in it.
 *
 * The archive has `report.xlsx` with a sheet for each table, `report.pdf` with all of them, `<name>.csv` and `<name>.parquet`
 * for each, `manifest.json` (title, tables with their rows and columns, files with their bytes and SHA-256), and `SHA256SUMS`,
 * which `sha256sum --check` reads. The same content gives the same bytes, on the same backend and version, without a password.
 *
 * Each source of tables is read once. Tables that are in memory already are written from there. A source of tables of which there
 * is only one format (but a PDF) is written while it is read; otherwise it is read to its end first, and its rows wait
 * in memory, compressed to about a third, or, with a PDF, as tables. Nothing is written to temporary files.
 *
 * Texts that begin like a formula are kept from being one in workbook and CSV, as `xlsx` and `csv` do by default.
 *
 * @param content the tables, what they are called, and which files are wanted
 * @param options the archive, its password, rows that do not fit a sheet, the PDF's language and limit
 * @returns the archive, to be made as bytes, a file or a stream; its lane is `bulk`. Its progress counts rows: once while a
 *   source of tables is read to its end, of a total of `Infinity`, and then once for each format; where rows are written while they
 *   are read, the total is `Infinity` to the end
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` for content of the wrong form; and while the archive is made what `xlsx`, `csv`,
 *   `parquet` and `pdf.render` say, `details` with the table's path in `argument`, the `format`, `row` and `column`: values that a
 *   format cannot hold, `ERR_LIMIT_EXCEEDED` (`maxPdfRows`; rows of a sheet; a file of more than 1 GiB in a tar archive), `ERR_IO` (a source
 *   failed), `ERR_ABORTED`, `ERR_BUSY`
 *
 * @example
 * const archive = clinicore.export.exportReport({
 *   title: 'Claims of January 2026',
 *   tables: [{ name: 'Claims', table: claims }, { name: 'Payments', table: payments, formats: { amount: '#,##0.00' } }],
 * });
 * await archive.toFile('/archive/2026-01.zip');
 */
export function exportReport(content: ReportContent, options?: ReportOptions): Output {
  const report = reportOf(content, options);
  return outputOf((task) => archive(report, task), 'bulk');
}

async function* archive(report: Report, task: Task): AsyncGenerator<Uint8Array, void, undefined> {
  const progress = new Progress(task);
  try {
    yield* filed(report, progress);
  } catch (thrown) {
    // What a listener throws is its own, whichever writer or source it went through.
    throw progress.failure ? progress.failure.thrown : thrown;
  }
  progress.finish();
}

async function* filed(report: Report, progress: Progress): AsyncGenerator<Uint8Array, void, undefined> {
  const tables = await keptTables(report, progress);
  const manifest = new Manifest(progress.task);
  const files = filesOf(report, tables, progress);
  const inputs = [...files, { name: 'manifest.json', pieces: lazily(() => manifest.json(report, tables)) }].map(
    ({ name, pieces }) => ({ name, data: manifest.file(name, pieces) }),
  );
  inputs.push({ name: 'SHA256SUMS', data: lazily(() => manifest.sums()) });
  const entries = inputs.map((input) => ({ ...input, ...(report.created && { modified: report.created }) }));
  try {
    yield* piecesOf(archiveOf(entries, report), progress.task);
  } catch (thrown) {
    throw asTarFault(thrown, files);
  }
}

/** Bytes of a file that a tar archive needs in memory, to say how many they are before the first. */
const MAX_SPOOL = 1024 ** 3;

/** A file of the report, made when its bytes are asked for. */
interface File {
  readonly name: string;
  readonly format: ReportFormat;
  /** Of its table; of a file of all of them, of these. */
  readonly path: string;
  readonly pieces: AsyncIterable<Uint8Array>;
}

function filesOf(report: Report, tables: readonly KeptTable[], progress: Progress): File[] {
  const { formats, title, author, created, overflow } = report;
  const file = (format: ReportFormat, name: string, path: string, make: () => AsyncIterable<Uint8Array>): File => ({
    ...{ name, format, path },
    pieces: whenAsked(make, (thrown) => placed(thrown, format, path)),
  });
  const ofAll = (format: ReportFormat, make: () => AsyncIterable<Uint8Array>): File[] => [
    file(format, `report.${format}`, 'content.tables', make),
  ];
  const ofEach = (format: ReportFormat, make: (table: KeptTable) => AsyncIterable<Uint8Array>): File[] =>
    tables.map((table, at) => file(format, `${table.name}.${format}`, `content.tables[${at}]`, () => make(table)));
  const written = (output: Output) => piecesOf(output, progress.task);
  const rowsOf = ({ source }: KeptTable): TableSource => progress.count(source);

  const makers: Record<ReportFormat, () => File[]> = {
    xlsx: () =>
      ofAll('xlsx', () => {
        const sheets = tables.map((table) => ({
          name: table.name,
          table: rowsOf(table),
          ...(table.formats && { formats: table.formats }),
        }));
        const properties = { title, ...(author !== undefined && { author }), ...(created && { created }) };
        return written(xlsx(sheets, { ...properties, overflow }));
      }),
    csv: () => ofEach('csv', (table) => written(csv(rowsOf(table)))),
    parquet: () => ofEach('parquet', (table) => written(parquet(rowsOf(table)))),
    pdf: () =>
      ofAll('pdf', () => {
        const rows = tables.reduce((sum, { seen }) => sum + seen.rows, 0);
        return progress.after(
          rows,
          lazily(() => pdfOf(report, tables, progress.task)),
        );
      }),
  };
  return formats.flatMap((format) => makers[format]());
}

function archiveOf(entries: readonly ArchiveInput[], { archive: kind, password }: Report): Output {
  if (kind === 'zip') {
    // Workbooks are zips themselves, and Parquet's pages and a PDF's streams are compressed.
    const packed = /\.(xlsx|parquet|pdf)$/;
    const inputs = entries.map(
      (entry) => ({ ...entry, compress: packed.test(entry.name) ? 'store' : 'deflate' }) as const,
    );
    return zip(inputs, password === undefined ? {} : { password });
  }
  return tar(entries, { compression: kind === 'tar.gz' ? 'gzip' : 'zstd', maxSpoolBytes: MAX_SPOOL });
}

/** A file that is too long for a tar archive, by its place there; other errors as they are. */
function asTarFault(thrown: unknown, files: readonly File[]): unknown {
  if (!(thrown instanceof ClinicoreError) || thrown.details.option !== 'maxSpoolBytes') return thrown;
  const file = files[Number(/^entries\[(\d+)\]/.exec(thrown.details.argument ?? '')?.[1])];
  return file ? tooLongForTar(file, MAX_SPOOL) : thrown;
}

async function* whenAsked(
  make: () => AsyncIterable<Uint8Array>,
  asFault: (thrown: unknown) => unknown,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* make();
  } catch (thrown) {
    throw asFault(thrown);
  }
}

async function* lazily(make: () => Uint8Array | Promise<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  yield await make();
}
