/** QR codes (ISO/IEC 18004), by qrcode-generator. */
import qrcode from 'qrcode-generator';
import { type Modules, merged, type Refuse } from './index';

const NUMERIC = /^\d+$/;
const ALPHANUMERIC = /^[0-9A-Z $%*+\-./:]+$/;

/**
 * The code of a text, in the smallest version that holds it. What is not ASCII is UTF-8 without saying so (ECI): that is
 * what the payloads of payments ask for, and what readers take it for.
 */
export function qr(value: string, level: 'L' | 'M' | 'Q' | 'H', refuse: Refuse): Modules {
  const code = qrcode(0, level);
  if (NUMERIC.test(value)) code.addData(value, 'Numeric');
  else if (ALPHANUMERIC.test(value)) code.addData(value, 'Alphanumeric');
  // The package takes the lower eight bits of each UTF-16 unit for a byte.
  else code.addData(Buffer.from(value, 'utf8').toString('latin1'), 'Byte');
  try {
    code.make();
  } catch {
    throw refuse('be shorter: no QR code of this error correction can hold it');
  }
  const size = code.getModuleCount();
  return { width: size, height: size, quiet: 4, dark: merged(size, size, (x, y) => code.isDark(y, x)) };
}
