import { EventEmitter } from 'node:events';
import type { Response as Answer, Request } from 'express';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Admission, beginTurn, endTurn } from '../src/admission';
import { AtOnce } from '../src/atOnce';
import { backends, Clinic, expectProblem, removeFolders, seededFolder } from './clinic';

afterAll(removeFolders);

const AT_ONCE = 2;

/** A request at the guard, and what becomes of it. */
class Visitor extends EventEmitter {
  closed = false;
  writableFinished = false;
  readonly headers: Record<string, string> = {};
  outcome: 'waits' | 'inside' | { code: string } = 'waits';

  constructor(admission: Admission) {
    super();
    this.#handle(admission.guard);
  }

  set(name: string, value: string): void {
    this.headers[name] = value;
  }
  writeHead(): this {
    return this;
  }
  hangUp(): void {
    this.closed = true;
    this.emit('close');
  }
  /** Its body comes in now, and then it has come. */
  body = () => this.#handle(endTurn);
  bodyHasCome = () => this.#handle(beginTurn);

  #handle(middleware: Admission['guard']): void {
    this.outcome = 'waits';
    const next = () => {
      this.outcome = 'inside';
    };
    Promise.resolve(middleware({} as Request, this as unknown as Answer, next)).catch((problem) => {
      this.outcome = problem;
    });
  }
}

describe('requests', () => {
  let admission: Admission;
  const visitor = () => new Visitor(admission);
  const visitors = (count: number) => Array.from({ length: count }, visitor);
  const outcomes = async (all: Visitor[]) => {
    await vi.advanceTimersByTimeAsync(0);
    return all.map(({ outcome }) => (typeof outcome === 'string' ? outcome : outcome.code));
  };

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    admission = new Admission(AT_ONCE);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('wait for their turn, and have it in the order they came in', async () => {
    const all = visitors(4);
    expect(await outcomes(all)).toEqual(['inside', 'inside', 'waits', 'waits']);
    all[1]?.hangUp();
    expect(await outcomes(all)).toEqual(['inside', 'inside', 'inside', 'waits']);
    all[0]?.hangUp();
    expect(await outcomes(all)).toEqual(['inside', 'inside', 'inside', 'inside']);
  });

  it('have their turn until their answer begins, and give it on once', async () => {
    const all = visitors(5);
    await outcomes(all);
    all[0]?.writeHead();
    all[0]?.writeHead();
    expect(await outcomes(all)).toEqual(['inside', 'inside', 'inside', 'waits', 'waits']);
    all[0]?.hangUp();
    expect(await outcomes(all)).toEqual(['inside', 'inside', 'inside', 'waits', 'waits']);
  });

  it('are sent away when they have waited for some seconds', async () => {
    const all = visitors(3);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(await outcomes(all)).toEqual(['inside', 'inside', 'waits']);
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcomes(all)).toEqual(['inside', 'inside', 'ERR_BUSY']);
    expect(all[2]?.outcome).toMatchObject({ details: { limit: AT_ONCE } });
    // Whose turn nobody takes any more is free.
    all[0]?.hangUp();
    expect(await outcomes([visitor(), visitor()])).toEqual(['inside', 'waits']);
  });

  it('are sent away at once when a thousand wait', async () => {
    const all = visitors(AT_ONCE + 1_000);
    expect(await outcomes([visitor(), all.at(-1) as Visitor])).toEqual(['ERR_BUSY', 'waits']);
  });

  it('of who hangs up take nobody’s turn, not even in the moment in which it comes', async () => {
    const all = visitors(5);
    await outcomes(all);
    all[2]?.hangUp();
    all[0]?.hangUp();
    // Its turn was given to it, and it does not know yet.
    all[3]?.hangUp();
    expect(await outcomes(all)).toEqual(['inside', 'inside', 'ERR_ABORTED', 'ERR_ABORTED', 'inside']);
  });

  it('let others have their turn while their body comes in', async () => {
    const all = visitors(3);
    await outcomes(all);
    all[0]?.body();
    expect(await outcomes(all)).toEqual(['inside', 'inside', 'inside']);
    all[0]?.bodyHasCome();
    expect(await outcomes(all)).toEqual(['waits', 'inside', 'inside']);
    all[2]?.writeHead();
    expect(await outcomes(all)).toEqual(['inside', 'inside', 'inside']);
  });

  it('are refused while the service stops, but for those that wait', async () => {
    const all = visitors(3);
    await outcomes(all);
    admission.close();
    const late = visitor();
    expect(await outcomes([...all, late])).toEqual(['inside', 'inside', 'waits', 'ERR_UNAVAILABLE']);
    expect(late.headers).toEqual({ Connection: 'close' });
    all[0]?.hangUp();
    expect(await outcomes(all)).toEqual(['inside', 'inside', 'inside']);
  });
});

describe('work of which so much is done at once', () => {
  it('is refused beyond that, and makes room whatever comes of it', async () => {
    const exports = new AtOnce(2, 'exports');
    const ends: ((error?: Error) => void)[] = [];
    const begin = () =>
      exports.during(
        () => new Promise<void>((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve()))),
      );
    const [first, second] = [begin(), begin()];
    await expect(begin()).rejects.toMatchObject({
      code: 'ERR_BUSY',
      message: 'Too many exports at once',
      details: { limit: 2 },
    });
    ends[0]?.(new Error('broken'));
    await expect(first).rejects.toThrow('broken');
    const third = begin();
    await expect(begin()).rejects.toMatchObject({ code: 'ERR_BUSY' });
    ends[1]?.();
    ends[2]?.();
    await Promise.all([second, third]);
  });
});

/** Somebody whose password takes long to verify: a request that is worked on for as long as a test needs. */
const SLOW = `
  insert into staff (username, name, role, password_hash) values
    ('slow', 'S', 'manager', '$2b$16$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy');
`;
const headers = { 'content-type': 'application/json' };

it.each(backends)(
  'a clinic with more to do than it can on the %s backend says so, and that it is well',
  async (backend) => {
    const clinic = await Clinic.start(backend, await seededFolder(SLOW), { MAX_REQUESTS: '1' });
    // Who sends a request slowly keeps nobody waiting.
    const slowly = await clinic.open('/auth/login', { method: 'POST', headers: { ...headers, 'content-length': 100 } });
    slowly.write('{"username":');
    expect((await clinic.fetch('/exports', { as: 'maria' })).status).toBe(200);

    const working = await clinic.open('/auth/login', { method: 'POST', headers });
    working.end(JSON.stringify({ username: 'slow', password: 'anything' }));
    await clinic.poolIs({ running: 1 });
    const refused = await clinic.fetch('/exports', { as: 'maria' });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await expectProblem(refused, 503, 'ERR_BUSY')).details).toEqual({ limit: 1 });
    await clinic.health();

    working.destroy();
    await clinic.poolIs({ running: 0 });
    expect((await clinic.fetch('/exports', { as: 'maria' })).status).toBe(200);
    slowly.destroy();
    await clinic.stop();
  },
);
