/** Areas of cells that are one, whose value is repeated in all of them. */
import type { CellValue } from './grid-column';

/** Its first and last row and column. */
export interface MergedArea {
  readonly firstRow: number;
  readonly firstColumn: number;
  readonly lastRow: number;
  readonly lastColumn: number;
}

/** The merged areas of a sheet, and those that the row at hand goes through. */
export class Merges {
  /** By their first rows, the last one first. */
  readonly #coming: MergedArea[];
  #active: { readonly area: MergedArea; readonly value: CellValue }[] = [];

  constructor(areas: readonly MergedArea[]) {
    this.#coming = areas
      .filter((area) => area.firstRow !== area.lastRow || area.firstColumn !== area.lastColumn)
      .sort((a, b) => b.firstRow - a.firstRow || b.firstColumn - a.firstColumn);
  }

  /** Adds an area that begins in the row at hand. */
  add(area: MergedArea): void {
    if (area.firstRow !== area.lastRow || area.firstColumn !== area.lastColumn) this.#coming.push(area);
  }

  /** Whether none goes through a row. */
  get isOver(): boolean {
    return this.#active.length === 0;
  }

  /** An area that begins in a row; those before it began in a row without cells, and are empty. */
  beginning(row: number): MergedArea | undefined {
    while ((this.#coming.at(-1)?.firstRow ?? Number.POSITIVE_INFINITY) <= row) {
      const area = this.#coming.pop() as MergedArea;
      if (area.firstRow === row) return area;
    }
    return undefined;
  }

  /** From here on the area has a value. */
  begin(area: MergedArea, value: CellValue): void {
    this.#active.push({ area, value });
  }

  /** The areas that a row goes through, with their values; those that ended before are let go of. */
  through(row: number): readonly { readonly area: MergedArea; readonly value: CellValue }[] {
    this.#active = this.#active.filter(({ area }) => area.lastRow >= row);
    return this.#active;
  }
}
