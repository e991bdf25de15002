import { createHash } from 'node:crypto';
import { types } from 'node:util';
import { type Fields, integer, invalid, matching, record } from '../../validate';
import { canonical, type JsonValue } from './canonical';

/** Where a chain ends: what the next entry is linked to. */
export interface AuditHead {
  /** The number of the last entry, from 1. */
  readonly seq: number;
  /** Its hash: 64 hexadecimal digits. */
  readonly hash: string;
}

/** An entry of an audit log. */
export interface AuditEntry extends AuditHead {
  /** When it happened, in UTC to the millisecond, such as `2026-03-01T09:30:00.000Z`. */
  readonly at: string;
  /** What happened. */
  readonly data: JsonValue;
  /** The hash of the entry before; 64 zeros for the first. */
  readonly previous: string;
}

/** Before the first entry. */
export const START: AuditHead = { seq: 0, hash: '0'.repeat(64) };

const HASH = /^[\da-f]{64}$/;

/** A hash in hexadecimal. */
export const hash = (value: unknown, path: string): string =>
  matching(value, path, HASH, '64 hexadecimal digits in lower case');

/** A head, of which the rest of an entry may be. */
export function head(value: unknown, path: string): AuditHead {
  const fields = record(value, path);
  return { seq: fields.get('seq', integer, 0, Number.MAX_SAFE_INTEGER - 1), hash: fields.get('hash', hash) };
}

/** A time as entries have it, of a Date or of ISO 8601 in UTC. */
export function instant(value: unknown, path: string): string {
  const given = types.isDate(value) ? value.getTime() : typeof value === 'string' ? parsed(value) : Number.NaN;
  if (!(given >= 0 && given < 253_402_300_800_000)) {
    invalid(path, "a Date or a time in UTC such as '2026-03-01T09:30:00.000Z', from 1970 to 9999", value);
  }
  return new Date(given).toISOString();
}

function parsed(text: string): number {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text)) return Number.NaN;
  const time = Date.parse(text);
  // Of a 30 February it makes a day in March.
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === text.slice(0, 19) ? time : Number.NaN;
}

/** The canonical JSON of what an entry's hash is of: its names stand in their order already. */
export const contentOf = ({ at, data, previous, seq }: Omit<AuditEntry, 'hash'>, dataPath: string): string =>
  `{"at":"${at}","data":${canonical(data, dataPath)},"previous":"${previous}","seq":${seq}}`;

/** An entry's hash. */
export const hashOf = (content: string): string =>
  createHash('sha256').update('clinicore.audit.entry.v1\n').update(content).digest('hex');

/** Its line of a log. */
export const entryLine = (logged: AuditEntry, dataPath: string): string =>
  `{"entry":${contentOf(logged, dataPath)},"hash":"${logged.hash}"}\n`;

/** Reads an entry as a database gives it back. */
export function entry(fields: Fields): AuditEntry {
  return {
    seq: fields.get('seq', integer, 1, Number.MAX_SAFE_INTEGER),
    at: fields.get('at', instant),
    data: fields.get('data', (value) => value as JsonValue),
    previous: fields.get('previous', hash),
    hash: fields.get('hash', hash),
  };
}
