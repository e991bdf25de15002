import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptedTypes, parseMediaTypes } from '../src/mediaType';
import { readParts } from '../src/multipart';

/** `bytes` as they may come over a network. */
async function* inChunks(bytes: Buffer, sizes: number[]) {
  for (let at = 0, chunk = 0; at < bytes.length; chunk++) {
    const size = sizes[chunk % sizes.length] as number;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function read(body: Buffer, boundary: string, sizes = [7], skip = (_: number) => false) {
  const parts: { headers: object; body: string }[] = [];
  for await (const part of readParts(inChunks(body, sizes), boundary)) {
    const pieces: Buffer[] = [];
    if (!skip(parts.length)) for await (const piece of part.body) pieces.push(piece);
    parts.push({ headers: Object.fromEntries(part.headers), body: Buffer.concat(pieces).toString('latin1') });
  }
  return parts;
}

describe('a body in parts', () => {
  // What is likely to be mistaken for a boundary.
  const tricky = fc.array(fc.constantFrom('\r', '\n', '-', '--', '\r\n--b', 'oundar', 'x', '\0'), { maxLength: 30 });
  const content = tricky.map((pieces) => pieces.join('')).filter((text) => !`\r\n${text}`.includes('\r\n--boundary'));
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

  it('is read the same however it comes, whether all of it is wanted or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(content, { minLength: 1, maxLength: 4 }),
        sizes,
        fc.nat(3),
        async (texts, chunks, skipped) => {
          const parts = texts.map((text, at) => `--boundary\r\nX-Part: ${at}\r\n\r\n${text}\r\n`).join('');
          const body = Buffer.from(`${parts}--boundary--\r\nwhat follows does not count`, 'latin1');
          const expected = texts.map((body, at) => ({
            headers: { 'x-part': String(at) },
            body: at === skipped ? '' : body,
          }));
          expect(await read(body, 'boundary', chunks, (at) => at === skipped)).toEqual(expected);
        },
      ),
    );
  });

  it('may have something before its first part, parts without headers, and headers on two lines', async () => {
    const body = 'preamble\r\n--b  \r\n\r\nfirst\r\n--b\r\nContent-Type: a/b;\r\n  c="d"\r\n\r\n\r\n--b--';
    expect(await read(Buffer.from(body), 'b')).toEqual([
      { headers: {}, body: 'first' },
      { headers: { 'content-type': 'a/b; c="d"' }, body: '' },
    ]);
  });

  it.each([
    ['nothing', ''],
    ['no boundary', 'text'],
    ['no end', '--b\r\n\r\ntext'],
    ['an end within the headers', '--b\r\nContent-Type: a/b'],
    ['a line that is no header', '--b\r\nno header\r\n\r\ntext\r\n--b--'],
    ['another boundary that begins like it', '--bc\r\n\r\ntext\r\n--b--'],
    ['headers without end', `--b\r\nX: ${'x'.repeat(20_000)}`],
    ['much before its first part', 'x'.repeat(20_000)],
  ])('is refused with %s', async (_, body) => {
    await expect(read(Buffer.from(body), 'b', [1000])).rejects.toMatchObject({ code: 'ERR_INVALID_REQUEST' });
  });
});

describe('media types', () => {
  it('are read with their parameters, in quotes or not', () => {
    const header =
      'multipart/related; type="application/octet-stream"; transfer-syntax=*, Image/JPEG;q=0.5 , a/b; c="\\"x, y\\""';
    const types = parseMediaTypes(header)?.map(({ type, parameters }) => [type, Object.fromEntries(parameters)]);
    expect(types).toEqual([
      ['multipart/related', { type: 'application/octet-stream', 'transfer-syntax': '*' }],
      ['image/jpeg', { q: '0.5' }],
      ['a/b', { c: '"x, y"' }],
    ]);
    expect(parseMediaTypes('multipart/related; type=application/dicom')?.[0]?.parameters.get('type')).toBe(
      'application/dicom',
    );
    for (const wrong of ['', 'text', 'a/b,', 'a/b; c="d', ', a/b']) expect(parseMediaTypes(wrong)).toBeUndefined();
  });

  it('are accepted in the order of their quality', () => {
    const types = (header?: string) => acceptedTypes(header).map(({ type }) => type);
    expect(types('a/a;q=0.1, b/b, c/c;q=0, d/d;q=0.5')).toEqual(['b/b', 'd/d', 'a/a']);
    expect(types(undefined)).toEqual(['*/*']);
    expect(types('nonsense')).toEqual([]);
  });
});
