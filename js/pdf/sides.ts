import type { SidesMessage } from '../contract/pdf';
import { invalid, items, number } from '../validate';

/** Room on the sides, in points: one number, vertical and horizontal, or top, right, bottom, left. */
export function sides(value: unknown, path: string, max: number): SidesMessage {
  if (typeof value === 'number') {
    const all = number(value, path, 0, max);
    return [all, all, all, all];
  }
  const list = items(value, path, 4, (item, at) => number(item, at, 0, max));
  if (list.length !== 2 && list.length !== 4) invalid(path, 'one number, two or four of them', value);
  const [top, right, bottom = top, left = right] = list as [number, number, number?, number?];
  return [top, right, bottom, left];
}
