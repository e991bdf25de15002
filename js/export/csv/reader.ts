import type { ByteSource } from '../../bytes';
import type { CsvPart } from '../../contract/csv';
import { ClinicoreError } from '../../errors';
import { named, showAs } from '../../inspect';
import type { Task } from '../../task';
import { MAX_VALUES } from '../../validate';
import { Passing } from '../passing';
import type { Column } from '../table/column';
import type { Field } from '../table/column-type';
import { type ReadTableOptions, type TableReader, tableTask } from '../table/reader';
import { emptyTable, type Table } from '../table/table';
import type { Findings } from './findings';
import type { ReadSettings } from './options';
import type { CsvReport } from './report';
import { Session } from './session';

/** Rows of a file that the backend has read and keeps until they are taken or written. */
export interface PartRows {
  readonly session: Session;
  readonly fields: readonly Field[];
  readonly part: number;
  readonly rows: number;
}

/** Whether a value is a reader of CSV, not only something that looks like one. */
export let isCsvReader: (value: unknown) => value is CsvReader;

/** The rows of a file part by part, at least one part, which may have none. */
export let partsOf: (reader: CsvReader) => AsyncGenerator<PartRows, void, undefined>;

/** A CSV file that is read when its rows are asked for. Made by {@link readCsv}. */
export class CsvReader implements TableReader {
  readonly #source: ByteSource;
  readonly #settings: ReadSettings;
  readonly #stream: Passing<Begun> | undefined;
  #findings: Findings | undefined;

  static {
    isCsvReader = (value): value is CsvReader => typeof value === 'object' && value !== null && #source in value;
    partsOf = (reader) => reader.#parts();
  }

  /** @internal */
  constructor(source: ByteSource, settings: ReadSettings) {
    this.#source = source;
    this.#settings = settings;
    if (source.kind === 'stream') this.#stream = new Passing((task) => this.#begin(task));
  }

  /**
   * The columns: those of the schema, or the types that the cells of the first 4 MiB have.
   *
   * @throws ClinicoreError (as a rejection) those of {@link readCsv} that concern the beginning of the file
   */
  async schema(): Promise<readonly Field[]> {
    const { task } = this.#settings;
    if (this.#stream) return (await this.#stream.look(task)).fields;
    const { session, fields } = await this.#begin(task);
    await session.close();
    return fields;
  }

  /**
   * The rows, as tables of about 1 MiB of the file each; one without rows for a file without rows. Without a schema the
   * types are those of the first 4 MiB, and a later cell that is of another type is a bad cell.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<Table, void, undefined> {
    for await (const { session, fields, part, rows } of this.#parts()) {
      yield rows === 0 ? emptyTable(fields) : session.take(part, fields);
    }
  }

  async *#parts(): AsyncGenerator<PartRows, void, undefined> {
    const { session, fields, leave } = await this.#take(this.#settings.task);
    const findings = session.findings;
    this.#findings = findings;
    try {
      findings.begin(fields);
      for await (const { part, found } of session.parts(session.fieldsOf(fields), !this.#settings.schema, false)) {
        findings.add(found, fields);
        findings.nulls(found.nulls);
        session.report();
        if (found.rows > 0) yield { session, fields, part, rows: found.rows };
        else session.drop(part);
      }
      if (findings.rows === 0) yield { session, fields, part: -1, rows: 0 };
    } finally {
      leave();
      await session.close();
    }
  }

  /**
   * All rows in one table. Without a schema, the types are those that all cells have; the file's text is kept until the
   * last is known.
   *
   * @param options abort, progress, lane; those of {@link readCsv} where they are left out
   */
  async toTable(options?: ReadTableOptions): Promise<Table> {
    const { schema } = this.#settings;
    const { session, fields, leave } = await this.#take(tableTask(options, this.#settings.task), 1);
    const findings = session.findings;
    this.#findings = findings;
    try {
      findings.begin(fields);
      findings.maxRows = this.#settings.maxRows ?? MAX_VALUES;
      const sampled = session.sampled();
      const parts: number[] = [];
      const add = (found: CsvPart) => {
        // Bad cells of a type that is not certain yet are none.
        findings.add(schema ? found : { ...found, bad: [] }, fields);
        session.report();
      };
      for (const { found } of sampled) add(found);
      for await (const { part, found } of session.parts(session.fieldsOf(fields), !schema, !schema)) {
        add(found);
        parts.push(part);
      }
      const types = schema ?? findings.inferred(fields.map(({ name }) => name));
      await session.change(
        sampled.map(({ part }) => part),
        session.texts,
        types,
      );
      await session.change(parts, fields, types);
      const table = await session.gather(types);
      findings.end(types);
      findings.nulls(nullsOf(table));
      return table;
    } finally {
      leave();
      await session.close();
    }
  }

  /**
   * What was found out of the file, and what became of its rows, when it was last read.
   *
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` if nothing has been read yet
   *
   * @example
   * const reader = clinicore.export.readCsv(upload, { schema, onBadRow: 'skip', onBadCell: 'null' });
   * const preview = await reader.toTable();
   * const { rejects, columns } = reader.report();
   * for (const { line, reason } of rejects.rows) problems.push(`line ${line}: ${reason}`);
   */
  report(): CsvReport {
    if (!this.#findings) {
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', 'There is a report when rows have been read', {});
    }
    return this.#findings.report();
  }

  async #take(task: Task, sampled?: number): Promise<Begun & { readonly leave: () => void }> {
    if (!this.#stream) return { ...(await this.#begin(task, sampled)), leave: () => {} };
    const { opened, leave } = await this.#stream.take(task);
    opened.session.enter(task.lane);
    return { ...opened, leave };
  }

  async #begin(task: Task, sampled?: number): Promise<Begun> {
    const session = await Session.open(this.#source, this.#settings, task);
    try {
      return { session, fields: await session.sampledFields(sampled) };
    } catch (error) {
      await session.close();
      throw error;
    }
  }
}
showAs(CsvReader, () => named('CsvReader', {}));

/** A file whose columns are known. */
interface Begun {
  readonly session: Session;
  readonly fields: readonly Field[];
}

const nullsOf = ({ columns }: Table): number[] => (columns as readonly Column[]).map(({ nullCount }) => nullCount);
