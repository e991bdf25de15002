import type { PixelMessage } from '../../../contract/dicom';
import { cutShort } from './fault';
import type { Layout } from './frame';
import { inBlocks, type Work } from './progress';

/** Draws an overlay (PS3.3 C.9.2) in white over what is displayed, as far as it lies within the image. */
export function* draw(
  overlay: PixelMessage['overlays'][0],
  tables: Uint8Array,
  display: Uint8Array,
  layout: Layout,
  samples: number,
): Work<void> {
  const { rows, columns, x, y, at } = overlay;
  const required = at + Math.ceil((rows * columns) / 8);
  if (required > tables.length) throw cutShort(required, tables.length);
  // In the overlay's own rows and columns.
  const [left, right] = [Math.max(-x, 0), Math.min(layout.columns - x, columns)];
  const [top, bottom] = [Math.max(-y, 0), Math.min(layout.rows - y, rows)];
  const draws = (row: number) => {
    let pixel = ((row + y) * layout.columns + left + x) * samples;
    for (let column = left; column < right; column++, pixel += samples) {
      const bit = row * columns + column;
      if (((tables[at + Math.floor(bit / 8)] as number) >>> (bit % 8)) & 1) display.fill(255, pixel, pixel + samples);
    }
  };
  yield* inBlocks(
    Math.max(bottom - top, 0),
    (from, to) => {
      for (let row = from; row < to; row++) draws(top + row);
    },
    Math.ceil((1 << 14) / layout.columns),
  );
}
