/** What must happen once happens once, too, where two clinics share a PostgreSQL server. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, codeStep, colleague, invite, PASSWORD, passwordStep, post, wrongCode } from './accounts';
import { backends, Clinic, emptyFolder, expectProblem, removeFolders, until } from './clinic';
import { PostgresServer, postgresPrograms } from './postgres';

describe.skipIf(!postgresPrograms)('accounts on a PostgreSQL server (where one is installed)', () => {
  let server: PostgresServer;
  let url = '';
  const clinics: Clinic[] = [];

  beforeAll(async () => {
    server = await PostgresServer.start();
    url = await server.database();
    const shared = { DATABASE_URL: url, CLINIC_KEYS: emptyFolder() };
    for (const backend of [backends[0], 'js'] as const) {
      clinics.push(await Clinic.start(backend ?? 'js', emptyFolder(), shared));
    }
  });
  afterAll(async () => {
    await Promise.all(clinics.map((clinic) => clinic.stop()));
    await server?.stop();
    removeFolders();
  });

  /** Asks the two clinics by turns, all at the same moment; gives the statuses. */
  async function together(count: number, ask: (clinic: Clinic, i: number) => Promise<Response>): Promise<number[]> {
    const asked = Array.from({ length: count }, (_, i) => ask(clinics[i % clinics.length] as Clinic, i));
    return (await Promise.all(asked)).map(({ status }) => status).sort();
  }
  /** The same with nobody able to write to a table before all have read from it. */
  async function afterReading(table: string, count: number, ask: (clinic: Clinic, i: number) => Promise<Response>) {
    const [holder, watcher] = [new pg.Client(url), new pg.Client(url)];
    await Promise.all([holder.connect(), watcher.connect()]);
    await holder.query(`begin; select * from ${table} for update`);
    const answers = together(count, ask);
    await until(async () => {
      const { rowCount } = await watcher.query("select 1 from pg_stat_activity where wait_event_type = 'Lock'");
      return rowCount === count || undefined;
    });
    await holder.query('commit');
    await Promise.all([holder.end(), watcher.end()]);
    return answers;
  }
  const first = () => clinics[0] as Clinic;

  it('let no more guesses through at once than in a row', async () => {
    for (const username of ['olga', 'nobody']) {
      const statuses = await together(12, (clinic, i) => clinic.login(username, `guess ${i}`));
      expect(statuses).toEqual([...Array(6).fill(401), ...Array(6).fill(429)]);
      for (const clinic of clinics) {
        await expectProblem(await clinic.login(username, 'demo-optometrist'), 429, 'ERR_TOO_MANY_TRIES');
      }
    }
    const { secret, username } = await colleague(first(), 'anna');
    const pending = await passwordStep(first(), username);
    const codes = await together(10, (clinic) => codeStep(clinic, wrongCode(secret), pending));
    expect(codes).toEqual([...Array(6).fill(401), ...Array(4).fill(429)]);
  });

  it('take a code, a recovery code and a link once', async () => {
    const { secret, username, recoveryCodes } = await colleague(first(), 'berta');
    for (const [table, code] of [
      ['staff', codeOf(secret, 1)],
      ['recovery_codes', recoveryCodes[0]],
    ] as [string, string][]) {
      const pending: object[] = [];
      for (let i = 0; i < 4; i++) pending.push(await passwordStep(first(), username));
      const send = (clinic: Clinic, i: number) => codeStep(clinic, code, pending[i] as object);
      expect(await afterReading(table, 4, send)).toEqual([200, 401, 401, 401]);
    }
    const { link } = await invite(first(), 'carla');
    const set = (clinic: Clinic) => post(clinic, '/auth/password', { link, newPassword: PASSWORD });
    expect(await afterReading('staff', 4, set)).toEqual([204, 403, 403, 403]);
    expect((await clinics[1]?.login('carla', PASSWORD))?.status).toBe(200);
  });

  it('end at both when they are closed', async () => {
    const { id, session } = await colleague(first(), 'dora');
    const ask = (clinic: Clinic) => clinic.fetch('/exports', { headers: { ...session } });
    expect(await together(2, ask)).toEqual([200, 200]);
    const closed = await first().fetch(`/staff/${id}`, {
      as: 'maria',
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ isActive: false }),
    });
    expect(closed.status).toBe(204);
    expect(await together(2, ask)).toEqual([401, 401]);
  });
});
