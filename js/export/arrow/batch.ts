/** The buffers of a record batch, column by column. */
import type { FlatView } from './flat-reader';
import { MALFORMED } from './flat-reader';
import { type ArrowField, TYPE } from './schema';

/** A field's part of a record batch. */
export interface Vector {
  readonly field: ArrowField;
  readonly length: number;
  /** Which rows have a value; empty where all have. */
  readonly validity: Uint8Array;
  /** What follows: offsets, values, views, as the type has them. */
  readonly buffers: readonly Uint8Array[];
}

/** Unpacks a buffer of a body: `from` to before `to`. */
export type Unpack = (from: number, to: number) => Promise<Uint8Array>;

/** Rows of a batch. */
const MAX_ROWS = 2 ** 31 - 2;

/** The vectors of the fields that are wanted, in order; the others' buffers are passed over. */
export async function vectorsOf(
  batch: FlatView,
  fields: readonly ArrowField[],
  isWanted: (field: number) => boolean,
  unpack: Unpack,
): Promise<Vector[]> {
  const nodes = batch.words(1, 2);
  const places = batch.words(2, 2);
  const variadic = batch.words(4, 1);
  const rows = rowsOf(batch);
  let [node, place, list] = [0, 0, 0];
  const vectors: Vector[] = [];
  for (const [at, field] of fields.entries()) {
    const count = countsOf(field, variadic, list);
    if (isWanted(at)) {
      const length = nodes[2 * node];
      if (length !== rows) throw MALFORMED;
      const buffers: Uint8Array[] = [];
      for (let index = place; index < place + count.buffers; index++) {
        const [from, size] = [places[2 * index], places[2 * index + 1]];
        if (from === undefined || size === undefined) throw MALFORMED;
        buffers.push(await unpack(from, from + size));
      }
      const [validity = new Uint8Array(0), ...rest] = buffers;
      vectors.push({ field, length, validity, buffers: rest });
    }
    node += count.nodes;
    place += count.buffers;
    list += count.lists;
  }
  return vectors;
}

/** How many rows a batch has. */
export function rowsOf(batch: FlatView): number {
  const rows = batch.long(0);
  if (rows > MAX_ROWS) throw MALFORMED;
  return rows;
}

interface Counts {
  readonly nodes: number;
  readonly buffers: number;
  readonly lists: number;
}

/** How many nodes, buffers, and lists of buffers a field has, with its children. */
function countsOf(field: ArrowField, variadic: readonly number[], list: number): Counts {
  const own = field.dictionary ? { nodes: 1, buffers: 2, lists: 0 } : ownCounts(field, variadic, list);
  const children = field.dictionary ? [] : field.children;
  return children.reduce((sum, child) => {
    const counts = countsOf(child, variadic, list + sum.lists);
    return {
      nodes: sum.nodes + counts.nodes,
      buffers: sum.buffers + counts.buffers,
      lists: sum.lists + counts.lists,
    };
  }, own);
}

function ownCounts({ kind, isDense }: ArrowField, variadic: readonly number[], list: number): Counts {
  switch (kind) {
    case TYPE.NULL:
    case TYPE.RUN_END_ENCODED:
      return { nodes: 1, buffers: 0, lists: 0 };
    case TYPE.STRUCT:
    case TYPE.FIXED_SIZE_LIST:
      return { nodes: 1, buffers: 1, lists: 0 };
    case TYPE.UNION:
      return { nodes: 1, buffers: isDense ? 2 : 1, lists: 0 };
    case TYPE.BINARY:
    case TYPE.UTF8:
    case TYPE.LARGE_BINARY:
    case TYPE.LARGE_UTF8:
    case TYPE.LIST_VIEW:
    case TYPE.LARGE_LIST_VIEW:
      return { nodes: 1, buffers: 3, lists: 0 };
    case TYPE.BINARY_VIEW:
    case TYPE.UTF8_VIEW:
      return { nodes: 1, buffers: 2 + viewsOf(variadic, list), lists: 1 };
    default:
      return { nodes: 1, buffers: 2, lists: 0 };
  }
}

/** Buffers of a view's texts: no more than there is a place for. */
function viewsOf(variadic: readonly number[], list: number): number {
  const count = variadic[list];
  if (count === undefined || count > 1_000_000) throw MALFORMED;
  return count;
}
