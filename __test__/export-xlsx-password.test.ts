/** Workbooks with a password. */
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import type * as compoundModule from '../js/export/compound-file/write';
import { backends, failure, useBackend } from './backends';
import { one, text, write } from './export-xlsx';
import { inPython, needsPython, noPython } from './export-xlsx-readers';

const require = createRequire(import.meta.url);
const { compoundFile } = require('../dist/export/compound-file/write.js') as typeof compoundModule;

const password = 'Zoë 👓 <&"';
/** What deflate hardly makes smaller. */
const noise = Array.from({ length: 400 }, () => randomBytes(24_000).toString('base64'));

describe.each(backends)('a workbook with a password on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.skipIf(noPython)(`is opened with it by msoffcrypto-tool, which finds it whole${needsPython}`, async () => {
    const columns = one(text('Anna', '=1+1', null));
    for (const sheets of [columns, one(text())]) {
      const [sheet] = inPython(await write(sheets, { password }), password);
      expect(sheet).toEqual(inPython(await write(sheets))[0]);
    }
  });

  it.skipIf(noPython)(`may have more sectors than its header has room for${needsPython}`, async () => {
    const file = await write(one(text(...noise)), { password });
    expect(file.length).toBeGreaterThan(109 * 128 * 512);
    expect(inPython(file, password)[0]?.rows.map(([cell]) => cell)).toEqual(['a', ...noise]);
  });

  it.skipIf(noPython)(`is not opened with another${needsPython}`, async () => {
    const file = await write(one(text('Anna')), { password });
    expect(() => inPython(file, `${password}x`)).toThrow(/InvalidKeyError/);
  });

  it('shows none of its content, and differs each time', async () => {
    const [first, second] = [1, 2].map(() => write(one(text('Anna')), { password })) as [
      Promise<Buffer>,
      Promise<Buffer>,
    ];
    const files = [await first, await second];
    for (const file of files) {
      expect(file.subarray(0, 8).toString('hex')).toBe('d0cf11e0a1b11ae1');
      for (const plain of ['PK\x03\x04', 'Anna', 'xl/workbook.xml']) expect(file.includes(plain)).toBe(false);
      expect(file.includes(Buffer.from(password, 'utf16le'))).toBe(false);
    }
    expect((files[0] as Buffer).subarray(2048).equals((files[1] as Buffer).subarray(2048))).toBe(false);
  });

  it('stops for a signal', async () => {
    const controller = new AbortController();
    const file = exporting.xlsx(one(text('Anna')), { password }).toBuffer({ signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(file).rejects.toMatchObject({ code: 'ERR_ABORTED' });
  });

  it('fails as one without', async () => {
    const failed = await failure(() => write(one(text('Anna \ud800')), { password }));
    expect(failed).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { sheet: 0, column: 0, row: 0 } });
  });
});

describe('the password of a workbook', () => {
  it.each<[string, unknown, string]>([
    ['that is empty', '', 'ERR_INVALID_ARGUMENT'],
    ['of 256 characters', 'secret'.repeat(43).slice(0, 256), 'ERR_LIMIT_EXCEEDED'],
    ['that is a number', 987_654, 'ERR_INVALID_ARGUMENT'],
    ['in bytes', Buffer.from('secret'), 'ERR_INVALID_ARGUMENT'],
    ['that is null', null, 'ERR_INVALID_ARGUMENT'],
    ['of a lone surrogate', 'secret\ud800', 'ERR_INVALID_ARGUMENT'],
  ])('may be none %s, and is in no message', async (_, wrong, code) => {
    const failed = await failure(() => exporting.xlsx(one(text()), { password: wrong as string }));
    expect(failed).toMatchObject({ code, details: { argument: 'options.password' } });
    expect(JSON.stringify(failed)).not.toMatch(/secret|987/);
  });
});

describe('a compound file', () => {
  /** The sectors of a chain ([MS-CFB] 2.3), by the table in the file itself. */
  const chain = (file: Buffer, start: number): number[] => {
    const sectors: number[] = [];
    const fat = (number: number) => {
      const of = Math.floor(number / 128);
      let at = 76 + 4 * of;
      if (of >= 109) {
        let difat = file.readUInt32LE(68);
        for (let skip = Math.floor((of - 109) / 127); skip > 0; skip--)
          difat = file.readUInt32LE((difat + 2) * 512 - 4);
        at = (difat + 1) * 512 + 4 * ((of - 109) % 127);
      }
      return file.readUInt32LE((file.readUInt32LE(at) + 1) * 512 + 4 * (number % 128));
    };
    for (let at = start; at < 0xffff_fff0; at = fat(at)) sectors.push(at);
    return sectors;
  };

  it.each([4096, 109 * 128 * 512, 20_000_000])('has all of a stream of %d bytes', (size) => {
    const content = Buffer.alloc(size, 'content');
    const pieces = [content.subarray(0, 1000), content.subarray(1000)];
    const file = Buffer.concat([...compoundFile([{ name: 'Stream', pieces }])]);
    expect(file.length % 512).toBe(0);
    const entry = (file.readUInt32LE(48) + 1) * 512 + 128;
    expect(file.toString('utf16le', entry, entry + 12)).toBe('Stream');
    expect(file.readUInt32LE(entry + 120)).toBe(size);
    const sectors = chain(file, file.readUInt32LE(entry + 116));
    const read = Buffer.concat(sectors.map((sector) => file.subarray((sector + 1) * 512, (sector + 2) * 512)));
    expect(read.subarray(0, size).equals(content)).toBe(true);
    expect(sectors.length).toBe(Math.ceil(size / 512));
  });
});
