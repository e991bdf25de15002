import { createHmac, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { crypto } from 'clinicore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure } from './backends';

const [OLD, NEW] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

/** Each character of a text changed, in turn. */
const changed = (text: string) =>
  Array.from(text, (character, at) => `${text.slice(0, at)}${character === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`);

describe('randomToken', () => {
  it('gives base64url of so many bytes, no two alike, over the whole alphabet', () => {
    const tokens = Array.from({ length: 2000 }, () => crypto.randomToken());
    expect(new Set(tokens).size).toBe(2000);
    expect(new Set(tokens.join('')).size).toBe(64);
    for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
    for (const bytes of [16, 17, 64, 256])
      expect(Buffer.from(crypto.randomToken(bytes), 'base64url')).toHaveLength(bytes);
  });

  it.each([0, 15, 257, 16.5, Number.NaN, '32'])('refuses %s bytes', async (bytes) => {
    expect(await failure(() => crypto.randomToken(bytes as number))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'bytes' },
    });
  });
});

describe('constantTimeEqual', () => {
  it('says whether texts or bytes are the same', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        expect(crypto.constantTimeEqual(a, b)).toBe(Buffer.compare(a, b) === 0);
        expect(crypto.constantTimeEqual(a, a.slice())).toBe(true);
      }),
      { seed: 20261121 },
    );
    expect(crypto.constantTimeEqual('grüße', Buffer.from('grüße'))).toBe(true);
    expect(crypto.constantTimeEqual('', '')).toBe(true);
    expect(crypto.constantTimeEqual('a', 'a\0')).toBe(false);
  });

  it('refuses what is neither, without telling it', async () => {
    const error = await failure(() => crypto.constantTimeEqual('a', 271828 as unknown as string));
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'b' } });
    expect(error.message).not.toContain('271828');
    expect(await failure(() => crypto.constantTimeEqual('\ud800', '\ud801'))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
    });
  });
});

describe('CsrfTokens', () => {
  const csrf = new crypto.CsrfTokens({ keys: [NEW, OLD] });

  it('verifies its tokens for their session alone', () => {
    const token = csrf.issue('session');
    expect(token).toMatch(/^[\w-]{22}\.[\w-]{43}$/);
    expect(csrf.verify(token, 'session')).toBe(true);
    expect(csrf.verify(token, 'sessions')).toBe(false);
    expect(csrf.verify(token, 'Session')).toBe(false);
    expect(csrf.issue('session')).not.toBe(token);
  });

  it('is the HMAC-SHA-256 that its format says', () => {
    const [nonce, mac] = csrf.issue('session').split('.') as [string, string];
    const expected = createHmac('sha256', NEW).update(`17:clinicore.csrf.v122:${nonce}7:session`).digest('base64url');
    expect(mac).toBe(expected);
  });

  it('verifies what an older key signed, until that key is taken away', () => {
    const token = new crypto.CsrfTokens({ keys: [OLD] }).issue('s');
    expect(csrf.verify(token, 's')).toBe(true);
    expect(new crypto.CsrfTokens({ keys: [NEW] }).verify(token, 's')).toBe(false);
  });

  it('refuses a token with any character changed, and any other text', () => {
    const token = csrf.issue('s');
    for (const other of changed(token)) expect(csrf.verify(other, 's'), other).toBe(false);
    for (const other of ['', token.slice(1), `${token}A`, `${token}\n`, token.replace('.', '..'), 'ä'.repeat(66)]) {
      expect(csrf.verify(other, 's')).toBe(false);
    }
  });

  it('copies its keys, and shows none', () => {
    const key = randomBytes(32);
    const tokens = new crypto.CsrfTokens({ keys: [key] });
    const token = tokens.issue('s');
    const shown = key.toString('hex');
    key.fill(0);
    expect(tokens.verify(token, 's')).toBe(true);
    expect(inspect(tokens, { depth: 9, showHidden: true })).not.toContain(shown);
    expect(JSON.stringify(tokens)).toBe('{}');
  });

  it.each([
    ['no keys', () => new crypto.CsrfTokens({ keys: [] }), 'options.keys'],
    ['a short key', () => new crypto.CsrfTokens({ keys: [NEW, Buffer.alloc(31)] }), 'options.keys[1]'],
    ['a key in text', () => new crypto.CsrfTokens({ keys: ['k'.repeat(32)] as never }), 'options.keys[0]'],
    ['an empty session', () => csrf.issue(''), 'sessionId'],
    ['no session', () => csrf.verify('', undefined as never), 'sessionId'],
    ['no token', () => csrf.verify(undefined as never, 's'), 'token'],
  ])('refuses %s', async (_, call, argument) => {
    expect(await failure(call)).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
  });
});

