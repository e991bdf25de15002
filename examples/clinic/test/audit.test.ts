import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuditChain } from 'clinicore/crypto';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, onDatabase, removeFolders, seededFolder } from './clinic';

afterAll(removeFolders);

interface Entry {
  seq: number;
  at: string;
  staff: number | null;
  name: string | null;
  action: string;
  subject: string | null;
  hash: string;
}

describe.each(backends)('the audit log on the %s backend', (backend) => {
  const running: Clinic[] = [];
  const start = async (folder?: string) => {
    const clinic = await Clinic.start(backend, folder ?? (await seededFolder()));
    running.push(clinic);
    return clinic;
  };
  afterEach(() => Promise.all(running.splice(0).map((clinic) => clinic.stop())));

  const get = async (clinic: Clinic, path: string) => {
    const response = await clinic.fetch(path, { as: 'maria' });
    expect(response.status).toBe(200);
    return response.json();
  };
  const entriesOf = async (clinic: Clinic, query = '') =>
    ((await get(clinic, `/audit${query}`)) as { entries: Entry[] }).entries;
  const told = (entries: Entry[]) => entries.map(({ staff, action, subject }) => [staff, action, subject]);

  it('has who came, who was refused and who left, and never what they entered', async () => {
    const clinic = await start();
    await clinic.login('rita', 'demo-reception');
    await clinic.login('rita', 'wrong');
    await clinic.login('my-password', 'my-password');
    await clinic.fetch('/auth/logout', { as: 'pavel', method: 'POST' });
    await clinic.fetch('/auth/logout', { method: 'POST' });
    const entries = await entriesOf(clinic);
    expect(told(entries)).toEqual([
      [4, 'audit.read', null],
      [4, 'login.accepted', null],
      [2, 'logout', null],
      [2, 'login.accepted', null],
      [null, 'login.refused', null],
      [null, 'login.refused', 'staff/3'],
      [3, 'login.accepted', null],
    ]);
    expect(entries[0]).toMatchObject({ seq: 7, name: 'Maria Keller', hash: expect.stringMatching(/^[\da-f]{64}$/) });
    expect(Math.abs(Date.parse(entries[0]?.at as string) - Date.now())).toBeLessThan(60_000);
  });

  it('is shown a page at a time, by person and by what it was about', async () => {
    const clinic = await start();
    for (let i = 0; i < 60; i++) await entriesOf(clinic);
    await clinic.login('olga', 'wrong');
    const first = await entriesOf(clinic);
    expect(first).toHaveLength(50);
    const next = await entriesOf(clinic, `?before=${first.at(-1)?.seq}`);
    expect(next.map(({ seq }) => seq)).toEqual(Array.from({ length: next.length }, (_, i) => next.length - i));
    expect(told(await entriesOf(clinic, '?subject=staff/1'))).toEqual([[null, 'login.refused', 'staff/1']]);
    expect(await entriesOf(clinic, '?staff=1')).toEqual([]);
    expect((await entriesOf(clinic, '?staff=4')).every(({ staff }) => staff === 4)).toBe(true);
  });

  it('is verified, and with what was kept of it elsewhere', async () => {
    const clinic = await start();
    const { head } = (await get(clinic, '/audit')) as { head: { seq: number; hash: string } };
    expect(await get(clinic, '/audit/verification')).toMatchObject({
      ...{ ok: true, entries: 3, checkpoints: 0, sealed: { seq: 0 } },
      head: { seq: 3, hash: expect.stringMatching(/^[\da-f]{64}$/) },
    });
    const verify = (seq: number, hash: string) => get(clinic, `/audit/verification?seq=${seq}&hash=${hash}`);
    expect(await verify(head.seq, head.hash)).toMatchObject({ ok: true, entries: 4, sealed: head });
    expect(
      await verify(
        head.seq,
        head.hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
      ),
    ).toMatchObject({
      ok: false,
      reason: 'anchor',
    });
    expect(await verify(9999, head.hash)).toMatchObject({ ok: false, reason: 'anchor', soundUpTo: { seq: 6 } });
  });

  it('is a file that can be verified without the clinic, sealed whenever it stopped', {
    timeout: 120_000,
  }, async () => {
    const folder = await seededFolder();
    for (let starts = 0; starts < 2; starts++) {
      const clinic = await start(folder);
      await entriesOf(clinic);
      await clinic.stop();
    }
    const clinic = await start(folder);
    const response = await clinic.fetch('/audit.jsonl', { as: 'maria' });
    expect(response.headers.get('content-type')).toMatch(/^application\/jsonl/);
    const file = Buffer.from(await response.arrayBuffer());
    const chain = new AuditChain({ keys: [readFileSync(join(folder, 'keys/audit.key'))] });
    expect(await chain.verify(file)).toMatchObject({ ok: true, entries: 6, checkpoints: 2, sealed: { seq: 4 } });
    expect(await get(clinic, '/audit/verification')).toMatchObject({ ok: true, checkpoints: 2, sealed: { seq: 4 } });
  });

  it('is whole after the clinic was killed while it wrote, with an entry for every answer', {
    timeout: 120_000,
  }, async () => {
    const folder = await seededFolder();
    const clinic = await start(folder);
    await clinic.session('maria');
    let answered = 0;
    const asking = Array.from({ length: 20 }, async () => {
      while ((await clinic.fetch('/audit?staff=1', { as: 'maria' }).catch(() => undefined))?.ok) answered++;
    });
    while (answered < 100) await new Promise((resume) => setTimeout(resume, 10));
    clinic.process.kill('SIGKILL');
    await once(clinic.process, 'exit');
    await Promise.all(asking);
    const verified = (await get(await start(folder), '/audit/verification')) as { ok: boolean; entries: number };
    expect(verified.ok).toBe(true);
    // Two for each log-in, and the verification's own.
    expect(verified.entries).toBeGreaterThanOrEqual(answered + 3);
    expect(verified.entries).toBeLessThanOrEqual(answered + 3 + 20);
  });

  it('says where it is broken, and is not sealed then', { timeout: 120_000 }, async () => {
    const folder = await seededFolder();
    const clinic = await start(folder);
    for (let i = 0; i < 5; i++) await entriesOf(clinic);
    await clinic.stop();
    await onDatabase(folder, (database) => database.exec('update audit_entries set staff = 3 where seq = 4'));
    const again = await start(folder);
    expect(await get(again, '/audit/verification')).toMatchObject({
      ...{ ok: false, reason: 'changed' },
      soundUpTo: { seq: 3, hash: expect.stringMatching(/^[\da-f]{64}$/) },
    });
  });

  it('is the managers’ alone', async () => {
    const clinic = await start();
    for (const path of ['/audit', '/audit/verification', '/audit.jsonl']) {
      await expectProblem(await clinic.fetch(path), 401, 'ERR_NO_SESSION');
      for (const as of ['olga', 'pavel', 'rita']) {
        await expectProblem(await clinic.fetch(path, { as }), 403, 'ERR_FORBIDDEN');
      }
    }
    for (const query of ['before=x', 'subject=Jane', 'staff=9999999999', 'since=2', 'subject=patient/a%20b']) {
      await expectProblem(await clinic.fetch(`/audit?${query}`, { as: 'maria' }), 400, 'ERR_INVALID_REQUEST');
    }
    for (const query of ['seq=1', `hash=${'0'.repeat(64)}`, 'seq=1&hash=0', 'progress=1']) {
      const response = await clinic.fetch(`/audit/verification?${query}`, { as: 'maria' });
      await expectProblem(response, 400, 'ERR_INVALID_REQUEST');
    }
  });
});
