/** What an entry's name is encoded in (APPNOTE, appendix D). */
import { crc32 } from '../crc32';
import { UNICODE_PATH_EXTRA, UTF8 } from './format';

/** The upper half of IBM's code page 437. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The name; undefined if its bytes are no text in the encoding that they should be in.
 *
 * @param isUnix whether the archive was made there, where programs leave names as the system has them: in UTF-8
 */
export function decodeName(
  raw: Buffer,
  flags: number,
  extras: ReadonlyMap<number, Buffer>,
  isUnix: boolean,
): string | undefined {
  const better = extras.get(UNICODE_PATH_EXTRA);
  // Its checksum is that of the name which it stands for: if that was changed later, it does not count.
  const isBetter = better && better.length > 5 && better[0] === 1 && better.readUInt32LE(1) === crc32(raw, 0);
  if (isBetter) return decodeUtf8(better.subarray(5));
  if (flags & UTF8) return decodeUtf8(raw);
  return (isUnix ? decodeUtf8(raw) : undefined) ?? decode437(raw);
}

function decodeUtf8(raw: Buffer): string | undefined {
  try {
    return utf8.decode(raw);
  } catch {
    return undefined;
  }
}

const decode437 = (raw: Buffer): string =>
  raw.toString('latin1').replace(/[\u0080-\u00ff]/g, (byte) => CP437[byte.charCodeAt(0) - 128] as string);
