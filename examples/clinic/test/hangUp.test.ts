import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Response as Answer, type Request, type RequestHandler } from 'express';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { AuditLog } from '../src/audit/auditLog';
import type { Config } from '../src/config';
import type { Database } from '../src/database/connect';
import { cutOffWhoStalls } from '../src/hangUp';
import { FileStore } from '../src/imaging/fileStore';
import { answerProblem } from '../src/problem';
import { storeInstances } from '../src/routes/studies/store';
import { emptyFolder, removeFolders, until } from './clinic';

afterAll(removeFolders);

/** These need a route at one exact point of its work, so they run the sources in this process. */
describe('a client that hangs up', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
    vi.restoreAllMocks();
  });

  /** Posts to `route` and hangs up; `route` is called when the client has gone. */
  async function hangUpOn(route: RequestHandler): Promise<void> {
    let client: ClientRequest;
    const app = express();
    app.post('/', async (request, response, next) => {
      client.destroy();
      await once(response, 'close');
      await route(request, response, next);
    });
    app.use(answerProblem);
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    client = httpRequest({ port, method: 'POST', headers: { 'content-length': 10 } });
    client.on('error', () => {});
    client.write('half');
    await new Promise((closed) => client.once('close', closed));
  }

  it('before its upload is read gives its place back', async () => {
    const files = await FileStore.open(emptyFolder());
    const store = storeInstances({} as Database, files, {} as AuditLog, { maxUploadBytes: 100 } as Config);
    const log = vi.spyOn(console, 'log').mockReturnValue();
    // More of them than may upload at once.
    for (let count = 1; count <= 10; count++) {
      const codes: unknown[] = [];
      await hangUpOn(async (...handed) => {
        await Promise.resolve(store(...handed)).catch((error) => {
          codes.push(error.code);
          throw error;
        });
      });
      await until(() => log.mock.calls.length === count || undefined);
      expect(codes).toEqual(['ERR_ABORTED']);
      expect(log).toHaveBeenLastCalledWith('POST /: the client hung up');
      server?.close();
    }
  });

  it('does not hide a fault', async () => {
    const logError = vi.spyOn(console, 'error').mockReturnValue();
    vi.spyOn(console, 'log').mockReturnValue();
    await hangUpOn(() => {
      throw new TypeError('a fault');
    });
    await until(() => logError.mock.calls.length > 0 || undefined);
    expect(logError).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/^POST \/ failed\n {2}TypeError\n/));
  });
});

describe('a client that takes nothing of its answer', () => {
  /** How an answer is cut off when nothing has moved on its connection for a minute. */
  function afterAMinute(writableLength: number) {
    const socket = { writableLength, setTimeout: vi.fn(), destroy: vi.fn() };
    const setTimeout = vi.fn();
    const next = vi.fn();
    cutOffWhoStalls({} as Request, { socket, setTimeout } as unknown as Answer, next);
    expect(next).toHaveBeenCalledOnce();
    const [[afterMs, onTimeout]] = setTimeout.mock.calls as [[number, () => void]];
    expect(afterMs).toBe(60_000);
    onTimeout();
    return socket;
  }

  it('is cut off when something waits to be sent', () => {
    expect(afterAMinute(1).destroy).toHaveBeenCalledOnce();
  });

  it('is waited for when it is the clinic that has nothing to send, for another minute', () => {
    const { destroy, setTimeout } = afterAMinute(0);
    expect(destroy).not.toHaveBeenCalled();
    expect(setTimeout).toHaveBeenCalledExactlyOnceWith(60_000);
  });
});
