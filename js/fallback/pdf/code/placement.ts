/** Where the bits of a Data Matrix's codewords stand (ISO/IEC 16022, annex F, whose names these are). */

/** The modules of a square matrix without its edges, 1 for the dark ones. */
export function placement(size: number, codewords: number[]): number[] {
  const matrix: number[] = new Array(size * size).fill(-1);
  let next = 0;

  const module = (row: number, column: number, bit: number): void => {
    let [y, x] = [row, column];
    if (y < 0) {
      y += size;
      x += 4 - ((size + 4) % 8);
    }
    if (x < 0) {
      x += size;
      y += 4 - ((size + 4) % 8);
    }
    matrix[y * size + x] = ((codewords[next] as number) >> (7 - bit)) & 1;
  };
  const place = (modules: readonly (readonly [row: number, column: number])[]): void => {
    for (const [bit, [row, column]] of modules.entries()) module(row, column, bit);
    next++;
  };
  const utah = (row: number, column: number): void =>
    place([
      [row - 2, column - 2],
      [row - 2, column - 1],
      [row - 1, column - 2],
      [row - 1, column - 1],
      [row - 1, column],
      [row, column - 2],
      [row, column - 1],
      [row, column],
    ]);
  const last = size - 1;
  const corner1 = () =>
    place([
      [last, 0],
      [last, 1],
      [last, 2],
      [0, size - 2],
      [0, last],
      [1, last],
      [2, last],
      [3, last],
    ]);
  const corner2 = () =>
    place([
      [size - 3, 0],
      [size - 2, 0],
      [last, 0],
      [0, size - 4],
      [0, size - 3],
      [0, size - 2],
      [0, last],
      [1, last],
    ]);
  const corner3 = () =>
    place([
      [size - 3, 0],
      [size - 2, 0],
      [last, 0],
      [0, size - 2],
      [0, last],
      [1, last],
      [2, last],
      [3, last],
    ]);
  const corner4 = () =>
    place([
      [last, 0],
      [last, last],
      [0, size - 3],
      [0, size - 2],
      [0, last],
      [1, size - 3],
      [1, size - 2],
      [1, last],
    ]);
  const isFree = (row: number, column: number) => matrix[row * size + column] === -1;

  let row = 4;
  let column = 0;
  do {
    if (row === size && column === 0) corner1();
    if (row === size - 2 && column === 0 && size % 4 !== 0) corner2();
    if (row === size - 2 && column === 0 && size % 8 === 4) corner3();
    if (row === size + 4 && column === 2 && size % 8 === 0) corner4();
    do {
      if (row < size && column >= 0 && isFree(row, column)) utah(row, column);
      row -= 2;
      column += 2;
    } while (row >= 0 && column < size);
    row += 1;
    column += 3;
    do {
      if (row >= 0 && column < size && isFree(row, column)) utah(row, column);
      row += 2;
      column -= 2;
    } while (row < size && column >= 0);
    row += 3;
    column += 1;
  } while (row < size || column < size);
  if (isFree(last, last)) {
    matrix[last * size + last] = 1;
    matrix[(last - 1) * size + last - 1] = 1;
  }
  return matrix;
}
