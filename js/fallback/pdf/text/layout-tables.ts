/** The tables of a font that say how it is shaped (OpenType, GSUB, GPOS and GDEF), read as a whole. */
import type { Font } from 'fontkit';

/** Values in them: the largest shipping fonts have a tenth of that, but offsets may lead to the same place again and again. */
const MAX_VALUES = 5_000_000;

/** A list of which fontkit reads each item when it is asked for it. */
interface LazyArray {
  toArray(): unknown[];
}

/** What indices in a table lead to. */
interface Lists {
  lookupList?: { length: number } | null;
  featureList?: { length: number } | null;
}

/** Reads all of them, for fontkit reads what it needs when it needs it; throws where something cannot be read or is not there. */
export function readLayout(font: Font): void {
  const tables = font as unknown as Record<string, Lists | undefined>;
  for (const tag of ['GSUB', 'GPOS', 'GDEF']) {
    const table = tables[tag];
    if (table) read(table, table.lookupList?.length ?? 0, table.featureList?.length ?? 0);
  }
}

function read(table: object, lookups: number, features: number): void {
  const seen = new Set<object>();
  const waiting: unknown[] = [table];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || seen.has(value)) continue;
    seen.add(value);
    if (seen.size > MAX_VALUES) throw new RangeError('more is referred to than a font can hold');
    const items = 'toArray' in value ? (value as LazyArray).toArray() : value;
    for (const [key, item] of Object.entries(items)) {
      if (key === 'lookupListIndex') within([item], lookups);
      else if (key === 'lookupListIndexes') within(item, lookups);
      else if (key === 'featureIndexes') within(item, features);
      else waiting.push(item);
    }
  }
}

function within(indices: readonly number[], count: number): void {
  if (indices.some((index) => index >= count)) throw new RangeError('an index leads nowhere');
}
