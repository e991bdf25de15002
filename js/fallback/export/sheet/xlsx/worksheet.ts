/** The cells of a worksheet (ECMA-376 part 1, 18.3.1). */
import { CellKind, ERRORS } from '../../../../contract/sheet';
import { MAX_COLUMNS } from '../../../../export/sheet/area';
import { areaOf, areaText, cellOf } from '../address';
import { iso, typed } from '../date';
import { damaged, exceeded, type Place, tooManyMerges } from '../fault';
import type { Grid } from '../grid';
import type { MergedArea } from '../merge';
import type { Class } from '../number-format';
import type { Part } from '../part';
import { digits, Token, unescaped, Xml } from '../xml';
import { unescapeUnits } from './escape';
import { TextItem } from './strings';

export const WORKSHEET = 'worksheet';
/** Merged areas of a sheet. */
const MAX_MERGES = 1_000_000;
const K = CellKind;

/** What the cells of a workbook's sheets have in common. */
export interface Shared {
  readonly strings: readonly string[];
  readonly styles: readonly Class[];
  readonly is1904: boolean;
}

interface Cell extends Place {
  readonly style: number;
  readonly type: string;
  hasValue: boolean;
  hasFormula: boolean;
  shared: number | undefined;
}

type Inside = 'nothing' | 'value' | 'formula' | 'inline';

/** Reads a worksheet row by row. */
export class Worksheet {
  readonly #xml: Xml;
  readonly #shared: Shared;
  readonly #givesFormulas: boolean;
  readonly #most: number;
  readonly #item = new TextItem();
  readonly #formulas = new Map<number, { readonly text: string; readonly first: Place }>();
  #isInData = false;
  /** A row that begins when all before it is filled. */
  #row: { readonly place: number; readonly isHidden: boolean; readonly isEmpty: boolean } | undefined;
  #cell: Cell | undefined;
  #nextColumn = 0;
  #inside: Inside = 'nothing';
  #text = '';
  #formula = '';

  constructor(part: Part, shared: Shared, givesFormulas: boolean) {
    this.#xml = new Xml(part);
    this.#shared = shared;
    this.#givesFormulas = givesFormulas;
    this.#most = part.package.limits.maxCellBytes;
  }

  get progress(): { done: number; total: number } {
    return this.#xml.part.progress;
  }

  close(): void {
    this.#xml.part.close();
  }

  /** More of the part, where {@link step} says that it wants it. */
  more(): Promise<void> {
    return this.#xml.more();
  }

