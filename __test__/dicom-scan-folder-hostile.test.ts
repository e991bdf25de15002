import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { configure, dicom } from 'clinicore';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { explicit, part10 } from './dicom-bytes';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'clinicore-scan-')));
chmodSync(scratch, 0o755);
afterAll(() => rmSync(scratch, { recursive: true }));

const dcm = part10('1.2.840.10008.1.2.1', explicit(0x0010_0020, 'LO', 'ID'));

let folders = 0;
function folder(...files: string[]): string {
  const root = join(scratch, String(folders++));
  mkdirSync(root);
  for (const path of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), dcm);
  }
  return root;
}

async function all(root: string, options?: dicom.ScanOptions) {
  const files: dicom.ScannedFile[] = [];
  for await (const found of dicom.scanFolder(root, options)) files.push(found);
  return files.map(({ path, error }) => [path, error?.code]);
}

/** How many of this process's open files are in a folder. */
const openIn = (root: string): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(root);
    } catch {
      return false; // the one that listed the folder
    }
  }).length;

/** Waits until nothing is open in a folder and nothing is left in the pool. */
async function released(root: string): Promise<void> {
  for (;;) {
    const { running, bulk, interactive } = configure();
    if (openIn(root) + running + bulk + interactive === 0) return;
    await new Promise((resume) => setTimeout(resume, 5));
  }
}

const onUnix = process.platform === 'win32' ? ' (left out: Windows has none of this)' : '';
const onLinux = process.platform === 'linux' ? '' : ' (left out: only Linux tells which files are open)';

