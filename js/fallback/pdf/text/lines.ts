/** Lines: fragments aligned and justified. */
import type { AlignMessage, StyleMessage } from '../../../contract/pdf';
import { visual } from './bidi';
import type { Joins } from './face';
import type { FacedWord } from './words';

/** A word, or a space, in its style. */
export interface Fragment extends FacedWord {
  style: number;
  level: number;
  link: string | undefined;
  /** Whether it is a space a line may break at, which justification widens. */
  space: boolean;
  joined: Joins | undefined;
  /** Whether the line may break after it, and then shows a hyphen. */
  after: 'nothing' | 'break' | 'hyphen';
  /** Points. */
  width: number;
}

/** A fragment and where it begins, in points from the paragraph's left edge. */
export interface Placed extends Fragment {
  x: number;
}

/** A line of text; lengths in points. */
export interface Line {
  /** In the order they are read; each says where it stands. */
  fragments: Placed[];
  /** Of what shows: without the spaces it was broken at. */
  width: number;
  height: number;
  /** From its top. */
  baseline: number;
}

/** Where lines stand. */
export interface Alignment {
  align: AlignMessage;
  room: number;
  /** Whether the paragraph is read from right to left. */
  rtl: boolean;
}

/** A line of fragments in the order they are read; as high as `empty` if there are none; `last` of its paragraph. */
export function setLine(
  fragments: readonly Fragment[],
  alignment: Alignment,
  last: boolean,
  styles: readonly StyleMessage[],
  empty: number,
): Line {
  const { align, room } = alignment;
  const width = fragments.reduce((sum, fragment) => sum + fragment.width, 0);
  const first = fragments.findIndex(({ space }) => !space);
  const end = fragments.findLastIndex(({ space }) => !space);
  const gaps = new Set(align === 'justify' && !last ? fragments.slice(first, end).filter(({ space }) => space) : []);
  const isJustified = gaps.size > 0;
  const line: Line = { fragments: [], width: isJustified ? room : width, height: 0, baseline: 0 };
  let x = isJustified ? 0 : indent(alignment, room - width);
  const places = new Map<Fragment, Placed>();
  for (const fragment of visual(fragments)) {
    const across = fragment.width + (gaps.has(fragment) ? (room - width) / gaps.size : 0);
    places.set(fragment, { ...fragment, x, width: across });
    x += across;
  }
  line.fragments = fragments.map((fragment) => places.get(fragment) as Placed);
  for (const style of fragments.length > 0 ? fragments.map((fragment) => fragment.style) : [empty]) {
    const { lineHeight, size } = styles[style] as StyleMessage;
    line.height = Math.max(line.height, lineHeight);
    line.baseline = Math.max(line.baseline, lineHeight / 2 + 0.39 * size);
  }
  return line;
}

function indent({ align, rtl }: Alignment, free: number): number {
  if (!Number.isFinite(free)) return 0;
  switch (align) {
    case 'left':
      return 0;
    case 'right':
      return free;
    case 'center':
      return free / 2;
    case 'end':
      return rtl ? 0 : free;
    default:
      return rtl ? free : 0;
  }
}
