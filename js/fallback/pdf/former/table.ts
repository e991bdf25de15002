/** Tables over any number of pages: a first column of wrapped text, the others beside its first lines. */
import { across, bottom, type Column, type Flow } from './page';
import { type Line, lineHeight, type Style } from './text';

/** The columns of a table and the look of its rows. */
export interface Table {
  /** From left to right; the first takes the text, the others are set right-aligned. */
  columns: Column[];
  /** Above and below the text of each row. */
  padding: number;
  hairline: Style['color'];
  /** Height free for rows on a page that has nothing but the table. */
  freshRoom: number;
}

/** A row before it is placed. */
export interface Row {
  /** The first column, each line in its own style. */
  text: [Line, Style][];
  /** The other columns. */
  cells: Line[][];
  style: Style;
}

const textHeight = (row: Row) => row.text.reduce((sum, [, style]) => sum + lineHeight(style), 0);
const cellsHeight = ({ cells, style }: Row) => Math.max(...cells.map((lines) => lines.length)) * lineHeight(style);

/** The height of a row in one piece. */
export function rowHeight(row: Row, { padding }: Table): number {
  return Math.max(textHeight(row), cellsHeight(row)) + 2 * padding;
}

/**
 * Places a row so that `reserve` stays free below it. A row that does not fit moves to the next page whole; one that no
 * page could hold goes on over as many as it needs, its cells beside its first lines. `nextPage` is told whether the
 * cells have been drawn.
 */
export function placeRow(
  flow: Flow,
  table: Table,
  row: Row,
  reserve: number,
  nextPage: (cellsDrawn: boolean) => void,
): void {
  const { padding, columns } = table;
  const [first, ...others] = columns as [Column, ...Column[]];
  const height = rowHeight(row, table) + reserve;
  // The least of a row that may stand at the end of a page: its cells and its first line.
  const firstLine = row.text[0] ? lineHeight(row.text[0][1]) : 0;
  const head = Math.max(firstLine, cellsHeight(row)) + 2 * padding + reserve;
  let fresh = false;
  if (height > flow.room() && (height <= table.freshRoom || head > flow.room())) {
    nextPage(false);
    fresh = true;
  }
  let next = 0;
  for (let part = 0; part === 0 || next < row.text.length; part++) {
    if (part > 0) {
      nextPage(true);
      fresh = true;
    }
    const top = flow.y + padding;
    const end = bottom(flow.frame) - reserve - padding;
    let y = top;
    for (let entry = row.text[next]; entry && (fresh || y + lineHeight(entry[1]) <= end); entry = row.text[next]) {
      const [line, style] = entry;
      y = flow.lines([line], style, 'left', first, y);
      fresh = false;
      next++;
    }
    if (part === 0) {
      for (const [i, column] of others.entries()) flow.lines(row.cells[i] as Line[], row.style, 'right', column, top);
      y = Math.max(y, top + cellsHeight(row));
    }
    flow.y = y + padding;
  }
  flow.rule(across(flow.frame), flow.y, 0.5, table.hairline);
}
