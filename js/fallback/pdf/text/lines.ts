/** Lines: fragments aligned and justified. */
import type { AlignMessage, StyleMessage } from '../../../contract/pdf';
import { visualOrder } from './bidi';
import type { Joins } from './face';
import type { FacedWord } from './words';

/** A word, or a space, in its style. */
export interface Fragment extends FacedWord {
  style: number;
  /** Index of the piece of text it is of. */
  span: number;
  level: number;
  link: string | undefined;
  /** Whether it is a space a line may break at, which justification widens. */
  space: boolean;
  joined: Joins | undefined;
  /** Whether the line may break after it, and then shows a hyphen. */
  after: 'nothing' | 'break' | 'hyphen';
  /** Points. */
  width: number;
  /** Where it begins, in points from the paragraph's left edge, once it stands on a line. */
  x: number;
}

/** A line of text; lengths in points. */
export interface Line {
  /** Each says where it stands; runs in the order they are read, what is in them from left to right. */
  fragments: Fragment[];
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

/** Sets fragments, given in the order they are read, as a line; as high as `empty` if there are none; `last` of its paragraph. */
export function setLine(
  fragments: Fragment[],
  alignment: Alignment,
  last: boolean,
  styles: readonly StyleMessage[],
  empty: number,
): Line {
  const { align, room } = alignment;
  let width = 0;
  for (const fragment of fragments) width += fragment.width;
  let isJustified = false;
  if (align === 'justify' && !last) {
    const first = fragments.findIndex(({ space }) => !space);
    const end = fragments.findLastIndex(({ space }) => !space);
    const gaps = fragments.slice(first, end).filter(({ space }) => space);
    isJustified = gaps.length > 0;
    for (const gap of gaps) gap.width += (room - width) / gaps.length;
  }
  const left = isJustified ? 0 : indent(alignment, room - width);
  const line: Line = { fragments, width: isJustified ? room : width, height: 0, baseline: 0 };
  if (fragments.some(({ level }) => level % 2 === 1)) line.fragments = turned(fragments, left);
  else place(fragments, left);
  if (fragments.length === 0) raise(line, styles[empty] as StyleMessage);
  for (const { style } of fragments) raise(line, styles[style] as StyleMessage);
  return line;
}

/** Makes a line high enough for a style. */
function raise(line: Line, { lineHeight, size }: StyleMessage): void {
  line.height = Math.max(line.height, lineHeight);
  line.baseline = Math.max(line.baseline, lineHeight / 2 + 0.39 * size);
}

/** Puts fragments beside each other. */
function place(fragments: Fragment[], left: number): void {
  let x = left;
  for (const fragment of fragments) {
    fragment.x = x;
    x += fragment.width;
  }
}

/** Puts fragments beside each other as they are seen; returns their runs in the order these are read. */
function turned(fragments: Fragment[], left: number): Fragment[] {
  const order = visualOrder(fragments.map(({ level }) => level));
  const seen = order.map((at) => fragments[at] as Fragment);
  place(seen, left);
  const runs: { first: number; fragments: Fragment[] }[] = [];
  for (const [index, fragment] of seen.entries()) {
    const at = order[index] as number;
    const run = runs.at(-1);
    if (run && continues(run.fragments[0] as Fragment, fragment)) {
      run.fragments.push(fragment);
      run.first = Math.min(run.first, at);
    } else runs.push({ first: at, fragments: [fragment] });
  }
  return runs.sort((a, b) => a.first - b.first).flatMap((run) => run.fragments);
}

/** Whether fragments can be drawn as one. */
const continues = (one: Fragment, other: Fragment): boolean =>
  one.span === other.span && one.face === other.face && one.level === other.level;

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
