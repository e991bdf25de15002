import { randomBytes } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashPassword, Vault } from 'clinicore/crypto';
import { eq, sql } from 'drizzle-orm';
import { drizzle as drizzleServer } from 'drizzle-orm/node-postgres';
import { migrate as migrateServer } from 'drizzle-orm/node-postgres/migrator';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../src/database/connect';
import { connectEmbedded } from '../src/database/embedded';
import { patients } from '../src/database/schema';
import { changePatient } from '../src/patients/change';
import { sealIdentifier } from '../src/patients/identifiers';
import { insuranceNumber, phone } from '../src/sealed/columns';
import { rotateSealed } from '../src/sealed/rotate';
import { backends, Clinic, emptyFolder, onDatabase, removeFolders, seededFolder } from './clinic';
import { PostgresServer, postgresPrograms } from './postgres';

afterAll(removeFolders);

const search = async (clinic: Clinic, wanted: object) => {
  const response = await clinic.fetch('/patients/search', {
    ...{ as: 'maria', method: 'POST', body: JSON.stringify(wanted) },
    headers: { 'content-type': 'application/json' },
  });
  return ((await response.json()) as { patients: { id: number }[] }).patients.map(({ id }) => id);
};
const read = async (clinic: Clinic, id: number) =>
  (await (await clinic.fetch(`/patients/${id}`, { as: 'maria' })).json()) as Record<string, unknown>;

/** The migrations up to 0003: with phone numbers in plain text. */
function earlierMigrations(): string {
  const folder = emptyFolder();
  cpSync(join(import.meta.dirname, '../migrations'), folder, { recursive: true });
  const path = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: { idx: number }[] };
  writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.filter(({ idx }) => idx < 4) }));
  return folder;
}

/** Puts people into a database of that version. */
async function fillEarlier(database: Pick<Connection['database'], 'execute'>, people: number): Promise<void> {
  const passwordHash = await hashPassword('demo-manager', { cost: 10 });
  await database.execute(
    sql`insert into staff (username, name, role, password_hash) values ('maria', 'Maria Keller', 'manager', ${passwordHash})`,
  );
  await database.execute(
    sql`insert into patients (record_number, name, birth_date, street, city, phone)
      select 'P-' || i, 'Jana Nováková', '1980-01-02', 'Linden 2', '10115 Berlin', '+49 30 23125 ' || lpad((i % 1000)::text, 3, '0')
      from generate_series(1, ${people}::integer) as i`,
  );
}

describe.each(backends)('a database with plain phone numbers on the %s backend', (backend) => {
  it('is sealed on the next start, and none is left', { timeout: 120_000 }, async () => {
    // More than two pages.
    const folder = emptyFolder();
    await onDatabase(folder, async (client) => {
      const database = drizzle({ client });
      await migrate(database, { migrationsFolder: earlierMigrations() });
      await fillEarlier(database, 2100);
    });
    const clinic = await Clinic.start(backend, folder);
    expect(clinic.output).toContain('Sealed the phone numbers of 2100 patients');
    expect(await read(clinic, 1234)).toMatchObject({ phone: '+49 30 23125 234', insuranceNumber: null });
    expect(await search(clinic, { phone: '030 23125234' })).toEqual([234, 1234]);
    await clinic.stop();

    const again = await Clinic.start(backend, folder);
    expect(again.output).not.toContain('Sealed');
    expect(await read(again, 2100)).toMatchObject({ phone: '+49 30 23125 100' });
    await again.stop();

    const [path, columns] = await onDatabase(folder, async (database) => {
      const place = await database.query<{ path: string }>(`select pg_relation_filepath('patients') as path`);
      const named = await database.query<{ name: string }>(
        `select column_name as name from information_schema.columns where table_name = 'patients'`,
      );
      return [place.rows[0]?.path as string, named.rows.map(({ name }) => name)];
    });
    expect(columns).not.toContain('plain_phone');
    const file = readFileSync(join(folder, 'postgres', path));
    expect(file.includes('Jana Nov')).toBe(true);
    expect(file.includes('23125')).toBe(false);
  });
});

describe.skipIf(postgresPrograms === undefined)('sealed fields on a PostgreSQL server', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server?.stop());

  it('are those of an earlier version, brought over, and sealed anew under a new key', {
    timeout: 120_000,
  }, async () => {
    const url = await server.database();
    const client = new pg.Client(url);
    await client.connect();
    const database = drizzleServer({ client });
    await migrateServer(database, { migrationsFolder: earlierMigrations() });
    await fillEarlier(database, 1100);

    const folder = emptyFolder();
    const first = await Clinic.start('js', folder, { DATABASE_URL: url });
    expect(first.output).toContain('Sealed the phone numbers of 1100 patients');
    expect(await read(first, 1001)).toMatchObject({ phone: '+49 30 23125 001' });
    expect(await search(first, { phone: '030 23125001' })).toEqual([1, 1001]);
    await first.stop();
    const { fields } = await client.query('select * from patients limit 1');
    expect(fields.map(({ name }) => name)).not.toContain('plain_phone');

    writeFileSync(join(folder, 'keys/vault-2.key'), Vault.generateKey(), { mode: 0o600 });
    const second = await Clinic.start('js', folder, { DATABASE_URL: url });
    expect(await second.printed(/under the newest key \((\d+) fields anew\)/)).toBe('1100');
    await second.stop();
    rmSync(join(folder, 'keys/vault-1.key'));
    const third = await Clinic.start('js', folder, { DATABASE_URL: url });
    expect(await read(third, 1001)).toMatchObject({ phone: '+49 30 23125 001' });
    await third.stop();
    await client.end();
  });
});

