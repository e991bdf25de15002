/** Lines: fragments in visual order, aligned and justified. */
import type { AlignMessage, StyleMessage } from '../../../contract/pdf';
import { visual } from './bidi';
import type { Joins } from './face';
import type { FacedWord } from './words';

/** A word in its style. */
export interface Fragment extends FacedWord {
  style: number;
  level: number;
  link: string | undefined;
  /** Whether it is a space a line may break at, which justification widens. */
  space: boolean;
  joined: Joins | undefined;
  /** Points. */
  width: number;
}

/** A fragment and where it begins, in points from the paragraph's left edge. */
export interface Placed extends Fragment {
  x: number;
}

/** A line of text; lengths in points. */
export interface Line {
  /** From left to right. */
  fragments: Placed[];
  /** Of what shows: without the space it was broken at. */
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
  fragments: Fragment[],
  { align, room, rtl }: Alignment,
  last: boolean,
  styles: readonly StyleMessage[],
  empty: number,
): Line {
  let end = fragments.length;
  while (end > 0 && (fragments[end - 1] as Fragment).space) end--;
  let start = 0;
  while (start < end && (fragments[start] as Fragment).space) start++;
  const shown = fragments.slice(0, end);
  const width = widthOf(shown);
  const hanging = widthOf(fragments.slice(end));
  const spaces = align === 'justify' && !last ? shown.slice(start).filter(({ space }) => space).length : 0;
  const widening = spaces > 0 ? (room - width) / spaces : 0;
  let x = (spaces > 0 ? 0 : indent(align, rtl, room - width)) - (rtl ? hanging : 0);
  const widened = new Set(spaces > 0 ? shown.slice(start).filter(({ space }) => space) : []);
  const line: Line = { fragments: [], width: spaces > 0 ? room : width, height: 0, baseline: 0 };
  for (const fragment of visual(fragments)) {
    const across = fragment.width + (widened.has(fragment) ? widening : 0);
    line.fragments.push({ ...fragment, x, width: across });
    x += across;
  }
  for (const style of fragments.length > 0 ? fragments.map((fragment) => fragment.style) : [empty]) {
    const { lineHeight, size } = styles[style] as StyleMessage;
    line.height = Math.max(line.height, lineHeight);
    line.baseline = Math.max(line.baseline, lineHeight / 2 + 0.39 * size);
  }
  return line;
}

function indent(align: AlignMessage, rtl: boolean, free: number): number {
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

/** Points. */
export const widthOf = (fragments: Fragment[]) => fragments.reduce((sum, { width }) => sum + width, 0);
