/** The keys of a vault. */
import { timingSafeEqual } from 'node:crypto';
import { ClinicoreError } from '../../errors';
import { bytes, integer, items, record } from '../../validate';

/** A key and its id. */
export interface VaultKey {
  /** 1 to 4,294,967,295. It stands, readable, in all that the key seals, and never means another key. */
  id: number;
  /** 32 random bytes, as of `Vault.generateKey()`. */
  key: Uint8Array;
}

/** What a {@link Vault} is made of. */
export interface VaultOptions {
  /** The id of the key that seals. */
  current: number;
  /** All keys that open, the current one among them: 1 to 1,000. */
  keys: readonly VaultKey[];
  /** 32 random bytes that blind indexes are made with: none of `keys`, for it cannot be changed as they can. */
  indexKey?: Uint8Array | undefined;
}

/** Copies of the keys, the current one first. */
export interface Keys {
  readonly ids: Uint32Array;
  /** One after the other. */
  readonly keys: Buffer;
  readonly index: Buffer | undefined;
}

const KEY = 32;
const MAX_KEYS = 1000;
const MAX_ID = 2 ** 32 - 1;

/** Reads {@link VaultOptions}. */
export function readKeys(options: unknown): Keys {
  const fields = record(options, 'options').only(['current', 'keys', 'indexKey']);
  const current = fields.get('current', keyId);
  const read = fields.get('keys', (value, path) => items(value, path, MAX_KEYS, keyEntry));
  const ids = read.map(({ id }) => id);
  if (new Set(ids).size < ids.length) refuse('options.keys', 'must not have two keys of one id');
  const index = fields.optional('indexKey', undefined, keyOf);
  if (index && read.some(({ key }) => timingSafeEqual(key, index))) {
    refuse('options.indexKey', 'must not be one of the keys');
  }
  const sealing = read.find(({ id }) => id === current);
  if (!sealing) return refuse('options.current', 'must be the id of one of the keys');
  const ring = [sealing, ...read.filter((key) => key !== sealing)];
  const keys = Buffer.concat(ring.map(({ key }) => key));
  for (const { key } of ring) key.fill(0);
  return { ids: Uint32Array.from(ring, ({ id }) => id), keys, index };
}

function keyEntry(value: unknown, path: string): { id: number; key: Buffer } {
  const entry = record(value, path).only(['id', 'key']);
  return { id: entry.get('id', keyId), key: entry.get('key', keyOf) };
}

const keyId = (value: unknown, path: string): number => integer(value, path, 1, MAX_ID);

function keyOf(value: unknown, path: string): Buffer {
  const given = bytes(value, path);
  if (given.length !== KEY) refuse(path, `must be ${KEY} bytes long, got ${given.length}`);
  return Buffer.from(given);
}

function refuse(path: string, must: string): never {
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} ${must}`, { argument: path });
}
