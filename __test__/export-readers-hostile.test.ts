/** Readers that are used as they should not be, and sources that go wrong: typed errors, and nothing left open. */
import { readdirSync, readlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { export as exporting } from 'clinicore';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { atPath, cells, chunks, formats, streamed, visits } from './export-readers';

const ROWS = 20_000;
const FDS = '/proc/self/fd';
const isLinux = platform() === 'linux';

/** Whether the process has a file open, a moment after what closes it has been called. */
async function isOpen(path: string): Promise<boolean> {
  const found = () =>
    readdirSync(FDS).some((fd) => {
      try {
        return readlinkSync(`${FDS}/${fd}`) === path;
      } catch {
        return false; // The folder's own.
      }
    });
  for (let waited = 0; found() && waited < 100; waited++) await wait(20);
  return found();
}

describe.each(backends)('%s', (backend) => {
  beforeEach(() => useBackend(backend));

  describe.each(formats)('$name', ({ read, write, isKept }) => {
    let table: exporting.Table;
    let bytes: Buffer;
    beforeAll(async () => {
      table = await visits(ROWS);
      bytes = await write(table).toBuffer();
    });

    const isWhole = (read: exporting.Table) => expect(cells(read)).toEqual(cells(table));
    const rowsOf = async (reader: exporting.TableReader) => {
      let rows = 0;
      for await (const { length } of reader) rows += length;
      return rows;
    };

    it('is iterated twice, one after the other and in turns', async () => {
      const reader = read(bytes);
      expect([await rowsOf(reader), await rowsOf(reader)]).toEqual([ROWS, ROWS]);
      expect(await Promise.all([rowsOf(reader), rowsOf(reader)])).toEqual([ROWS, ROWS]);
    });

    it.runIf(isLinux)('left early, it closes its file (on Linux, where /proc/self/fd lists what is open)', async () => {
      await atPath(bytes, async (path) => {
        const reader = read(path);
        for await (const { length } of reader) {
          expect(length).toBeGreaterThan(0);
          break;
        }
        expect(await isOpen(path)).toBe(false);
        // Asked for, not begun; begun and given up; asked for its columns alone.
        await reader[Symbol.asyncIterator]().return?.();
        const iterator = reader[Symbol.asyncIterator]();
        await iterator.next();
        await iterator.return?.();
        expect(await iterator.next()).toEqual({ done: true, value: undefined });
        await reader.schema();
        expect(await isOpen(path)).toBe(false);
        isWhole(await reader.toTable());
        expect(await isOpen(path)).toBe(false);
      });
    });

    it.runIf(isLinux)('aborted or failed, it closes its file (on Linux)', async () => {
      await atPath(bytes, async (path) => {
        const stop = new AbortController();
        const onProgress = () => stop.abort();
        expect(await failure(() => read(path).toTable({ signal: stop.signal, onProgress }))).toMatchObject({
          code: 'ERR_ABORTED',
        });
        expect(await isOpen(path)).toBe(false);
        const thrown = new Error('a listener fails');
        const listener = () => {
          throw thrown;
        };
        expect(
          await read(path)
            .toTable({ onProgress: listener })
            .catch((error) => error),
        ).toBe(thrown);
        expect(await isOpen(path)).toBe(false);
      });
    });

    it('a reader whose file was not there, then is, reads it', async () => {
      await atPath(bytes, async (path) => {
        const reader = read(`${path}-later`);
        expect(await failure(() => reader.schema())).toMatchObject({ code: 'ERR_IO' });
        expect(await failure(() => reader.toTable())).toMatchObject({ code: 'ERR_IO' });
        await writeFile(`${path}-later`, bytes);
        isWhole(await reader.toTable());
      });
    });

    it('a stream that fails half way is an error with its cause, and stays one', async () => {
      const cause = new Error('ECONNRESET');
      async function* failing() {
        let given = 0;
        for (const chunk of chunks(bytes, 4096)) {
          given += chunk.length;
          if (given > bytes.length / 2) throw cause;
          yield chunk;
        }
      }
      for (const source of [failing(), Readable.from(failing())]) {
        const reader = read(source);
        const said = await reader.toTable().catch((error) => error);
        expect(said).toMatchObject({ code: 'ERR_IO', message: 'The stream failed', cause });
        expect((await failure(() => reader.toTable())).code).toBe('ERR_INVALID_ARGUMENT');
      }
    });

    it('a stream that is destroyed half way ends the call', async () => {
      for (const error of [undefined, new Error('the upload was given up')]) {
        let given = 0;
        const parts = chunks(bytes, 4096);
        const source = new Readable({
          read() {
            const { value } = parts.next();
            given += value?.length ?? 0;
            if (given > bytes.length / 2) this.destroy(error);
            else this.push(value ?? null);
          },
        });
        expect(await failure(() => read(source).toTable())).toMatchObject({ code: 'ERR_IO' });
      }
    });

    it('a stream of what are no bytes is refused', async () => {
      const texts = Readable.from(['number,patient\n', '1,Jana\n']) as never;
      const said = await failure(() => read(texts).toTable());
      expect(said).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'source' } });
      expect(said.message).not.toContain('Jana');
    });

    it(`a stream that was left early ${isKept ? 'is kept' : 'has gone by'}`, async () => {
      const source = streamed(bytes);
      const reader = read(source);
      for await (const { length } of reader) {
        expect(length).toBeGreaterThan(0);
        break;
      }
      if (isKept) expect(await rowsOf(reader)).toBe(ROWS);
      else expect((await failure(() => rowsOf(reader))).code).toBe('ERR_INVALID_ARGUMENT');
      source.destroy();
    });
  });
});
