/** From pieces of text, wherever they stand, to lines in the order they are read. */
import type { Piece } from './content';
import { logical } from './direction';

/** A piece along its baseline: from `start` to `end`, `down` the page. */
interface Placed {
  piece: Piece;
  start: number;
  end: number;
  down: number;
}

interface Line {
  down: number;
  size: number;
  pieces: Placed[];
}

/** In sizes of the letters. */
const SAME_LINE = 0.35;
const BLANK = 0.15;
/** What is further apart is not one text. */
const APART = 1.1;
const GUTTER = 1;
/** Columns of text have at least so many lines, of so many sizes: those of a table have not. */
const COLUMN_LINES = 4;
const COLUMN_WIDTH = 12;
/** Pages with more lines than anybody reads are not searched for columns. */
const MAX_LINES = 500;
const MAX_PIECES = 100;

/** The text of a page: upright text first, then what runs in other directions. */
export function textOf(pieces: readonly Piece[]): string {
  const directions = new Map<number, Piece[]>();
  for (const piece of pieces) {
    const degrees = (Math.round((piece.angle * 180) / Math.PI) + 360) % 360;
    const others = directions.get(degrees);
    if (others) others.push(piece);
    else directions.set(degrees, [piece]);
  }
  const sorted = [...directions].sort(([a], [b]) => a - b);
  return sorted.flatMap(([degrees, own]) => read(linesOf(own, degrees))).join('\n');
}

function linesOf(pieces: readonly Piece[], degrees: number): Line[] {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const placed = pieces.map((piece): Placed => {
    const along = [piece.x0 * cos + piece.y0 * sin, piece.x1 * cos + piece.y1 * sin] as const;
    return { piece, start: Math.min(...along), end: Math.max(...along), down: piece.x0 * sin - piece.y0 * cos };
  });
  placed.sort((a, b) => a.down - b.down || a.start - b.start);
  const lines: Line[] = [];
  for (const own of placed) {
    const { size } = own.piece;
    const line = lines.slice(-3).findLast(({ down }) => down >= own.down - size);
    if (line && Math.abs(own.down - line.down) <= SAME_LINE * Math.max(size, line.size)) {
      line.pieces.push(own);
      // The largest letters say where the line is.
      if (size > line.size) Object.assign(line, { size, down: own.down });
    } else {
      lines.push({ down: own.down, size, pieces: [own] });
    }
  }
  for (const line of lines) {
    line.pieces.sort((a, b) => a.start - b.start);
    line.pieces = line.pieces.filter(
      (own, at) => !line.pieces.slice(Math.max(0, at - 8), at).some((other) => same(own, other)),
    );
  }
  return lines;
}

/** Whether it is the same text once more, as is drawn for bold letters or shadows. */
const same = (a: Placed, b: Placed): boolean =>
  Math.abs(a.start - b.start) < 0.1 * a.piece.size &&
  Math.abs(a.down - b.down) < 0.1 * a.piece.size &&
  a.piece.units.join('') === b.piece.units.join('');

/** The lines' texts, columns one after the other. */
function read(lines: readonly Line[]): string[] {
  const texts: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const columns = lines.length <= MAX_LINES ? columnsFrom(lines, at) : undefined;
    if (columns) {
      texts.push(...read(columns.left), ...read(columns.right));
      at = columns.end;
    } else {
      texts.push(written(lines[at] as Line));
      at++;
    }
  }
  return texts;
}

/** Lines from `first` on that stand in two columns of text or more. */
function columnsFrom(lines: readonly Line[], first: number): { left: Line[]; right: Line[]; end: number } | undefined {
  // What is free in all lines so far, from the left.
  let free: [from: number, to: number][] = [[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]];
  let end = first;
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let best: { gutter: number; end: number } | undefined;
  while (end < lines.length) {
    const line = lines[end] as Line;
    if (line.pieces.length > MAX_PIECES) break;
    const left = Math.min(from, (line.pieces[0] as Placed).start);
    const right = Math.max(to, ...line.pieces.map((piece) => piece.end));
    const rest = without(free, line, GUTTER * line.size);
    const inner = rest.find(([a, b]) => a > left && b < right);
    if (!inner && !rest.some(([a, b]) => a <= left && b >= right) && end > first + 1) break;
    [free, from, to] = [rest, left, right];
    end++;
    if (inner) best = { gutter: (inner[0] + inner[1]) / 2, end };
    else if (end > first + 2) break;
  }
  if (!best) return undefined;
  const part = (keeps: (piece: Placed) => boolean) =>
    lines
      .slice(first, best.end)
      .map((line) => ({ ...line, pieces: line.pieces.filter(keeps) }))
      .filter(({ pieces }) => pieces.length > 0);
  const left = part((piece) => piece.end < best.gutter);
  const right = part((piece) => piece.end >= best.gutter);
  return isColumn(left) && isColumn(right) ? { left, right, end: best.end } : undefined;
}

/** What is left of the free places, each at least `least` wide. */
function without(free: readonly [number, number][], line: Line, least: number): [number, number][] {
  let rest = [...free];
  for (const { start, end } of line.pieces) {
    rest = rest.flatMap(([from, to]): [number, number][] =>
      end <= from || start >= to
        ? [[from, to]]
        : ([
            [from, start],
            [end, to],
          ] as [number, number][]),
    );
  }
  return rest.filter(([from, to]) => to - from >= least);
}

function isColumn(lines: readonly Line[]): boolean {
  if (lines.length < COLUMN_LINES) return false;
  const widths = lines.map(({ pieces, size }) => ((pieces.at(-1) as Placed).end - (pieces[0] as Placed).start) / size);
  return widths.reduce((sum, width) => sum + width, 0) / widths.length >= COLUMN_WIDTH;
}

function written({ pieces }: Line): string {
  const units: string[] = [];
  let before: Placed | undefined;
  for (const own of pieces) {
    if (before) {
      const gap = (own.start - before.end) / before.piece.size;
      if (gap > APART) units.push('\t');
      else if (gap > BLANK || (own.piece.afterBlank && gap > 0.05)) units.push(' ');
    }
    for (const unit of own.piece.units) units.push(unit);
    before = own;
  }
  return logical(units).trim();
}
