import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import express from 'express';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { AuditLog } from '../src/audit/auditLog';
import type { Config } from '../src/config';
import type { Database } from '../src/database/connect';
import { connectEmbedded } from '../src/database/embedded';
import { instances } from '../src/database/schema';
import { describe as describeFile } from '../src/imaging/describe';
import { FileStore } from '../src/imaging/fileStore';
import { type Described, record } from '../src/imaging/record';
import { answerProblem, Problem } from '../src/problem';
import { storeInstances } from '../src/routes/studies/store';
import { emptyFolder, removeFolders, seededFolder, until } from './clinic';
import { photograph } from './dicomFile';

/** These need a fault at one exact point of the work, so they run the sources in this process. */
afterAll(removeFolders);

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.dcm'))
    .map(({ name }) => name);

describe('a file that cannot be put on record', () => {
  it('is not left behind, unless it is on record after all', async () => {
    const folder = await seededFolder();
    const { database, close } = await connectEmbedded(folder);
    const kept = emptyFolder();
    const store = await FileStore.open(kept);
    const received = async (uid: string): Promise<Described> => {
      const file = await store.receive(Readable.from([photograph(uid)]));
      return { ...(await describeFile(file.path)), file };
    };
    const before = await database.$count(instances);
    /** The database, but its transactions fail at their end: before it, or when only the answer is lost. */
    const failing = (isCommitted: boolean): Database =>
      Object.create(database, {
        transaction: {
          value: async (work: (transaction: Database) => Promise<void>) => {
            await database.transaction(async (transaction) => {
              await work(transaction);
              if (!isCommitted) throw new Error('the connection was lost');
            });
            throw new Error('the connection was lost');
          },
        },
      });

    await expect(record(failing(false), store, 1, [await received('1.2.826.0.7.1')])).rejects.toThrow('lost');
    expect(await database.$count(instances)).toBe(before);
    const lost = await received('1.2.826.0.7.2');
    await expect(record(failing(true), store, 1, [lost])).rejects.toThrow('lost');
    expect(await database.$count(instances)).toBe(before + 1);
    // The first one has gone, the second one stays.
    expect(filesIn(join(kept, 'files'))).toEqual([`${lost.file.sha256}.dcm`]);
    await close();
  });

  it('is told from a full disk, which may have room later', async () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const store = { receive: () => Promise.reject(full), discard: vi.fn() } as unknown as FileStore;
    const app = express();
    app.post('/', storeInstances({} as Database, store, {} as AuditLog, { maxUploadBytes: 10_000 } as Config));
    app.use(answerProblem);
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const request = httpRequest({ port, method: 'POST', headers: { 'content-type': 'application/dicom' } });
    request.end(photograph('1.2.826.0.7.3'));
    const [response] = await once(request, 'response');
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '1']);
    response.resume();
    server.close();
  });
});

describe('what was being received when the service was killed', () => {
  it('is removed once no request can still be at it', async () => {
    const folder = emptyFolder();
    const store = await FileStore.open(folder);
    const old = await store.receive(Readable.from([Buffer.from('old')]));
    const current = await store.receive(Readable.from([Buffer.from('new')]));
    const yesterday = Date.now() / 1000 - 86_400;
    await utimes(old.path, yesterday, yesterday);
    const again = await FileStore.open(folder);
    expect(readdirSync(join(folder, 'incoming'))).toEqual([current.path.split(/[\\/]/).at(-1)]);
    await FileStore.open(folder, { isAlone: true });
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
    // What pseudonyms are made with stays the same.
    expect(again.key.equals(store.key) && store.key.length === 32).toBe(true);
  });

  it('is removed by others too, without a start', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] });
    const folder = emptyFolder();
    const store = await FileStore.open(folder);
    const { path } = await (await FileStore.open(folder)).receive(Readable.from([Buffer.from('old')]));
    const yesterday = Date.now() / 1000 - 86_400;
    await utimes(path, yesterday, yesterday);
    vi.advanceTimersByTime(3_600_000);
    vi.useRealTimers();
    await until(() => readdirSync(join(folder, 'incoming')).length === 0 || undefined);
    store.close();
  });

  it('is no file that can be received half', async () => {
    const folder = emptyFolder();
    const store = await FileStore.open(folder);
    const cut = async function* () {
      yield Buffer.from('half');
      throw new Problem('ERR_ABORTED', 'cut');
    };
    await expect(store.receive(cut())).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    expect(filesIn(folder)).toEqual([]);
  });
});
