/** Bar codes and matrix codes as dark modules. */
import type { CodeMessage } from '../../../contract/pdf';
import { ClinicoreError } from '../../../errors';
import type { Dark } from '../layout/marks';
import { code128 } from './code128';
import { dataMatrix } from './data-matrix';
import { ean13 } from './ean13';
import { qr } from './qr';

/** A code's modules, without its quiet zone. */
export interface Modules {
  width: number;
  /** 1 for bar codes. */
  height: number;
  /** Modules that must stay free on each side (above and below only of the square ones). */
  quiet: number;
  dark: Dark[];
  /** What stands under it, if not the value. */
  text?: string;
}

/** The modules of a code. */
export function modules(message: CodeMessage, path: string): Modules {
  const refuse = (must: string) =>
    new ClinicoreError('ERR_INVALID_ARGUMENT', `${path}.value must ${must}`, { argument: `${path}.value` });
  switch (message.code) {
    case 'qr':
      return qr(message, refuse);
    case 'code128':
      return code128(message.value, refuse);
    case 'ean13':
      return ean13(message.value, refuse);
    case 'dataMatrix':
      return dataMatrix(message.value, refuse);
  }
}

/** What is said when a value cannot be encoded. */
export type Refuse = (must: string) => ClinicoreError;

/** The dark modules of a matrix, those beside each other as one rectangle. */
export function merged(width: number, height: number, isDark: (x: number, y: number) => boolean): Dark[] {
  const dark: Dark[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; ) {
      let end = x;
      while (end < width && isDark(end, y)) end++;
      if (end > x) dark.push([x, y, end - x, 1]);
      x = end + 1;
    }
  }
  return dark;
}
