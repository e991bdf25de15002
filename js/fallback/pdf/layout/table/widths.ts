/** How wide a table's columns are. */
import type { TableMessage, WidthMessage } from '../../../../contract/pdf';
import type { Steps } from '../../pace';
import type { Extent } from '../../text/extent';
import type { Place, Setting } from '../block';
import { contentExtent } from '../extents';
import { SLACK } from '../marks';
import { tooWide } from '../refusals';
import { cellContent } from './cell';
import { Places } from './places';

/** What was found of tables: one within another is asked for by its column and by itself. */
const known = new WeakMap<TableMessage, Extent[]>();

/** For each column what its widest cell needs, with its padding; cells that span columns are left out. */
export function* wishes(message: TableMessage, setting: Setting): Steps<Extent[]> {
  let found = known.get(message);
  if (found === undefined) {
    found = yield* measured(message, setting);
    known.set(message, found);
  }
  return found;
}

function* measured(message: TableMessage, setting: Setting): Steps<Extent[]> {
  const { columns, head, padding, rows } = message;
  const sides = padding[1] + padding[3];
  const found = columns.map(({ width }): Extent => {
    const least = pointsOf(width) ?? sides;
    return { min: least, max: least };
  });
  const isFlexible = columns.map(({ width }) => pointsOf(width) === undefined);
  if (!isFlexible.includes(true)) return found;
  for (const part of [head, Array.isArray(rows) ? rows : setting.rows.slice(rows.from, rows.to)]) {
    const places = new Places(columns.length);
    for (const row of part) {
      if (setting.pace.due()) yield;
      for (const place of places.of(row)) {
        const wish = found[place.column] as Extent;
        if (place.columns > 1 || !isFlexible[place.column]) continue;
        const { min, max } = yield* contentExtent(cellContent(place, columns), setting);
        wish.min = Math.max(wish.min, min + sides);
        wish.max = Math.max(wish.max, max + sides);
      }
    }
  }
  return found;
}

const pointsOf = (width: WidthMessage) => (width !== 'auto' && 'points' in width ? width.points : undefined);
const shareOf = (width: WidthMessage) => (width !== 'auto' && 'share' in width ? width.share : undefined);

/**
 * The columns' widths: points first; then `auto` as wide as it wishes, made smaller in proportion to what it can give
 * where there is not enough; shares of what remains, none smaller than its widest word if that can be.
 */
export function columnWidths({ columns }: TableMessage, wished: Extent[], { width: room, path }: Place): number[] {
  const widths = columns.map(({ width }) => width);
  const sum = (of: (width: WidthMessage, wish: Extent) => number) =>
    widths.reduce<number>((total, width, index) => total + of(width, wished[index] as Extent), 0);
  const points = sum((width) => pointsOf(width) ?? 0);
  if (points > room + SLACK) throw tooWide(path, points, room);
  const rest = Math.max(room - points, 0);
  const least = sum((width, { min }) => (pointsOf(width) === undefined ? min : 0));
  if (least > rest + SLACK) return narrowed(widths, wished, rest);
  const leastShares = sum((width, { min }) => (shareOf(width) === undefined ? 0 : min));
  const auto = sum((width, { max }) => (width === 'auto' ? max : 0));
  const canGive = sum((width, { min, max }) => (width === 'auto' ? max - min : 0));
  const missing = Math.max(auto + leastShares - rest, 0);
  // Rounding may miss a little where there is nothing to give.
  const giving = canGive > 0 ? missing / canGive : 0;
  const shares = divided(widths.map(shareOf), wished, rest - (auto - missing));
  return widths.map((width, index) => {
    const { min, max } = wished[index] as Extent;
    return pointsOf(width) ?? shares[index] ?? max - giving * (max - min);
  });
}

/**
 * The widths where not even the widest words have room: columns of shares give first, down to half an equal part each, then
 * those that are wide by their content. Of each kind the widest give first, so that a long word cuts no short ones.
 */
function narrowed(widths: WidthMessage[], wished: Extent[], rest: number): number[] {
  const least = (of: (width: WidthMessage) => boolean) =>
    widths.flatMap((width, index) => (of(width) ? [(wished[index] as Extent).min] : []));
  const auto = least((width) => width === 'auto');
  const shares = least((width) => shareOf(width) !== undefined);
  const part = rest / (2 * (auto.length + shares.length));
  const kept = shares.reduce((sum, min) => sum + Math.min(min, part), 0);
  const mostAuto = cap(auto, rest - kept);
  const taken = auto.reduce((sum, min) => sum + Math.min(min, mostAuto), 0);
  const mostShare = cap(shares, rest - taken);
  return widths.map(
    (width, index) =>
      pointsOf(width) ?? Math.min((wished[index] as Extent).min, width === 'auto' ? mostAuto : mostShare),
  );
}

/** What none may exceed for all to fit. */
function cap(least: number[], room: number): number {
  let left = room;
  const ordered = least.toSorted((a, b) => a - b);
  for (const [index, width] of ordered.entries()) {
    const most = left / (ordered.length - index);
    if (width > most) return most;
    left -= width;
  }
  return Number.POSITIVE_INFINITY;
}

/** What of `room` goes to each column of a share, none less than its widest word. */
function divided(shares: (number | undefined)[], wished: Extent[], room: number): (number | undefined)[] {
  const given: (number | undefined)[] = shares.map(() => undefined);
  let open = [...shares.entries()].flatMap(([index, share]) => (share === undefined ? [] : [{ index, share }]));
  let left = room;
  for (;;) {
    const all = open.reduce((sum, { share }) => sum + share, 0);
    const narrow = open.filter(({ index, share }) => (left * share) / all < (wished[index] as Extent).min);
    if (narrow.length === 0) {
      for (const { index, share } of open) given[index] = (left * share) / all;
      return given;
    }
    for (const { index } of narrow) given[index] = (wished[index] as Extent).min;
    left -= narrow.reduce((sum, { index }) => sum + (wished[index] as Extent).min, 0);
    open = open.filter((one) => !narrow.includes(one));
  }
}
