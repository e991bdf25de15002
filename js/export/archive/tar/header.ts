/** What stands in front of an entry, as it is written: a ustar header, and before it a pax header for what that cannot say. */
import { BLOCK, checksums, FIELDS, POSIX_MAGIC, padding, TYPES } from './format';

/** What the headers of an entry say. */
export interface Header {
  readonly name: string;
  readonly size: number;
  readonly mode: number;
  /** Seconds since 1970. */
  readonly modified: number;
}

/** The largest numbers that fit a field: octal digits and a NUL. */
const MAX_SIZE = 8 ** 11 - 1;
const MAX_TIME = 8 ** 11 - 1;

/** The blocks in front of an entry's content. */
export function headerBlocks({ name, size, mode, modified }: Header): Buffer {
  const type = name.endsWith('/') ? TYPES.directory : TYPES.file;
  const split = splitName(name);
  const records: [string, string][] = [];
  if (!split) records.push(['path', name]);
  if (size > MAX_SIZE) records.push(['size', `${size}`]);
  if (modified < 0 || modified > MAX_TIME) records.push(['mtime', `${modified}`]);
  const short = {
    ...(split ?? { prefix: '', name }),
    size: Math.min(size, MAX_SIZE),
    modified: Math.min(Math.max(modified, 0), MAX_TIME),
  };
  const header = block({ ...short, mode, type });
  return records.length === 0 ? header : Buffer.concat([paxHeader(records), header]);
}

/** What ends an archive. */
export const END = Buffer.alloc(2 * BLOCK);

interface Fields {
  prefix: string;
  name: string;
  size: number;
  mode: number;
  modified: number;
  type: string;
}

function block({ prefix, name, size, mode, modified, type }: Fields): Buffer {
  const out = Buffer.alloc(BLOCK);
  const text = (field: keyof typeof FIELDS, value: string) => {
    const [at, length] = FIELDS[field];
    Buffer.from(value).copy(out, at, 0, length);
  };
  const octal = (field: keyof typeof FIELDS, value: number) =>
    text(field, value.toString(8).padStart(FIELDS[field][1] - 1, '0'));
  text('name', name);
  octal('mode', mode);
  for (const field of ['uid', 'gid', 'major', 'minor'] as const) octal(field, 0);
  octal('size', size);
  octal('modified', modified);
  text('type', type);
  text('magic', POSIX_MAGIC);
  text('prefix', prefix);
  text('checksum', `${checksums(out).unsigned.toString(8).padStart(6, '0')}\0 `);
  return out;
}

/** The name as ustar has room for it: ASCII of up to 100 characters, or with up to 155 more in front of a `/`. */
function splitName(name: string): { prefix: string; name: string } | undefined {
  const most = FIELDS.name[1];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what ASCII has
  if (!/^[\x01-\x7f]*$/.test(name)) return undefined;
  if (name.length <= most) return { prefix: '', name };
  // The first that leaves a short enough rest; a folder's own `/` at the end divides nothing.
  const slash = name.indexOf('/', name.length - most - 1);
  const isShort = slash > 0 && slash < name.length - 1 && slash <= FIELDS.prefix[1];
  return isShort ? { prefix: name.slice(0, slash), name: name.slice(slash + 1) } : undefined;
}

/** An extended header (POSIX.1-2017, pax, "pax Header Block") for the entry that follows it. */
function paxHeader(records: readonly [string, string][]): Buffer {
  const data = Buffer.concat(records.map(([key, value]) => paxRecord(key, value)));
  const header = block({ prefix: '', name: 'PaxHeader', size: data.length, mode: 0o644, modified: 0, type: TYPES.pax });
  return Buffer.concat([header, data, Buffer.alloc(padding(data.length))]);
}

/** `length key=value\n`, where the length counts its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  let length = bytes;
  while (length !== bytes + `${length}`.length) length = bytes + `${length}`.length;
  return Buffer.from(length + rest);
}
