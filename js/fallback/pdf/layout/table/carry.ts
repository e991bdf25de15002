/** Subtotals where a page ends. */
import type { StyleMessage, TableMessage } from '../../../../contract/pdf';
import type { Steps } from '../../pace';
import type { Mark } from '../marks';
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
    const { typesetter } = this.grid.setting;
    const { style } = this.message;
    const texts = [
      { x: left, line: yield* typesetter.lineIn(this.message[which], style, 'start', before) },
      { x: start, line: yield* typesetter.lineIn(subtotal, style, align, room) },
    ];
    return texts.map(({ x, line }): Mark => ({ kind: 'text', x, y: y + top + line.baseline, line }));
  }
}
