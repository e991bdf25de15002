/** Workbooks that are encrypted with a password, as they are read. */
import { createCipheriv, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import type * as agileModule from '../js/export/xlsx/encryption/agile/encrypt';
import { backends, failure, useBackend } from './backends';
import { cellsOf, rowsOf } from './export-sheet';
import { compound, number, sheet, u32, xlsb } from './export-xls';
import { one, text, write } from './export-xlsx';
import { encryptedInPython, inPython, needsPython, noPython } from './export-xlsx-readers';

const require = createRequire(import.meta.url);
const { AgileEncryption } = require('../dist/export/xlsx/encryption/agile/encrypt.js') as typeof agileModule;

const password = 'Zoë 👓 <&"';
const folder = join(import.meta.dirname, 'golden/export/sheets');
const WRONG = {
  code: 'ERR_AUTHENTICATION_FAILED',
  message: 'The workbook was encrypted with another password, or has been changed',
};
const sha1 = (...parts: Uint8Array[]): Buffer => createHash('sha1').update(Buffer.concat(parts)).digest();

/** A document as Office 2007 encrypts it ([MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9): AES-128 in ECB mode, SHA-1. */
function standard(document: Buffer, secret: string): Buffer {
  const salt = Buffer.alloc(16, 'salt');
  let hash = sha1(salt, Buffer.from(secret, 'utf16le'));
  for (let spin = 0; spin < 50_000; spin++) hash = sha1(u32(spin), hash);
  const inner = Buffer.alloc(64, 0x36);
  for (const [at, byte] of sha1(hash, u32(0)).entries()) inner[at] = 0x36 ^ byte;
  const key = sha1(inner).subarray(0, 16);
  const encrypt = (data: Buffer) => createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(data);
  const padded = (data: Buffer) => Buffer.concat([data, Buffer.alloc(-data.length & 15)]);
  const verifier = Buffer.alloc(16, 'verifier');
  const name = Buffer.from('Microsoft Enhanced RSA and AES Cryptographic Provider\0', 'utf16le');
  const header = Buffer.concat([u32(0x24, 0, 0x660e, 0x8004, 128, 24, 0, 0), name]);
  const check = [u32(16), salt, encrypt(verifier), u32(20), encrypt(padded(sha1(verifier)))];
  const version = Buffer.from([3, 0, 2, 0, 0x24, 0, 0, 0]);
  return compound({
    EncryptionInfo: Buffer.concat([version, u32(header.length), header, ...check]),
    EncryptedPackage: Buffer.concat([u32(document.length, 0), encrypt(padded(document))]),
  });
}

/** The parts of an agile encryption, to be changed. */
async function agile(document: Buffer): Promise<{ info: Buffer; content: Buffer }> {
  const encryption = new AgileEncryption();
  encryption.update(document);
  const secret = Buffer.from(password, 'utf16le');
  let hash = createHash('sha512').update(encryption.passwordSalt).update(secret).digest();
  for (let spin = 0; spin < 100_000; spin++) hash = createHash('sha512').update(u32(spin)).update(hash).digest();
  const task = { signal: undefined, onProgress: undefined, lane: 'interactive' } as const;
  const { info, document: content } = await encryption.finish(hash, task);
  return { info, content: Buffer.concat(content) };
}

const together = ({ info, content }: { info: Buffer; content: Buffer }) =>
  compound({ EncryptionInfo: info, EncryptedPackage: content });

describe.each(backends)('an encrypted workbook on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('is opened with its password, from bytes and from a stream of single ones', async () => {
    const file = await write(one(text('Anna', 'Otto')), { password });
    const rows = [{ a: 'Anna' }, { a: 'Otto' }];
    expect(await rowsOf(file, { password })).toEqual(rows);
    const stream = (async function* () {
      for (const byte of file) yield Uint8Array.of(byte);
    })();
    const workbook = await exporting.openWorkbook(stream, { password });
    expect(workbook.format).toBe('xlsx');
    expect([...(await workbook.sheet(0).toTable()).rows()]).toEqual(rows);
  });

  it('is not opened without it, or with another, or when it was changed; no message has a password', async () => {
    const file = await write(one(text('Anna')), { password });
    const without = await failure(() => exporting.openWorkbook(file));
    expect(without).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'options.password' } });
    expect(without.message).toContain('options.password must be given');
    const others = ['x', 'zoë 👓 <&"', `${password} `];
    for (const other of others) {
      const failed = await failure(() => exporting.readSheet(file, { password: other }).toTable());
      expect(failed).toMatchObject(WRONG);
      expect(JSON.stringify(failed)).not.toContain('👓');
    }
    const { info, content } = await agile(await write(one(text('Anna'))));
    expect(await rowsOf(together({ info, content }), { password })).toEqual([{ a: 'Anna' }]);
    for (const at of [0, 8, content.length - 1]) {
      const changed = Buffer.from(content);
      changed[at] = (changed[at] as number) ^ 1;
      const failed = await failure(() => rowsOf(together({ info, content: changed }), { password }));
      // What is said to be its size may be more than there is.
      expect(failed).toMatchObject(at === 0 && failed.code !== WRONG.code ? { code: 'ERR_MALFORMED_INPUT' } : WRONG);
    }
  });

  it('of a description that lies is refused', async () => {
    const { info, content } = await agile(await write(one(text('Anna'))));
    const said = info.toString('latin1');
    const changed = (from: string | RegExp, to: string) =>
      failure(() => rowsOf(together({ info: Buffer.from(said.replace(from, to), 'latin1'), content }), { password }));
    const most = { code: 'ERR_LIMIT_EXCEEDED', details: { limit: 1_000_000 } };
    expect(await changed('spinCount="100000"', 'spinCount="4000000000"')).toMatchObject(most);
    const malformed = { code: 'ERR_MALFORMED_INPUT' };
    expect(await changed('spinCount="100000"', 'spinCount="-1"')).toMatchObject(malformed);
    expect(await changed('<dataIntegrity', '<nothing')).toMatchObject(malformed);
    expect(await changed(/encryptedKeyValue="[^"]*"/, 'encryptedKeyValue=""')).toMatchObject(malformed);
    expect(await changed(/saltValue="[^"]*"/, 'saltValue=""')).toMatchObject(malformed);
    const unsupported = { code: 'ERR_UNSUPPORTED' };
    expect(await changed('cipherAlgorithm="AES"', 'cipherAlgorithm="RC2"')).toMatchObject(unsupported);
    expect(await changed('ChainingModeCBC', 'ChainingModeCFB')).toMatchObject(unsupported);
    expect(await changed('hashAlgorithm="SHA512"', 'hashAlgorithm="MD5"')).toMatchObject(unsupported);
    expect(await changed('\x04\0\x04\0', '\x04\0\x03\0')).toMatchObject(unsupported);
    const large = Buffer.concat([info, Buffer.alloc(100_000)]);
    expect(await failure(() => rowsOf(together({ info: large, content }), { password }))).toMatchObject(malformed);
    const short = Buffer.concat([u32(0xffff_ffff, 1), content.subarray(8)]);
    expect(await failure(() => rowsOf(together({ info, content: short }), { password }))).toMatchObject(malformed);
  });

  it('may be one of Office 2007', async () => {
    const file = standard(await write(one(text('Anna'))), password);
    expect(await rowsOf(file, { password })).toEqual([{ a: 'Anna' }]);
    expect(await failure(() => rowsOf(file, { password: 'x' }))).toMatchObject(WRONG);
    expect(await failure(() => rowsOf(file))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });

  it('may be an xlsb workbook', async () => {
    const document = readFileSync(join(folder, 'sheetjs.xlsb'));
    const file = together(await agile(document));
    const workbook = await exporting.openWorkbook(file, { password });
    expect(workbook.format).toBe('xlsb');
    expect(await workbook.sheet(0).toTable()).toHaveLength(8);
  });

  it('stops for a signal', async () => {
    const file = await write(one(text('Anna')), { password });
    const controller = new AbortController();
    const opening = exporting.openWorkbook(file, { password, signal: controller.signal });
    setTimeout(() => controller.abort(), 1);
    await expect(opening).rejects.toMatchObject({ code: 'ERR_ABORTED' });
  });

  it('needs no password if it is not encrypted', async () => {
    for (const file of [await write(one(text('Anna'))), sheet([number(0, 0, 1)]), xlsb({})]) {
      expect(await cellsOf(file)).toEqual({ ...(await cellsWith(file)) });
    }
  });

  const cellsWith = async (file: Buffer) => {
    const workbook = await exporting.openWorkbook(file, { password });
    const found: Record<string, unknown> = {};
    for await (const cells of workbook.cells(0)) {
      for (const { address, type, value } of cells) found[address] = [type, value];
    }
    return found;
  };

  it.skipIf(noPython)(`is the same that msoffcrypto-tool encrypts and opens${needsPython}`, async () => {
    // Documents below 4 KB it writes so that it cannot read them itself.
    const plain = readFileSync(join(folder, 'openpyxl.xlsx'));
    expect(await rowsOf(encryptedInPython(plain, password), { password })).toEqual(await rowsOf(plain));
    const small = await write(one(text('Anna')));
    expect(inPython(standard(small, password), password)).toEqual(inPython(small));
  });
});

describe('the password of reading', () => {
  it.each<[string, unknown]>([
    ['that is empty', ''],
    ['that is a number', 987_654],
    ['that is null', null],
    ['of a lone surrogate', 'secret\ud800'],
  ])('may be none %s, and is in no message', async (_, wrong) => {
    for (const call of [exporting.openWorkbook, exporting.readSheet]) {
      const failed = await failure(async () => call(Buffer.alloc(1), { password: wrong as string }));
      expect(failed).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'options.password' } });
      expect(JSON.stringify(failed)).not.toMatch(/secret|987/);
    }
  });
});
