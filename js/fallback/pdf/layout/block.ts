/** What every block can do, and how a block is made of its message. */
import type { BlockMessage, RowMessage } from '../../../contract/pdf';
import type { Picture } from '../image/picture';
import type { Pace, Steps } from '../pace';
import type { Typesetter } from '../text/typesetter';
import { Box } from './box';
import { Columns } from './columns';
import { Code, Drawing, Image } from './figure';
import { List } from './list';
import type { Taken } from './marks';
import { Paragraph } from './paragraph';
import { Rule, Space } from './plain';
import { Table } from './table/table';

/** A block laid out at a given width, which can go on over any number of pages. */
export interface Block {
  /**
   * As much of what is left of it as fits into `room` points of height. `fresh`: nothing stands above it, so that it must
   * give something even if that is too high.
   */
  take(room: number, fresh: boolean): Steps<Taken>;
  /** Its whole height, or any height above `limit`. */
  height(limit: number): Steps<number>;
  /** The smallest height it may begin with. */
  least(): Steps<number>;
}

/** What layout needs to know of the document. */
export interface Setting {
  readonly typesetter: Typesetter;
  /** Whether the first of columns stands on the right. */
  readonly mirrored: boolean;
  readonly pictures: ReadonlyMap<number, Picture>;
  readonly rows: readonly RowMessage[];
  readonly pace: Pace;
}

/** Where a block stands. */
export interface Place {
  /** How wide it is. */
  width: number;
  /** How high it may be on a page that has nothing else. */
  freshRoom: number;
  /** Where it is, for errors. */
  path: string;
  /** What must stand below its last row: the gap and the beginning of what follows. */
  tail?: () => Steps<number>;
  /** Told of blocks and rows that are done. */
  progress?: ((count: number) => void) | undefined;
}

/** A page's end, which is no block: the stack it is in sees to it. */
export type PageBreak = Extract<BlockMessage, { type: 'pageBreak' }>;

export function createBlock(message: Exclude<BlockMessage, PageBreak>, setting: Setting, place: Place): Block {
  switch (message.type) {
    case 'paragraph':
      return new Paragraph(message, setting, place);
    case 'list':
      return new List(message, setting, place);
    case 'table':
      return new Table(message, setting, place);
    case 'columns':
      return new Columns(message, setting, place);
    case 'box':
      return new Box(message, setting, place);
    case 'image':
      return new Image(message, setting, place);
    case 'drawing':
      return new Drawing(message, setting, place);
    case 'code':
      return new Code(message, setting, place);
    case 'rule':
      return new Rule(message, place);
    case 'space':
      return new Space(message);
  }
}
