import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { crypto } from 'clinicore';
import fc from 'fast-check';
import { generateURI } from 'otplib';
import speakeasy from 'speakeasy';
import { describe, expect, it } from 'vitest';
import { failure } from './backends';
import { isMissing, needs } from './pdf/tools';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const defaults = { type: 'totp', secret: SECRET, algorithm: 'SHA-1', digits: 6, period: 30 } as const;

describe('otpauth URIs', () => {
  it('leave out what is the default, as the format has it', () => {
    expect(crypto.otpauthUri({ issuer: 'Eye Clinic', account: 'jane@example.org', secret: SECRET })).toBe(
      `otpauth://totp/Eye%20Clinic:jane%40example.org?secret=${SECRET}&issuer=Eye%20Clinic`,
    );
    expect(crypto.otpauthUri({ ...defaults, account: 'jane' })).toBe(`otpauth://totp/jane?secret=${SECRET}`);
  });

  it('say what is not', () => {
    expect(crypto.otpauthUri({ account: 'j', secret: SECRET, algorithm: 'SHA-512', digits: 8, period: 60 })).toBe(
      `otpauth://totp/j?secret=${SECRET}&algorithm=SHA512&digits=8&period=60`,
    );
    expect(crypto.otpauthUri({ type: 'hotp', account: 'j', secret: SECRET })).toBe(
      `otpauth://hotp/j?secret=${SECRET}&counter=0`,
    );
  });

  it('are read as the example of the format, and as otplib and speakeasy make them', () => {
    const example =
      'otpauth://totp/ACME%20Co:john.doe@email.com?secret=HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ&issuer=ACME%20Co&algorithm=SHA1&digits=6&period=30';
    expect(crypto.parseOtpauthUri(example)).toEqual({
      ...defaults,
      issuer: 'ACME Co',
      account: 'john.doe@email.com',
      secret: 'HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ',
    });
    const account = { ...defaults, issuer: 'Eye Clinic', account: 'jane' };
    expect(crypto.parseOtpauthUri(generateURI({ issuer: 'Eye Clinic', label: 'jane', secret: SECRET }))).toEqual(
      account,
    );
    const easy = { secret: SECRET, encoding: 'base32' as const, label: 'Eye Clinic:jane', issuer: 'Eye Clinic' };
    expect(crypto.parseOtpauthUri(speakeasy.otpauthURL(easy))).toEqual(account);
  });

  it('are read as they were made', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .map((text) => text.replace(/[:\p{Cc}]/gu, '-').trim() || 'a');
    const account = fc.record(
      {
        issuer: name,
        account: name,
        secret: fc.uint8Array({ minLength: 16, maxLength: 64 }),
        algorithm: fc.constantFrom('SHA-1' as const, 'SHA-256' as const, 'SHA-512' as const),
        digits: fc.integer({ min: 6, max: 8 }),
        period: fc.integer({ min: 1, max: 3600 }),
      },
      { requiredKeys: ['account', 'secret'] },
    );
    fc.assert(
      fc.property(account, (account) => {
        const { secret, ...rest } = account;
        const { secret: read, ...parsed } = crypto.parseOtpauthUri(crypto.otpauthUri(account));
        const { secret: _, ...known } = defaults;
        expect(parsed).toEqual({ ...known, ...rest });
        expect(crypto.totp(read, { time: 0 })).toBe(crypto.totp(secret, { time: 0 }));
      }),
      { seed: 20261121 },
    );
  });

  it.each([
    ['nothing', ''],
    ['another scheme', `https://totp/jane?secret=${SECRET}`],
    ['a type that is not', `otpauth://yotp/jane?secret=${SECRET}`],
    ['no parameters', 'otpauth://totp/jane'],
    ['no secret', 'otpauth://totp/jane?issuer=x'],
    ['two secrets', `otpauth://totp/jane?secret=${SECRET}&secret=${SECRET}`],
    ['a secret that is no Base32', 'otpauth://totp/jane?secret=0000000000000000000000000000000'],
    ['a secret too short', 'otpauth://totp/jane?secret=GEZDGNBV'],
    ['no account', `otpauth://totp/?secret=${SECRET}`],
    ['a label with two colons', `otpauth://totp/a:b:c?secret=${SECRET}`],
    ['a label that is not encoded', `otpauth://totp/100%?secret=${SECRET}`],
    ['a label that is not UTF-8', `otpauth://totp/%ff?secret=${SECRET}`],
    ['a control character', `otpauth://totp/a%00b?secret=${SECRET}`],
    ['digits that are no number', `otpauth://totp/jane?secret=${SECRET}&digits=six`],
    ['9 digits', `otpauth://totp/jane?secret=${SECRET}&digits=9`],
    ['a period of 0', `otpauth://totp/jane?secret=${SECRET}&period=0`],
    ['a counter beyond 2^53', `otpauth://hotp/jane?secret=${SECRET}&counter=9999999999999999`],
    ['MD5', `otpauth://totp/jane?secret=${SECRET}&algorithm=MD5`],
  ])('with %s are refused, without any of it in the message', async (_, uri) => {
    const error = await failure(() => crypto.parseOtpauthUri(uri));
    expect(error).toMatchObject({ code: 'ERR_MALFORMED_INPUT', details: { argument: 'uri' } });
    expect(error.message).not.toMatch(/GEZD|jane/);
  });

  it('that are any text are read or refused', () => {
    const uri = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'grapheme' }).map((text) => `otpauth://totp/${text}?secret=${SECRET}&${text}`),
      fc.webQueryParameters().map((query) => `otpauth://hotp/a:b?${query}&secret=${SECRET}`),
    );
    fc.assert(
      fc.property(uri, (uri) => {
        try {
          expect(crypto.parseOtpauthUri(uri).digits).toBeGreaterThanOrEqual(6);
        } catch (error) {
          expect(error).toMatchObject({ name: 'ClinicoreError', code: 'ERR_MALFORMED_INPUT' });
        }
      }),
      { seed: 20261121, numRuns: 1000 },
    );
  });

  it.each([
    ['a colon in the issuer', { issuer: 'a:b', account: 'c' }, 'account.issuer'],
    ['an empty account', { account: ' ' }, 'account.account'],
    ['a line break', { account: 'a\nb' }, 'account.account'],
    ['a lone surrogate', { account: 'a\ud800' }, 'account.account'],
    ['a period for hotp', { type: 'hotp', account: 'a', period: 30 }, 'account'],
    ['a counter for totp', { account: 'a', counter: 1 }, 'account'],
    ['steam codes', { type: 'steam', account: 'a' }, 'account.type'],
  ])('are not made with %s', async (_, account, argument) => {
    const error = await failure(() => crypto.otpauthUri({ secret: SECRET, ...account } as never));
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
  });
});

