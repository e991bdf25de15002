/** Opens workbooks that need a password. */
import { ClinicoreError } from '../../../errors';
import { damaged, unsupported } from '../../../fallback/export/sheet/fault';
import type { Task } from '../../../task';
import type { CompoundFile } from '../../compound-file/read';
import { decryptAgile } from './agile/decrypt';
import { INFO, PACKAGE, PART } from './sealed';
import { decryptStandard } from './standard';

export const isEncrypted = (file: CompoundFile): boolean => file.has(INFO) && file.has(PACKAGE);

/** How the description begins ([MS-OFFCRYPTO] 2.3.4.5 and 2.3.4.10). */
const AGILE = 4;
const STANDARD = 2;

/**
 * The document, in pieces.
 *
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` without a password, `ERR_AUTHENTICATION_FAILED` for another one
 */
export async function decrypted(
  file: CompoundFile,
  password: string | undefined,
  task: Task,
): Promise<AsyncIterable<Uint8Array>> {
  const [info, stream] = [await file.stream(INFO), await file.stream(PACKAGE)];
  if (!info || !stream || info.length < 8 || stream.length < 8) throw damaged(PART);
  if (password === undefined) {
    const message = 'The workbook is encrypted: options.password must be given';
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: 'options.password' });
  }
  const [major, minor] = [info.readUInt16LE(0), info.readUInt16LE(2)];
  const size = Number(stream.readBigUInt64LE(0));
  if (size > stream.length - 8) throw damaged(PART);
  const sealed = { info: info.subarray(8), stream, size, password: Buffer.from(password, 'utf16le') };
  if (major === AGILE && minor === AGILE) return decryptAgile(sealed, task);
  if (minor === STANDARD && major >= 2 && major <= 4) return decryptStandard(sealed, task);
  throw unsupported('it is encrypted in a way that is not known');
}
