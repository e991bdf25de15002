import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { backends, Clinic, emptyFolder, expectProblem, onDatabase, removeFolders, seededFolder, until } from './clinic';
import { photograph } from './dicomFile';

afterAll(removeFolders);

const upload = (clinic: Clinic, uid: string) =>
  clinic.fetch('/studies', {
    as: 'olga',
    method: 'POST',
    headers: { 'content-type': 'application/dicom' },
    body: new Uint8Array(photograph(uid)),
  });

const countOf = (folder: string, table: string) =>
  onDatabase(folder, async (database) => {
    const { rows } = await database.query<{ count: number }>(`select count(*)::int as count from ${table}`);
    return rows[0]?.count;
  });

const countsOf = async (folder: string) => [
  await countOf(folder, 'staff'),
  await countOf(folder, 'daily_sales'),
  await countOf(folder, 'instances'),
];

describe.each(backends)('starting and stopping on the %s backend', (backend) => {
  it('says which backend works, and why', async () => {
    const clinic = await Clinic.start(backend, await seededFolder());
    const { clinicore, database, pool } = await clinic.health();
    expect(clinicore).toMatchObject({ backend, version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    expect(clinicore.why).toBe(
      backend === 'js' ? 'CLINICORE_BACKEND=js asks for it' : 'The native binary for this platform loaded',
    );
    expect(database).toEqual({ kind: 'pglite', reachable: true });
    expect(pool).toMatchObject({ maxQueue: 1024, running: 0, interactive: 0, bulk: 0 });
    expect(pool.threads > 0).toBe(backend === 'native');
    expect(clinic.output).toContain(`${backend} backend`);
    await clinic.stop();
  });

  it('keeps its data when it is asked to stop, and when it is killed', async () => {
    const folder = await seededFolder();
    const before = (await countOf(folder, 'instances')) as number;
    let clinic = await Clinic.start(backend, folder);
    const headers = { ...(await clinic.session('olga')) };
    expect((await upload(clinic, '1.2.3.1')).status).toBe(200);
    expect(await clinic.stop()).toBe(0);
    expect(clinic.output).toContain('Stopped');
    expect(existsSync(join(folder, 'clinic.pid'))).toBe(false);

    clinic = await Clinic.start(backend, folder);
    expect(clinic.output).toContain('Data found from an earlier run');
    const again = await clinic.fetch('/studies', { method: 'POST', headers });
    await expectProblem(again, 415, 'ERR_UNSUPPORTED_MEDIA_TYPE'); // The session is known: it is the content that is not.
    expect((await upload(clinic, '1.2.3.1')).status).toBe(200); // The same file: it is stored.
    expect((await upload(clinic, '1.2.3.2')).status).toBe(200);
    await clinic.stop('SIGKILL');

    clinic = await Clinic.start(backend, folder);
    expect((await upload(clinic, '1.2.3.2')).status).toBe(200);
    await clinic.stop();
    expect(await countOf(folder, 'instances')).toBe(before + 2);
  });
});

describe('a clinic that is told to stop', () => {
  it('takes nothing new, finishes what is under way, and ends', async () => {
    const folder = await seededFolder();
    const clinic = await Clinic.start('js', folder);
    const file = photograph('1.2.3.9', { pixels: 100_000 });
    const headers = { 'content-type': 'application/dicom', 'content-length': file.length };
    const uploading = await clinic.open('/studies', { as: 'olga', method: 'POST', headers });
    uploading.write(file.subarray(0, 50_000));
    await until(() => readdirSync(join(folder, 'studies/incoming')).length > 0 || undefined);

    const stopped = clinic.stop();
    await clinic.printed(/SIGTERM: finishing what is under way/);
    await until(() =>
      clinic.fetch('/healthz').then(
        () => undefined,
        (error: Error) => (error.cause as NodeJS.ErrnoException).code === 'ECONNREFUSED' || undefined,
      ),
    );
    const answered = once(uploading, 'response');
    uploading.end(file.subarray(50_000));
    const [response] = (await answered) as [IncomingMessage];
    expect([response.statusCode, response.headers.connection]).toEqual([200, 'close']);
    expect(await stopped).toBe(0);
    expect(clinic.output).toContain('Stopped');
    expect(existsSync(join(folder, 'clinic.pid'))).toBe(false);
    expect(await countOf(folder, "instances where sop_instance_uid = '1.2.3.9'")).toBe(1);
  });
});

describe('a data folder', () => {
  it('comes to be whole however often its making is killed', async () => {
    const folder = emptyFolder();
    let clinic = Clinic.spawn('js', folder);
    await until(() => existsSync(join(folder, 'postgres.new')) || undefined);
    await clinic.stop('SIGKILL');

    clinic = Clinic.spawn('js', folder);
    await clinic.printed(/Seeding/);
    await clinic.stop('SIGKILL');
    // Nothing, or all of it should the kill have come late; never a part.
    expect(await countsOf(folder)).toBeOneOf([
      [0, 0, 0],
      [4, 24_457, 15],
    ]);

    clinic = await Clinic.start('js', folder);
    await clinic.stop();
    expect(await countsOf(folder)).toEqual([4, 24_457, 15]);
  });

  it('is left unlocked by a start that is stopped before it serves', async () => {
    const folder = emptyFolder();
    const clinic = Clinic.spawn('js', folder);
    await clinic.printed(/Seeding/);
    expect(await clinic.stop()).toBe(0);
    expect(clinic.output).not.toContain('Listening');
    expect(existsSync(join(folder, 'clinic.pid'))).toBe(false);
  });

  it('serves one process at a time', async () => {
    const folder = await seededFolder();
    const first = await Clinic.start('js', folder);
    const second = Clinic.spawn('js', folder);
    await until(() => second.process.exitCode ?? undefined);
    expect(second.process.exitCode).toBe(1);
    expect(second.output).toContain(`in use by process ${first.process.pid}`);
    await first.health();
    await first.stop();
  });
});

describe.skipIf(process.platform === 'win32')('the records on disk (not on Windows, which has no file modes)', () => {
  it("are nobody else's to read, in a folder of the clinic's making and in one that was there", async () => {
    const folder = await seededFolder();
    chmodSync(join(folder, 'postgres'), 0o755);
    await (await Clinic.start('js', folder)).stop();
    expect(statSync(join(folder, 'postgres')).mode & 0o777).toBe(0o700);

    const made = join(emptyFolder(), 'made');
    const clinic = Clinic.spawn('js', made);
    await until(() => existsSync(made) || undefined);
    await clinic.stop('SIGKILL');
    expect(statSync(made).mode & 0o777).toBe(0o700);
  });
});

describe.skipIf(!backends.includes('native'))('a native binary that does not load (where there is one to hide)', () => {
  it('is said in the log with its reason, and to clients without', async () => {
    const settings = { CLINICORE_BACKEND: 'auto', NODE_OPTIONS: '--no-addons' };
    const clinic = await Clinic.start('js', await seededFolder(), settings);
    const { clinicore } = await clinic.health();
    expect(clinicore).toMatchObject({
      backend: 'js',
      why: 'The native binary could not be loaded; the log says why',
    });
    expect(clinic.output).toContain('loading addons is disabled');
    await clinic.stop();
  });
});

describe('settings', () => {
  it.each([
    ['PORT', '70000'],
    ['MAX_STUDY_MIB', 'a lot'],
    ['DATABASE_URL', 'mysql://secret@host/clinic'],
  ])('refuses %s=%s by its name, without repeating it', async (name, value) => {
    const clinic = Clinic.spawn('js', emptyFolder(), { [name]: value });
    await until(() => clinic.process.exitCode ?? undefined);
    expect(clinic.process.exitCode).toBe(1);
    expect(clinic.output).toContain(`${name}: `);
    expect(clinic.output).not.toContain('secret');
  });

  it('says so when the database cannot be reached', async () => {
    const clinic = Clinic.spawn('js', emptyFolder(), { DATABASE_URL: 'postgres://clinic:secret@127.0.0.1:1/clinic' });
    await until(() => clinic.process.exitCode ?? undefined);
    expect(clinic.process.exitCode).toBe(1);
    expect(clinic.output).toContain('ECONNREFUSED');
    expect(clinic.output).not.toContain('secret');
  });
});