describe.each(backends)('dicom.scanFolder on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  describe.skipIf(onUnix !== '')(`in a hostile folder${onUnix}`, () => {
    it('opens no pipe, socket or device', async () => {
      const root = folder('a', 'z');
      execFileSync('mkfifo', [join(root, 'pipe')]);
      const server = createServer().listen(join(root, 'socket'));
      await new Promise((listening) => server.once('listening', listening));
      try {
        expect(await all(root)).toEqual([
          ['a', undefined],
          ['pipe', 'ERR_UNSUPPORTED'],
          ['socket', 'ERR_UNSUPPORTED'],
          ['z', undefined],
        ]);
        expect(await all(root, { notDicom: 'skip' })).toEqual([
          ['a', undefined],
          ['z', undefined],
        ]);
      } finally {
        server.close();
      }
    });

    it('follows no link, unless it is asked to', async () => {
      const root = folder('a', 'folder/b');
      symlinkSync(join(root, 'a'), join(root, 'link'));
      symlinkSync(join(root, 'folder'), join(root, 'same'));
      const [, link] = await (async () => {
        const files: dicom.ScannedFile[] = [];
        for await (const found of dicom.scanFolder(root)) files.push(found);
        return files;
      })();
      expect(link?.path).toBe('link');
      expect(link?.error).toMatchObject({
        code: 'ERR_UNSUPPORTED',
        message: 'The symbolic link is not followed',
        details: { option: 'followSymlinks' },
      });
      expect(await all(root, { notDicom: 'skip' })).toEqual([
        ['a', undefined],
        ['folder/b', undefined],
      ]);
      expect(await all(root, { followSymlinks: true })).toEqual([
        ['a', undefined],
        ['link', undefined],
        ['folder/b', undefined],
      ]);
    });

    it('asks the filter what is behind a link that is followed, and enters no folder where none are', async () => {
      const root = folder('a', 'folder/b');
      symlinkSync('a', join(root, 'file-link'));
      symlinkSync('folder', join(root, 'folder-link'));
      const asked: [string, boolean][] = [];
      const filter = (path: string, isFolder: boolean) => {
        asked.push([path, isFolder]);
        return path !== 'folder';
      };
      const calls: number[][] = [];
      const onProgress = (...call: number[]) => calls.push(call.slice(0, 2));
      expect(await all(root, { followSymlinks: true, filter, onProgress })).toEqual([
        ['a', undefined],
        ['file-link', undefined],
        ['folder-link/b', undefined],
      ]);
      expect(asked.sort()).toEqual([
        ['a', false],
        ['file-link', false],
        ['folder', true],
        ['folder-link', true],
        ['folder-link/b', false],
      ]);
      expect(calls.at(-1)).toEqual([3, 3]);
      expect(await all(root, { followSymlinks: true, recursive: false })).toEqual([
        ['a', undefined],
        ['file-link', undefined],
      ]);
    });

    it('is not led in circles', async () => {
      const root = folder('a', 'folder/b');
      symlinkSync('..', join(root, 'folder', 'up'));
      symlinkSync('.', join(root, 'self'));
      symlinkSync('loop', join(root, 'loop'));
      // Each folder links to the next ten times: ten billion ways to the last.
      for (let at = 0; at < 10; at++) {
        mkdirSync(join(root, `bomb${at}`));
        for (let way = 0; way < 10; way++) symlinkSync(`../bomb${at + 1}`, join(root, `bomb${at}`, `way${way}`));
      }
      writeFileSync(join(root, 'bomb9', 'c'), dcm);
      const found = await all(root, { followSymlinks: true });
      expect(found.filter(([, code]) => code === undefined).map(([path]) => path?.split('/').at(-1))).toEqual([
        'a',
        'c',
        'b',
      ]);
      expect(found.filter(([path]) => path === 'loop')).toEqual([['loop', 'ERR_IO']]);
    });

    it('is not led out of the folder', async () => {
      const outside = folder('secret', 'more/secret');
      const root = folder('a');
      symlinkSync(outside, join(root, 'folder'));
      symlinkSync(join(outside, 'secret'), join(root, 'file'));
      symlinkSync('../nowhere', join(root, 'nowhere'));
      symlinkSync('/dev/zero', join(root, 'zero'));
      expect(await all(root, { followSymlinks: true })).toEqual([
        ['a', undefined],
        ['file', 'ERR_UNSUPPORTED'],
        ['folder', 'ERR_UNSUPPORTED'],
        ['nowhere', 'ERR_IO'],
        ['zero', 'ERR_UNSUPPORTED'],
      ]);
    });

    it('reports files and folders it may not read', async () => {
      const root = folder('a', 'locked/b', 'secret', 'z');
      chmodSync(join(root, 'locked'), 0);
      chmodSync(join(root, 'secret'), 0);
      // The super-user may read everything.
      const isRoot = process.getuid?.() === 0;
      if (isRoot) process.seteuid?.(65_534);
      try {
        expect(await all(root, { notDicom: 'skip' })).toEqual([
          ['a', undefined],
          ['secret', 'ERR_IO'],
          ['z', undefined],
          ['locked', 'ERR_IO'],
        ]);
        expect(await failure(() => all(join(root, 'locked')))).toMatchObject({ code: 'ERR_IO' });
      } finally {
        if (isRoot) process.seteuid?.(0);
        chmodSync(join(root, 'locked'), 0o700);
      }
    });

    it('reports what is gone, or has become something else, since it was listed', async () => {
      const root = folder('a', 'gone', 'linked', 'piped', 'folder/b', 'away/c');
      const filter = (path: string): boolean => {
        if (path === 'gone' || path === 'away') rmSync(join(root, path), { recursive: true });
        if (path === 'linked' || path === 'piped') {
          rmSync(join(root, path));
          if (path === 'linked') symlinkSync('a', join(root, path));
          else execFileSync('mkfifo', [join(root, path)]);
        }
        return true;
      };
      expect(await all(root, { filter })).toEqual([
        ['a', undefined],
        ['gone', 'ERR_IO'],
        ['linked', 'ERR_UNSUPPORTED'],
        ['piped', 'ERR_UNSUPPORTED'],
        ['away', 'ERR_IO'],
        ['folder/b', undefined],
      ]);
    });

    it('goes as deep as paths go', async () => {
      const root = folder('a');
      const way = 'ddddddddd/'.repeat(90);
      execFileSync('sh', ['-c', 'for i in 1 2 3 4 5 6; do mkdir -p "$0" && cd -P "$0" || exit 1; done', way], {
        cwd: root,
      });
      const found = await all(root);
      expect(found.length).toBe(2);
      expect(found[1]?.[1]).toBe('ERR_IO');
      // Node cannot remove what it cannot name: what stands deep is brought up.
      for (let at = 0, from = root; at < 5; at++) {
        renameSync(join(from, way), `${root}-${at}`);
        from = `${root}-${at}`;
      }
    });
  });

  it('reads 5,000 files in order, and tells how far it is', async () => {
    const files = Array.from({ length: 5000 }, (_, at) => `${at % 2}/${String(at).padStart(4, '0')}`);
    const root = folder(...files);
    const calls: number[][] = [];
    const found = await all(root, { onProgress: (...call) => calls.push(call) });
    expect(found.map(([path]) => path)).toEqual(files.sort());
    expect(found.every(([, code]) => code === undefined)).toBe(true);
    expect(calls.map(([done]) => done)).toEqual(files.map((_, at) => at + 1));
    expect(calls.map(([, , bytes]) => bytes)).toEqual(files.map((_, at) => (at + 1) * dcm.length));
    expect(calls.every(([done, of]) => (done as number) <= (of as number))).toBe(true);
    expect(calls.at(-1)).toEqual([5000, 5000, 5000 * dcm.length]);
  });

  it('reads no more ahead than it may', async () => {
    const root = folder(...Array.from({ length: 100 }, (_, at) => `f${at}`));
    let asked = 0;
    const filter = () => {
      asked++;
      return true;
    };
    let taken = 0;
    for await (const _ of dicom.scanFolder(root, { sorted: false, concurrency: 5, filter })) {
      taken++;
      await new Promise((resume) => setTimeout(resume, 1));
      expect(asked).toBeLessThanOrEqual(taken + 5);
    }
    expect([taken, asked]).toEqual([100, 100]);
  });

  describe.skipIf(onLinux !== '')(`lets go of everything${onLinux}`, () => {
    const many = folder(...Array.from({ length: 300 }, (_, at) => `${at % 3}/f${at}`));

    it.each([true, false])('when the loop is left (sorted: %s)', async (sorted) => {
      for await (const { path } of dicom.scanFolder(many, { sorted, concurrency: 50 })) {
        expect(path).toMatch(/^\d\/f\d+$/);
        break;
      }
      await released(many);
    });

    it('when the loop throws, or the iterator returns before it began', async () => {
      const mistake = new Error('a mistake of the caller');
      const loop = async () => {
        for await (const _ of dicom.scanFolder(many)) throw mistake;
      };
      await expect(loop()).rejects.toBe(mistake);
      const scan = dicom.scanFolder(many);
      expect(await scan.return()).toEqual({ value: undefined, done: true });
      await released(many);
    });

    it('when onProgress throws', async () => {
      const mistake = new Error('a mistake of the caller');
      const onProgress = (done: number) => {
        if (done === 3) throw mistake;
      };
      await expect(all(many, { onProgress })).rejects.toBe(mistake);
      await released(many);
    });

    it.each([true, false])('when it is aborted (sorted: %s)', async (sorted) => {
      const abort = new AbortController();
      const reason = new Error('why');
      const taken: string[] = [];
      const scan = async () => {
        for await (const { path } of dicom.scanFolder(many, { signal: abort.signal, sorted })) {
          taken.push(path);
          if (taken.length === 4) abort.abort(reason);
        }
      };
      const error = await scan().catch((thrown) => thrown);
      expect(error).toMatchObject({ name: 'AbortError', code: 'ERR_ABORTED', cause: reason });
      expect(taken.length).toBe(4);
      await released(many);
    });
  });

  it('does not begin once it was aborted, and takes a signal that others use', async () => {
    const root = folder('a');
    expect(await failure(() => all(root, { signal: AbortSignal.abort() }))).toMatchObject({ code: 'ERR_ABORTED' });
    const { signal } = new AbortController();
    expect(await Promise.all(Array.from({ length: 20 }, () => all(root, { signal })))).toEqual(
      Array(20).fill([['a', undefined]]),
    );
  });
});
