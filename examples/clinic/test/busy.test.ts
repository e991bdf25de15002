import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, removeFolders, seededFolder } from './clinic';
import { photograph } from './dicomFile';

afterAll(removeFolders);

/** Staff whose passwords take seconds to verify: a way to keep the pool busy for as long as a test needs. */
const SLOW = `
  insert into staff (username, name, role, password_hash)
    select 'slow' || n, 'S', 'manager', '$2b$16$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy'
    from generate_series(0, 7) as n;
`;

type Json = Record<string, { Value: string[] }>;

async function slowLogin(clinic: Clinic, n = 0) {
  const headers = { 'content-type': 'application/json' };
  const request = await clinic.open('/auth/login', { method: 'POST', headers });
  request.end(JSON.stringify({ username: `slow${n}`, password: 'anything' }));
  return request;
}

describe.each(backends)('a full pool on the %s backend', (backend) => {
  let clinic: Clinic;
  /** Where a study with pictures is. */
  let study = '';

  beforeAll(async () => {
    const folder = await seededFolder(SLOW);
    clinic = await Clinic.start(backend, folder, { POOL_THREADS: '1', POOL_MAX_QUEUE: '1' });
    await clinic.session('maria');
    await clinic.session('olga');
    const [found] = (await (await clinic.fetch('/studies?ModalitiesInStudy=OPT', { as: 'maria' })).json()) as Json[];
    study = new URL(found?.['00081190']?.Value[0] as string).pathname;
  });
  afterAll(() => clinic?.stop());

  it('sends the next request away until there is room, and forgets those who hang up', async () => {
    const working = await slowLogin(clinic);
    let isDone = false;
    working.on('response', () => {
      isDone = true;
    });
    await clinic.poolIs({ running: 1, interactive: 0 });
    const exporting = await clinic.open('/exports/invoices.xlsx', { as: 'maria' });
    exporting.end();
    await clinic.poolIs({ running: 1, bulk: 1 });

    const refused = await clinic.login('maria', 'demo-manager');
    expect(refused.headers.get('retry-after')).toBe('1');
    const problem = await expectProblem(refused, 503, 'ERR_BUSY');
    expect(problem.details).toMatchObject({ limit: 1 });

    // What only asks the database is answered; what needs the pool, and an upload, is to come again.
    expect((await clinic.fetch('/studies', { as: 'maria' })).status).toBe(200);
    await expectProblem(await clinic.fetch(`${study}/thumbnail`, { as: 'maria' }), 503, 'ERR_BUSY');
    const headers = { 'content-type': 'application/dicom' };
    const body = new Uint8Array(photograph('1.2.826.0.6.1'));
    await expectProblem(await clinic.fetch('/studies', { as: 'olga', method: 'POST', headers, body }), 503, 'ERR_BUSY');
    expect(readdirSync(join(clinic.folder, 'studies/incoming'))).toEqual([]);

    exporting.destroy();
    await clinic.poolIs({ bulk: 0 });
    // The export has left the queue without its turn: the only thread is still at work on the password.
    expect(isDone).toBe(false);
    await clinic.printed(/GET \/exports\/invoices.xlsx: the client hung up/);
    working.destroy();
    await clinic.poolIs({ running: 0 });
    await clinic.printed(/POST \/auth\/login: the client hung up/);
    expect((await clinic.login('maria', 'demo-manager')).status).toBe(200);
  });

  it('works on the other routes while it is full', async () => {
    const working = await slowLogin(clinic);
    await clinic.poolIs({ running: 1 });
    expect((await clinic.fetch('/')).status).toBe(200);
    expect((await clinic.health()).pool.running).toBe(1);
    working.destroy();
    await clinic.poolIs({ running: 0 });
  });
});

it.each(backends)(
  'lets no more than eight log in at once on the %s backend, so that others get their turn',
  async (backend) => {
    const clinic = await Clinic.start(backend, await seededFolder(SLOW), { POOL_THREADS: '1' });
    const working = await Promise.all(Array.from({ length: 8 }, (_, n) => slowLogin(clinic, n)));
    // The native thread works on four of equal cost together.
    await clinic.poolIs(backend === 'native' ? { running: 4, interactive: 4 } : { running: 1, interactive: 7 });

    const refused = await clinic.login('maria', 'demo-manager');
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await expectProblem(refused, 503, 'ERR_BUSY')).details).toEqual({ limit: 8 });

    for (const request of working) request.destroy();
    await clinic.poolIs({ running: 0, interactive: 0 });
    expect((await clinic.login('maria', 'demo-manager')).status).toBe(200);
    await clinic.stop();
  },
);
