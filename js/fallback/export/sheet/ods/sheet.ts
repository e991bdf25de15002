/** The cells of a sheet of OpenDocument (1.3, part 3, chapter 9). */
import { CellKind } from '../../../../contract/sheet';
import { MAX_COLUMNS, MAX_ROWS } from '../../../../export/sheet/area';
import { damaged, exceeded } from '../fault';
import type { Grid } from '../grid';
import type { Part } from '../part';
import { digits, Token, Xml } from '../xml';
import { type Content, contentOf, errorContent, type Told } from './content';
import { Paragraphs } from './paragraphs';

export const PART = 'content';
const HIDDEN = new Set(['collapse', 'filter']);

interface Cell {
  readonly column: number;
  readonly repeated: number;
  readonly told: Told;
}

/** Reads a sheet row by row. */
export class OdsSheet {
  readonly #xml: Xml;
  readonly #most: number;
  readonly #givesFormulas: boolean;
  readonly #repeatsMerged: boolean;
  readonly #paragraphs = new Paragraphs();
  /** Sheets before the one that is wanted, and tables that are open in one of them. */
  #before: number;
  #openBefore = 0;
  /** Tables that are open: 1 is the sheet. */
  #depth = 0;
  #cell: Cell | undefined;
  #nextColumn = 0;
  #nextHidden = 0;
  #rowRepeated = 1;
  /** The row's cells, where it stands for many. */
  #row: { readonly column: number; readonly repeated: number; readonly content: Content }[] = [];
  /** Rows that it stands for and that are still to come. */
  #again = 0;

  constructor(part: Part, sheet: number, givesFormulas: boolean, repeatsMerged: boolean) {
    this.#xml = new Xml(part);
    this.#most = part.package.limits.maxCellBytes;
    this.#before = sheet;
    this.#givesFormulas = givesFormulas;
    this.#repeatsMerged = repeatsMerged;
  }

  get progress(): { done: number; total: number } {
    return this.#xml.part.progress;
  }

  close(): void {
    this.#xml.part.close();
  }

  more(): Promise<void> {
    return this.#xml.more();
  }

