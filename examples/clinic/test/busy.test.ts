import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, removeFolders, seededFolder } from './clinic';

afterAll(removeFolders);

/** Someone whose password takes seconds to verify: a way to keep the pool busy for as long as a test needs. */
const SLOW = `
  insert into staff (username, name, role, password_hash) values
    ('slow', 'S', 'manager', '$2b$16$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy');
`;

describe.each(backends)('a full pool on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    const folder = await seededFolder(SLOW);
    clinic = await Clinic.start(backend, folder, { POOL_THREADS: '1', POOL_MAX_QUEUE: '1' });
    await clinic.cookie('maria');
  });
  afterAll(() => clinic?.stop());

  const slowLogin = async () => {
    const headers = { 'content-type': 'application/json' };
    const request = await clinic.open('/auth/login', { method: 'POST', headers });
    request.end(JSON.stringify({ username: 'slow', password: 'anything' }));
    return request;
  };

  it('sends the next request away until there is room, and forgets those who hang up', async () => {
    const working = await slowLogin();
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
    const working = await slowLogin();
    await clinic.poolIs({ running: 1 });
    expect((await clinic.fetch('/products/LE-SV15-AR/forecast', { as: 'maria' })).status).toBe(200);
    working.destroy();
    await clinic.poolIs({ running: 0 });
  });
});
