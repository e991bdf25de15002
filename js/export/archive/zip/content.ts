/** What an entry holds: found, checked against its headers, decrypted and inflated. */
import type { Backend, Job } from '../../../contract';
import { ClinicoreError } from '../../../errors';
import { crc32 } from '../crc32';
import { malformed, unsupported } from '../errors';
import { type Positioned, piecesFrom } from '../positioned';
import { unpacked } from '../unpack';
import { AesCode, type AesKeys, AesStream, aesKeys, CHECK_LENGTH, CODE_LENGTH, saltLength } from './aes';
import { type AesParameters, isDescribed, type Listed } from './directory';
import { number64 } from './end';
import {
  DEFLATED,
  DESCRIPTOR,
  ENCRYPTED,
  extrasOf,
  LOCAL_HEADER,
  LOCAL_LENGTH,
  MASKED,
  MAX_32,
  PATCH,
  STORED,
  STRONGLY_ENCRYPTED,
  ZIP64_EXTRA,
} from './format';
import { UNPACKED_HERE, unpackedHere } from './small';

/** The content of an entry; it throws at the latest after the last piece if that is not what was put in. */
export async function* contentOf(
  archive: Positioned,
  entry: Listed,
  password: string | undefined,
  backend: Backend,
  job: Job,
): AsyncGenerator<Uint8Array> {
  const { index, size, aes } = entry;
  const method = supported(entry);
  const dataAt = await dataOf(archive, entry);
  const packed = aes
    ? await decrypted(archive, entry, dataAt, aes, password)
    : piecesFrom(archive, dataAt, entry.packed);
  const content = method === STORED ? packed : inflated(packed, entry, backend, job);
  let [given, crc] = [0, 0];
  for await (const piece of content) {
    given += piece.length;
    if (given > size) break;
    crc = crc32(piece, crc);
    if (piece.length > 0) yield piece;
  }
  if (given !== size) throw malformed(index, WRONG_SIZE);
  const hasChecksum = aes?.version !== 2;
  if (hasChecksum && crc !== entry.crc) throw aes ? unauthentic(index) : malformed(index, 'is damaged');
}

const WRONG_SIZE = 'holds more or less than its header says';

/** Whether {@link smallContentOf} can read it. */
export const isSmall = ({ size, packed, flags, method }: Listed): boolean =>
  method === DEFLATED && !(flags & ENCRYPTED) && size <= UNPACKED_HERE && packed <= UNPACKED_HERE;

/** {@link contentOf} of what takes no time. */
export async function smallContentOf(archive: Positioned, entry: Listed): Promise<Uint8Array> {
  supported(entry);
  const { index, size, packed, crc } = entry;
  const content = unpackedHere(await archive.read(await dataOf(archive, entry), packed), size);
  if (content && content.length < size) throw malformed(index, WRONG_SIZE);
  if (content === undefined || crc32(content, 0) !== crc) throw malformed(index, 'is damaged');
  return content;
}

/** The method its content is packed by, if it can be read. */
function supported({ index, flags, method, aes, type }: Listed): number {
  if (type === 'link' || type === 'other') throw unsupported(index, 'is a link or a device');
  if (flags & (STRONGLY_ENCRYPTED | MASKED))
    throw unsupported(index, 'is encrypted by the strong encryption of PKWARE');
  if (flags & ENCRYPTED && !aes) throw unsupported(index, 'is encrypted by the traditional encryption of PKWARE');
  if (flags & PATCH) throw unsupported(index, 'is a patch');
  const packing = aes?.method ?? method;
  if (packing !== STORED && packing !== DEFLATED) throw unsupported(index, `is packed by method ${packing}`);
  return packing;
}

/** Where the content begins, after a local header that says what the directory does. */
async function dataOf(archive: Positioned, entry: Listed): Promise<number> {
  const { index, offset, packed, rawName, end } = entry;
  const header = await archive.read(offset, LOCAL_LENGTH);
  const [nameLength, extrasLength] = [header.readUInt16LE(26), header.readUInt16LE(28)];
  const dataAt = offset + LOCAL_LENGTH + nameLength + extrasLength;
  if (header.readUInt32LE(0) !== LOCAL_HEADER || dataAt + packed > end)
    throw malformed(index, 'is not where it should be');
  const rest = await archive.read(offset + LOCAL_LENGTH, nameLength + extrasLength);
  const extras = extrasOf(rest.subarray(nameLength));
  const agrees =
    extras !== undefined &&
    rawName.equals(rest.subarray(0, nameLength)) &&
    header.readUInt16LE(6) === entry.flags &&
    header.readUInt16LE(8) === entry.method &&
    sizesAgree(header, extras.get(ZIP64_EXTRA), entry) &&
    (!isDescribed(entry) ||
      descriptorAgrees(await archive.read(dataAt + packed, Math.min(24, end - dataAt - packed)), entry));
  if (!agrees) throw malformed(index, 'has a local header that differs from that in the directory');
  return dataAt;
}

