import type { Backend, Job } from '../../../contract';
import type { FieldMessage } from '../../../contract/columns';
import type { RunMessage, SheetRows, StyleMessage } from '../../../contract/xlsx';
import { SheetRows as RowsHere } from '../../../fallback/export/sheet-rows';
import { columnsOf } from '../../table/crossing';
import { withOwnDictionaries } from '../rows/dictionary';
import type { Group } from '../rows/groups';

/**
 * Cells and text of a group that JavaScript writes on both backends, in a quarter of a millisecond: as long as it takes to
 * hand it over to the pool (0.06 ms), to make what deflates it there (0.3 ms) and to be given it back.
 */
const FEW_CELLS = 300;
const LITTLE_TEXT = 8192;

/** Writes the rows of a sheet, group by group; many may be under way at once. */
export class GroupWriter {
  readonly #backend: Backend;
  readonly #job: Job;
  readonly #fields: FieldMessage[];
  readonly #styles: StyleMessage[];
  #rows: SheetRows | undefined;

  constructor(backend: Backend, job: Job, fields: FieldMessage[], styles: StyleMessage[]) {
    this.#backend = backend;
    this.#job = job;
    this.#fields = fields;
    this.#styles = styles;
  }

  /** A group whose first row is number `first` of the sheet, deflated or as XML. */
  async write(first: number, { rows, text, tables }: Group): Promise<RunMessage | string> {
    const messages = tables.map((table) => columnsOf(withOwnDictionaries(table)));
    if (rows * this.#fields.length <= FEW_CELLS && text <= LITTLE_TEXT) {
      return new RowsHere(this.#fields, this.#styles).xml(first, messages);
    }
    this.#rows ??= new this.#backend.exporting.SheetRows(this.#fields, this.#styles);
    return this.#rows.write(first, messages, this.#job);
  }
}
