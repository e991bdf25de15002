import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditLog } from '../src/audit/auditLog';
import { seal } from '../src/audit/seal';
import { verifyAudit } from '../src/audit/verify';
import type { Connection } from '../src/database/connect';
import { connectServer } from '../src/database/server';
import { Clinic, emptyFolder, removeFolders, until } from './clinic';
import { PostgresServer, postgresPrograms } from './postgres';

afterAll(removeFolders);

describe.skipIf(postgresPrograms === undefined)('many writers of the audit log on a PostgreSQL server', () => {
  let server: PostgresServer;
  const connections: Connection[] = [];

  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(async () => {
    await Promise.all(connections.map((connection) => connection.close()));
    await server?.stop();
  });

  const connected = async (url: string) => {
    const connection = await connectServer(url);
    connections.push(connection);
    return connection;
  };

  it('make one chain, without a gap or a fork, whether they write by themselves or with a deed', async () => {
    const url = await server.database();
    const pools = [await connected(url), await connected(url), await connected(url)];
    await pools[0]?.prepare(async () => {});
    const key = randomBytes(32);
    const audits = pools.map((pool) => new AuditLog(pool.database, key));
    const WRITERS = 300;
    const EACH = 10;
    const deeds = { undone: 0 };
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        const { database } = pools[writer % pools.length] as Connection;
        const audit = audits[writer % pools.length] as AuditLog;
        for (let i = 0; i < EACH; i++) {
          const append = (within?: typeof database) => audit.append(writer, 'patient.read', `patient/${i}`, within);
          if (writer % 10 !== 0) await append();
          else if (i % 2 === 0) await database.transaction(append);
          else {
            await database
              .transaction(async (transaction) => {
                await append(transaction);
                transaction.rollback();
              })
              .catch(() => deeds.undone++);
          }
          if (i === 5 && writer % 50 === 1) await seal(database, audit);
        }
      }),
    );
    const [{ database }] = pools as [Connection];
    const written = WRITERS * EACH - deeds.undone;
    expect(deeds.undone).toBe((WRITERS / 10) * (EACH / 2));
    const verified = await verifyAudit(database, (audits[0] as AuditLog).chain);
    expect(verified).toMatchObject({ ok: true, entries: written, head: { seq: written } });
    expect((verified as { checkpoints: number }).checkpoints).toBeGreaterThan(0);
    const counts = await database.execute(
      sql`select staff, count(*)::int, count(distinct subject)::int as subjects from audit_entries group by staff`,
    );
    const each = counts as unknown as { rows: { staff: number; count: number; subjects: number }[] };
    expect(each.rows).toHaveLength(WRITERS);
    for (const { staff, count, subjects } of each.rows) {
      expect([count, subjects]).toEqual(staff % 10 === 0 ? [EACH / 2, EACH / 2] : [EACH, EACH]);
    }
  });

  it('may be several clinics, one of which is killed while it writes: every answer has its entry', async () => {
    const url = await server.database();
    // They share keys, as they share the database.
    const keys = { DATABASE_URL: url, CLINIC_KEYS: emptyFolder() };
    const clinics = [
      await Clinic.start('js', emptyFolder(), keys),
      await Clinic.start('js', emptyFolder(), keys),
      await Clinic.start('js', emptyFolder(), keys),
    ];
    const [victim, other] = clinics as [Clinic, Clinic];
    await Promise.all(clinics.map((clinic) => clinic.session('maria')));
    let answered = 0;
    let killed = false;
    const ask = async (clinic: Clinic) => {
      while (!killed) {
        const response = await clinic.fetch('/audit', { as: 'maria' }).catch(() => undefined);
        if (response?.status === 200) answered++;
        else if (clinic !== victim) throw new Error(`Answered ${response?.status}`);
      }
    };
    const asking = clinics.flatMap((clinic) => Array.from({ length: 20 }, () => ask(clinic)));
    await until(() => (answered > 300 ? true : undefined));
    victim.process.kill('SIGKILL');
    await once(victim.process, 'exit');
    const atDeath = answered;
    await until(() => (answered > atDeath + 100 ? true : undefined));
    killed = true;
    await Promise.all(asking);

    const verification = await other.fetch('/audit/verification', { as: 'maria' });
    const verified = (await verification.json()) as { ok: boolean; entries: number };
    expect(verified).toMatchObject({ ok: true });
    const { database } = await connected(url);
    const { rows } = (await database.execute(
      sql`select count(*)::int as reads from audit_entries where action = 'audit.read'`,
    )) as unknown as { rows: { reads: number }[] };
    expect(rows[0]?.reads).toBeGreaterThanOrEqual(answered);
    // Each of the dead clinic's twenty may have been written and not answered.
    expect(rows[0]?.reads).toBeLessThanOrEqual(answered + 20);
    await Promise.all(clinics.map((clinic) => clinic.stop()));
  });

  it('cannot be two chains: the database refuses who links to the same entry as another', async () => {
    const url = await server.database();
    const { database, prepare } = await connected(url);
    await prepare(async () => {});
    const audit = new AuditLog(database, randomBytes(32));
    await audit.append(1, 'patient.read', 'patient/1');
    const fork = sql`insert into audit_entries select seq, at, staff, action, 'patient/2', previous, hash from audit_entries`;
    await expect(database.execute(fork)).rejects.toMatchObject({ cause: { code: '23505' } });
  });
});