/** Whether checksum and sizes of the local header are the entry's; those that follow the content may be left out. */
function sizesAgree(header: Buffer, zip64: Buffer | undefined, entry: Listed): boolean {
  const crc = header.readUInt32LE(14);
  let [packed, size] = [header.readUInt32LE(18), header.readUInt32LE(22)];
  // Of both sizes there is one of 8 bytes if there is of one (4.5.3).
  if (zip64 && zip64.length >= 16 && (size === MAX_32 || packed === MAX_32)) {
    [size, packed] = [number64(zip64, 0), number64(zip64, 8)];
  }
  if (isDescribed(entry) && crc === 0 && packed === 0 && size === 0) return true;
  return crc === entry.crc && packed === entry.packed && size === entry.size;
}

/** Whether what follows the content says the same (4.3.9): with a signature or without, sizes of 4 or 8 bytes. */
function descriptorAgrees(data: Buffer, { crc, packed, size }: Listed): boolean {
  const says = (at: number, wide: boolean): boolean => {
    if (data.length < at + (wide ? 20 : 12) || data.readUInt32LE(at) !== crc) return false;
    return wide
      ? number64(data, at + 4) === packed && number64(data, at + 12) === size
      : data.readUInt32LE(at + 4) === packed && data.readUInt32LE(at + 8) === size;
  };
  const isSigned = data.length >= 4 && data.readUInt32LE(0) === DESCRIPTOR;
  return (isSigned && (says(4, false) || says(4, true))) || says(0, false) || says(0, true);
}

async function* inflated(
  packed: AsyncIterable<Uint8Array>,
  { index, size, aes, packed: length }: Listed,
  backend: Backend,
  job: Job,
): AsyncGenerator<Uint8Array> {
  try {
    yield* unpacked(packed, 'raw-deflate', size, length, backend, job);
  } catch (error) {
    const isBad = error instanceof ClinicoreError && /MALFORMED|LIMIT/.test(error.code);
    if (!isBad) throw error;
    throw aes ? unauthentic(index) : malformed(index, 'is damaged');
  }
}

/** The content decrypted, after all of it was found to be authentic. */
async function decrypted(
  archive: Positioned,
  { index, packed }: Listed,
  dataAt: number,
  { keyLength }: AesParameters,
  password: string | undefined,
): Promise<AsyncGenerator<Uint8Array>> {
  if (password === undefined) {
    const message = `Entry ${index} of the archive is encrypted: options.password must be given`;
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: 'options.password', index });
  }
  const saltEnd = saltLength(keyLength);
  const headLength = saltEnd + CHECK_LENGTH;
  const length = packed - headLength - CODE_LENGTH;
  if (length < 0) throw malformed(index, 'is too short to be encrypted');
  const head = await archive.read(dataAt, headLength);
  const keys = await aesKeys(password, head.subarray(0, saltEnd), keyLength);
  const isRight = keys.check.equals(head.subarray(saltEnd));
  const contentAt = dataAt + headLength;
  if (!isRight || !(await isAuthentic(archive, contentAt, length, keys))) throw unauthentic(index);
  return decrypt(piecesFrom(archive, contentAt, length), keys);
}

async function isAuthentic(archive: Positioned, at: number, length: number, keys: AesKeys): Promise<boolean> {
  const code = new AesCode(keys);
  for await (const piece of piecesFrom(archive, at, length)) code.update(piece);
  return code.is(await archive.read(at + length, CODE_LENGTH));
}

async function* decrypt(pieces: AsyncIterable<Uint8Array>, { encryption }: AesKeys): AsyncGenerator<Uint8Array> {
  const stream = new AesStream(encryption);
  for await (const piece of pieces) yield stream.update(piece);
}

/** One error, whatever was wrong: it would help who tries passwords or changes bytes. */
const unauthentic = (index: number): ClinicoreError =>
  new ClinicoreError(
    'ERR_AUTHENTICATION_FAILED',
    `Entry ${index} of the archive was encrypted with another password, or has been changed`,
    { index },
  );
