/** What crosses to a backend for sealed fields in `clinicore/crypto`. */
import type { Job } from '../contract';

/** Byte strings one after the other in one piece of memory. */
export interface Packed {
  readonly bytes: Uint8Array;
  /** Where each ends. */
  readonly ends: Uint32Array;
}

/** Opened fields. */
export interface OpenedFields {
  /** One after the other, each as much shorter than it was sealed as the format adds; zeros where one is not genuine. */
  readonly bytes: Uint8Array;
  /** Indices of those that are not genuine, ascending. */
  readonly refused: Uint32Array;
}

/**
 * Keys that seal and open fields; `docs/crypto.md` has the format. Of many fields the context comes in parts: a field's is
 * its string of each part, or the part's only one, one after the other.
 */
export interface Keyring {
  /** Seals one, under a salt of 24 bytes that was never used. */
  seal(field: Uint8Array, context: Uint8Array, salt: Uint8Array): Uint8Array;
  /** Opens one; `null` if it is not genuine, whatever the reason. */
  open(sealed: Uint8Array, context: Uint8Array): Uint8Array | null;
  /** Seals many, one after the other; `salts` are theirs, 24 bytes each. */
  sealMany(fields: Packed, contexts: Packed[], salts: Uint8Array, job: Job): Promise<Uint8Array>;
  /** Opens many. */
  openMany(sealed: Packed, contexts: Packed[], job: Job): Promise<OpenedFields>;
  /** Wipes the keys; nothing else is called afterwards. */
  close(): void;
}

/** What a backend can do for sealed fields. */
export interface VaultBackend {
  /** Keys of 32 bytes, one after the other, by their ids; the first one seals. */
  readonly Keyring: new (
    ids: Uint32Array,
    keys: Uint8Array,
  ) => Keyring;
}
