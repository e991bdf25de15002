/** Pixels from top to bottom and from left to right. */
export interface Size {
  rows: number;
  columns: number;
}

/** The size whose greater side is at most `longest`, in the same proportion, rounded half up, and at least 1. */
export function fitted({ rows, columns }: Size, longest: number): Size {
  const larger = Math.max(rows, columns);
  if (larger <= longest) return { rows, columns };
  const scaled = (length: number) => Math.max(1, Math.floor((2 * length * longest + larger) / (2 * larger)));
  return { rows: scaled(rows), columns: scaled(columns) };
}
