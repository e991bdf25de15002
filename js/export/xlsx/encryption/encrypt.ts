/** Workbooks that only open with a password. */
import { ClinicoreError } from '../../../errors';
import { run, type Task } from '../../../task';
import { password } from '../../password';
import { AgileEncryption, SPINS } from './agile';
import { compoundFile, MAX_STREAM } from './compound-file';
import { dataSpaces } from './data-spaces';

/** What Excel's dialog takes. */
const MAX_PASSWORD = 255;
const PACKAGE = 'EncryptedPackage';
/** Bytes of the stream besides the document: its size, and what fills the last block. */
const AROUND = 8 + 16;

export const workbookPassword = (value: unknown, path: string): string => password(value, path, MAX_PASSWORD);

/** A document encrypted. Its bytes are in memory until all are made, for the first say how many there are. */
export async function* encrypted(
  document: AsyncIterable<Uint8Array>,
  secret: string,
  task: Task,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encryption = new AgileEncryption();
  const bytes = Buffer.from(secret, 'utf16le');
  const quiet = { ...task, onProgress: undefined };
  const passwordHash = await run(quiet, ({ exporting }, job) =>
    exporting.spinPassword(bytes, encryption.passwordSalt, SPINS, job),
  );
  for await (const piece of document) {
    encryption.update(piece);
    if (encryption.size > MAX_STREAM - AROUND) throw tooLarge();
  }
  const { info, document: pieces } = await encryption.finish(passwordHash, task);
  yield* compoundFile([{ name: 'EncryptionInfo', pieces: [info] }, { name: PACKAGE, pieces }, dataSpaces(PACKAGE)]);
}

const tooLarge = (): ClinicoreError =>
  new ClinicoreError('ERR_LIMIT_EXCEEDED', `A file with a password must have at most ${MAX_STREAM} bytes`, {
    limit: MAX_STREAM,
  });
