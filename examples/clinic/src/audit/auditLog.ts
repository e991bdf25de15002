import { AuditChain, type AuditEntry, type AuditHead } from 'clinicore/crypto';
import type { Database } from '../database/connect.js';
import { auditEntries, auditHead } from '../database/schema.js';

/** What is logged: a thing and what was done to it. */
export type AuditAction =
  | 'login.accepted'
  | 'login.refused'
  | 'logout'
  | `account.${string}`
  | 'patient.found'
  | 'patient.read'
  | 'patient.history-read'
  | 'patient.changed'
  | 'document.printed'
  | 'invoice.read'
  | 'list.read'
  | 'list.exported'
  | 'study.searched'
  | 'study.viewed'
  | 'study.uploaded'
  | 'prices.imported'
  | 'audit.read'
  | 'audit.exported'
  | 'audit.verified';

/** To what: a kind of record and which one, such as `patient/42`. */
export type AuditSubject = `${string}/${string | number}`;

/** PostgreSQL takes at most 65,535 parameters a statement. */
const MAX_BATCH = 1000;

interface Deed {
  at: Date;
  data: { staff: number | null; action: AuditAction; subject: AuditSubject | null };
}

interface Waiting {
  deed: Deed;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * The audit log: entries in the database, each linked to the one before (`AuditChain`). Whoever writes locks the head until
 * the end of the transaction, so however many processes write, there is one chain.
 */
export class AuditLog {
  readonly chain: AuditChain;
  /** How many entries this process has written. */
  written = 0;
  readonly #database: Database;
  #waiting: Waiting[] = [];
  #isWriting = false;

  /** @param key for the checkpoints */
  constructor(database: Database, key: Buffer) {
    this.#database = database;
    this.chain = new AuditChain({ keys: [key] });
  }

  /**
   * Logs what somebody does. When it resolves, the entry is written: wait for it before you answer. Ids only, never what a
   * record says.
   *
   * @param who an id of the staff, or `null` for somebody who is not logged in
   * @param within the transaction of the deed, so that both are written or neither: append last, since other writers wait
   *   from then on until the transaction ends. Without it the entry is written by itself, together with all that wait
   */
  append(who: number | null, action: AuditAction, subject: AuditSubject | null, within?: Database): Promise<void> {
    const deed: Deed = { at: new Date(), data: { staff: who, action, subject } };
    if (within) return this.#write(within, [deed]);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ deed, resolve, reject });
      if (!this.#isWriting) void this.#writeWaiting();
    });
  }

  /** Writes all that wait, and all that came meanwhile, as long as there are any: one transaction for many entries. */
  async #writeWaiting(): Promise<void> {
    this.#isWriting = true;
    for (let batch = this.#next(); batch.length > 0; batch = this.#next()) {
      const deeds = batch.map(({ deed }) => deed);
      try {
        await this.#database.transaction((transaction) => this.#write(transaction, deeds));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#isWriting = false;
  }

  #next = () => this.#waiting.splice(0, MAX_BATCH);

  async #write(database: Database, deeds: readonly Deed[]): Promise<void> {
    const [head] = await database.select({ seq: auditHead.seq, hash: auditHead.hash }).from(auditHead).for('update');
    if (!head) throw new Error('The audit log has lost its head');
    let last: AuditHead = head;
    const entries = deeds.map((deed) => {
      const entry = this.chain.append(last, deed);
      last = entry;
      return entry;
    });
    await database.insert(auditEntries).values(entries.map(rowOf));
    await database.update(auditHead).set({ seq: last.seq, hash: last.hash });
    this.written += entries.length;
  }
}

/** An entry as the database has it. */
function rowOf({ seq, at, data, previous, hash }: AuditEntry): typeof auditEntries.$inferInsert {
  const { staff, action, subject } = data as Deed['data'];
  return { seq, at: new Date(at), staff, action, subject, previous, hash };
}
