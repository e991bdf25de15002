/** What layout leaves behind: what is to be drawn where, and what it means. */
import type { ColorMessage, LineMessage, ShapeMessage } from '../../../contract/pdf';
import type { Line } from '../text/lines';

/** A part of the document's structure (PDF 1.7, 14.8.4). Its parts on different pages are one. */
export interface Element {
  type: string;
  /** Of a heading. */
  title?: string;
  /** What it is part of, where that is not what its marks stand in. */
  within?: Element;
  /** What a figure shows. */
  alt?: string;
  /** Attributes by owner. */
  attributes?: Record<string, Record<string, unknown>> | undefined;
}

/** Something drawn; lengths in points from the top left of what it stands in, y downwards. */
export type Mark =
  | Group
  | { kind: 'text'; x: number; y: number; line: Line }
  | { kind: 'rectangle'; x: number; y: number; width: number; height: number; color: ColorMessage }
  | {
      kind: 'frame';
      x: number;
      y: number;
      width: number;
      height: number;
      radius: number;
      background: ColorMessage | null;
      border: LineMessage | null;
    }
  | { kind: 'image'; x: number; y: number; width: number; height: number; image: number }
  /** A line turned anticlockwise about its middle. */
  | { kind: 'turned'; x: number; y: number; line: Line; angle: number; opacity: number }
  | { kind: 'shapes'; x: number; y: number; scale: number; shapes: PlacedShape[] }
  | { kind: 'modules'; x: number; y: number; size: number; height: number; dark: readonly Dark[]; color: ColorMessage };

/** Marks moved together. */
export interface Group {
  kind: 'group';
  x: number;
  y: number;
  marks: Mark[];
  /** What they are part of. */
  element?: Element | undefined;
  /** Whether they say nothing to who cannot see them: lines, backgrounds, what is repeated on every page. */
  artifact?: boolean;
  /** How large it is, of a figure. */
  bounds?: { width: number; height: number } | undefined;
  /** The outline's entry for it. */
  outline?: { level: number; title: string } | undefined;
}

/** A dark rectangle of a code, in modules. */
export type Dark = readonly [x: number, y: number, width: number, height: number];

/** A shape whose text is set. */
export type PlacedShape =
  | Extract<ShapeMessage, { type: 'path' }>
  | { type: 'text'; line: Line; x: number; y: number; rotate: number };

/** What a block gives of itself. */
export interface Taken {
  marks: Mark[];
  height: number;
  /** Whether nothing of it is left. 0 high and not finished: nothing of it fits here. */
  finished: boolean;
}

export const NOTHING: Taken = { marks: [], height: 0, finished: false };

export const isNothing = ({ height, finished }: Taken) => height === 0 && !finished;

/** Lets what fits exactly stay where it is over the last bit of a sum. */
export const SLACK = 1e-6;

export const group = (x: number, y: number, marks: Mark[], rest: Partial<Group> = {}): Group => ({
  kind: 'group',
  x,
  y,
  marks,
  ...rest,
});
