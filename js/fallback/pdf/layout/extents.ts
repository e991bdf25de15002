/** How wide content is by itself, for columns as wide as their content. */
import type { BlockMessage } from '../../../contract/pdf';
import type { Steps } from '../pace';
import type { Extent } from '../text/typesetter';
import type { Setting } from './block';

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
      const sum = { min: 0, max: 0 };
      const [, right, , left] = block.padding;
      const rows = [...block.head, ...(Array.isArray(block.rows) ? block.rows : [])];
      for (const [index, { width, style }] of block.columns.entries()) {
        if (width !== 'auto' && 'points' in width) {
          sum.min += width.points;
          sum.max += width.points;
          continue;
        }
        const widest = { min: 0, max: 0 };
        for (const { cells } of rows) {
          const cell = cells[index];
          if (cell === undefined) continue;
          const content = typeof cell === 'string' ? undefined : cell.content;
          const { min, max } = content
            ? yield* contentExtent(content, setting)
            : yield* setting.typesetter.extent(cell as string, style);
          widest.min = Math.max(widest.min, min);
          widest.max = Math.max(widest.max, max);
        }
        sum.min += widest.min + left + right;
        sum.max += widest.max + left + right;
      }
      return sum;
    }
    case 'image': {
      const { width, height, image } = block;
      const picture = setting.pictures.get(image);
      const natural = picture ? picture.width : 0;
      const points = width ?? (height !== null && picture ? (picture.width * height) / picture.height : natural);
      return { min: points, max: points };
    }
    case 'drawing':
    case 'code':
      return { min: block.width, max: block.width };
    default:
      return { min: 0, max: 0 };
  }
}

const wider = ({ min, max }: Extent, by: number): Extent => ({ min: min + by, max: max + by });
