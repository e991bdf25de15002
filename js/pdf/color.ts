import type { ColorMessage } from '../contract/pdf';
import { hexColor } from '../validate';

/** A colour given as `'#rrggbb'`. */
export const color = (value: unknown, path: string): ColorMessage => channels(hexColor(value, path));

/** The channels of `'#rrggbb'`. */
export function channels(hex: string): ColorMessage {
  const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}
