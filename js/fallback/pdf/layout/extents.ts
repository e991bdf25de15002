/** How wide content is by itself, for columns as wide as their content. */
import type { BlockMessage } from '../../../contract/pdf';
import type { Steps } from '../pace';
import type { Extent } from '../text/extent';
import type { Setting } from './block';
import { wishes } from './table/widths';

/** The widest of blocks under each other. */
export function* contentExtent(blocks: readonly BlockMessage[], setting: Setting): Steps<Extent> {
  const widest = { min: 0, max: 0 };
  for (const block of blocks) {
    const { min, max } = yield* blockExtent(block, setting);
    widest.min = Math.max(widest.min, min);
    widest.max = Math.max(widest.max, max);
  }
  return widest;
}

function* blockExtent(block: BlockMessage, setting: Setting): Steps<Extent> {
  switch (block.type) {
    case 'paragraph':
      return yield* setting.typesetter.extent(block.text, block.style);
    case 'list':
      return wider(
        yield* contentExtent(
          block.items.flatMap(({ content }) => content),
          setting,
        ),
        block.indent,
      );
    case 'box': {
      const [, right, , left] = block.padding;
      const sides = left + right + 2 * (block.border?.width ?? 0);
      return wider(yield* contentExtent(block.content, setting), sides);
    }
    case 'columns': {
      const sum = { min: 0, max: 0 };
      for (const { width, content } of block.columns) {
        const own = yield* contentExtent(content, setting);
        const { min, max } = 'points' in width ? { min: width.points, max: width.points } : own;
        sum.min += min;
        sum.max += max;
      }
      return wider(sum, block.gap * (block.columns.length - 1));
    }
    case 'table': {
      const columns = yield* wishes(block, setting);
      const sum = (of: (extent: Extent) => number) => columns.reduce((total, extent) => total + of(extent), 0);
      return { min: sum(({ min }) => min), max: sum(({ max }) => max) };
    }
    case 'image':
      return { min: block.width ?? 0, max: block.width ?? 0 };
    case 'drawing':
    case 'code':
      return { min: block.width, max: block.width };
    default:
      return { min: 0, max: 0 };
  }
}

const wider = ({ min, max }: Extent, by: number): Extent => ({ min: min + by, max: max + by });
