import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import pg from 'pg';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectServer, isUnreachable } from '../src/database/server';
import { Problem } from '../src/problem';

/** AuthenticationOk and ReadyForQuery (PostgreSQL's protocol 3.0): as far as this server goes. */
const WELCOME = Buffer.from('R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I', 'latin1');

describe('a database server that does not answer', () => {
  let server: Server;
  const sockets: Socket[] = [];

  /** Welcomes clients, unless it is `silent`, and leaves every query without an answer; `onQuery` hears of it. */
  async function listen(silent: boolean, onQuery: (text: string, socket: Socket) => void = () => {}): Promise<string> {
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => {});
      socket.once('data', () => {
        if (!silent) socket.write(WELCOME);
        socket.on('data', (data) => onQuery(data.toString('latin1'), socket));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `postgres://clinic@127.0.0.1:${(server.address() as AddressInfo).port}/clinic`;
  }

  const pools: pg.Pool[] = [];
  function poolOf(settings: pg.PoolConfig): pg.Pool {
    const pool = new pg.Pool(settings);
    pool.on('error', () => {});
    pools.push(pool);
    return pool;
  }

  afterEach(async () => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    for (const socket of sockets.splice(0)) socket.destroy();
    server.close();
    await Promise.all(pools.splice(0).map((pool) => pool.end()));
  });

  const failureOf = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  it.each([
    [
      'Connection terminated due to connection timeout',
      async () => poolOf({ connectionString: await listen(true), connectionTimeoutMillis: 1 }).connect(),
    ],
    [
      'Connection terminated unexpectedly',
      async () => {
        const connectionString = await listen(false, (_, socket) => socket.end());
        return poolOf({ connectionString }).query('select 1');
      },
    ],
    [
      'Query read timeout',
      async () => poolOf({ connectionString: await listen(false), query_timeout: 1 }).query('select 1'),
    ],
    [
      'timeout exceeded when trying to connect',
      async () => {
        const pool = poolOf({ connectionString: await listen(false), max: 1 });
        const client = await pool.connect();
        pool.options.connectionTimeoutMillis = 1;
        try {
          return await pool.connect();
        } finally {
          client.release(true);
        }
      },
    ],
  ])('is known by "%s"', async (message, work) => {
    const error = await failureOf(work());
    expect((error as Error).message).toBe(message);
    expect(isUnreachable(error)).toBe(true);
    // Drizzle's errors have the driver's as their cause.
    expect(isUnreachable(new Error('Failed query', { cause: error }))).toBe(true);
  });

  it('is not taken for a fault of ours', () => {
    for (const error of [new TypeError('x is not a function'), new Problem('ERR_NOT_FOUND'), 'text', undefined]) {
      expect(isUnreachable(error)).toBe(false);
    }
  });

  it('is waited for as long as another clinic fills it', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const url = await listen(false, (text, socket) => {
      if (!text.includes('pg_advisory_lock')) return;
      vi.advanceTimersByTime(3_600_000);
      socket.end();
    });
    const connection = await connectServer(url);
    const error = await failureOf(connection.prepare(async () => {}));
    expect((error as Error).message).toBe('Connection terminated unexpectedly');
    await connection.close();
  });
});
