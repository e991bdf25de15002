import { combined, IDENTITY, type Matrix } from '../outline';

const FUNCTION = /\s*,?\s*([a-zA-Z]+)\s*\(([^()]*)\)\s*/y;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Each function of the `transform` attribute, with how many numbers it may take. */
const FUNCTIONS: ReadonlyMap<string, { takes: number[]; matrix: (n: number[]) => Matrix }> = new Map(
  Object.entries<{ takes: number[]; matrix: (n: number[]) => Matrix }>({
    matrix: { takes: [6], matrix: (n) => n as unknown as Matrix },
    translate: { takes: [1, 2], matrix: ([x = 0, y = 0]) => [1, 0, 0, 1, x, y] },
    scale: { takes: [1, 2], matrix: ([x = 1, y = x]) => [x, 0, 0, y, 0, 0] },
    rotate: {
      takes: [1, 3],
      matrix: ([angle = 0, x = 0, y = 0]) => {
        const [cos, sin] = [Math.cos(radians(angle)), Math.sin(radians(angle))];
        return [cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y];
      },
    },
    skewX: { takes: [1], matrix: ([angle = 0]) => [1, 0, Math.tan(radians(angle)), 1, 0, 0] },
    skewY: { takes: [1], matrix: ([angle = 0]) => [1, Math.tan(radians(angle)), 0, 1, 0, 0] },
  }),
);

/** The matrix of a `transform` attribute (SVG 2, 8.5); `undefined` for what is none. */
export function transformOf(value: string): Matrix | undefined {
  let matrix: Matrix = IDENTITY;
  for (let at = 0; at < value.trimEnd().length; at = FUNCTION.lastIndex) {
    FUNCTION.lastIndex = at;
    const found = FUNCTION.exec(value);
    const known = found && FUNCTIONS.get(found[1] as string);
    if (!found || !known) return undefined;
    const text = (found[2] as string).trim();
    const numbers = text === '' ? [] : text.split(/[\s,]+/).map(Number);
    if (!known.takes.includes(numbers.length) || !numbers.every((n) => Math.abs(n) <= 1e6)) return undefined;
    matrix = combined(matrix, known.matrix(numbers));
  }
  return matrix;
}
