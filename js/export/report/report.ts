import { type Output, outputOf, piecesOf } from '../../output';
import type { Task } from '../../task';
import { invalid } from '../../validate';
import type { ArchiveInput } from '../archive/entries';
import { tar } from '../archive/tar/write';
import { zip } from '../archive/zip/write';
import { csv } from '../csv/write';
import { parquet } from '../parquet/write';
import { type TableSource, tablesOf } from '../table/source';
import type { Table } from '../table/table';
import { xlsx } from '../xlsx/xlsx';
import { Manifest } from './manifest';
import { type NamedTables, rowsOf } from './named-tables';
import { type Report, type ReportContent, type ReportFormat, type ReportOptions, reportOf } from './options';
import { pdfOf } from './pdf-tables';

/**
 * Writes tables as an Excel workbook, CSV, Parquet and PDF, all into one archive, with a manifest of what is in it.
 *
 * The archive has `report.xlsx` with a sheet for each table, `report.pdf` with all of them, `<name>.csv` and `<name>.parquet`
 * for each, `manifest.json` (title, tables with their rows and columns, files with their bytes and SHA-256), and `SHA256SUMS`,
 * which `sha256sum --check` reads. Each source of tables is read once; where it is not in memory already, its tables are kept
 * until the archive is done. The same content gives the same bytes, on the same backend and version, without a password.
 *
 * Texts that begin like a formula are kept from being one in workbook and CSV, as `xlsx` and `csv` do by default.
 *
 * @param content the tables, what they are called, and which files are wanted
 * @param options the archive, its password, the PDF's language and limit
 * @returns the archive, to be made as bytes, a file or a stream; its lane is `bulk`, its progress counts the tables' rows once
 *   for each format
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` for content of the wrong form; and while the archive is made what `xlsx`, `csv`,
 *   `parquet`, `pdf.render` and `zip` say, with the `table` at fault: values that a format cannot hold, `ERR_LIMIT_EXCEEDED`
 *   (`maxPdfRows`; rows of a sheet), `ERR_IO` (a source failed), `ERR_ABORTED`, `ERR_BUSY`
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
  const tables = await inMemory(report, task);
  const rows = tables.reduce((sum, named) => sum + rowsOf(named), 0);
  const progress = new Progress(rows * report.formats.length, task);
  const manifest = new Manifest();
  const entry = (name: string, data: AsyncIterable<Uint8Array>) => ({
    name,
    data: manifest.file(name, data),
    ...(report.created && { modified: report.created }),
  });
  const entries = [
    ...filesOf(report, tables, progress).map(({ name, pieces }) => entry(name, pieces)),
    entry(
      'manifest.json',
      lazily(() => manifest.json(report, tables)),
    ),
    entry(
      'SHA256SUMS',
      lazily(() => manifest.sums()),
    ),
  ];
  yield* piecesOf(archiveOf(entries, report), progress.task);
  progress.finish();
}

/** All rows: a source that can be read once has to be written more often. */
async function inMemory({ tables }: Report, task: Task): Promise<NamedTables[]> {
  const kept: NamedTables[] = [];
  for (const [at, { name, table, formats }] of tables.entries()) {
    const path = `content.tables[${at}].table`;
    const list: Table[] = [];
    for await (const part of tablesOf(table, path, task)) list.push(part);
    if (!list[0]?.columns.length) invalid(path, 'tables of at least one column', undefined);
    kept.push({ name, tables: list, formats });
  }
  return kept;
}

/** Bytes of a file that a tar archive needs in memory, to say how many they are before the first. */
const MAX_SPOOL = 1024 ** 3;

/** A file of the report, made when its bytes are asked for. */
interface File {
  readonly name: string;
  readonly pieces: AsyncIterable<Uint8Array>;
}

function filesOf(report: Report, tables: readonly NamedTables[], progress: Progress): File[] {
  const { formats, title, author, created } = report;
  const file = (name: string, make: () => Output): File => ({ name, pieces: whenAsked(make, progress.task) });
  const each = (extension: string, write: (source: TableSource) => Output): File[] =>
    tables.map(({ name, tables: list }) => file(`${name}.${extension}`, () => write(progress.count(list))));
  const makers: Record<ReportFormat, () => File[]> = {
    xlsx: () => [
      file('report.xlsx', () => {
        const sheets = tables.map(({ name, tables: list, formats }) => ({
          name,
          table: progress.count(list),
          ...(formats && { formats }),
        }));
        return xlsx(sheets, { title, ...(author !== undefined && { author }), ...(created && { created }) });
      }),
    ],
    csv: () => each('csv', (source) => csv(source)),
    parquet: () => each('parquet', (source) => parquet(source)),
    pdf: () => [
      {
        name: 'report.pdf',
        pieces: lazily(async () => {
          const pdf = await pdfOf(report, tables, progress.task);
          for (const named of tables) progress.add(rowsOf(named));
          return pdf;
        }),
      },
    ],
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

async function* whenAsked(make: () => Output, task: Task): AsyncGenerator<Uint8Array, void, undefined> {
  yield* piecesOf(make(), task);
}

async function* lazily(make: () => Uint8Array | Promise<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  yield await make();
}

/** Rows that have been written, of all formats together; the writers themselves would tell units of their own. */
class Progress {
  /** For the writers. */
  readonly task: Task;
  readonly #total: number;
  readonly #tell: Task['onProgress'];
  #done = 0;

  constructor(total: number, task: Task) {
    this.#total = total;
    this.#tell = task.onProgress;
    this.task = { ...task, onProgress: undefined };
  }

  async *count(tables: readonly Table[]): AsyncGenerator<Table, void, undefined> {
    for (const table of tables) {
      yield table;
      this.add(table.length);
    }
  }

  add(rows: number): void {
    this.#done += rows;
    if (this.#done < this.#total) this.#tell?.(this.#done, this.#total);
  }

  /** With the last byte. */
  finish(): void {
    this.#tell?.(this.#total, this.#total);
  }
}
