import { randomBytes } from 'node:crypto';
import type { Transform } from 'node:stream';
import { type BytesInput, byteSource, chunksOf } from '../../bytes';
import type { Keyring } from '../../contract/vault';
import { ClinicoreError } from '../../errors';
import { subKey } from '../../fallback/crypto/vault/hkdf';
import { named, showAs } from '../../inspect';
import { type Output, outputOf } from '../../output';
import { runSync, TASK_OPTIONS, type TaskOptions, taskOptions } from '../../task';
import { oneOf, optionalRecord } from '../../validate';
import { type BlindIndexesOptions, type BlindIndexOptions, indexAll, indexOne, indexOptions } from './blind-index';
import type { Coder } from './chunked';
import { type ColumnContext, encodeField, type FieldContext, type FieldContexts } from './context';
import { isSealedBy, openAll, openOne, rotateAll, sealAll, sealOne } from './fields';
import { readKeys, type VaultOptions } from './keys';
import { CoderStream, coded, opener, type StreamKeys, sealer } from './stream';

/** Options of {@link Vault.openMany}. */
export interface OpenManyOptions extends TaskOptions {
  /** What a field that is not genuine does: it is an error, or `null` in its place. Default: `'error'`. */
  onRefused?: 'error' | 'null' | undefined;
}

/**
 * Seals fields of a database, so that who reads it, or a backup of it, reads nothing of them, and who writes to it can
 * neither change one nor move it to another row, column, table or tenant.
 *
 * Each field is encrypted with AES-256-GCM under a key of its own, which HKDF derives; it names the key of the ring, so that
 * keys can be changed without a stop, and commits to it. Sealed, a field is 77 bytes longer. It does not hide how long it
 * is, that it was replaced by an older one of the same place, or that its row was deleted.
 *
 * Keys are copied; `close()` wipes the copies. What JavaScript cannot promise is in `docs/crypto.md`, with the format.
 *
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (too many keys)
 *
 * @example
 * const vault = new crypto.Vault({
 *   current: 2,
 *   keys: [{ id: 2, key: keyOf('VAULT_KEY_2') }, { id: 1, key: keyOf('VAULT_KEY_1') }], // Buffers of 32 bytes
 *   indexKey: keyOf('VAULT_INDEX_KEY'),
 * });
 * const place = { tenant: clinic.id, table: 'patients', column: 'phone', row: patient.id };
 * await db.update(patients).set({ phone: vault.seal('+49 151 1234567', place) }).where(eq(patients.id, patient.id));
 * vault.open(row.phone, place).toString(); // '+49 151 1234567'
 */
export class Vault {
  readonly #current: number;
  readonly #ids: readonly number[];
  readonly #streams: Map<number, Buffer>;
  readonly #index: Buffer | undefined;
  #keyring: Keyring | undefined;

