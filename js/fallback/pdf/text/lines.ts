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
}

/** A fragment and where it begins, in points from the paragraph's left edge. */
export interface Placed extends Fragment {
  x: number;
}

/** A line of text; lengths in points. */
export interface Line {
  /** Each says where it stands; runs in the order they are read, what is in them from left to right. */
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
  const runs: { first: number; fragments: Placed[] }[] = [];
  for (const at of visualOrder(fragments.map(({ level }) => level))) {
    const fragment = fragments[at] as Fragment;
    const across = fragment.width + (gaps.has(fragment) ? (room - width) / gaps.size : 0);
    const placed = { ...fragment, x, width: across };
    const run = runs.at(-1);
    if (run && continues(run.fragments[0] as Placed, fragment)) {
      run.fragments.push(placed);
      run.first = Math.min(run.first, at);
    } else runs.push({ first: at, fragments: [placed] });
    x += across;
  }
  line.fragments = runs.sort((a, b) => a.first - b.first).flatMap((run) => run.fragments);
  for (const style of fragments.length > 0 ? fragments.map((fragment) => fragment.style) : [empty]) {
    const { lineHeight, size } = styles[style] as StyleMessage;
    line.height = Math.max(line.height, lineHeight);
    line.baseline = Math.max(line.baseline, lineHeight / 2 + 0.39 * size);
  }
  return line;
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
