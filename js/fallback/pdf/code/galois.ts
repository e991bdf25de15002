/** Reed-Solomon codes over GF(256) with the polynomial of Data Matrix, x^8 + x^5 + x^3 + x^2 + 1. */
const EXP: number[] = [];
const LOG: number[] = new Array(256).fill(0);
for (let power = 0, value = 1; power < 255; power++) {
  EXP[power] = value;
  LOG[value] = power;
  value <<= 1;
  if (value > 255) value ^= 0x12d;
}

const times = (a: number, b: number): number =>
  a === 0 || b === 0 ? 0 : (EXP[((LOG[a] as number) + (LOG[b] as number)) % 255] as number);

/** The `count` codewords of error correction of some data. */
export function errorCorrection(data: number[], count: number): number[] {
  const generator = generatorOf(count);
  const rest: number[] = new Array(count).fill(0);
  for (const word of data) {
    const factor = word ^ (rest.shift() as number);
    rest.push(0);
    for (let index = 0; index < count; index++) {
      rest[index] = (rest[index] as number) ^ times(generator[index + 1] as number, factor);
    }
  }
  return rest;
}

/** The product of x - 2^i for i from 1 to `count`, highest coefficient first. */
function generatorOf(count: number): number[] {
  let polynomial = [1];
  for (let power = 1; power <= count; power++) {
    const root = EXP[power % 255] as number;
    polynomial = [...polynomial, 0].map((own, index) => own ^ times(polynomial[index - 1] ?? 0, root));
  }
  return polynomial;
}
