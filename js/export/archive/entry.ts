/** What is found in an archive. */
import { constants } from 'node:buffer';
import { Readable } from 'node:stream';
import { ClinicoreError } from '../../errors';
import { joined } from '../../joined';
import { integer, optionalRecord } from '../../validate';

/** What an entry is: `link` is a symbolic or hard link, which is never followed, `other` a device or the like. */
export type EntryType = 'file' | 'directory' | 'link' | 'other';

/** Options of {@link ArchiveEntry.buffer}. */
export interface EntryBufferOptions {
  /** Refuse an entry that holds more bytes. Default: what the archive was opened with. */
  maxBytes?: number | undefined;
}

/** A file or folder in an archive. */
export interface ArchiveEntry {
  /** Its path, parts divided by `/`, that of a directory with one at the end: always below one folder, without `..`. */
  readonly name: string;
  /** What it is. */
  readonly type: EntryType;
  /** Whether it is a directory. */
  readonly isDirectory: boolean;
  /** How many bytes it holds. */
  readonly size: number;
  /** When it was changed, if the archive says so; times of zip without a zone are taken for UTC. */
  readonly modified: Date | undefined;
  /** Unix's permissions, if the archive has them. */
  readonly mode: number | undefined;
  /**
   * What it holds, read and unpacked no faster than it is taken. What comes out before an error was not all checked yet: use
   * it when the stream has ended.
   */
  stream(): Readable;
  /**
   * What it holds, when all of it was found to be in order.
   *
   * @param options the most it may be
   * @throws ClinicoreError (as a rejection) `ERR_LIMIT_EXCEEDED`, `ERR_MALFORMED_INPUT`, `ERR_UNSUPPORTED`, `ERR_IO`,
   *   `ERR_AUTHENTICATION_FAILED`, `ERR_ABORTED`, `ERR_BUSY`, `ERR_INVALID_ARGUMENT`
   */
  buffer(options?: EntryBufferOptions): Promise<Buffer>;
}

/** An entry whose content can be read without a stream around it. */
export interface ReadableEntry extends ArchiveEntry {
  content(): AsyncIterable<Uint8Array>;
}

/** The content of an entry as a stream. */
export const asStream = (content: AsyncIterable<Uint8Array>): Readable => Readable.from(content, { objectMode: false });

/** The content of an entry of `size` bytes in one Buffer; see {@link ArchiveEntry.buffer}. */
export async function asBuffer(
  content: () => AsyncIterable<Uint8Array>,
  size: number,
  options: EntryBufferOptions | undefined,
): Promise<Buffer> {
  const fields = optionalRecord(options, 'options').only(['maxBytes']);
  const limit = Math.min(
    constants.MAX_LENGTH,
    fields.optional('maxBytes', Number.MAX_SAFE_INTEGER, integer, 0, Number.MAX_SAFE_INTEGER),
  );
  if (size > limit) {
    const message = `The entry holds more than ${limit} bytes`;
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { limit, given: size, option: 'maxBytes' });
  }
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of content()) {
    pieces.push(piece);
    length += piece.length;
  }
  return joined(pieces, length);
}
