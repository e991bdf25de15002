/** Zip archives that others wrote, and what is only told, not read. */
import { execFileSync } from 'node:child_process';
import { createReadStream, mkdirSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import {
  arrayOf,
  type Content,
  contentOf,
  digests,
  finds,
  forPython,
  inPython,
  needsPython,
  noPython,
  testFolder,
} from './export-archive';
import { sample } from './export-compression-bytes';
import { isMissing, needs } from './pdf/tools';

const { readZip, zip } = exporting;
const file = testFolder();
const limits = { maxRatio: 1_000_000 };
const content: Content = [
  ['notes.txt', Buffer.from('As agreed.')],
  ['scans/Müller.dat', sample(1_700_000)],
  ['scans/', Buffer.alloc(0)],
  ['empty', Buffer.alloc(0)],
];

describe.each(backends)('readZip on the %s backend', (name) => {
  beforeEach(() => useBackend(name));

  it.skipIf(noPython)(
    `reads what Python writes, encrypted too, from bytes, a path and a stream${needsPython}`,
    async () => {
      for (const password of [[], ['sésame']]) {
        const path = file(`${name}-python.zip`);
        inPython(['write-zip', path, ...password], forPython(content));
        const options = { ...limits, password: password[0] };
        expect(digests(await contentOf(readZip(path, options)))).toEqual(digests(content));
        expect(digests(await contentOf(readZip(createReadStream(path), options)))).toEqual(digests(content));
      }
    },
  );

  it.skipIf(isMissing('7z'))(`reads what 7-Zip writes, under keys of all lengths${needs('7z')}`, async () => {
    const source = file('seven.txt', sample(300_000));
    for (const [method, isEncrypted] of [
      ['Deflate', false],
      ['Copy', false],
      ['AES128', true],
      ['AES192', true],
      ['AES256', true],
    ] as const) {
      const path = file(`${name}-${method}.zip`);
      finds('7z', 'a', '-tzip', ...(isEncrypted ? ['-psecret', `-mem=${method}`] : [`-mm=${method}`]), path, source);
      const [entry] = await arrayOf(readZip(path, { ...limits, password: 'secret' }));
      expect(entry).toMatchObject({ name: 'seven.txt', isEncrypted });
      expect((await entry?.buffer())?.equals(sample(300_000))).toBe(true);
    }
  });

  it.skipIf(isMissing('7z'))(`tells what it does not read: other methods, old encryption${needs('7z')}`, async () => {
    const source = file('other.txt', sample(3000));
    for (const [option, what] of [
      ['-mm=LZMA', 'packed by method 14'],
      ['-mm=BZip2', 'packed by method 12'],
      ['-mem=ZipCrypto', 'encrypted by the traditional encryption of PKWARE'],
    ] as const) {
      const path = file(`${name}-${what.length}.zip`);
      finds('7z', 'a', '-tzip', '-psecret', option, path, source);
      const stripped = file(`${name}-${what.length}-plain.zip`);
      if (option !== '-mem=ZipCrypto') finds('7z', 'a', '-tzip', option, stripped, source);
      const read = option === '-mem=ZipCrypto' ? path : stripped;
      const [entry] = await arrayOf(readZip(read, { password: 'secret' }));
      expect(entry?.size).toBe(3000);
      expect(await failure(() => entry?.buffer())).toEqual({
        code: 'ERR_UNSUPPORTED',
        message: `Entry 0 of the archive is ${what}, which is not read here`,
        details: { index: 0 },
      });
    }
  });

  it.skipIf(isMissing('zip'))(
    `reads what Info-ZIP writes: links told, Unicode names, streams${needs('zip')}`,
    async () => {
      const folder = file(`${name}-info`);
      mkdirSync(folder);
      writeFileSync(join(folder, 'Müller.txt'), 'As agreed.');
      symlinkSync('/etc/passwd', join(folder, 'link'));
      execFileSync('zip', ['-q', '-y', '-r', '../info.zip', '.'], { cwd: folder });
      const found = await arrayOf(readZip(file('info.zip')));
      expect(found.map((entry) => [entry.name, entry.type]).sort()).toEqual([
        ['Müller.txt', 'file'],
        ['link', 'link'],
      ]);
      const link = found.find(({ type }) => type === 'link');
      expect(await failure(() => link?.buffer())).toMatchObject({ code: 'ERR_UNSUPPORTED' });
      // To a pipe, of which no sizes are known beforehand.
      const piped = execFileSync('zip', ['-q', '-', '-'], { input: sample(200_000) });
      expect(digests(await contentOf(readZip(piped, limits)))).toEqual(digests([['-', sample(200_000)]]));
      renameSync(file('info.zip'), file(`${name}-info.zip`));
    },
  );

  it.skipIf(noPython)(`reads a directory beyond 4 GiB${needsPython}`, async () => {
    const path = file(`${name}-far.zip`);
    // A hole in front of it, which takes no room on the disk.
    writeFileSync(path, '');
    truncateSync(path, 5 * 2 ** 30);
    const python = process.env.CLINICORE_ARCHIVES ?? join(import.meta.dirname, '../target/archives/bin/python');
    const script = `import zipfile\nwith zipfile.ZipFile(${JSON.stringify(path)}, "a") as z: z.writestr("far", b"away")`;
    execFileSync(python, ['-c', script]);
    expect(await contentOf(readZip(path))).toEqual([['far', Buffer.from('away')]]);
  });

  it('reads an entry as often as it is asked to, while the file is the one that it was', async () => {
    const path = file(`${name}-again.zip`);
    await zip([{ name: 'a', data: sample(400_000) }]).toFile(path);
    const [entry] = await arrayOf(readZip(path));
    for (let again = 0; again < 2; again++) expect((await entry?.buffer())?.equals(sample(400_000))).toBe(true);
    await zip([{ name: 'a', data: sample(400_001) }]).toFile(path);
    expect(await failure(() => entry?.buffer())).toEqual({
      code: 'ERR_IO',
      message: 'The archive was changed while it was read',
      details: {},
    });
  });

  it('refuses a password that is wrong or missing, and content that was changed, without saying which', async () => {
    const made = await zip([{ name: 'a', data: sample(3000) }], { password: 'right' }).toBuffer();
    const refused = {
      code: 'ERR_AUTHENTICATION_FAILED',
      message: 'Entry 0 of the archive was encrypted with another password, or has been changed',
      details: { index: 0 },
    };
    const read = (data: Buffer, password?: string) => failure(() => contentOf(readZip(data, { password })));
    expect(await read(made, 'wrong')).toEqual(refused);
    expect(await read(made)).toEqual({
      code: 'ERR_INVALID_ARGUMENT',
      message: 'Entry 0 of the archive is encrypted: options.password must be given',
      details: { argument: 'options.password', index: 0 },
    });
    // Every byte of the content: salt, check, data, code.
    const start = 30 + 1 + 11;
    const [entry] = await arrayOf(readZip(made));
    const length = entry?.compressedSize as number;
    for (let at = start; at < start + length; at += at < start + 40 ? 1 : 97) {
      const bad = Buffer.from(made);
      bad[at] = (bad[at] as number) ^ 0x10;
      expect(await read(bad, 'right'), `byte ${at - start}`).toEqual(refused);
    }
  });

  it('gives no more than it is asked for, and stops for a signal', async () => {
    const made = await zip([{ name: 'a', data: sample(3_000_000) }]).toBuffer();
    const [entry] = await arrayOf(readZip(made));
    expect(await failure(() => entry?.buffer({ maxBytes: 2_999_999 }))).toEqual({
      code: 'ERR_LIMIT_EXCEEDED',
      message: 'The entry holds more than 2999999 bytes',
      details: { given: 3_000_000, limit: 2_999_999, option: 'maxBytes' },
    });
    const controller = new AbortController();
    const [stopped] = await arrayOf(readZip(made, { signal: controller.signal }));
    const reading = (async () => {
      for await (const _ of stopped?.stream() ?? []) controller.abort();
    })();
    await expect(reading).rejects.toMatchObject({ code: 'ERR_ABORTED', name: 'AbortError' });
    await expect(arrayOf(readZip(made, { signal: controller.signal }))).rejects.toMatchObject({ code: 'ERR_ABORTED' });
  });
});