  static {
    showAs(Vault, (vault) => named('Vault', { current: vault.#current, keys: vault.#ids, closed: !vault.#keyring }));
  }

  /**
   * A vault with these keys, until it is closed.
   *
   * @param options the keys, and which of them seals
   */
  constructor(options: VaultOptions) {
    const { ids, keys, index } = readKeys(options);
    this.#current = ids[0] as number;
    this.#ids = [...ids];
    this.#streams = new Map(this.#ids.map((id, i) => [id, subKey(keys.subarray(i * 32, i * 32 + 32), 'streams')]));
    this.#index = index && subKey(index, 'index');
    this.#keyring = runSync(({ crypto }) => new crypto.Keyring(ids, keys));
    keys.fill(0);
    index?.fill(0);
  }

  /** A new key, for `keys` or `indexKey`: 32 random bytes. Keep it where the database is not, such as in a secret manager. */
  static generateKey(): Buffer {
    return randomBytes(32);
  }

  /**
   * Seals a field under the current key.
   *
   * @param field text, of which UTF-8 is sealed, or bytes; up to 1 MiB. For more there is `sealStream`
   * @param context where the field stands; opening needs the same
   * @returns 77 bytes more than the field, for a column of bytes (`bytea`, `BLOB`); no two seals are alike
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (lone surrogates too), `ERR_LIMIT_EXCEEDED`
   */
  seal(field: string | Uint8Array, context: FieldContext): Buffer {
    return sealOne(this.#fields(), field, context);
  }

  /**
   * Opens a sealed field.
   *
   * @param sealed what `seal` gave
   * @param context where it stands: the very context it was sealed with
   * @returns the field, of text the UTF-8: `.toString()` reads it. It is yours to wipe
   * @throws ClinicoreError `ERR_AUTHENTICATION_FAILED`, the same whether the key is unknown or wrong, the context another,
   *   a bit was flipped, bytes are missing or it was never sealed; `ERR_INVALID_ARGUMENT`
   */
  open(sealed: Uint8Array, context: FieldContext): Buffer {
    return openOne(this.#fields(), sealed, context);
  }

  /**
   * Seals many fields in one call, several times as fast as one by one: a column of many rows, or several columns of a row.
   *
   * The work is done on the pool, in the interactive lane by default. `onProgress` counts fields.
   *
   * @param fields as for {@link Vault.seal}; up to 65,536 and 64 MiB
   * @param contexts where they stand, each part once for all, or an array with one for each field
   * @param options signal, progress, lane
   * @returns the sealed fields, in order. They share one piece of memory
   * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED`, `ERR_BUSY`, `ERR_ABORTED`
   *
   * @example
   * const phones = await vault.sealMany(rows.map((row) => row.phone), {
   *   tenant: clinic.id, table: 'patients', column: 'phone', row: rows.map((row) => row.id),
   * });
   * const [name, phone] = await vault.sealMany(['Jane Doe', '+49 151 1234567'], {
   *   tenant: clinic.id, table: 'patients', column: ['name', 'phone'], row: patient.id,
   * });
   */
  async sealMany(
    fields: readonly (string | Uint8Array)[],
    contexts: FieldContexts,
    options: TaskOptions = {},
  ): Promise<Buffer[]> {
    const task = taskOptions(optionalRecord(options, 'options').only(TASK_OPTIONS), 'interactive');
    return sealAll(this.#fields(), fields, contexts, task);
  }

  /**
   * Opens many sealed fields in one call.
   *
   * @param sealed as for {@link Vault.open}; up to 65,536 and 64 MiB
   * @param contexts as for {@link Vault.sealMany}
   * @param options what to do with one that is not genuine; signal, progress, lane
   * @returns the fields, in order. They share one piece of memory
   * @throws ClinicoreError (as a rejection) `ERR_AUTHENTICATION_FAILED` (`details.index` is the first that is not genuine),
   *   `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED`, `ERR_BUSY`, `ERR_ABORTED`
   *
   * @example
   * const phones = await vault.openMany(rows.map((row) => row.phone), {
   *   tenant: clinic.id, table: 'patients', column: 'phone', row: rows.map((row) => row.id),
   * });
   */
  openMany(
    sealed: readonly Uint8Array[],
    contexts: FieldContexts,
    options?: OpenManyOptions & { onRefused?: 'error' },
  ): Promise<Buffer[]>;
  openMany(
    sealed: readonly Uint8Array[],
    contexts: FieldContexts,
    options: OpenManyOptions,
  ): Promise<(Buffer | null)[]>;
  async openMany(
    sealed: readonly Uint8Array[],
    contexts: FieldContexts,
    options: OpenManyOptions = {},
  ): Promise<(Buffer | null)[]> {
    const given = optionalRecord(options, 'options').only(['onRefused', ...TASK_OPTIONS]);
    const onRefused = given.optional('onRefused', 'error', refusal);
    return openAll(this.#fields(), sealed, contexts, onRefused, taskOptions(given, 'interactive'));
  }

  /**
   * Whether a sealed field names the current key. Not whether it is genuine: {@link Vault.open} says that.
   *
   * @param sealed the field, as {@link Vault.seal} made it
   */
  isCurrent(sealed: Uint8Array): boolean {
    return isSealedBy(this.#current, sealed);
  }

  /**
   * Seals a field anew if another key than the current one sealed it: as rows are read, or in a job that goes through them
   * all, after which the old key can be taken out of the ring.
   *
   * @typeParam Sealed what sealed fields are in: a Buffer, or another Uint8Array
   * @param sealed the field, as {@link Vault.seal} made it
   * @param context where it is kept, as for {@link Vault.seal}
   * @returns the field sealed under the current key; the very `sealed`, unopened, if it is so already
   * @throws ClinicoreError as {@link Vault.open}
   *
   * @example
   * const fresh = vault.rotate(row.phone, place);
   * if (fresh !== row.phone) await db.update(patients).set({ phone: fresh }).where(eq(patients.id, row.id));
   */
  rotate<Sealed extends Uint8Array>(sealed: Sealed, context: FieldContext): Sealed | Buffer {
    if (this.isCurrent(sealed)) return sealed;
    const field = this.open(sealed, context);
    try {
      return this.seal(field, context);
    } finally {
      field.fill(0);
    }
  }

  /**
   * As {@link Vault.rotate} for many, in the bulk lane by default.
   *
   * @typeParam Sealed what sealed fields are in: a Buffer, or another Uint8Array
   * @param sealed as for {@link Vault.openMany}
   * @param contexts as for {@link Vault.sealMany}
   * @param options signal, progress, lane
   * @returns for each the field sealed under the current key, or the very `sealed` where it is so already
   * @throws ClinicoreError (as a rejection) as {@link Vault.openMany}
   */
  async rotateMany<Sealed extends Uint8Array>(
    sealed: readonly Sealed[],
    contexts: FieldContexts,
    options: TaskOptions = {},
  ): Promise<(Sealed | Buffer)[]> {
    const task = taskOptions(optionalRecord(options, 'options').only(TASK_OPTIONS), 'bulk');
    const rotated = await rotateAll(this.#fields(), this.#current, sealed, contexts, task);
    return rotated as (Sealed | Buffer)[];
  }

  /**
   * What a sealed column is searched by: equal values of a column have equal indexes, under a key that is not those that
   * seal. Store it beside the field, with a database index on it.
   *
   * **It tells** who reads the table which rows have equal values, and how many: of a column of few values, such as a
   * diagnosis or a city, frequencies give them away. Who has `indexKey` as well can try all birthdays or phone numbers. Of
   * another column, table or tenant, the same value has another index. Fewer `bits` blur this, and the query then returns
   * rows to be opened and compared.
   *
   * @param value text, of which UTF-8 is taken, or bytes. Bring it to one form first (case, spaces, `normalize('NFC')`):
   *   what differs in a byte has another index
   * @param context the column
   * @param options the bits
   * @returns `bits / 8` bytes, rounded up; what is left of the last one's bits is 0
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (also: the vault has no `indexKey`), `ERR_LIMIT_EXCEEDED`
   *
   * @example
   * const column = { tenant: clinic.id, table: 'patients', column: 'phone' };
   * const phone = vault.blindIndex(normalized(form.phone), column);
   * const found = await db.select().from(patients).where(eq(patients.phoneIndex, phone));
   */
  blindIndex(value: string | Uint8Array, context: ColumnContext, options: BlindIndexOptions = {}): Buffer {
    const { bits } = indexOptions(options, []);
    return indexOne(this.#indexKey(), value, context, bits);
  }

  /**
   * The blind indexes of many values of a column.
   *
   * @param values as for {@link Vault.blindIndex}; up to 65,536 and 64 MiB
   * @param context the column
   * @param options the bits; signal, progress. The work is done on the event loop, which turns meanwhile
   * @returns the indexes, in order
   * @throws ClinicoreError (as a rejection) as {@link Vault.blindIndex}, and `ERR_ABORTED`
   */
  async blindIndexes(
    values: readonly (string | Uint8Array)[],
    context: ColumnContext,
    options: BlindIndexesOptions = {},
  ): Promise<Buffer[]> {
    const { bits, task } = indexOptions(options, TASK_OPTIONS);
    return indexAll(this.#indexKey(), values, context, bits, task);
  }

  /**
   * A stream that seals what is written to it: files of any size, in bounded memory. Cut short, put in another order or
   * lengthened, it is not opened. (In one call, and for whole files: {@link Vault.sealFile}.)
   *
   * @param context where the file belongs: like a field's
   * @returns a Transform of bytes, 77 more and 16 for each 16 KiB
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
   * @see https://c2sp.org/chunked-encryption
   *
   * @example
   * await pipeline(request, vault.sealStream(place), createWriteStream(path)); // of node:stream/promises
   */
  sealStream(context: FieldContext): Transform {
    return new CoderStream(sealer(this.#streamKeys(), this.#current, encodeField(context)));
  }

  /**
   * A stream that opens what `sealStream` or `sealFile` sealed. What comes out was authenticated, chunk by chunk; that
   * nothing is missing is known when the stream has ended. (Where no part may be used before: {@link Vault.openFile}.)
   *
   * @param context the very context it was sealed with
   * @returns a Transform of bytes; its `error` event has `ERR_AUTHENTICATION_FAILED`
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
   *
   * @example
   * await pipeline(createReadStream(path), vault.openStream(place), response);
   */
  openStream(context: FieldContext): Transform {
    return new CoderStream(opener(this.#streamKeys(), encodeField(context)));
  }

  /**
   * A file sealed: as a Buffer, a file or a stream. `onProgress` counts bytes read.
   *
   * @param source bytes, the path or `file:` URL of a file, or a stream
   * @param context where the file belongs
   * @returns the sealed file, made when it is asked for, each time under another salt
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; when it is asked for `ERR_IO`, `ERR_ABORTED`
   *
   * @example
   * await vault.sealFile('/tmp/scan.pdf', place).toFile('/archive/scan.pdf.sealed');
   */
  sealFile(source: BytesInput, context: FieldContext): Output {
    return this.#file(source, context, (keys, place) => sealer(keys, this.#current, place));
  }

  /**
   * A sealed file opened. `toBuffer` and `toFile` give all of it, proven whole, or nothing.
   *
   * @param source as for {@link Vault.sealFile}
   * @param context the very context it was sealed with
   * @returns the file, opened when it is asked for
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`; when it is asked for `ERR_AUTHENTICATION_FAILED`, `ERR_IO`, `ERR_ABORTED`
   */
  openFile(source: BytesInput, context: FieldContext): Output {
    return this.#file(source, context, opener);
  }

  /** Wipes the vault's copies of the keys, those of calls that run when they end. Every later call is refused. */
  close(): void {
    this.#keyring?.close();
    this.#keyring = undefined;
    for (const key of this.#streams.values()) key.fill(0);
    this.#streams.clear();
    this.#index?.fill(0);
  }

  #file(source: BytesInput, context: FieldContext, coder: (keys: StreamKeys, place: Uint8Array) => Coder): Output {
    this.#streamKeys();
    const from = byteSource(source, 'source');
    const place = encodeField(context);
    return outputOf((task) => coded(coder(this.#streamKeys(), place), chunksOf(from, task), task));
  }

  #fields(): Keyring {
    return this.#keyring ?? closed();
  }

  #streamKeys(): StreamKeys {
    return this.#keyring ? this.#streams : closed();
  }

  #indexKey(): Buffer {
    if (!this.#keyring) return closed();
    if (this.#index) return this.#index;
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', 'The vault has no indexKey', { argument: 'options.indexKey' });
  }
}

const refusal = (value: unknown, path: string) => oneOf(value, path, ['error', 'null']);

function closed(): never {
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', 'The vault is closed: its keys were wiped');
}
