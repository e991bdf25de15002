/** Segmented palettes (PS3.3 C.7.9.2). */

/**
 * The entries of a segmented table, of 16 bits each.
 *
 * @param data the segments, of 8 or 16 bits little endian
 * @param entries how many entries there must be
 * @param unit bytes of a number in the segments
 * @param fail makes the error for data that are something else
 */
export function expand(data: Buffer, entries: number, unit: 1 | 2, fail: () => Error): Buffer {
  const table = Buffer.alloc(2 * entries);
  const read = (at: number): number => {
    if (at < 0 || (at + 1) * unit > data.length) throw fail();
    return data.readUIntLE(at * unit, unit);
  };
  let filled = 0;
  const put = (value: number): void => {
    if (filled === entries) throw fail();
    table.writeUInt16LE(value, 2 * filled++);
  };
  let segments = 0;
  /** Reads the segment at a place; returns where it ends. */
  const segment = (at: number, mayPoint: boolean): number => {
    // Segments that add nothing could be pointed to again and again.
    if (++segments > entries + data.length) throw fail();
    const [opcode, length] = [read(at), read(at + 1)];
    if (opcode === 0) {
      for (let value = 0; value < length; value++) put(read(at + 2 + value));
      return at + 2 + length;
    }
    if (opcode === 1) {
      if (filled === 0) throw fail();
      const from = table.readUInt16LE(2 * (filled - 1));
      const to = read(at + 2);
      for (let step = 1; step <= length; step++) put(Math.floor(from + ((to - from) * step) / length + 0.5));
      return at + 3;
    }
    if (opcode === 2 && mayPoint) {
      // The offset is in bytes, in two or four numbers, the least significant one first.
      const numbers = 4 / unit;
      let offset = 0;
      for (let number = numbers - 1; number >= 0; number--) offset = offset * 256 ** unit + read(at + 2 + number);
      let target = Math.floor(offset / unit);
      for (let repeated = 0; repeated < length; repeated++) target = segment(target, false);
      return at + 2 + numbers;
    }
    throw fail();
  };
  for (let at = 0; filled < entries; ) at = segment(at, true);
  return table;
}
