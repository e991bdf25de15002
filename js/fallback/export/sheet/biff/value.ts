/** Values as xls and xlsb both have them. */
import { CellKind, ERRORS } from '../../../../contract/sheet';
import type { Typed } from '../date';

const K = CellKind;
const DOUBLE = new DataView(new ArrayBuffer(8));

/** A number in four bytes ([MS-XLS] 2.5.217): the upper 30 bits of a double or an integer, perhaps in hundredths. */
export function rk(word: number): number {
  const isInteger = (word & 2) !== 0;
  DOUBLE.setUint32(0, word & ~3);
  const number = isInteger ? word >> 2 : DOUBLE.getFloat64(0);
  return word & 1 ? number / 100 : number;
}

/** Codes of errors ([MS-XLS] 2.5.10, `BErr`). */
const CODES: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
};

export function errorOf(code: number): Typed {
  return { kind: K.error, number: (ERRORS as readonly string[]).indexOf(CODES[code] ?? '#UNKNOWN!') };
}

/** TRUE or FALSE; undefined of what is neither. */
export const booleanOf = (byte: number): Typed | undefined =>
  byte > 1 ? undefined : { kind: K.boolean, number: byte };

/** A text in which every character is one. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');
