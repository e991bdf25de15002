/** QR codes (ISO/IEC 18004), by qrcode-generator. */
import qrcode from 'qrcode-generator';
import { type Modules, merged, type Refuse } from './index';

/** The code of a text as UTF-8, in the smallest version that holds it. */
export function qr(value: string, level: 'L' | 'M' | 'Q' | 'H', refuse: Refuse): Modules {
  const code = qrcode(0, level);
  // The package takes the lower eight bits of each UTF-16 unit for a byte.
  code.addData(Buffer.from(value, 'utf8').toString('latin1'), 'Byte');
  try {
    code.make();
  } catch {
    throw refuse('be shorter: no QR code of this error correction can hold it');
  }
  const size = code.getModuleCount();
  return { width: size, height: size, quiet: 4, dark: merged(size, size, (x, y) => code.isDark(y, x)) };
}
