import { type Fields, integer, matching } from '../../validate';
import { type AuditHead, hash, instant } from './entry';

/** A seal on all entries up to one. */
export interface AuditCheckpoint extends AuditHead {
  /** When it was made, as in {@link AuditEntry}. */
  readonly at: string;
  /** HMAC-SHA-256 under the newest key, in base64url. */
  readonly mac: string;
}

/** Reads a checkpoint as a database gives it back. */
export function checkpoint(fields: Fields): AuditCheckpoint {
  return {
    seq: fields.get('seq', integer, 0, Number.MAX_SAFE_INTEGER),
    at: fields.get('at', instant),
    hash: fields.get('hash', hash),
    mac: fields.get('mac', matching, /^[\w-]{43}$/, '43 characters of base64url'),
  };
}

/** Its line of a log. */
export const checkpointLine = ({ at, hash, mac, seq }: AuditCheckpoint): string =>
  `{"checkpoint":{"at":"${at}","hash":"${hash}","mac":"${mac}","seq":${seq}}}\n`;

const LINE =
  /^\{"checkpoint":\{"at":"([\d:.TZ-]{24})","hash":"([\da-f]{64})","mac":"([\w-]{43})","seq":(0|[1-9]\d{0,15})\}\}$/;

/** The checkpoint of a line; `undefined` for any other text. */
export function parseCheckpoint(line: string): AuditCheckpoint | undefined {
  const [, at, hash, mac, seq] = LINE.exec(line) ?? [];
  return at === undefined ? undefined : ({ at, hash, mac, seq: Number(seq) } as AuditCheckpoint);
}
