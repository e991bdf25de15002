/** Workbooks that only open with a password. */
import { ClinicoreError } from '../../../errors';
import { run, type Task } from '../../../task';
import { compoundFile, MAX_STREAM } from '../../compound-file/write';
import { AgileEncryption, SPINS } from './agile/encrypt';
import { dataSpaces } from './data-spaces';
import { INFO, PACKAGE } from './sealed';

/** Bytes of the stream besides the document: its size, and what fills the last block. */
const AROUND = 8 + 16;

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
  yield* compoundFile([{ name: INFO, pieces: [info] }, { name: PACKAGE, pieces }, dataSpaces(PACKAGE)]);
}

const tooLarge = (): ClinicoreError =>
  new ClinicoreError('ERR_LIMIT_EXCEEDED', `A file with a password must have at most ${MAX_STREAM} bytes`, {
    limit: MAX_STREAM,
  });
