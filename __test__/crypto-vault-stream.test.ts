import { createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { crypto } from 'clinicore';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';

const { Vault } = crypto;
const key = Buffer.alloc(32, 1);
const keys = [
  { id: 1, key },
  { id: 2, key: Buffer.alloc(32, 2) },
];
const place = { tenant: 'clinic', table: 'scans', column: 'file', row: 7 };
const NOT_GENUINE = {
  code: 'ERR_AUTHENTICATION_FAILED',
  message: 'The stream is not genuine: it was not sealed by these keys for this context, or was changed since',
  details: {},
};
const CHUNK = 16_384;

const folder = mkdtempSync(join(tmpdir(), 'vault-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What comes out of a stream that is written in pieces of a size. */
async function through(stream: NodeJS.ReadWriteStream, data: Uint8Array, size = 50_000): Promise<Buffer> {
  const pieces = Array.from({ length: Math.ceil(data.length / size) }, (_, i) =>
    data.subarray(i * size, (i + 1) * size),
  );
  const [out] = await Promise.all([buffer(stream), pipeline(Readable.from(pieces), stream)]);
  return out;
}

describe.each(backends)('sealed streams on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });
  useBackend(name);
  const vault = new Vault({ current: 1, keys });

  it('outlive the vault they came from, whose keys were wiped', async () => {
    const brief = new Vault({ current: 1, keys });
    const [sealing, opening] = [brief.sealStream(place), brief.openStream(place)];
    brief.close();
    expect(await through(opening, await through(sealing, Buffer.from('a scan')))).toEqual(Buffer.from('a scan'));
  });

  it('are as docs/crypto.md has them', async () => {
    const text = randomBytes(CHUNK + 100);
    const sealed = await through(vault.sealStream(place), text);
    expect(sealed.subarray(0, 5)).toEqual(Buffer.of(1, 0, 0, 0, 1));
    expect(sealed).toHaveLength(text.length + 5 + 56 + 2 * 16);
    const sub = Buffer.from(hkdfSync('sha256', key, '', 'clinicore.vault.v1 streams', 32));
    const context = Buffer.from('\0\x06clinic\0\x05scans\0\x04file\0\x017', 'latin1');
    const info = Buffer.concat([
      Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0'),
      ...[sealed.subarray(5, 29), sealed.subarray(0, 5), context],
    ]);
    const first = createHmac('sha512', sub).update(info).update('\x01').digest();
    const second = createHmac('sha512', sub).update(first).update(info).update('\x02').digest();
    const derived = Buffer.concat([first, second]).subarray(0, 76);
    expect(sealed.subarray(29, 61)).toEqual(derived.subarray(44));
    const nonce = Buffer.from(derived.subarray(32, 44));
    nonce[11] = (nonce[11] as number) ^ 1;
    const decipher = createDecipheriv('aes-256-gcm', derived.subarray(0, 32), nonce).setAuthTag(sealed.subarray(-16));
    const last = Buffer.concat([decipher.update(sealed.subarray(61 + CHUNK + 16, -16)), decipher.final()]);
    expect(last.equals(text.subarray(CHUNK))).toBe(true);
  });

  it('open to what was sealed, of any size, in any pieces', async () => {
    const size = fc.oneof(
      fc.integer({ min: 0, max: 100_000 }),
      fc.constantFrom(0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK),
    );
    const piece = fc.oneof(fc.integer({ min: 1000, max: 200_000 }), fc.constantFrom(CHUNK, CHUNK + 16));
    await fc.assert(
      fc.asyncProperty(size, piece, piece, async (size, written, read) => {
        const text = createHash('shake128', { outputLength: size }).update('x').digest();
        const sealed = await through(vault.sealStream(place), text, written);
        expect((await through(vault.openStream(place), sealed, read)).equals(text)).toBe(true);
      }),
      { seed: 20261121, numRuns: 60 },
    );
  });

  it('open byte by byte', async () => {
    const sealed = await through(vault.sealStream(place), Buffer.from('text'));
    expect((await through(vault.openStream(place), sealed, 1)).toString()).toBe('text');
  });

  const sealedText = async (size = 2 * CHUNK + 10) => through(vault.sealStream(place), Buffer.alloc(size, 1));

  it('refuse what was cut short, wherever', async () => {
    const sealed = await sealedText(CHUNK);
    const ends = [...Array(80).keys(), 61 + CHUNK, 61 + CHUNK + 15, 61 + CHUNK + 16, sealed.length - 1];
    for (const end of ends) {
      expect(await failure(() => through(vault.openStream(place), sealed.subarray(0, end))), `${end}`).toEqual(
        NOT_GENUINE,
      );
    }
  });

  it('refuse a flipped bit anywhere', async () => {
    const sealed = await sealedText(10);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Buffer.from(sealed);
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(await failure(() => through(vault.openStream(place), flipped)), `${bit}`).toEqual(NOT_GENUINE);
    }
  });

  it('refuse chunks in another order, twice, of another stream, or more', async () => {
    const sealed = await sealedText();
    const other = await sealedText();
    const [head, one, two, last] = [0, 61, 61 + CHUNK + 16, 61 + 2 * (CHUNK + 16)].map((start, i, starts) =>
      sealed.subarray(start, starts[i + 1]),
    ) as [Buffer, Buffer, Buffer, Buffer];
    for (const parts of [
      [head, two, one, last],
      [head, one, one, last],
      [head, one, two, two, last],
      [head, one, last],
      [head, one, two, last, Buffer.of(0)],
      [head, one, two, last, last],
      [head, one, other.subarray(two.byteOffset - sealed.byteOffset)],
      [other.subarray(0, 61), one, two, last],
    ]) {
      expect(await failure(() => through(vault.openStream(place), Buffer.concat(parts)))).toEqual(NOT_GENUINE);
    }
  });

  it('refuse another place, an unknown key, and a field', async () => {
    const sealed = await sealedText(10);
    expect(await failure(() => through(vault.openStream({ ...place, row: 8 }), sealed))).toEqual(NOT_GENUINE);
    const other = new Vault({ current: 2, keys: keys.slice(1) });
    expect(await failure(() => through(other.openStream(place), sealed))).toEqual(NOT_GENUINE);
    const field = vault.seal('text', place);
    expect(await failure(() => through(vault.openStream(place), field))).toEqual(NOT_GENUINE);
    expect(await failure(() => vault.open(sealed, place))).toMatchObject({ code: 'ERR_AUTHENTICATION_FAILED' });
  });

  it('give a chunk only when it was authenticated', async () => {
    const sealed = await sealedText();
    const at = 61 + CHUNK + 16 + 5;
    sealed[at] = (sealed[at] as number) ^ 1;
    const stream = vault.openStream(place);
    const given: Buffer[] = [];
    stream.on('data', (chunk) => given.push(chunk));
    expect(await failure(() => pipeline(Readable.from([sealed]), stream))).toEqual(NOT_GENUINE);
    expect(Buffer.concat(given).equals(Buffer.alloc(CHUNK, 1))).toBe(true);
  });

  it('open under former keys', async () => {
    const sealed = await sealedText(10);
    const rotated = new Vault({ current: 2, keys });
    expect((await through(rotated.openStream(place), sealed)).equals(Buffer.alloc(10, 1))).toBe(true);
  });

  it('let the event loop turn during one large write', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const sealed = await through(vault.sealStream(place), Buffer.alloc(1e8), 1e8);
    const opened = await through(vault.openStream(place), sealed, 2e8);
    clearInterval(timer);
    expect(opened).toHaveLength(1e8);
    expect(turns).toBeGreaterThan(10);
  });

  it('stop when they are destroyed', async () => {
    const stream = vault.sealStream(place);
    stream.write(Buffer.alloc(1e7));
    await new Promise((resume) => stream.once('readable', resume));
    await new Promise((resume) => stream.once('close', resume).destroy());
    expect(stream.destroyed).toBe(true);
  });

  it('are files, too: sealed as often as asked for, opened as a whole or not at all', async () => {
    const path = join(folder, `${name}.pdf`);
    const text = Buffer.alloc(600_000, 'scan');
    writeFileSync(path, text);
    const output = vault.sealFile(path, place);
    await output.toFile(`${path}.sealed`);
    const sealed = readFileSync(`${path}.sealed`);
    expect((await output.toBuffer()).equals(sealed)).toBe(false);
    for (const source of [`${path}.sealed`, sealed, Readable.from([sealed])]) {
      expect((await vault.openFile(source, place).toBuffer()).equals(text)).toBe(true);
    }
    writeFileSync(`${path}.sealed`, sealed.subarray(0, -1));
    const opened = vault.openFile(`${path}.sealed`, place).toFile(`${path}.opened`);
    expect(await failure(() => opened)).toEqual(NOT_GENUINE);
    expect(existsSync(`${path}.opened`)).toBe(false);
    const missing = vault.sealFile(join(folder, 'missing'), place).toBuffer();
    expect(await failure(() => missing)).toMatchObject({ code: 'ERR_IO' });
  });
});
