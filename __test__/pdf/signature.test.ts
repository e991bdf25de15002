/** Signatures, made and verified by openssl, on files of both backends. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pdf } from 'clinicore';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../backends';
import { isMissing, needs, said } from './tools';

const document: pdf.PdfDocument = {
  title: 'Rezept',
  created: '2026-03-01',
  content: [{ type: 'paragraph', text: ['Sphäre 1,25 ', { text: 'mehr', link: 'https://example.org' }] }],
};
const options: pdf.SignatureOptions = { signingTime: '2026-03-01T09:30:00Z', name: 'Dr. Žofie (Köln)' };

/** SignedData of nothing that is signed: DER of the right form, with the bytes that are to be found in it. */
function der(content: Uint8Array): Buffer {
  const type = Buffer.from('06092a864886f70d010702', 'hex');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(type.length + content.length);
  return Buffer.concat([Buffer.from([0x30, 0x82]), length, type, content]);
}

let file: Buffer;
beforeAll(async () => {
  file = await pdf.render(document);
});

describe('prepareSignature', () => {
  it('adds to the file, whose bytes all stay', async () => {
    const prepared = await pdf.prepareSignature(file, options);
    expect(prepared.file.subarray(0, file.length)).toEqual(file);
    expect(await pdf.prepareSignature(file, options)).toEqual(prepared);
  });

  it('says which bytes are signed, and their digest', async () => {
    const {
      file: prepared,
      digest,
      byteRange,
    } = await pdf.prepareSignature(file, { ...options, reservedBytes: 2_000 });
    const [start, length, restart, rest] = byteRange;
    expect(start).toBe(0);
    expect(restart + rest).toBe(prepared.length);
    expect(prepared.toString('latin1', length, restart)).toBe(`<${'0'.repeat(4_000)}>`);
    const hash = createHash('sha256').update(prepared.subarray(0, length)).update(prepared.subarray(restart));
    expect(digest).toEqual(hash.digest());
    expect(prepared.toString('latin1')).toContain(`/ByteRange [0 ${length} ${restart} ${rest}`);
  });

  it('writes what the signer says, also what looks like a place for a signature', async () => {
    const reason = '/ByteRange [0 9999999999 9999999999 9999999999]/Contents <00>';
    const { file: prepared, digest } = await pdf.prepareSignature(file, { ...options, reason, location: 'Köln' });
    const signed = pdf.embedSignature(prepared, der(digest)).toString('latin1');
    expect(signed).toContain(`/Reason (${reason})`);
    expect(signed).toContain('/Location <feff004b00f6006c006e>');
    expect(signed).toContain('/M (D:20260301093000Z)');
    expect(signed).toContain('/SubFilter /ETSI.CAdES.detached');
  });

  it('refuses what cannot be signed', async () => {
    const profile = { name: 'protected', ownerPassword: 'owner' } as const;
    const secret = await pdf.render(document, { profile });
    expect(await failure(() => pdf.prepareSignature(secret, options))).toEqual({
      code: 'ERR_UNSUPPORTED',
      message: 'file is not supported: it is protected by a password',
      details: { argument: 'file' },
    });
    for (const broken of [Buffer.alloc(0), Buffer.from('%PDF-1.7'), file.subarray(0, -20), file.subarray(10)]) {
      expect((await failure(() => pdf.prepareSignature(broken, options))).code).toBe('ERR_MALFORMED_INPUT');
    }
    const given = (bad: object) => failure(() => pdf.prepareSignature(file, { ...options, ...bad }));
    expect((await given({ signingTime: undefined })).details).toEqual({ argument: 'options.signingTime' });
    expect((await given({ reservedBytes: 100 })).details).toEqual({ argument: 'options.reservedBytes' });
    expect((await given({ reason: 'a\nb' })).details).toEqual({ argument: 'options.reason', codePoint: 'U+000A' });
    expect((await given({ password: 'x' })).details).toEqual({ argument: 'options' });
  });

  it('refuses a damaged file as one, or signs what is left', async () => {
    const edit = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 8 }), fc.nat({ max: 1_500 }), async (edits, tail) => {
        const damaged = Buffer.from(file);
        // The tables at the end are what is read most of.
        for (const { at, byte } of edits) damaged[damaged.length - 1 - (at % (tail + 1))] = byte;
        try {
          await pdf.prepareSignature(damaged, options);
        } catch (error) {
          expect((error as { code: string }).code).toMatch(/ERR_MALFORMED_INPUT|ERR_UNSUPPORTED/);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('embedSignature', () => {
  it('puts the signature where there is room for it', async () => {
    const { file: prepared, digest, byteRange } = await pdf.prepareSignature(file, options);
    const cms = der(digest);
    const signed = pdf.embedSignature(prepared, cms);
    const written = signed.toString('latin1', byteRange[1] + 1, byteRange[1] + 1 + 2 * cms.length);
    expect(written).toBe(cms.toString('hex'));
    expect(signed.length).toBe(prepared.length);
  });

  it('refuses another signature, and a file with no room', async () => {
    const { file: prepared, digest } = await pdf.prepareSignature(file, { ...options, reservedBytes: 1_024 });
    const refused = (of: Uint8Array, cms: Uint8Array) => failure(() => pdf.embedSignature(of, cms));
    expect(await refused(prepared, Buffer.from('-----BEGIN CMS-----'))).toEqual({
      code: 'ERR_MALFORMED_INPUT',
      message: 'cms must be a CMS signature (SignedData) as DER',
      details: { argument: 'cms' },
    });
    expect((await refused(prepared, der(digest).subarray(0, -1))).code).toBe('ERR_MALFORMED_INPUT');
    expect((await refused(prepared, der(Buffer.alloc(32)))).message).toBe("cms must sign this file's digest");
    expect(await refused(prepared, der(Buffer.concat([digest, Buffer.alloc(1_000)])))).toEqual({
      code: 'ERR_LIMIT_EXCEEDED',
      message: 'cms must have at most the 1024 bytes that were reserved, got 1047',
      details: { argument: 'cms', limit: 1_024, given: 1_047, option: 'reservedBytes' },
    });
    const none = 'file must be one that prepareSignature made, without a signature';
    expect((await refused(file, der(digest))).message).toBe(none);
    expect((await refused(pdf.embedSignature(prepared, der(digest)), der(digest))).message).toBe(none);
    expect((await refused(Buffer.concat([prepared, Buffer.from('\n')]), der(digest))).message).toBe(none);
  });
});

describe.skipIf(isMissing('openssl') || isMissing('qpdf'))(`signing${needs('openssl')}${needs('qpdf')}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'clinicore-signature-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  beforeAll(() => {
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'key',
      '-out',
      'pem',
      '-subj',
      '/CN=Ada',
      '-days',
      '9',
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const signedBytes = (of: Buffer, [start, length, restart, rest]: pdf.PreparedSignature['byteRange']) =>
    Buffer.concat([of.subarray(start, start + length), of.subarray(restart, restart + rest)]);
  const sign = (data: Buffer): Buffer => {
    writeFileSync(join(folder, 'data'), data);
    const how = ['-binary', '-cades', '-md', 'sha256', '-signer', 'pem', '-inkey', 'key', '-outform', 'DER'];
    openssl('cms', '-sign', '-in', 'data', ...how, '-out', 'cms');
    return readFileSync(join(folder, 'cms'));
  };
  /** Throws if the signature in the file is not one of the file. */
  const verify = (of: Buffer, range: pdf.PreparedSignature['byteRange']) => {
    const hex = of.toString('latin1', range[1] + 1, range[2] - 1);
    writeFileSync(join(folder, 'cms'), Buffer.from(hex, 'hex'));
    writeFileSync(join(folder, 'data'), signedBytes(of, range));
    const what = ['-inform', 'DER', '-in', 'cms', '-content', 'data', '-CAfile', 'pem', '-purpose', 'any', '-binary'];
    openssl('cms', '-verify', ...what, '-out', 'verified');
  };

  describe.each(backends)('a file of the %s backend', (name) => {
    beforeEach(() => {
      useBackend(name);
    });

    it.each(['plain', 'accessible', 'archive'] as const)('%s: by one after the other', async (profile) => {
      const first = await pdf.prepareSignature(await pdf.render(document, { profile }), options);
      const once = pdf.embedSignature(first.file, sign(signedBytes(first.file, first.byteRange)));
      const second = await pdf.prepareSignature(once, { signingTime: '2026-03-02' });
      const twice = pdf.embedSignature(second.file, sign(signedBytes(second.file, second.byteRange)));
      verify(twice, first.byteRange);
      verify(twice, second.byteRange);
      const changed = Buffer.from(twice);
      changed[100] = (changed[100] as number) ^ 1;
      expect(() => verify(changed, first.byteRange)).toThrow();

      expect(said('qpdf', ['--check', 'FILE'], twice)).toContain('No syntax or stream encoding errors found');
      const text = said('qpdf', ['--qdf', '--object-streams=disable', 'FILE', '-'], twice);
      expect(text).toMatch(/\/SigFlags 3/);
      expect(text.match(/\/FT \/Sig/g)).toHaveLength(2);
      expect(text).toMatch(/\/T \(Signature 1\)/);
      expect(text).toMatch(/\/T \(Signature 2\)/);
      // The page's link stays, and the fields are on it too.
      expect(text.match(/\/Subtype \/Link/g)).toHaveLength(1);
    });
  });
});
