/** How wide a table's columns are. */
import type { WidthMessage } from '../../../contract/pdf';
import { ClinicoreError } from '../../../errors';
import type { Extent } from '../text/typesetter';
import { SLACK } from './marks';

/**
 * The columns' widths. Points are as they are; `auto` columns get their widest content, less in proportion to what they
 * can give where there is not enough; shares divide what is left, each at least its widest word where possible.
 *
 * @param extents what the columns' contents need, with the padding
 */
export function columnWidths(wanted: WidthMessage[], extents: Extent[], available: number, path: string): number[] {
  const of = (kind: 'points' | 'share') => wanted.map((width) => width !== 'auto' && kind in width);
  const isFixed = of('points');
  const isShare = of('share');
  const widths = wanted.map((width) => (width !== 'auto' && 'points' in width ? width.points : 0));
  const fixed = sum(widths);
  if (fixed > available + SLACK) {
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      `${path} has columns of ${fixed} points in all, more than the ${Math.round(available * 100) / 100} there are`,
      { argument: path },
    );
  }
  const minOfShares = sum(extents.map(({ min }, index) => (isShare[index] ? min : 0)));
  const auto = extents.map((extent, index) => (isFixed[index] || isShare[index] ? { min: 0, max: 0 } : extent));
  for (const [index, width] of shrunk(auto, Math.max(available - fixed - minOfShares, 0)).entries()) {
    widths[index] = (widths[index] as number) + width;
  }
  const shares = wanted.map((width) => (width !== 'auto' && 'share' in width ? width.share : 0));
  const least = extents.map(({ min }) => min);
  for (const [index, width] of divided(shares, least, Math.max(available - sum(widths), 0)).entries()) {
    widths[index] = (widths[index] as number) + width;
  }
  return widths;
}

/** The widest contents, or, where `room` is less, as much as they can give taken from each; below their least if need be. */
function shrunk(extents: Extent[], room: number): number[] {
  const max = sum(extents.map((extent) => extent.max));
  if (max <= room) return extents.map((extent) => extent.max);
  const min = sum(extents.map((extent) => extent.min));
  if (min >= room) return extents.map((extent) => (min === 0 ? 0 : (extent.min * room) / min));
  const part = (max - room) / (max - min);
  return extents.map((extent) => extent.max - (extent.max - extent.min) * part);
}

/** `room` divided by shares; whoever would get less than the least gets it, and the others divide the rest. */
function divided(shares: number[], least: number[], room: number): number[] {
  const given = shares.map(() => 0);
  let open = shares.map((_, index) => index).filter((index) => (shares[index] as number) > 0);
  const needed = sum(open.map((index) => least[index] as number));
  let left = room;
  for (;;) {
    const all = sum(open.map((index) => shares[index] as number));
    const part = (index: number) => (left * (shares[index] as number)) / all;
    const short = needed > room ? [] : open.filter((index) => part(index) < (least[index] as number) - SLACK);
    if (short.length === 0) {
      for (const index of open) given[index] = part(index);
      return given;
    }
    for (const index of short) {
      given[index] = least[index] as number;
      left -= least[index] as number;
    }
    open = open.filter((index) => !short.includes(index));
  }
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
