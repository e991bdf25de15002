import { randomBytes } from 'node:crypto';
import { AuditChain } from 'clinicore/crypto';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { AuditLog } from '../src/audit/auditLog';
import { keepSealed, seal } from '../src/audit/seal';
import { verifyAudit } from '../src/audit/verify';
import type { Connection, Database } from '../src/database/connect';
import { connectEmbedded } from '../src/database/embedded';
import { emptyFolder, removeFolders } from './clinic';

const key = randomBytes(32);

describe('what somebody does to the audit log in SQL', () => {
  let connection: Connection;
  let audit: AuditLog;
  /** What the auditor has on paper. */
  const anchor = { seq: 0, hash: '' };

  beforeAll(async () => {
    connection = await connectEmbedded(emptyFolder());
    await connection.prepare(async () => {});
    audit = new AuditLog(connection.database, key);
    const append = (count: number) =>
      Promise.all(Array.from({ length: count }, (_, i) => audit.append(4, 'patient.read', `patient/${i}`)));
    // More than a page, sealed at 1500.
    await append(1500);
    await seal(connection.database, audit);
    await append(1200);
    const verified = await verifyAudit(connection.database, audit.chain);
    if (!verified.ok) throw new Error(verified.reason);
    Object.assign(anchor, verified.head);
  });
  afterAll(async () => {
    await connection?.close();
    removeFolders();
  });
  afterEach(() => vi.restoreAllMocks());

  /** Does something to the log, and undoes it after it was looked at. */
  async function after<T>(tampering: string[], look: (database: Database) => Promise<T>): Promise<T> {
    const undo = new Error('undo');
    let seen: T | undefined;
    await connection.database
      .transaction(async (transaction) => {
        for (const statement of tampering) await transaction.execute(sql.raw(statement));
        seen = await look(transaction);
        throw undo;
      })
      .catch((error) => {
        if (error !== undo) throw error;
      });
    return seen as T;
  }
  const found = (tampering: string[], question = {}) =>
    after(tampering, (database) => verifyAudit(database, audit.chain, question));

  it('is nothing in a log that is whole', async () => {
    expect(await found([])).toMatchObject({ ok: true, entries: 2700, checkpoints: 1, sealed: { seq: 1500 } });
    expect(await found([], { anchor })).toMatchObject({ ok: true, sealed: anchor });
    const told: number[] = [];
    await found([], { tell: (done: number, total: number) => told.push(done, total) });
    // Lines, of which one is the checkpoint's.
    expect(told).toEqual([1000, 2700, 2001, 2700, 2701, 2701]);
  });

  const REMOVED = 'delete from audit_entries where seq = 1234';
  it.each([
    ['another person', 'update audit_entries set staff = 3 where seq = 1234', 'changed', 1233],
    ['nobody', 'update audit_entries set staff = null where seq = 1234', 'changed', 1233],
    ['another action', "update audit_entries set action = 'patient.changed' where seq = 2", 'changed', 1],
    ['another patient', "update audit_entries set subject = 'patient/7' where seq = 2700", 'changed', 2699],
    ['another time', "update audit_entries set at = at + interval '1 ms' where seq = 1", 'changed', 0],
    ['a time that is none', "update audit_entries set at = 'infinity' where seq = 1234", 'malformed', 1233],
    ['a hash that is none', "update audit_entries set hash = 'x' where seq = 1234", 'malformed', 1233],
    ['another link', 'update audit_entries set previous = hash where seq = 1234', 'changed', 1233],
    ['an entry less', REMOVED, 'unlinked', 1233],
    ['no first entry', 'delete from audit_entries where seq = 1', 'unlinked', 0],
    ['no entries', 'delete from audit_entries', 'checkpoint', 0],
    ['entries cut off', 'delete from audit_entries where seq > 2600', 'head', 2600],
    ['entries cut off before the seal', 'delete from audit_entries where seq > 1400', 'checkpoint', 1400],
    ['a seal that is not genuine', "update audit_checkpoints set mac = repeat('A', 43)", 'checkpoint', 1500],
    ['a seal of another entry', 'update audit_checkpoints set seq = 1499', 'checkpoint', 1499],
    ['a seal beyond the end', 'update audit_checkpoints set seq = 9999', 'checkpoint', 2700],
  ])('is found out: %s', async (_, statement, reason, seq) => {
    expect(await found([statement])).toEqual({
      ...{ ok: false, reason },
      soundUpTo: { seq, hash: expect.stringMatching(/^[\da-f]{64}$/) },
    });
  });

  it('is found out: entries in another order', async () => {
    const swapped = [
      'update audit_entries set seq = 0 where seq = 1234',
      'update audit_entries set seq = 1234 where seq = 1235',
      'update audit_entries set seq = 1235 where seq = 0',
    ];
    expect(await found(swapped)).toMatchObject({ ok: false, soundUpTo: { seq: 1233 } });
  });

  it.each([0, -5, 2701, 9_007_199_254_740_993n])('is found out: an entry put in as number %s', async (seq) => {
    const insert = `insert into audit_entries select ${seq}, at, staff, action, subject, previous, hash from audit_entries where seq = 9`;
    expect(await found([insert])).toMatchObject({ ok: false });
  });

  it('is found out: an entry less, and all after it made anew with right hashes', async () => {
    const rest = await connection.database.execute(
      sql`select at, staff, action, subject from audit_entries where seq > 1234 order by seq`,
    );
    const { rows } = rest as unknown as { rows: { at: string; staff: number; action: string; subject: string }[] };
    const [before] = await hashesOf(1233);
    const forger = new AuditChain({ keys: [randomBytes(32)] });
    let last = { seq: 1233, hash: before as string };
    const forged = rows.map(({ at, ...data }) => {
      const entry = forger.append(last, { at: new Date(at), data });
      last = entry;
      return `insert into audit_entries values (${entry.seq}, '${entry.at}', ${data.staff}, '${data.action}', '${data.subject}', '${entry.previous}', '${entry.hash}')`;
    });
    const tampering = [
      'delete from audit_entries where seq >= 1234',
      ...forged,
      `update audit_head set seq = ${last.seq}, hash = '${last.hash}'`,
    ];
    expect(await found(tampering)).toMatchObject({ ok: false, reason: 'checkpoint' });
    // Who takes the seal away as well is found out by what is kept elsewhere, and by that alone.
    const unsealed = [...tampering, 'delete from audit_checkpoints'];
    expect(await found(unsealed)).toMatchObject({ ok: true, entries: 2699, sealed: { seq: 0 } });
    expect(await found(unsealed, { anchor })).toMatchObject({ ok: false, reason: 'anchor' });
  });

  it('is found out: the end cut off, and the head with it', async () => {
    const [hash] = await hashesOf(1400);
    const cut = [
      'delete from audit_entries where seq > 1400',
      'delete from audit_checkpoints',
      `update audit_head set seq = 1400, hash = '${hash}'`,
    ];
    expect(await found(cut)).toMatchObject({ ok: true, entries: 1400 });
    expect(await found(cut, { anchor })).toMatchObject({ ok: false, reason: 'anchor', soundUpTo: { seq: 1400 } });
  });

  it('is not sealed', async () => {
    const said = vi.spyOn(console, 'log').mockReturnValue();
    const seals = (database: Database) => database.execute(sql`select seq from audit_checkpoints order by seq`);
    const changed = await after(['update audit_entries set staff = 3 where seq = 2000'], async (database) => {
      await seal(database, audit);
      return seals(database);
    });
    expect(changed).toMatchObject({ rows: [{ seq: 1500 }] });
    expect(said).toHaveBeenCalledWith('The audit log is not sound after entry 1999 (changed): it was not sealed');
    const whole = await after([], async (database) => {
      await seal(database, audit);
      return seals(database);
    });
    expect(whole).toMatchObject({ rows: [{ seq: 1500 }, { seq: 2700 }] });
  });

  it('is sealed by time, by growth and at the end', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    try {
      const sealed = async () => {
        const { rows } = (await connection.database.execute(
          sql`select max(seq) as seq from audit_checkpoints`,
        )) as unknown as { rows: { seq: number }[] };
        return rows[0]?.seq;
      };
      const stop = keepSealed(connection.database, audit);
      vi.advanceTimersByTime(4 * 60_000);
      expect(await sealed()).toBe(1500);
      vi.advanceTimersByTime(60_000);
      await vi.waitUntil(async () => (await sealed()) === 2700);
      await Promise.all(Array.from({ length: 1000 }, () => audit.append(4, 'audit.read', null)));
      vi.advanceTimersByTime(10_000);
      await vi.waitUntil(async () => (await sealed()) === 3700);
      await audit.append(4, 'audit.read', null);
      await stop();
      expect(await sealed()).toBe(3701);
    } finally {
      vi.useRealTimers();
    }
  });

  async function hashesOf(seq: number): Promise<string[]> {
    const { rows } = (await connection.database.execute(
      sql`select hash from audit_entries where seq = ${seq}`,
    )) as unknown as { rows: { hash: string }[] };
    return rows.map(({ hash }) => hash);
  }
});
