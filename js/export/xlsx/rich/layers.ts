/** Styles of ranges, one over the other. */
import type { RangeMessage } from '../../../contract/rich';
import { limit } from '../excel';
import { merged, type PartialStyle } from './style';

/** A range and its style. */
export interface Layer {
  readonly range: RangeMessage;
  readonly style: PartialStyle;
  /** Whether its cells are to be in the file even where they are empty. */
  readonly isWritten: boolean;
}

/** Rows that have the same layers. */
interface Segment {
  readonly first: number;
  readonly last: number;
  readonly style: PartialStyle;
  readonly isWritten: boolean;
}

/** Columns that have the same layers. */
interface Strip {
  readonly first: number;
  readonly last: number;
  readonly segments: readonly Segment[];
}

/** How many layers may lie over each other, added up over all the ranges that their edges make: well under a second. */
const MAX_OVERLAPS = 5_000_000;

/** Pieces of columns of one style. */
const MAX_PIECES = 100_000;

/** The style at any cell that the layers make, the later over the earlier. */
export class Layers {
  readonly #strips: Strip[];

  constructor(layers: readonly Layer[], path: string) {
    const budget = { left: MAX_OVERLAPS };
    this.#strips = spans(layers, 1).map(({ first, last, inside }) => {
      const segments = spans(inside, 0).map((span) => {
        budget.left -= span.inside.length;
        if (budget.left < 0) limit(path, 'overlaps of styles', MAX_OVERLAPS + 1, MAX_OVERLAPS);
        return {
          first: span.first,
          last: span.last,
          style: merged(...span.inside.map(({ style }) => style)),
          isWritten: span.inside.some(({ isWritten }) => isWritten),
        };
      });
      return { first, last, segments };
    });
    const pieces = this.#strips.reduce(
      (sum, { first, last, segments }) =>
        sum + (last - first + 1) * segments.filter((segment) => segment.isWritten).length,
      0,
    );
    limit(path, 'pieces of columns', pieces, MAX_PIECES);
  }

  /** The style at a cell. */
  at(row: number, column: number): PartialStyle {
    const strip = found(this.#strips, column);
    return (strip && found(strip.segments, row)?.style) ?? {};
  }

  /** The cells that are to be in the file: by column, then by row. */
  written(): { column: number; first: number; last: number; style: PartialStyle }[] {
    return [...this.#written()];
  }

  *#written(): Generator<{ column: number; first: number; last: number; style: PartialStyle }> {
    for (const { first, last, segments } of this.#strips) {
      const shown = segments.filter(({ isWritten }) => isWritten);
      if (shown.length === 0) continue;
      for (let column = first; column <= last; column++) {
        for (const segment of shown) {
          yield { column, first: segment.first, last: segment.last, style: segment.style };
        }
      }
    }
  }
}

/** The stretches between the layers' edges along one axis (rows 0, columns 1), each with the layers that cover it. */
function spans(layers: readonly Layer[], axis: 0 | 1): { first: number; last: number; inside: Layer[] }[] {
  const starts = new Map<number, Layer[]>();
  for (const layer of layers) {
    const from = layer.range[axis];
    starts.set(from, [...(starts.get(from) ?? []), layer]);
  }
  const edges = [
    ...new Set(
      layers.flatMap(({ range }) => [range[axis], range[axis + 2] as number] as const).map((at, i) => at + (i % 2)),
    ),
  ];
  edges.sort((a, b) => a - b);
  const order = new Map(layers.map((layer, index) => [layer, index]));
  let open: Layer[] = [];
  return edges.slice(0, -1).flatMap((first, index) => {
    const last = (edges[index + 1] as number) - 1;
    const begun = starts.get(first) ?? [];
    open = open.filter(({ range }) => (range[axis + 2] as number) >= first).concat(begun);
    if (begun.length > 0) open.sort((a, b) => (order.get(a) as number) - (order.get(b) as number));
    return open.length === 0 ? [] : [{ first, last, inside: [...open] }];
  });
}

/** The one of sorted stretches that holds a place. */
function found<T extends { first: number; last: number }>(list: readonly T[], at: number): T | undefined {
  let [low, high] = [0, list.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const item = list[middle] as T;
    if (at < item.first) high = middle - 1;
    else if (at > item.last) low = middle + 1;
    else return item;
  }
  return undefined;
}
