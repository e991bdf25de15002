/** QR codes made where the secret is: a service that draws them would learn it. */
import { deflateSync } from 'node:zlib';
import qrcode from 'qrcode-generator';
import { ClinicoreError } from '../../errors';
import { crc32 } from '../../fallback/crc32';
import { integer, optionalRecord, text } from '../../validate';

/** Options of {@link qrSvg} and {@link qrPng}. */
export interface QrOptions {
  /** How many pixels wide a module is, 1 to 40. Default: 6. An SVG has that size unless its style says otherwise. */
  scale?: number | undefined;
}

/** Free modules on each side (ISO/IEC 18004, 5.3.8). */
const QUIET = 4;
/** What the largest code holds at level M. */
const MAX_BYTES = 2331;

/**
 * A QR code as SVG, dark on white, at error correction level M.
 *
 * @param content such as an {@link otpauthUri}: at most 2,331 bytes as UTF-8, which most readers guess; ASCII all know
 * @param options its size
 * @returns a whole SVG document, which may stand in HTML as it is: none of the content is in it as text
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (too long)
 * @see ISO/IEC 18004
 *
 * @example
 * response.type('svg').send(crypto.qrSvg(crypto.otpauthUri({ issuer: 'Eye Clinic', account: 'jane', secret })));
 */
export function qrSvg(content: string, options: QrOptions = {}): string {
  const { size, isDark, scale } = qr(content, options);
  let path = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; ) {
      let width = 0;
      while (isDark(x + width, y)) width++;
      if (width > 0) path += `M${x} ${y}h${width}v1h-${width}z`;
      x += Math.max(width, 1);
    }
  }
  const [side, pixels] = [size, size * scale];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${pixels}" height="${pixels}" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges" role="img" aria-label="QR code"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path}"/></svg>`;
}

/**
 * A QR code as PNG, dark on white, at error correction level M.
 *
 * @param content as in {@link qrSvg}
 * @param options its size
 * @returns a PNG of one bit a pixel
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (too long)
 * @see ISO/IEC 18004; ISO/IEC 15948
 *
 * @example
 * const src = `data:image/png;base64,${crypto.qrPng(uri).toString('base64')}`;
 */
export function qrPng(content: string, options: QrOptions = {}): Buffer {
  const { size, isDark, scale } = qr(content, options);
  const pixels = size * scale;
  const lineBytes = 1 + Math.ceil(pixels / 8);
  const raw = Buffer.alloc(lineBytes * pixels);
  for (let y = 0; y < size; y++) {
    const line = raw.subarray(y * scale * lineBytes, (y * scale + 1) * lineBytes);
    for (let x = 0; x < size; x++) {
      if (isDark(x, y)) continue;
      for (let column = x * scale; column < (x + 1) * scale; column++) {
        const at = 1 + (column >> 3);
        line[at] = (line[at] as number) | (0x80 >> (column & 7));
      }
    }
    for (let copy = 1; copy < scale; copy++) raw.set(line, (y * scale + copy) * lineBytes);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(pixels, 0);
  head.writeUInt32BE(pixels, 4);
  head[8] = 1; // bits a pixel, of colour type 0: grey
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function qr(content: unknown, options: unknown) {
  const scale = optionalRecord(options, 'options').only(['scale']).optional('scale', 6, integer, 1, 40);
  const bytes = Buffer.from(text(content, 'content', MAX_BYTES));
  if (bytes.length > MAX_BYTES) {
    throw new ClinicoreError(
      'ERR_LIMIT_EXCEEDED',
      `content must be at most ${MAX_BYTES} bytes long, got ${bytes.length}`,
      {
        argument: 'content',
        limit: MAX_BYTES,
        given: bytes.length,
      },
    );
  }
  const code = qrcode(0, 'M');
  // The package takes the lower eight bits of each UTF-16 unit for a byte.
  code.addData(bytes.toString('latin1'), 'Byte');
  code.make();
  const modules = code.getModuleCount();
  const within = (at: number) => at >= QUIET && at < modules + QUIET;
  const isDark = (x: number, y: number) => within(x) && within(y) && code.isDark(y - QUIET, x - QUIET);
  return { size: modules + 2 * QUIET, isDark, scale };
}
