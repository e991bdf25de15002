/** Vectors of NIST, the RFC and Wycheproof against the JavaScript that seals; crates/crypto/src/vault holds the Rust to them. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type * as chunkedModule from '../js/crypto/vault/chunked';
import type * as gcmModule from '../js/fallback/crypto/vault/gcm';
import type * as hkdfModule from '../js/fallback/crypto/vault/hkdf';
import { failure } from './backends';

const require = createRequire(import.meta.url);
const gcm = require('../dist/fallback/crypto/vault/gcm.js') as typeof gcmModule;
const hkdf = require('../dist/fallback/crypto/vault/hkdf.js') as typeof hkdfModule;
const { Opener, Sealer } = require('../dist/crypto/vault/chunked.js') as typeof chunkedModule;

const golden = (path: string) => readFileSync(join(import.meta.dirname, 'golden/crypto', path), 'utf8');
const wycheproof = <T>(name: string): (T & { tests: Case[] })[] =>
  JSON.parse(golden(`wycheproof/${name}_test.json`)).testGroups;
const bytes = (hex: string) => Buffer.from(hex, 'hex');

type Case = Record<'key' | 'iv' | 'aad' | 'msg' | 'ct' | 'tag' | 'ikm' | 'salt' | 'info' | 'okm' | 'ctx', string> & {
  tcId: number;
  result: 'valid' | 'invalid';
  size: number;
  msgLength?: number;
  msgSha512?: string;
};

function checkGcm(key: string, iv: string, aad: string, text: string | null, ciphertext: string, tag: string): void {
  const sealed = bytes(ciphertext + tag);
  const opened = gcm.open(bytes(key), bytes(iv), bytes(aad), sealed);
  expect(opened?.toString('hex')).toBe(text ?? undefined);
  if (text === null) return;
  const made = Buffer.alloc(sealed.length);
  gcm.seal(bytes(key), bytes(iv), bytes(aad), bytes(text), made);
  expect(made.toString('hex')).toBe(ciphertext + tag);
}

describe('AES-256-GCM', () => {
  it("is NIST's in 375 encryptions and 375 decryptions, 191 of which fail", () => {
    type Row = [key: string, iv: string, aad: string, text: string | null, ciphertext: string, tag: string];
    const { encrypt, decrypt } = JSON.parse(golden('nist_gcm256.json')) as Record<'encrypt' | 'decrypt', Row[]>;
    expect([encrypt.length, decrypt.length]).toEqual([375, 375]);
    expect(decrypt.filter(([, , , text]) => text === null)).toHaveLength(191);
    for (const row of [...encrypt, ...decrypt]) checkGcm(...row);
  });

  it("is Wycheproof's in all 66 cases with IVs of 96 and tags of 128 bits", () => {
    const groups = wycheproof<{ keySize: number; ivSize: number; tagSize: number }>('aes_gcm');
    const cases = groups
      .filter(({ keySize, ivSize, tagSize }) => keySize === 256 && ivSize === 96 && tagSize === 128)
      .flatMap(({ tests }) => tests);
    expect(cases).toHaveLength(66);
    for (const { key, iv, aad, msg, ct, tag, result } of cases) {
      checkGcm(key, iv, aad, result === 'valid' ? msg : null, ct, tag);
    }
  });

  it('takes no shorter tags', () => {
    const sealed = Buffer.alloc(16);
    gcm.seal(Buffer.alloc(32), Buffer.alloc(12), undefined, Buffer.alloc(0), sealed);
    for (let length = 0; length < 16; length++) {
      expect(gcm.open(Buffer.alloc(32), Buffer.alloc(12), undefined, sealed.subarray(0, length))).toBe(undefined);
    }
  });
});

describe('HKDF-SHA-256', () => {
  it("is RFC 5869's", () => {
    const cases = golden('rfc5869_hkdf_sha256.txt').split('COUNT').slice(1);
    expect(cases).toHaveLength(3);
    for (const text of cases) {
      const field = (name: string) => bytes(new RegExp(`^${name} *= *(\\w*)$`, 'm').exec(text)?.[1] as string);
      const prk = hkdf.extract(field('salt'), field('IKM'));
      expect(prk).toEqual(field('PRK'));
      expect(hkdf.expand('sha256', prk, field('info'), field('OKM').length)).toEqual(field('OKM'));
    }
  });

  it("is Wycheproof's in the 83 cases of a length that HKDF has", () => {
    const cases = wycheproof('hkdf_sha256')
      .flatMap(({ tests }) => tests)
      .filter(({ result }) => result === 'valid');
    expect(cases).toHaveLength(83);
    for (const { ikm, salt, info, size, okm } of cases) {
      expect(hkdf.expand('sha256', hkdf.extract(bytes(salt), bytes(ikm)), bytes(info), size)).toEqual(bytes(okm));
    }
  });
});

describe('HMAC-SHA-256', () => {
  it("is Wycheproof's in all 174 cases", () => {
    const groups = wycheproof<{ tagSize: number }>('hmac_sha256');
    expect(groups.flatMap(({ tests }) => tests)).toHaveLength(174);
    for (const { tagSize, tests } of groups) {
      for (const { key, msg, tag, result } of tests) {
        const made = hkdf.hmac(bytes(key), bytes(msg)).toString('hex', 0, tagSize / 8);
        expect(made === tag).toBe(result === 'valid');
      }
    }
  });
});

describe('C2SP chunked encryption', () => {
  const cases = wycheproof('c2sp_chunked_encryption_aes_256_gcm').flatMap(({ tests }) => tests);
  /** Keys of another length cannot be given: sub-keys have 32 bytes. */
  const possible = cases.filter(({ key }) => key.length === 64);

  it('has 35 cases, two of them with keys of another length', () => {
    expect([cases.length, possible.length]).toEqual([35, 33]);
  });

  it.each(possible.map((test) => [test.tcId, test] as const))(
    'case %d',
    async (_, { key, ctx, ct, result, msgLength = 0, msgSha512 }) => {
      const sealed = inflateSync(bytes(ct));
      for (const size of [sealed.length + 1, 1000, 16_400]) {
        const { given, whole } = openInPieces(bytes(key), bytes(ctx), sealed, size);
        expect(given.length).toBe(msgLength);
        if (msgSha512) expect(createHash('sha512').update(given).digest('hex')).toBe(msgSha512);
        if (result === 'valid') {
          expect(await whole()).toBe(undefined);
          const sealer = new Sealer(bytes(key), sealed.subarray(0, 24), bytes(ctx));
          expect(Buffer.concat([...sealer.take(given), sealer.end()]).equals(sealed)).toBe(true);
        } else {
          expect(await failure(whole)).toMatchObject({ code: 'ERR_AUTHENTICATION_FAILED', details: {} });
        }
      }
    },
  );

  /** What was given before the end or the error, and a call that throws that error. */
  function openInPieces(key: Buffer, context: Buffer, sealed: Buffer, size: number) {
    const opener = new Opener(key, context);
    const given: Buffer[] = [];
    try {
      for (let at = 0; at < sealed.length; at += size)
        given.push(...collect(opener.take(sealed.subarray(at, at + size)), given));
      given.push(opener.end());
      return { given: Buffer.concat(given), whole: () => {} };
    } catch (error) {
      return {
        given: Buffer.concat(given),
        whole: () => {
          throw error;
        },
      };
    }
  }

  function collect(made: Iterable<Buffer>, into: Buffer[]): Buffer[] {
    for (const chunk of made) into.push(chunk);
    return [];
  }
});
