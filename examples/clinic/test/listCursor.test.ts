import { once } from 'node:events';
import { get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AtOnce } from '../src/atOnce';
import type { AuditLog } from '../src/audit/auditLog';
import type { Database } from '../src/database/connect';
import { text } from '../src/lists/columns';
import { formats } from '../src/lists/formats';
import type { List } from '../src/lists/list';
import { answerProblem } from '../src/problem';
import { ProgressBoard } from '../src/progress';
import { listExport } from '../src/routes/listExport';
import { until } from './clinic';

/** A list without end, of texts that do not compress, and what becomes of who reads it. */
class Endless implements List<number> {
  readonly title = 'Endless';
  readonly roles = ['manager'] as const;
  readonly columns = [
    text<number>('Text', () => Array.from({ length: 20 }, () => Math.random().toString(36)).join('')),
  ];
  pagesTaken = 0;
  isClosed = false;

  async *pages() {
    try {
      for (;;) {
        this.pagesTaken++;
        yield Array.from({ length: 1000 }, (_, i) => i);
      }
    } finally {
      this.isClosed = true;
    }
  }

  async count() {
    return 1e9;
  }
}

/** These need a list that tells what is read of it, so they run the sources in this process. */
describe.each([...formats.keys()])('a list as %s', (format) => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
    vi.restoreAllMocks();
  });

  async function open(list: List): Promise<IncomingMessage> {
    const app = express();
    app.use((_request, response, next) => {
      response.locals.staff = { id: 1, name: 'M', role: 'manager' };
      next();
    });
    const lists = new Map([['endless', list]]);
    const audit = { append: async () => {} } as unknown as AuditLog;
    app.get(
      '/exports/:list.:format',
      listExport({} as Database, lists, audit, new ProgressBoard(), new AtOnce(8, 'exports')),
    );
    app.use(answerProblem);
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const [response] = await once(get({ port, path: `/exports/endless.${format}` }), 'response');
    return response as IncomingMessage;
  }

  it('is read no faster than the client takes it, and let go of when the client hangs up', async () => {
    const log = vi.spyOn(console, 'log').mockReturnValue();
    const endless = new Endless();
    const response = await open(endless as List);
    expect(response.statusCode).toBe(200);
    await once(response, 'readable');
    // Until nothing moves any more: without end it would go on for ever.
    let before = 0;
    let still = 0;
    await until(() => {
      still = endless.pagesTaken === before ? still + 1 : 0;
      before = endless.pagesTaken;
      return still > 20 || undefined;
    });
    expect(endless.isClosed).toBe(false);
    response.destroy();
    await until(() => endless.isClosed || undefined);
    await until(() => log.mock.calls.length > 0 || undefined);
    expect(log).toHaveBeenCalledExactlyOnceWith(`GET /exports/endless.${format}: the client hung up`);
  });

  it('is answered with a problem if it fails before its first byte, and let go of', async () => {
    const failing = new Endless();
    failing.columns[0] = { ...text<number>('Text', () => 12 as unknown as string) };
    const response = await open(failing as List);
    expect(response.statusCode).toBe(422);
    expect(failing.isClosed).toBe(true);
  });
});
