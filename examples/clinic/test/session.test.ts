/** What the pages send, by the script that all of them send with. */
import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

interface SessionScript {
  request(path: string, options?: RequestInit): Promise<Response>;
  send(method: string, path: string, body?: object): Promise<unknown>;
}

/** The script, in a browser whose clinic answers so. */
async function opened(answerTo: (path: string) => Response) {
  const requests: [string, RequestInit][] = [];
  const moved = vi.fn();
  vi.stubGlobal('location', { assign: moved });
  vi.stubGlobal('fetch', async (path: string, options: RequestInit) => {
    requests.push([path, options]);
    return path === '/auth/session' ? Response.json({ csrf: `token ${requests.length}` }) : answerTo(path);
  });
  const script: SessionScript = await import(new URL('../public/session.js', import.meta.url).href);
  return { ...script, requests, moved };
}

it('sends the token of the session with whatever changes something, and asks for it each time', async () => {
  const { request, send, requests } = await opened(() => Response.json({ done: true }));
  await request('/exports', { headers: { accept: 'application/json' } });
  expect(await send('POST', '/staff', { name: 'Ines' })).toEqual({ done: true });
  await request('/imports/prices/1', { method: 'DELETE' });
  expect(requests).toEqual([
    ['/exports', { headers: { accept: 'application/json' } }],
    ['/auth/session', {}],
    [
      '/staff',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-csrf-token': 'token 2' },
        body: '{"name":"Ines"}',
      },
    ],
    ['/auth/session', {}],
    ['/imports/prices/1', { method: 'DELETE', headers: { 'x-csrf-token': 'token 4' } }],
  ]);
});

it('leads who must enrol to where they do, and says in words why something is refused', async () => {
  const { request, moved } = await opened((path) =>
    path === '/exports'
      ? Response.json({ code: 'ERR_ENROL_FIRST', title: 'Enrol a second factor first' }, { status: 403 })
      : Response.json(
          { code: 'ERR_FORBIDDEN', title: 'Not for this role', detail: 'Only for: manager' },
          { status: 403 },
        ),
  );
  await expect(request('/staff')).rejects.toThrow('Not for this role: Only for: manager');
  expect(moved).not.toHaveBeenCalled();
  await expect(request('/exports')).rejects.toThrow('Enrol a second factor first');
  expect(moved).toHaveBeenCalledExactlyOnceWith('account.html');
});
