/** EAN-13 bar codes (ISO/IEC 15420). */
import { type Modules, merged, type Refuse } from './index';

/** Odd (A) parity of each digit as modules, dark ones 1; even (B) is its mirrored complement, the right side (C) its complement. */
const ODD = [
  ...['0001101', '0011001', '0010011', '0111101', '0100011'],
  ...['0110001', '0101111', '0111011', '0110111', '0001011'],
];
/** Which of the left six digits have even parity: it says the first digit. */
const PARITY = [
  ...['AAAAAA', 'AABABB', 'AABBAB', 'AABBBA', 'ABAABB'],
  ...['ABBAAB', 'ABBBAA', 'ABABAB', 'ABABBA', 'ABBABA'],
];

/** The code of 12 digits, or of 13 with the right check digit. */
export function ean13(value: string, refuse: Refuse): Modules {
  if (!/^\d{12,13}$/.test(value)) throw refuse('be 12 or 13 digits');
  const digits = Array.from(value.slice(0, 12), Number);
  const sum = digits.reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 3), 0);
  const check = (10 - (sum % 10)) % 10;
  if (value.length === 13 && Number(value[12]) !== check) throw refuse('end in its check digit');
  digits.push(check);
  const parity = PARITY[digits[0] as number] as string;
  const left = digits.slice(1, 7).map((digit, index) => (parity[index] === 'A' ? odd(digit) : even(digit)));
  const right = digits.slice(7).map((digit) => complement(odd(digit)));
  const modules = `101${left.join('')}01010${right.join('')}101`;
  const dark = merged(modules.length, 1, (x) => modules[x] === '1');
  // 11 free modules are asked for on the left and 7 on the right.
  return { width: modules.length, height: 1, quiet: 11, dark, text: digits.join('') };
}

const odd = (digit: number) => ODD[digit] as string;
const complement = (modules: string) => Array.from(modules, (one) => (one === '1' ? '0' : '1')).join('');
const even = (digit: number) =>
  Array.from(complement(odd(digit)))
    .reverse()
    .join('');