  /** Reads on to the end of a row. */
  step(grid: Grid): 'row' | 'wants' | 'over' {
    const xml = this.#xml;
    for (;;) {
      if (this.#row && this.#beginRow(this.#row, grid)) return 'row';
      const token = xml.next();
      if (token === Token.more) return 'wants';
      if (token === Token.over) {
        if (this.#cell) throw damaged(WORKSHEET);
        return 'over';
      }
      if (this.#cell) this.#inCell(token, this.#cell, grid);
      else if (token === Token.start) this.#start(grid);
      else if (token === Token.end) {
        if (xml.name === 'row') {
          grid.endRow();
          return grid.isPast ? 'over' : 'row';
        }
        if (xml.name === 'sheetData') this.#isInData = false;
      }
    }
  }

  /** Begins a row; true if a block is done before it, or the row is empty. */
  #beginRow({ place, isHidden, isEmpty }: { place: number; isHidden: boolean; isEmpty: boolean }, grid: Grid): boolean {
    if (!grid.fillTo(place)) return true;
    this.#row = undefined;
    if (place < 0 || !grid.beginRow(place, isHidden)) throw damaged(WORKSHEET);
    this.#nextColumn = 0;
    if (isEmpty) grid.endRow();
    return isEmpty;
  }

  /** An element outside of cells. */
  #start(grid: Grid): void {
    const xml = this.#xml;
    if (xml.name === 'c' && this.#isInData) {
      grid.count(1);
      const cell = this.#begin(grid.nextRow - 1);
      this.#nextColumn = cell.column + 1;
      this.#inside = 'nothing';
      this.#text = '';
      this.#formula = '';
      this.#cell = xml.isEmpty ? undefined : cell;
    } else if (xml.name === 'row' && this.#isInData) {
      const given = xml.attribute('r');
      const place = given === undefined ? grid.nextRow : (digits(given) ?? 0) - 1;
      this.#row = { place, isHidden: xml.isTrue('hidden'), isEmpty: xml.isEmpty };
    } else if (xml.name === 'col' && xml.isTrue('hidden')) {
      const [min = 0, max = 0] = [xml.number('min'), xml.number('max')];
      if (min < 1 || max < min) throw damaged(WORKSHEET);
      grid.hideColumns(min - 1, Math.min(max, MAX_COLUMNS) - 1);
    } else if (xml.name === 'sheetData') this.#isInData = !xml.isEmpty;
  }

  #begin(row: number): Cell {
    const xml = this.#xml;
    let [column, style, type] = [this.#nextColumn, 0, 'n'];
    while (xml.nextAttribute()) {
      if (xml.key === 'r') {
        const place = cellOf(xml.value);
        if (place?.row !== row) throw damaged(WORKSHEET);
        column = place.column;
      } else if (xml.key === 's') {
        style = digits(xml.value) ?? Number.NaN;
        if (Number.isNaN(style)) throw damaged(WORKSHEET);
      } else if (xml.key === 't') {
        type = xml.value;
        if (!TYPES.has(type)) throw damaged(WORKSHEET);
      }
    }
    if (row < 0 || column >= MAX_COLUMNS) throw damaged(WORKSHEET);
    return { row, column, style, type, hasValue: false, hasFormula: false, shared: undefined };
  }

  #inCell(token: Token, cell: Cell, grid: Grid): void {
    const xml = this.#xml;
    const isOutside = this.#inside === 'nothing';
    if (token === Token.end) {
      if (xml.name === 'c') {
        this.#cell = undefined;
        if (grid.wantsRow) this.#end(cell, grid);
        return;
      }
      if (xml.name === 'v' || xml.name === 'f' || xml.name === 'is') {
        this.#inside = 'nothing';
        return;
      }
    } else if (token === Token.start && isOutside) {
      if (this.#beginPart(cell)) return;
    } else if (token === Token.text && this.#inside !== 'inline') {
      this.#takeText(cell);
      return;
    }
    if (this.#inside === 'inline' && !this.#item.take(token, xml, this.#most)) throw damaged(WORKSHEET, cell);
  }

  /** The value, formula or text of a cell begins. */
  #beginPart(cell: Cell): boolean {
    const xml = this.#xml;
    if (xml.name === 'v') {
      cell.hasValue = !xml.isEmpty;
      this.#text = '';
      this.#inside = xml.isEmpty ? 'nothing' : 'value';
    } else if (xml.name === 'f') {
      cell.hasFormula = true;
      cell.shared = xml.attribute('t') === 'shared' ? xml.number('si') : undefined;
      this.#formula = '';
      this.#inside = xml.isEmpty ? 'nothing' : 'formula';
    } else if (xml.name === 'is') {
      cell.hasValue = true;
      this.#item.begin();
      this.#inside = xml.isEmpty ? 'nothing' : 'inline';
    } else return false;
    return true;
  }

  #takeText(cell: Cell): void {
    if (this.#inside === 'nothing') return;
    const so = this.#inside === 'value' ? this.#text : this.#formula;
    if (so.length > this.#most) return; // The cell will be refused.
    const text = this.#xml.isEscaped ? unescaped(this.#xml.raw) : this.#xml.raw;
    if (text === undefined) throw damaged(WORKSHEET, cell);
    if (this.#inside === 'value') this.#text = so + text;
    else this.#formula = so + text;
  }

  #end(cell: Cell, grid: Grid): void {
    for (const text of [this.#text, this.#formula]) {
      if (text.length > this.#most / 3 && Buffer.byteLength(text) > this.#most) {
        throw exceeded('maxCellBytes', this.#most, cell);
      }
    }
    const isAdded = this.#added(cell, grid);
    if (!isAdded) throw damaged(WORKSHEET, cell);
  }

  #added(cell: Cell, grid: Grid): boolean {
    const { column } = cell;
    if (this.#givesFormulas && cell.hasFormula && (this.#formula !== '' || cell.shared !== undefined)) {
      return this.#addFormula(cell, grid);
    }
    if (!cell.hasValue) return true;
    if (cell.type === 'inlineStr') return grid.cell(column, K.text, 0, this.#item.finish());
    if (cell.type === 'str') return grid.cell(column, K.text, 0, unescapeUnits(this.#text));
    const text = this.#text.replace(AROUND, '');
    if (text === '') return true;
    if (cell.type === 's') {
      const shared = this.#shared.strings[digits(text) ?? -1];
      return shared !== undefined && grid.cell(column, K.text, 0, shared);
    }
    const value = this.#plain(cell, text);
    return value !== undefined && grid.cell(column, value.kind, value.number, '');
  }

  /** A value that is told from its text alone; undefined if it is not one of its type. */
  #plain({ type, style }: Cell, text: string): { kind: number; number: number } | undefined {
    if (type === 'b') {
      const number = BOOLEANS[text];
      return number === undefined ? undefined : { kind: K.boolean, number };
    }
    if (type === 'e') {
      const code = (ERRORS as readonly string[]).indexOf(text);
      return { kind: K.error, number: code < 0 ? ERRORS.indexOf('#UNKNOWN!') : code };
    }
    if (type === 'd') return iso(text);
    const number = numberOf(text);
    return number === undefined
      ? undefined
      : typed(number, this.#shared.styles[style] ?? 'number', this.#shared.is1904);
  }

  #addFormula(cell: Cell, grid: Grid): boolean {
    if (this.#formula !== '') {
      const text = `=${this.#formula}`;
      if (cell.shared !== undefined)
        this.#formulas.set(cell.shared, { text, first: { row: cell.row, column: cell.column } });
      return grid.cell(cell.column, K.formula, 0, text);
    }
    const known = this.#formulas.get(cell.shared as number);
    if (!known) return false;
    const offset = (cell.row - known.first.row) * MAX_COLUMNS + cell.column - known.first.column;
    return grid.cell(cell.column, K.sharedFormula, offset, known.text);
  }
}

const TYPES = new Set(['n', 's', 'str', 'inlineStr', 'b', 'e', 'd']);
const BOOLEANS: Readonly<Record<string, number>> = { '1': 1, true: 1, '0': 0, false: 0 };
/** What Rust takes for white space in ASCII. */
export const AROUND = /^[ \t\n\f\r]+|[ \t\n\f\r]+$/g;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A number as XML Schema's `double` writes it, but for the infinities and NaN, which no cell holds. */
export function numberOf(text: string): number | undefined {
  const number = text.length <= 400 && NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** The merged areas of a worksheet, which stand behind its cells. */
export async function readMerges(part: Part, goOn: () => Promise<void>): Promise<MergedArea[]> {
  const xml = new Xml(part);
  const areas: MergedArea[] = [];
  let rows = 0;
  for (;;) {
    const token = xml.next();
    if (token === Token.more) await xml.more();
    else if (token === Token.over) return areas;
    else if (token === Token.start && xml.name === 'mergeCell') {
      const area = areaOf(xml.attribute('ref'));
      if (!area) throw damaged(WORKSHEET);
      if (areas.push(area) > MAX_MERGES) throw tooManyMerges(MAX_MERGES);
    } else if (token === Token.end && xml.name === 'row' && ++rows % 1024 === 0) await goOn();
  }
}

/** What a worksheet says of where its cells are, before the first of them. */
export async function readDimensions(part: Part): Promise<string | undefined> {
  const xml = new Xml(part);
  try {
    for (;;) {
      const token = await xml.token();
      if (token === Token.start && xml.name === 'dimension') {
        const area = areaOf(xml.attribute('ref'));
        return area && areaText(area);
      }
      if (token === Token.over || (token === Token.start && xml.name === 'sheetData')) return undefined;
    }
  } finally {
    part.close();
  }
}
