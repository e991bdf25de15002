/** Extended headers (POSIX.1-2017, pax, "pax Extended Header"): `length key=value\n`, again and again. */

/** What of them is heeded. */
export interface PaxRecords {
  path?: string;
  linkPath?: string;
  size?: number;
  /** Seconds since 1970. */
  modified?: number;
  isSparse?: boolean;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The records; undefined if they do not follow their format. */
export function parsePax(data: Buffer): PaxRecords | undefined {
  const records: PaxRecords = {};
  for (let at = 0; at < data.length; ) {
    const space = data.indexOf(0x20, at);
    const digits = data.toString('latin1', at, Math.min(space, at + 10));
    const end = at + Number.parseInt(digits, 10);
    const equals = data.indexOf(0x3d, space);
    const isSound = space > at && /^[1-9][0-9]*$/.test(digits) && end <= data.length && data[end - 1] === 0x0a;
    if (!isSound || equals < space || equals >= end) return undefined;
    if (!take(records, data.toString('latin1', space + 1, equals), data.subarray(equals + 1, end - 1)))
      return undefined;
    at = end;
  }
  return records;
}

/** Notes a record; false if its value is not what it must be. */
function take(records: PaxRecords, key: string, value: Buffer): boolean {
  const text = decoded(value);
  if (key.startsWith('GNU.sparse.')) records.isSparse = true;
  // What a value of no bytes takes back is not told from what was never said.
  if (value.length === 0) return true;
  if (key === 'path' || key === 'linkpath') {
    if (text === undefined) return false;
    records[key === 'path' ? 'path' : 'linkPath'] = text;
  } else if (key === 'size') {
    if (!/^[0-9]{1,16}$/.test(text ?? '') || !Number.isSafeInteger(Number(text))) return false;
    records.size = Number(text);
  } else if (key === 'mtime') {
    if (!/^-?[0-9]{1,15}(\.[0-9]*)?$/.test(text ?? '')) return false;
    records.modified = Number(text);
  }
  return true;
}

function decoded(value: Buffer): string | undefined {
  try {
    return utf8.decode(value);
  } catch {
    return undefined;
  }
}
