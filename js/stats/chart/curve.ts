/** What is drawn of a series: all of it while it is short, its envelope when it is longer than the paper is wide. */

/** Something at a place of the time axis. */
export interface At {
  /** Observations since the chart's first. */
  at: number;
}

/** A value at a place. */
export interface Point extends At {
  value: number;
}

/** A band at a place. */
export interface Span extends At {
  lower: number;
  upper: number;
}

/** Which pixel column an observation falls into; `undefined` when each has room for itself. */
export type Columns = ((at: number) => number) | undefined;

/**
 * Pixel columns for `count` observations on `width` pixels: none while there are at most two to a pixel. At most 1,000,
 * which with two points each bounds the file.
 */
export function columnsOf(count: number, width: number): Columns {
  const columns = Math.min(1000, Math.floor(width));
  return count <= 2 * columns ? undefined : (at) => Math.floor((at * columns) / count);
}

/**
 * A series as runs of points without a gap. In a column the lowest and the highest value are kept, in their order: what
 * a line through all of them would cover is covered.
 */
export function curve(values: Float64Array, from: number, columns: Columns): Point[][] {
  const points: (Point | undefined)[] = [];
  for (const [start, end] of cells(values.length, from, columns)) {
    let low: Point | undefined;
    let high: Point | undefined;
    for (let i = start; i < end; i++) {
      const value = values[i] as number;
      if (value < (low?.value ?? Number.POSITIVE_INFINITY)) low = { at: from + i, value };
      if (value > (high?.value ?? Number.NEGATIVE_INFINITY)) high = { at: from + i, value };
    }
    if (low && high && low.at !== high.at) points.push(...(low.at < high.at ? [low, high] : [high, low]));
    else points.push(low);
  }
  return runs(points);
}

/** A band as runs without a gap; of a column, all that it covers there. */
export function band(lower: Float64Array, upper: Float64Array, from: number, columns: Columns): Span[][] {
  const spans: (Span | undefined)[] = [];
  for (const [start, end] of cells(lower.length, from, columns)) {
    let span: Span | undefined;
    for (let i = start; i < end; i++) {
      const [low, high] = [lower[i] as number, upper[i] as number];
      if (Number.isNaN(low) || Number.isNaN(high)) continue;
      if (span) span = { ...span, lower: Math.min(span.lower, low), upper: Math.max(span.upper, high) };
      else span = { at: from + i, lower: low, upper: high };
    }
    spans.push(span);
  }
  return runs(spans);
}

/** The stretches that become one thing each: every observation by itself, or those of a column. */
function* cells(count: number, from: number, columns: Columns): Generator<[start: number, end: number]> {
  for (let start = 0; start < count; ) {
    let end = start + 1;
    if (columns) while (end < count && columns(from + end) === columns(from + start)) end++;
    yield [start, end];
    start = end;
  }
}

/** Cuts at what is missing. */
function runs<T>(items: readonly (T | undefined)[]): T[][] {
  const found: T[][] = [];
  let run: T[] = [];
  for (const item of [...items, undefined]) {
    if (item !== undefined) run.push(item);
    else if (run.length > 0) {
      found.push(run);
      run = [];
    }
  }
  return found;
}