describe('SignedLinks', () => {
  const links = new crypto.SignedLinks({ keys: [NEW, OLD] });
  const expiresAt = 1_800_000_000_500;

  it.each(['/invoices/7.pdf', '/frames?study=1&frame=2', '/a%20b/%C3%BC', '/', '/?'])(
    'signs %s until its end',
    (link) => {
      const signed = links.sign(link, { expiresAt });
      expect(signed.startsWith(`${link}${link.includes('?') ? '&' : '?'}expires=1800000000&signature=`)).toBe(true);
      expect(links.verify(signed, { now: 1_799_999_999_999 })).toBe(true);
      expect(links.verify(signed, { now: 1_800_000_000_000 })).toBe(false);
      expect(links.verify(signed, { now: 0, audience: 'jane' })).toBe(false);
    },
  );

  it('is for one alone where that is asked for', () => {
    const signed = links.sign('/x', { expiresAt, audience: 'jane' });
    expect(links.verify(signed, { now: 0, audience: 'jane' })).toBe(true);
    expect(links.verify(signed, { now: 0, audience: 'john' })).toBe(false);
    expect(links.verify(signed, { now: 0 })).toBe(false);
  });

  it('refuses a link with any character changed, added or moved', () => {
    const signed = links.sign('/a?b=c', { expiresAt });
    for (const other of changed(signed)) expect(links.verify(other, { now: 0 }), other).toBe(false);
    const [, expires, signature] = /(&expires=\d+)(&signature=.*)$/.exec(signed) as unknown as string[];
    for (const other of [
      `${signed}&c=d`,
      signed.replace('?b=c', '?b=c&b=d'),
      `/a?b=c${signature}${expires}`,
      `/a?b=c${expires}`,
      `${signed}${expires}${signature}`,
      // Another separator would be another path.
      signed.replace('&expires', '?expires'),
      `x${signed}`,
      '',
      'a'.repeat(1e6),
    ]) {
      expect(links.verify(other, { now: 0 }), other.slice(0, 99)).toBe(false);
    }
  });

  it('refuses a link whose path would end elsewhere', () => {
    const signed = links.sign('/a', { expiresAt });
    expect(links.verify(signed.replace('?expires', '&expires'), { now: 0 })).toBe(false);
  });

  it('takes none of its links for a CSRF token’s, under the same key', () => {
    const csrf = new crypto.CsrfTokens({ keys: [NEW] });
    const signature = links.sign('/a', { expiresAt }).slice(-43);
    expect(csrf.verify(`${'A'.repeat(22)}.${signature}`, '/a')).toBe(false);
  });

  it.each([
    ['another host', () => links.sign('https://example.org/', { expiresAt }), 'link'],
    ['a fragment', () => links.sign('/a#b', { expiresAt }), 'link'],
    ['another host without its scheme', () => links.sign('//example.org/', { expiresAt }), 'link'],
    ['that by a backslash', () => links.sign('/\\example.org/', { expiresAt }), 'link'],
    ['what a request has percent-encoded', () => links.sign('/ü', { expiresAt }), 'link'],
    ['a line break', () => links.sign('/a\n', { expiresAt }), 'link'],
    ['a space', () => links.sign('/a b', { expiresAt }), 'link'],
    ['no end', () => links.sign('/a', {} as never), 'options.expiresAt'],
    ['no time', () => links.verify('/a', {} as never), 'options.now'],
    ['an empty audience', () => links.sign('/a', { expiresAt, audience: '' }), 'options.audience'],
    ['a link that is none', () => links.verify(null as never, { now: 0 }), 'link'],
  ])('refuses %s', async (_, call, argument) => {
    expect(await failure(call)).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
  });
});

describe('API keys', () => {
  const { key, id, hash } = crypto.generateApiKey({ prefix: 'eyelab' });

  it('name themselves, and are verified by what is stored of them', () => {
    expect(key).toMatch(/^eyelab_[\w-]{65}[\da-f]{8}$/);
    expect(crypto.parseApiKey(key)).toEqual({ prefix: 'eyelab', id });
    expect(crypto.verifyApiKey(key, hash)).toBe(true);
    const other = crypto.generateApiKey();
    expect(other.key).toMatch(/^clinic_/);
    expect(crypto.verifyApiKey(other.key, hash)).toBe(false);
    expect(other.id).not.toBe(id);
  });

  it('are told from what was mistyped without the database', () => {
    for (const other of changed(key)) expect(crypto.parseApiKey(other), other).toBeUndefined();
    for (const other of ['', key.slice(0, -1), `${key}0`, `${key}\n`, key.toUpperCase(), 'ä'.repeat(1e6)]) {
      expect(crypto.parseApiKey(other)).toBeUndefined();
      expect(crypto.verifyApiKey(other, hash)).toBe(false);
    }
  });

  it.each([
    ['a prefix in capitals', () => crypto.generateApiKey({ prefix: 'Eye' }), 'options.prefix'],
    ['a prefix with a separator', () => crypto.generateApiKey({ prefix: 'a_b' }), 'options.prefix'],
    ['a hash that is none', () => crypto.verifyApiKey(key, key), 'hash'],
    ['a key that is none', () => crypto.verifyApiKey(1 as never, hash), 'key'],
    ['a key to parse that is none', () => crypto.parseApiKey(undefined as never), 'key'],
  ])('refuse %s', async (_, call, argument) => {
    const error = await failure(call);
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
    expect(error.message).not.toContain(key);
  });
});
