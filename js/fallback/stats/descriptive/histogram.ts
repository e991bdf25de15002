/** Adds to `counts` how many values lie from each edge up to the next; the last bin includes its upper edge. */
export function histogram(values: Float64Array, edges: Float64Array, counts: Uint32Array): boolean {
  if (!values.every(Number.isFinite)) return false;
  const last = counts.length - 1;
  for (const x of values) {
    if (!(x >= (edges[0] as number) && x <= (edges[last + 1] as number))) continue;
    let [low, high] = [0, last];
    // The last bin that begins at or below x.
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((edges[middle] as number) <= x) low = middle;
      else high = middle - 1;
    }
    counts[low] = (counts[low] as number) + 1;
  }
  return true;
}
