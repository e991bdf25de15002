/** What the pages send, by the module that all of them send with. */
import { beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => {
  vi.resetModules();
  vi.unstubAllGlobals();
});

interface Sent {
  path: string;
  method: string;
  token: string | undefined;
}

const problem = (status: number, code: string, headers = {}) =>
  new Response(JSON.stringify({ title: code, status, code }), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });

/** The module, in a browser whose clinic answers so; who is logged in has the token `old`. */
async function opened(answerTo: (path: string, sent: Sent[]) => Response, username = 'rita') {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (path: string, { method = 'GET', headers }: RequestInit) => {
    sent.push({ path, method, token: (headers as Record<string, string>)['x-csrf-token'] });
    return answerTo(path, sent);
  });
  const api = await import('../web/src/api/request');
  const told = vi.fn();
  api.onSessionEvent(told);
  api.sendAs({ username, name: 'Rita', role: 'reception', mustEnrol: false, csrf: 'old' });
  return { ...api, sent, told };
}

it('sends the token with what changes something, and with nothing else', async () => {
  const { request, fetchJson, sent } = await opened(() => Response.json({ done: true }));
  await request('/exports');
  expect(await fetchJson('/staff', { method: 'POST', json: { name: 'Ines' } })).toEqual({ done: true });
  await request('/imports/prices/1', { method: 'DELETE' });
  expect(sent.map(({ method, token }) => [method, token])).toEqual([
    ['GET', undefined],
    ['POST', 'old'],
    ['DELETE', 'old'],
  ]);
});

it('takes the token of the session that the same person has begun in another tab, once', async () => {
  const { request, sent, told } = await opened((path, before) =>
    path === '/auth/session'
      ? Response.json({ username: 'rita', name: 'Rita', role: 'reception', mustEnrol: false, csrf: 'new' })
      : before.at(-1)?.token === 'new'
        ? new Response(null, { status: 204 })
        : problem(403, 'ERR_FORGED'),
  );
  expect((await request('/patients/1', { method: 'PATCH', json: {} })).status).toBe(204);
  await request('/patients/1', { method: 'PATCH', json: {} });
  expect(sent.map(({ path, token }) => [path, token])).toEqual([
    ['/patients/1', 'old'],
    ['/auth/session', undefined],
    ['/patients/1', 'new'],
    ['/patients/1', 'new'],
  ]);
  expect(told).not.toHaveBeenCalled();
});

it('does nothing as somebody else who has logged in in another tab', async () => {
  const { request, sent, told } = await opened((path) =>
    path === '/auth/session'
      ? Response.json({ username: 'maria', name: 'Maria', role: 'manager', mustEnrol: false, csrf: 'new' })
      : problem(403, 'ERR_FORGED'),
  );
  await expect(request('/patients/1', { method: 'PATCH', json: {} })).rejects.toMatchObject({ code: 'ERR_FORGED' });
  expect(sent).toHaveLength(2);
  expect(told).toHaveBeenCalledExactlyOnceWith('another');
});

it('tells when a session is over or must be secured first, and says in words why something is refused', async () => {
  const codes: Record<string, [number, string]> = {
    '/exports': [401, 'ERR_NO_SESSION'],
    '/staff': [403, 'ERR_ENROL_FIRST'],
    '/audit': [403, 'ERR_FORBIDDEN'],
  };
  const { request, told } = await opened((path) => problem(...(codes[path] as [number, string])));
  await expect(request('/exports')).rejects.toThrow('ERR_NO_SESSION');
  await expect(request('/staff')).rejects.toThrow('ERR_ENROL_FIRST');
  await expect(request('/audit')).rejects.toThrow('ERR_FORBIDDEN');
  expect(told.mock.calls).toEqual([['ended'], ['must-enrol']]);
});

it('tells when it is worth another try, and what an answer is that is no problem document', async () => {
  const { request } = await opened((path) =>
    path === '/busy' ? problem(503, 'ERR_BUSY', { 'retry-after': '2' }) : new Response('<html>', { status: 502 }),
  );
  await expect(request('/busy')).rejects.toMatchObject({ code: 'ERR_BUSY', retryAfterSeconds: 2 });
  await expect(request('/proxy')).rejects.toMatchObject({ message: 'The clinic answered 502', code: undefined });
});
