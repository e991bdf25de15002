import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectServer, isUnreachable } from '../src/database/server';
import { Problem } from '../src/problem';
import { until } from './until';

/** AuthenticationOk and ReadyForQuery (PostgreSQL's protocol 3.0): as far as this server goes. */
const WELCOME = Buffer.from('R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I', 'latin1');
/** CommandComplete and ReadyForQuery. */
const BEGUN = Buffer.from('C\0\0\0\x0aBEGIN\0Z\0\0\0\x05T', 'latin1');
const SELECTED = Buffer.from('C\0\0\0\x0dSELECT 1\0Z\0\0\0\x05I', 'latin1');

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

  it('does not end the process where it goes in the middle of a transaction', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const url = await listen(false, (text, socket) => {
      if (text.includes('begin')) socket.write(BEGUN);
    });
    const connection = await connectServer(url);
    const error = await failureOf(
      connection.database.transaction(async (transaction) => {
        const lost = transaction.execute(sql`select 1`);
        for (const socket of sockets) socket.destroy();
        await lost;
      }),
    );
    expect(isUnreachable(error)).toBe(true);
    await connection.close();
  });

  it('is known to answer while all connections are busy', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    let busy = 0;
    const url = await listen(false, (text, socket) => {
      if (text.includes('select 1')) socket.write(SELECTED);
      else busy++;
    });
    const connection = await connectServer(url);
    const queries = Array.from({ length: 20 }, () =>
      failureOf(Promise.resolve(connection.database.execute(sql`long`))),
    );
    await until(() => busy === 10 || undefined);
    await connection.ping();
    for (const socket of sockets) socket.destroy();
    server.close();
    for (const error of await Promise.all(queries)) expect(isUnreachable(error)).toBe(true);
    await connection.close();
  });

  it('is told to give up what takes too long, and then it is not taken for a fault of ours', async () => {
    let settings: string[] = [];
    const url = await listen(false);
    server.prependListener('connection', (socket: Socket) => {
      socket.once('data', (data) => {
        settings = data.toString('latin1').split('\0');
      });
    });
    await (await connectServer(url)).close();
    const settingOf = (name: string) => settings[settings.indexOf(name) + 1];
    expect([settingOf('statement_timeout'), settingOf('idle_in_transaction_session_timeout')]).toEqual([
      '25000',
      '30000',
    ]);
    expect(
      isUnreachable(Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' })),
    ).toBe(true);
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