describe('QR codes', () => {
  const uri = crypto.otpauthUri({ issuer: 'Augenärzte 眼', account: 'jane@example.org', secret: SECRET });

  /** What zbar reads in a picture. */
  const read = (png: Uint8Array): string => {
    const folder = mkdtempSync(join(tmpdir(), 'clinicore-qr-'));
    try {
      writeFileSync(join(folder, 'qr.png'), png);
      return execFileSync('zbarimg', ['-q', '--raw', '--nodbus', join(folder, 'qr.png')], {
        encoding: 'utf8',
      }).trimEnd();
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it.skipIf(isMissing('zbarimg'))(`as PNG say to zbar what they were made of${needs('zbarimg')}`, () => {
    for (const content of [uri, 'a', 'https://example.org/?b=c', '0123456789'.repeat(30)]) {
      for (const scale of [3, 6]) expect(read(crypto.qrPng(content, { scale }))).toBe(content);
    }
  });

  it('as SVG show the same modules as the PNG', () => {
    const svg = crypto.qrSvg(uri);
    const [, side] = /viewBox="0 0 (\d+) \1"/.exec(svg) ?? [];
    const png = crypto.qrPng(uri, { scale: 1 });
    expect(png.readUInt32BE(16)).toBe(Number(side));
    // One pixel a module, so the rows are those of the file.
    const rows = darkPixels(png, Number(side));
    const drawn = Array.from({ length: Number(side) }, () => Array<boolean>(Number(side)).fill(false));
    for (const [, x, y, width] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
      (drawn[Number(y)] as boolean[]).fill(true, Number(x), Number(x) + Number(width));
    }
    expect(drawn).toEqual(rows);
  });

  it('hold 2,331 bytes and no more', async () => {
    expect(crypto.qrSvg('ä'.repeat(1165))).toContain('<svg');
    for (const content of ['a'.repeat(2332), 'ä'.repeat(1166)]) {
      expect(await failure(() => crypto.qrSvg(content))).toMatchObject({
        code: 'ERR_LIMIT_EXCEEDED',
        details: { argument: 'content', limit: 2331, given: 2332 },
      });
    }
    expect(await failure(() => crypto.qrPng('a', { scale: 0 }))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });
});

/** Which pixels of a PNG of one grey bit are dark. */
function darkPixels(png: Buffer, side: number): boolean[][] {
  const length = png.readUInt32BE(33);
  const raw = inflateSync(png.subarray(41, 41 + length));
  const lineBytes = 1 + Math.ceil(side / 8);
  return Array.from({ length: side }, (_, y) =>
    Array.from(
      { length: side },
      (_, x) => (((raw[y * lineBytes + 1 + (x >> 3)] as number) >> (7 - (x & 7))) & 1) === 0,
    ),
  );
}