describe.each(backends)('a new key of the vault on the %s backend', (backend) => {
  it('seals all anew, and the old one can go', { timeout: 120_000 }, async () => {
    const folder = await seededFolder();
    const first = await Clinic.start(backend, folder);
    expect(first.output).not.toContain('newest key');
    const before = await read(first, 42);
    await first.stop();

    writeFileSync(join(folder, 'keys/vault-2.key'), Vault.generateKey(), { mode: 0o600 });
    const second = await Clinic.start(backend, folder);
    expect(await second.printed(/under the newest key \((\d+) fields anew\)/)).toBe('400');
    expect(await read(second, 42)).toEqual(before);
    await second.stop();

    rmSync(join(folder, 'keys/vault-1.key'));
    const third = await Clinic.start(backend, folder);
    expect(await read(third, 42)).toEqual(before);
    expect(await search(third, { phone: before.phone })).toContain(42);
    expect(await third.stop()).toBe(0);
    expect(third.output).not.toContain('newest key');
  });
});

describe('fields under an older key', () => {
  let connection: Connection;
  const key = { old: randomBytes(32), new: randomBytes(32), index: randomBytes(32) };
  const ring = (current: number, ...keys: { id: number; key: Buffer }[]) =>
    new Vault({ current, keys, indexKey: key.index });
  const before = ring(1, { id: 1, key: key.old });
  const between = ring(2, { id: 2, key: key.new }, { id: 1, key: key.old });
  const after = ring(2, { id: 2, key: key.new });
  const PEOPLE = 1200;

  beforeAll(async () => {
    connection = await connectEmbedded(emptyFolder());
    await connection.prepare(async () => {});
    await connection.database.execute(sql`alter table patients drop column if exists plain_phone`);
  });
  afterAll(() => connection?.close());
  afterEach(() => connection.database.delete(patients));

  async function fill() {
    const people = Array.from({ length: PEOPLE }, (_, i) => ({ id: i + 1, text: `+49 30 23125 ${i}` }));
    const sealed = await sealIdentifier(before, 'phone', people);
    const rows = people.map(({ id }, i) => ({
      ...{ id, recordNumber: `P-${id}`, name: 'Jana', birthDate: '1980-01-02', street: '-', city: '-' },
      ...{ phone: sealed[i]?.sealed, phoneIndex: sealed[i]?.index },
      insuranceNumber: before.seal(`EX${id}`, { ...insuranceNumber, row: id }),
    }));
    for (let at = 0; at < PEOPLE; at += 500)
      await connection.database.insert(patients).values(rows.slice(at, at + 500));
  }
  const opened = (row: typeof patients.$inferSelect | undefined) => ({
    phone: String(after.open(row?.phone as Uint8Array, { ...phone, row: row?.id as number })),
    insuranceNumber: String(
      after.open(row?.insuranceNumber as Uint8Array, { ...insuranceNumber, row: row?.id as number }),
    ),
  });

  it('are sealed anew when their row is written', async () => {
    await fill();
    const { database } = connection;
    await database.transaction((within) => changePatient(within, between, 5, { phone: '+49 30 23125 999' }));
    const [row] = await database.select().from(patients).where(eq(patients.id, 5));
    expect(opened(row)).toEqual({ phone: '+49 30 23125 999', insuranceNumber: 'EX5' });
    const [other] = await database.select().from(patients).where(eq(patients.id, 6));
    expect(() => opened(other)).toThrow(expect.objectContaining({ code: 'ERR_AUTHENTICATION_FAILED' }));
  });

  it('are all sealed anew, by two at once and while others write, and nothing that was written is undone', async () => {
    await fill();
    const { database } = connection;
    const { signal } = new AbortController();
    const rotations = [rotateSealed(database, between, signal), rotateSealed(database, between, signal)];
    for (let id = 1; id <= PEOPLE; id += 100) {
      await database.transaction((within) => changePatient(within, between, id, { phone: `+49 30 23125 999${id}` }));
    }
    await Promise.all(rotations);
    const rows = await database.select().from(patients);
    expect(rows).toHaveLength(PEOPLE);
    for (const row of rows) {
      const isWritten = row.id % 100 === 1;
      expect(opened(row)).toEqual({
        phone: isWritten ? `+49 30 23125 999${row.id}` : `+49 30 23125 ${row.id - 1}`,
        insuranceNumber: `EX${row.id}`,
      });
    }
    expect(await rotateSealed(database, between, signal)).toBe(0);
  });

  it('go on being sealed anew where that was stopped', async () => {
    await fill();
    await expect(rotateSealed(connection.database, between, AbortSignal.abort())).rejects.toThrow('aborted');
    const { signal } = new AbortController();
    expect(await rotateSealed(connection.database, between, signal)).toBe(2 * PEOPLE);
  });
});
