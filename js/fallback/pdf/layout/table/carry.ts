/** Subtotals where a page ends. */
import type { AlignMessage, StyleMessage, TableMessage } from '../../../../contract/pdf';
import type { Steps } from '../../pace';
import type { Line } from '../../text/lines';
import { type Mark, SLACK } from '../marks';
import { type Grid, upright, widthOf } from './cell';

/** What stands at a page's end, and again at the start of the next. */
export class Carry {
  readonly height: number;
  /** Of the rows so far. */
  subtotal: string | undefined;

  constructor(
    readonly message: NonNullable<TableMessage['carry']>,
    readonly grid: Grid,
  ) {
    const { lineHeight } = grid.setting.typesetter.styles[message.style] as StyleMessage;
    this.height = upright(grid) + lineHeight;
  }

  /** The label and the subtotal, from `y` on. */
  *marks(y: number, which: 'forward' | 'brought', subtotal: string): Steps<Mark[]> {
    const { edges, padding, columns } = this.grid;
    const [top, right, , left] = padding;
    const { column } = this.message;
    const start = (edges[column] as number) + left;
    const room = (edges[column + 1] as number) - right - start;
    const before = (column === 0 ? widthOf(this.grid) : (edges[column] as number)) - left - right;
    const { align } = columns[column] as TableMessage['columns'][number];
    const sum = yield* this.#line(subtotal, align, room);
    // A sum that is wider than its column ends where the others do.
    const over = align === 'end' || align === 'right' ? Math.max(sum.width - room, 0) : 0;
    const texts = [
      { x: left, line: yield* this.#line(this.message[which], 'start', before) },
      { x: start - over, line: sum },
    ];
    return texts.map(({ x, line }): Mark => ({ kind: 'text', x, y: y + top + line.baseline, line }));
  }

  /** A text aligned in a room; one that is wider stands on one line all the same. */
  *#line(text: string, align: AlignMessage, room: number): Steps<Line> {
    const { typesetter } = this.grid.setting;
    const line = yield* typesetter.line(text, this.message.style);
    if (line.width > room + SLACK) return line;
    const lines = yield* typesetter.paragraph(text.replaceAll('\n', ' '), this.message.style, align, room);
    return lines[0] as Line;
  }
}
