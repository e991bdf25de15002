/** What `npm run load` measures with: its numbers are only as good as it is. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Line } from '../load/line';
import { Tally } from '../load/tally';

describe('a client', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  it.each(['http://192.0.2.1', 'https://clinic.example', 'http://127.0.0.1.example'])('does not ask %s', (url) => {
    expect(() => new Line(new URL(url))).toThrow('Only a clinic on this machine');
  });

  it('counts what is answered, sent away and failed, by kind', async () => {
    let connections = 0;
    server = createServer((request, response) => {
      if (request.url === '/cut') return request.socket.destroy();
      const status = Number(request.url?.slice(1, 4));
      if (request.url?.endsWith('later')) response.setHeader('Retry-After', '2');
      response.writeHead(status).end('body');
      return undefined;
    }).listen(0, '127.0.0.1');
    server.on('connection', () => connections++);
    await once(server, 'listening');
    const tally = new Tally();
    const line = new Line(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), tally);
    const ask = (path: string, expected?: number[]) => line.ask({ kind: 'a', path, ...(expected && { expected }) });
    expect(await ask('/200')).toMatchObject({ status: 200, retryAfterMs: undefined });
    expect(await ask('/202', [202])).toMatchObject({ status: 202 });
    expect(await ask('/503later')).toMatchObject({ status: 503, retryAfterMs: 2000 });
    // Nobody was told when to come again.
    await ask('/503');
    await ask('/500');
    await ask('/200', [202]);
    expect(connections).toBe(1);
    expect(await ask('/cut')).toBeUndefined();
    line.close();
    const failed = { 'HTTP 503': 1, 'HTTP 500': 1, 'HTTP 200': 1, ECONNRESET: 1 };
    expect(tally.rows(2)).toMatchObject([
      { kind: 'a', answered: 2, perSecond: 1, shed: 1, failed },
      { kind: 'all', answered: 2, perSecond: 1, shed: 1, failed },
    ]);
  });
});

it('gives percentiles of the answers of each kind, and of all together', () => {
  const tally = new Tally();
  for (let ms = 1; ms <= 100; ms++) tally.answered('a', ms);
  for (let i = 0; i < 100; i++) tally.answered('b', 1000);
  tally.shed('b', 5);
  for (let i = 0; i < 1000; i++) tally.answered('c', 1);
  const [a, b, c, all] = tally.rows(10, ['c']);
  expect(c?.answered).toBe(1000);
  // Histograms have three significant digits.
  expect([a?.p50Ms, a?.p99Ms].map((ms) => Math.round(ms as number))).toEqual([50, 99]);
  expect(Math.round(b?.p50Ms as number)).toBe(1000);
  expect([all?.answered, all?.perSecond, Math.round(all?.shedP99Ms as number)]).toEqual([200, 20, 5]);
  expect(Math.round(all?.p50Ms as number)).toBe(100);
});
