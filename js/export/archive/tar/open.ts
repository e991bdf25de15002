/** What a tar archive may be packed in, told by its first bytes. */
import type { Backend, Job } from '../../../contract';
import { ClinicoreError } from '../../../errors';
import { DETECTED, detect } from '../../compression/detect';
import type { Budget } from '../budget';
import { malformedAt } from '../errors';
import { unpacked } from '../unpack';
import { BLOCK } from './format';
import { Input } from './input';
import { isHeader, isZero } from './parse';

/** Formats that are not read here, by their first bytes. */
const OTHERS: [name: string, magic: Buffer][] = [
  ['xz', Buffer.from('fd377a585a00', 'hex')],
  ['bzip2', Buffer.from('BZh')],
];

/** The archive's own bytes, decompressed if need be: gzip, zstd and LZ4. */
export async function opened(
  chunks: AsyncIterable<Uint8Array>,
  budget: Budget,
  backend: Backend,
  job: Job,
): Promise<Input> {
  const input = new Input(chunks);
  const head = await input.peek(BLOCK);
  if (isHeader(head) || (head.length === BLOCK && isZero(head))) return input;
  for (const [name, magic] of OTHERS) {
    if (head.subarray(0, magic.length).equals(magic)) {
      throw new ClinicoreError('ERR_UNSUPPORTED', `The archive is compressed with ${name}, which is not read here`);
    }
  }
  return new Input(decompressed(input, formatOf(head), budget, backend, job));
}

function formatOf(head: Buffer): 'gzip' | 'zstd' | 'lz4' {
  try {
    const format = detect(head.subarray(0, DETECTED));
    if (format !== 'deflate') return format;
  } catch {
    // Of no known format.
  }
  throw malformedAt(0, 'is no tar archive, or cut short');
}

async function* decompressed(
  input: Input,
  format: 'gzip' | 'zstd' | 'lz4',
  budget: Budget,
  backend: Backend,
  job: Job,
): AsyncGenerator<Uint8Array> {
  let made = 0;
  try {
    for await (const piece of unpacked(input.all(), format, Number.MAX_SAFE_INTEGER, undefined, backend, job)) {
      made += piece.length;
      budget.checkRatio(input.offset, made);
      yield piece;
    }
  } finally {
    await input.close();
  }
}