  /** Reads on to the end of a row. */
  step(grid: Grid): 'row' | 'wants' | 'over' {
    if (this.#again > 0) return this.#repeatRow(grid);
    const xml = this.#xml;
    for (;;) {
      const token = xml.next();
      if (token === Token.more) return 'wants';
      if (this.#depth === 0) {
        if (this.#outside(token)) return 'over';
      } else if (this.#cell) {
        this.#paragraphs.take(token, xml, this.#most);
        const isEnd = token === Token.end && (xml.name === 'table-cell' || xml.name === 'covered-table-cell');
        if (isEnd && this.#paragraphs.aside === 0) this.#endCell(grid);
      } else if (token === Token.over) throw damaged(PART);
      else if (token === Token.start) {
        if (this.#start(grid)) return this.#endRow(grid);
      } else if (token === Token.end) {
        if (xml.name === 'table-row' && this.#depth === 1) return this.#endRow(grid);
        if (xml.name === 'table' && --this.#depth === 0) return 'over';
      }
    }
  }

  /** Before the sheet; true if it is empty. */
  #outside(token: Token): boolean {
    const xml = this.#xml;
    if (token === Token.over) throw damaged(PART);
    if (xml.name !== 'table' || token === Token.text) return false;
    if (this.#openBefore > 0) this.#openBefore += token === Token.end ? -1 : Number(!xml.isEmpty);
    else if (token === Token.start && this.#before > 0) {
      this.#before--;
      this.#openBefore = Number(!xml.isEmpty);
    } else if (token === Token.start) {
      if (xml.isEmpty) return true;
      this.#depth = 1;
    }
    return false;
  }

  /** An element outside of cells; true for a whole row. */
  #start(grid: Grid): boolean {
    const xml = this.#xml;
    if (xml.name === 'table') this.#depth += Number(!xml.isEmpty);
    else if (this.#depth === 1) {
      if (xml.name === 'table-cell' || xml.name === 'covered-table-cell') this.#beginCell(grid);
      else if (xml.name === 'table-row') {
        this.#beginRow(grid);
        return xml.isEmpty;
      } else if (xml.name === 'table-column') this.#column(grid);
    }
    return false;
  }

  #beginCell(grid: Grid): void {
    const xml = this.#xml;
    const column = this.#nextColumn;
    const repeated = this.#count('table:number-columns-repeated', MAX_COLUMNS);
    if (column + repeated > MAX_COLUMNS) throw damaged(PART);
    this.#cell = { column, repeated, told: contentOf(xml, this.#givesFormulas) };
    if (this.#repeatsMerged && xml.name === 'table-cell') this.#merge(grid, column);
    this.#nextColumn = column + repeated;
    this.#paragraphs.begin();
    if (xml.isEmpty) this.#endCell(grid);
  }

  /** The area that the cell is merged with. */
  #merge(grid: Grid, firstColumn: number): void {
    const rows = this.#count('table:number-rows-spanned', MAX_ROWS);
    const columns = this.#count('table:number-columns-spanned', MAX_COLUMNS);
    const firstRow = grid.nextRow - 1;
    const lastRow = Math.min(firstRow + rows, MAX_ROWS) - 1;
    grid.beginMerge({ firstRow, firstColumn, lastRow, lastColumn: Math.min(firstColumn + columns, MAX_COLUMNS) - 1 });
  }

  #beginRow(grid: Grid): void {
    const xml = this.#xml;
    const repeated = this.#count('table:number-rows-repeated', MAX_ROWS);
    const isHidden = HIDDEN.has(xml.attribute('table:visibility') ?? '');
    if (grid.nextRow + repeated > MAX_ROWS) throw damaged(PART);
    for (let row = isHidden ? 1 : repeated; row < repeated; row++) {
      grid.beginRow(grid.nextRow, true);
      grid.endRow();
    }
    this.#rowRepeated = isHidden ? 1 : repeated;
    grid.beginRow(grid.nextRow, isHidden);
    this.#nextColumn = 0;
    this.#row = [];
  }

  #column(grid: Grid): void {
    const columns = this.#count('table:number-columns-repeated', MAX_COLUMNS);
    const end = Math.min(this.#nextHidden + columns, MAX_COLUMNS);
    if (HIDDEN.has(this.#xml.attribute('table:visibility') ?? '')) grid.hideColumns(this.#nextHidden, end - 1);
    this.#nextHidden = end;
  }

  #count(name: string, most: number): number {
    const said = this.#xml.attribute(name);
    const count = said === undefined ? 1 : (digits(said) ?? 0);
    if (count < 1 || count > most) throw damaged(PART);
    return count;
  }

  #endCell(grid: Grid): void {
    const { column, repeated, told } = this.#cell as Cell;
    this.#cell = undefined;
    const content = this.#contentOf(told);
    if (content === undefined) return;
    if (Buffer.byteLength(content.text) > this.#most) {
      throw exceeded('maxCellBytes', this.#most, { row: grid.nextRow - 1, column });
    }
    grid.count(repeated);
    put(grid, column, repeated, content);
    if (this.#rowRepeated > 1) this.#row.push({ column, repeated, content });
  }

  #contentOf(told: Told): Content | undefined {
    if (told === 'nothing') return undefined;
    if (told === 'paragraphs') return { kind: CellKind.text, number: 0, text: this.#paragraphs.text };
    return told === 'error' ? errorContent(this.#paragraphs.text) : told;
  }

  #endRow(grid: Grid): 'row' | 'over' {
    grid.endRow();
    this.#again = this.#rowRepeated - 1;
    const cells = this.#row.reduce((sum, { repeated }) => sum + repeated, 0);
    grid.count(cells * Math.min(this.#again, grid.rowsLeft));
    return grid.isPast ? 'over' : 'row';
  }

  /** One of the rows that the last one stands for, or all if they are empty; never more than make a block. */
  #repeatRow(grid: Grid): 'row' | 'over' {
    if (this.#row.length === 0) {
      const end = grid.nextRow + this.#again;
      if (grid.fillTo(end)) grid.nextRow = end;
      this.#again = end - grid.nextRow;
    } else {
      this.#again--;
      grid.beginRow(grid.nextRow, false);
      for (const { column, repeated, content } of this.#row) put(grid, column, repeated, content);
      grid.endRow();
    }
    return grid.isPast ? 'over' : 'row';
  }
}

function put(grid: Grid, first: number, repeated: number, { kind, number, text }: Content): void {
  for (let column = first; column < first + repeated; column++) {
    if (!grid.cell(column, kind, number, text)) throw damaged(PART);
  }
}
