import type { BytesInput } from '../../bytes';
import { readable, record } from '../../validate';
import { SigningKeys } from '../token/keys';
import type { JsonValue } from './canonical';
import { type AuditCheckpoint, checkpoint, checkpointLine } from './checkpoint';
import { type AuditEntry, type AuditHead, contentOf, entry, entryLine, hashOf, head, instant, START } from './entry';
import { type AuditVerification, type AuditVerifyOptions, verifyLog } from './verify';

/** What the checkpoints of an {@link AuditChain} are sealed with. */
export interface AuditChainOptions {
  /**
   * Keys of 32 to 128 random bytes, the newest first: it seals checkpoints, all verify them. Keep them from whoever can
   * write the log. Up to 16.
   */
  keys: readonly Uint8Array[];
}

/** What is to be logged. */
export interface AuditInput {
  /** When it happened: a Date, or ISO 8601 in UTC; milliseconds are kept. */
  at: Date | string;
  /** What happened: anything JSON can say, up to 64 KiB of it. Log who looked at whose record, not what it says. */
  data: JsonValue;
}

/**
 * An entry or checkpoint as a database gives it back: its time may be a Date.
 *
 * @typeParam Logged the entry or checkpoint as it was made
 */
export type AsStored<Logged extends AuditEntry | AuditCheckpoint> = Omit<Logged, 'at'> & {
  /** When it happened: ISO 8601 in UTC, or a Date. */
  readonly at: Date | string;
};

/**
 * An append-only log in which each entry holds the hash of the one before, so that none can be changed, moved, put in or
 * taken out without every later hash being another. Who can rewrite the whole log could make those anew: checkpoints,
 * sealed by HMAC under a key that the log's writers do not have, and heads kept elsewhere, find that out too.
 *
 * It keeps no state: you store entries, and give the last one's `seq` and `hash` for the next, in one transaction that
 * locks them, or two writers would link to the same entry.
 *
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED` (too many keys)
 * @see `docs/crypto.md` for the format; RFC 8785 (canonical JSON)
 *
 * @example
 * const chain = new crypto.AuditChain({ keys: [key] });
 * await db.transaction(async (tx) => {
 *   const [last] = await tx.select().from(auditHead).for('update'); // of seq and hash, and one row
 *   const entry = chain.append(last, { at: new Date(), data: { staff: 7, action: 'patient.read', patient: 42 } });
 *   await tx.insert(audit).values(entry);
 *   await tx.update(auditHead).set({ seq: entry.seq, hash: entry.hash });
 * });
 */
export class AuditChain {
  readonly #keys: SigningKeys;

  /**
   * A chain with these keys.
   *
   * @param options the keys of checkpoints
   */
  constructor(options: AuditChainOptions) {
    const fields = record(options, 'options').only(['keys']);
    this.#keys = fields.get('keys', (keys, path) => new SigningKeys(keys, path, 'clinicore.audit.checkpoint.v1'));
  }

  /**
   * The next entry of a log.
   *
   * @param last the entry before, or its `seq` and `hash`; `null` or `undefined` for the first
   * @param input when and what
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (also for what JSON would change: `undefined`, NaN, a Date, a lone
   *   surrogate), `ERR_LIMIT_EXCEEDED` (more than 64 KiB, or nested deeper than 32)
   */
  append(last: AuditHead | null | undefined, input: AuditInput): AuditEntry {
    const before = last === null || last === undefined ? START : head(last, 'last');
    const fields = record(input, 'input').only(['at', 'data']);
    const unhashed = {
      seq: before.seq + 1,
      at: fields.get('at', instant),
      data: fields.get('data', (data) => data as JsonValue),
      previous: before.hash,
    };
    const content = contentOf(unhashed, 'input.data');
    // A copy: what the caller does to theirs before it is stored would change the entry.
    return { ...unhashed, data: JSON.parse(content).data, hash: hashOf(content) };
  }

  /**
   * A seal on all entries up to one. Make one every so often, and keep the newest where the log's writers cannot reach.
   *
   * @param last the last entry, or its `seq` and `hash`
   * @param at the time: a Date, or ISO 8601 in UTC
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
   */
  checkpoint(last: AuditHead, at: Date | string): AuditCheckpoint {
    const sealed = { ...head(last, 'last'), at: instant(at, 'at') };
    return { ...sealed, mac: this.#keys.sign(sealed.at, sealed.hash, String(sealed.seq)) };
  }

  /**
   * An entry or checkpoint as a line of a JSON Lines file, line feed included: what {@link AuditChain.verify} reads.
   * Nothing is verified here.
   *
   * @param logged an entry or checkpoint, as it was made or as a database gives it back
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED`
   */
  line(logged: AsStored<AuditEntry> | AsStored<AuditCheckpoint>): string {
    const fields = record(logged, 'logged');
    return readable('logged', () => 'mac' in logged)
      ? checkpointLine(checkpoint(fields))
      : entryLine(entry(fields), 'logged.data');
  }

  /**
   * Whether a log is whole: every entry is as it was made, follows the one before, and every checkpoint is genuine and of
   * the entry before it. Runs on all threads, some megabytes in memory at a time; in the bulk lane by default. `onProgress`
   * counts bytes.
   *
   * What was cut off at the end shows against an `anchor` alone, and whoever can write the log can rewrite all after its
   * last checkpoint: `sealed` of the answer says how far it is certain.
   *
   * @param source the log as JSON Lines, oldest first: bytes, a path or `file:` URL, a stream
   * @param options where it begins, what it must reach; signal, progress, lane
   * @returns what the log holds, or which line is not sound and why
   * @throws ClinicoreError (as a rejection) `ERR_INVALID_ARGUMENT`, `ERR_IO`, `ERR_BUSY`, `ERR_ABORTED`
   *
   * @example
   * const verified = await chain.verify('audit.jsonl', { anchor: checkpointOnPaper });
   * if (!verified.ok) console.error(`line ${verified.line}: ${verified.reason}`);
   */
  async verify(source: BytesInput, options: AuditVerifyOptions = {}): Promise<AuditVerification> {
    return verifyLog(source, this.#keys, options);
  }
}
