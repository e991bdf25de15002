/** Subtotals where a page ends. */
import type { StyleMessage, TableMessage } from '../../../../contract/pdf';
import type { Steps } from '../../pace';
import type { Mark } from '../marks';
import { across, type Grid, upright, widthOf } from './cell';

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
    const { edges, padding, columns, setting } = this.grid;
    const [top, right, , left] = padding;
    const { column, style } = this.message;
    const sum = across(edges, column, column + 1);
    // The label stands before the column, or, where none is before it, across all.
    const label = column === 0 ? { x: 0, width: widthOf(this.grid) } : across(edges, 0, column);
    const { align } = columns[column] as TableMessage['columns'][number];
    const { typesetter, mirrored } = setting;
    const room = ({ width }: { width: number }) => width - left - right;
    const texts = [
      {
        x: label.x,
        line: yield* typesetter.lineIn(this.message[which], style, mirrored ? 'right' : 'start', room(label)),
      },
      { x: sum.x, line: yield* typesetter.lineIn(subtotal, style, align, room(sum)) },
    ];
    return texts.map(({ x, line }): Mark => ({ kind: 'text', x: x + left, y: y + top + line.baseline, line }));
  }
}
