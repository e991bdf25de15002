/** The entries' headers, with what extended ones say of them. */
import { ClinicoreError } from '../../../errors';
import type { Budget } from '../budget';
import type { EntryType } from '../entry';
import { malformed, malformedAt, unsupported } from '../errors';
import { normalName } from '../names';
import { BLOCK, padding, TYPES } from './format';
import type { Input } from './input';
import { decodeText, isZero, type ParsedHeader, parseHeader } from './parse';
import { type PaxRecords, parsePax } from './pax';

/** What is known of an entry in front of its content. */
export interface Found {
  readonly index: number;
  readonly name: string;
  readonly linkName: string;
  readonly type: EntryType;
  readonly size: number;
  readonly mode: number;
  /** Seconds since 1970. */
  readonly modified: number;
}

/** The longest extended header: names are at most 4 KiB on most systems. */
const MAX_EXTENDED = 1024 * 1024;

/**
 * Each entry's header; whoever takes one must have taken its content when asking for the next. It stops behind the first block
 * of zeros.
 */
export async function* headers(input: Input, budget: Budget): AsyncGenerator<Found> {
  let shared: PaxRecords = {};
  let own: PaxRecords = {};
  for (let index = 0; ; ) {
    const { offset } = input;
    const block = await input.take(BLOCK);
    if (block.length < BLOCK) throw malformedAt(offset, 'is cut short: it does not end as an archive does');
    if (isZero(block)) return;
    const header = parseHeader(block);
    if (!header) throw malformedAt(offset, 'has no header where there must be one');

    const { type } = header;
    if (type === TYPES.pax || type === TYPES.globalPax) {
      const records = parsePax(await extended(input, header, index, budget));
      if (!records) throw malformed(index, 'has an extended header that does not follow its format');
      if (type === TYPES.pax) own = { ...own, ...records };
      else shared = { ...shared, ...records };
    } else if (type === TYPES.gnuName) {
      own = { ...own, path: gnuText(await extended(input, header, index, budget)) };
    } else if (type === TYPES.gnuLinkName) {
      own = { ...own, linkPath: gnuText(await extended(input, header, index, budget)) };
    } else {
      const found = entryOf(header, { ...shared, ...own }, index);
      own = {};
      // The folder that all others are in, as `tar -c .` writes it.
      if (found.type === 'directory' && found.name === '/') continue;
      budget.add(found.name, found.size);
      yield found;
      index++;
    }
  }
}

/** The content of an extended header. */
async function extended(input: Input, { size }: ParsedHeader, index: number, budget: Budget): Promise<Buffer> {
  if (size > MAX_EXTENDED) {
    const message = `Entry ${index} of the archive has an extended header of more than ${MAX_EXTENDED} bytes`;
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { index, limit: MAX_EXTENDED });
  }
  budget.take(size);
  const all = await input.take(size + padding(size));
  if (all.length < size + padding(size)) throw malformed(index, 'is cut short');
  return all.subarray(0, size);
}

/** GNU ends it with a NUL. */
const gnuText = (data: Buffer): string => decodeText(data.at(-1) === 0 ? data.subarray(0, -1) : data);

function entryOf(header: ParsedHeader, pax: PaxRecords, index: number): Found {
  if (pax.isSparse || header.type === TYPES.gnuSparse) throw unsupported(index, 'is a sparse file');
  if (header.type === TYPES.gnuVolume) throw unsupported(index, 'goes on from another volume');
  const given = pax.path ?? header.name;
  const type = typeOf(header.type, given);
  const name = normalName(given);
  // Only files have content; what a link's header says is the size of the file that it leads to.
  const hasContent = type === 'file' || (type === 'other' && !/[3-6]/.test(header.type));
  return {
    index,
    name: type === 'directory' && !name.endsWith('/') ? `${name}/` : name,
    linkName: pax.linkPath ?? header.linkName,
    type,
    size: hasContent ? (pax.size ?? header.size) : 0,
    mode: header.mode,
    modified: pax.modified ?? header.modified,
  };
}

function typeOf(type: string, name: string): EntryType {
  if (type === TYPES.directory) return 'directory';
  if (type === TYPES.hardLink || type === TYPES.symbolicLink) return 'link';
  if (type !== TYPES.file && type !== TYPES.contiguous) return 'other';
  // Before POSIX, that was how a folder was told.
  return name.endsWith('/') ? 'directory' : 'file';
}
