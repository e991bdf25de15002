/** QR codes (ISO/IEC 18004), by qrcode-generator. */
import qrcode from 'qrcode-generator';
import type { CodeMessage } from '../../../contract/pdf';
import { type Modules, merged, type Refuse } from './index';

const NUMERIC = /^\d+$/;
const ALPHANUMERIC = /^[0-9A-Z $%*+\-./:]+$/;

type QRCode = ReturnType<typeof qrcode>;

/**
 * The code of a text, in the smallest version that holds it. What is not ASCII is UTF-8 without saying so (ECI): that is
 * what the payloads of payments ask for, and what readers take it for.
 */
export function qr({ value, level = 'M', cross = false }: CodeMessage, refuse: Refuse): Modules {
  const code = made(value, level, 0, refuse);
  if (!cross) return read(code, QUIET);
  return read(code.getModuleCount() < CROSSED.modules ? made(value, level, CROSSED.version, refuse) : code, 0);
}

/** Free modules on each side (ISO/IEC 18004, 5.3.8). */
const QUIET = 4;
/** The least version with a cross: the first, and large enough for payments, that has no alignment pattern in the middle. */
const CROSSED = { version: 14, modules: 73 } as const;

function made(value: string, level: 'L' | 'M' | 'Q' | 'H', version: 0 | 14, refuse: Refuse): QRCode {
  const code = qrcode(version, level);
  if (NUMERIC.test(value)) code.addData(value, 'Numeric');
  else if (ALPHANUMERIC.test(value)) code.addData(value, 'Alphanumeric');
  // The package takes the lower eight bits of each UTF-16 unit for a byte.
  else code.addData(Buffer.from(value, 'utf8').toString('latin1'), 'Byte');
  try {
    code.make();
  } catch {
    throw refuse('be shorter: no QR code of this error correction can hold it');
  }
  return code;
}

function read(code: QRCode, quiet: number): Modules {
  const size = code.getModuleCount();
  return { width: size, height: size, quiet, dark: merged(size, size, (x, y) => code.isDark(y, x)) };
}
