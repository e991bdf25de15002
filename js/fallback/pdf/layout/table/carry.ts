/** Subtotals where a page ends. */
import type { TableMessage } from '../../../../contract/pdf';
import type { Steps } from '../../pace';
import type { Line } from '../../text/lines';
import type { Mark } from '../marks';
import { across, type Grid, upright } from './cell';

type Message = NonNullable<TableMessage['carry']>;

/** What stands at a page's end, and again at the start of the next. */
export class Carry {
  readonly height: number;
  /** Of the rows so far. */
  subtotal: string | undefined;

  private constructor(
    readonly message: Message,
    readonly grid: Grid,
    readonly labels: Record<'forward' | 'brought', readonly Line[]>,
  ) {
    this.height = upright(grid) + Math.max(heightOf(labels.forward), heightOf(labels.brought));
  }

  static *of(message: Message, grid: Grid): Steps<Carry> {
    const { typesetter, mirrored } = grid.setting;
    const { style, forward, brought } = message;
    const room = Math.max(beside(message, grid).width - grid.padding[1] - grid.padding[3], 0);
    const label = (text: string) => typesetter.paragraph(text, style, mirrored ? 'right' : 'start', room);
    return new Carry(message, grid, { forward: yield* label(forward), brought: yield* label(brought) });
  }

  /** The label and the subtotal, from `y` on. */
  *marks(y: number, which: 'forward' | 'brought', subtotal: string): Steps<Mark[]> {
    const { edges, padding, columns, setting } = this.grid;
    const [top, right, , left] = padding;
    const { column, style } = this.message;
    const marks: Mark[] = [];
    let down = y + top;
    for (const line of this.labels[which]) {
      marks.push({ kind: 'text', x: beside(this.message, this.grid).x + left, y: down + line.baseline, line });
      down += line.height;
    }
    const { x, width } = across(edges, column, column + 1);
    const { align } = columns[column] as TableMessage['columns'][number];
    const line = yield* setting.typesetter.lineIn(subtotal, style, align, width - left - right);
    marks.push({ kind: 'text', x: x + left, y: y + top + line.baseline, line });
    return marks;
  }
}

/** Where the labels stand: before the subtotals' column, or, of the first one, after it. */
const beside = ({ column }: Message, { edges }: Grid) =>
  column === 0 ? across(edges, 1, edges.length - 1) : across(edges, 0, column);

const heightOf = (lines: readonly Line[]) => lines.reduce((sum, { height }) => sum + height, 0);
