/** Files that are broken, or made to do harm: each its own error, on both backends the same, and never a hang or a crash. */
import { deflateSync } from 'node:zlib';
import { pdf } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, onBoth, useBackend } from '../backends';
import { drawn, written } from './files';

const HELVETICA = '/F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>';
const page = 'BT /F1 10 Tf 50 700 Td (Text) Tj ET';
const sound = drawn(page, HELVETICA);

describe.each(backends)('the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('refuses what is no PDF', async () => {
    for (const data of [Buffer.alloc(0), Buffer.from('Hello'), Buffer.from('\x89PNG\r\n\x1a\n')]) {
      expect(await failure(() => pdf.pageCount(data))).toEqual({
        code: 'ERR_MALFORMED_INPUT',
        message: 'file is no sound PDF: it does not begin with %PDF-',
        details: { argument: 'file', offset: 0 },
      });
    }
    expect(await failure(() => pdf.merge([sound, Buffer.from('%PDF-1.7\n')]))).toMatchObject({
      code: 'ERR_MALFORMED_INPUT',
      details: { argument: 'files[1]' },
    });
    const none = written(['<</Type /Catalog /Pages 2 0 R>>', '<</Type /Pages /Kids []>>']);
    expect((await failure(() => pdf.pageCount(none))).message).toBe('file is no sound PDF: it has no page');
  });

  it('reads files whose tables are wrong, cut off or lost', async () => {
    const text = sound.toString('latin1');
    const damaged = [
      text.replace(/startxref\n\d+/, 'startxref\n7'),
      text.replace(/(\d{10}) 00000 n/g, '0000000099 00000 n'),
      text.slice(0, text.indexOf('xref\n')),
      `junk\n${text}`,
      text.replace(/\/Length \d+/, '/Length 99999'),
      text.replace(/\/Length \d+/, '/Length 4 0 R'),
    ];
    for (const file of damaged) expect(await pdf.extractText(Buffer.from(file, 'latin1'))).toEqual(['Text']);
    // Objects in streams, and the table that says so gone.
    const packed = await pdf.merge([sound, sound]);
    const cut = packed.subarray(0, packed.lastIndexOf(' 0 obj'));
    expect(await pdf.extractText(cut)).toEqual(['Text', 'Text']);
  });

  it('follows no circle', async () => {
    const circles = [
      written([
        '<</Type /Catalog /Pages 2 0 R>>',
        '<</Type /Pages /Kids [2 0 R 3 0 R]>>',
        '<</Type /Page /Contents 4 0 R>>',
        '4 0 R',
      ]),
      drawn('/X Do', `${HELVETICA}>> /XObject <</X 5 0 R`, [
        { head: '/Subtype /Form /Resources <</XObject <</X 5 0 R>>>>', data: Buffer.from('/X Do') },
      ]),
    ];
    expect(await pdf.extractText(circles[0] as Buffer)).toEqual(['']);
    expect(await failure(() => pdf.extractText(circles[1] as Buffer))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { argument: 'file', limit: 100, option: 'maxDepth' },
    });
    const before = sound
      .toString('latin1')
      .replace(/trailer\n<<(.*)>>\nstartxref\n(\d+)/, 'trailer\n<<$1 /Prev $2>>\nstartxref\n$2');
    expect(await pdf.pageCount(Buffer.from(before, 'latin1'))).toBe(1);
    const outline = written([
      '<</Type /Catalog /Pages 2 0 R /Outlines 4 0 R>>',
      '<</Type /Pages /Kids [3 0 R]>>',
      '<</Type /Page>>',
      '<</First 5 0 R>>',
      '<</Title (x) /Dest [3 0 R /Fit] /Next 5 0 R /First 5 0 R>>',
    ]);
    expect(await pdf.pageCount(await pdf.merge([outline]))).toBe(1);
  });

  it('stops at its limits, each with the option that raises it', async () => {
    const bomb = deflateSync(Buffer.alloc(20 << 20, ' '));
    const inflating = written([
      '<</Type /Catalog /Pages 2 0 R>>',
      '<</Type /Pages /Kids [3 0 R]>>',
      '<</Type /Page /Contents 4 0 R>>',
      { head: '/Filter /FlateDecode', data: bomb },
    ]);
    // Ten drawings that each draw the next ten times: 10^10 of the last.
    const laughs = Array.from({ length: 10 }, (_, at) => ({
      head: `/Subtype /Form /Resources <</XObject <</X ${6 + at} 0 R>>>>`,
      data: Buffer.from('/X Do '.repeat(10)),
    }));
    const nested = drawn(`${'['.repeat(5000)}${']'.repeat(5000)} TJ`, HELVETICA);
    const cases: [string, number, () => Promise<unknown>][] = [
      ['maxBytes', 100, () => pdf.pageCount(sound, { maxBytes: 100 })],
      ['maxPages', 1, () => pdf.merge([sound, sound], { maxPages: 1 })],
      ['maxObjects', 20, () => pdf.pageCount(sound, { maxObjects: 20 })],
      ['maxInflatedBytes', 1 << 20, () => pdf.extractText(inflating, { maxInflatedBytes: 1 << 20 })],
      [
        'maxInflatedBytes',
        1 << 20,
        () =>
          pdf.extractText(drawn('/X Do', `${HELVETICA}>> /XObject <</X 5 0 R`, laughs), { maxInflatedBytes: 1 << 20 }),
      ],
      ['maxDepth', 100, () => pdf.extractText(nested)],
    ];
    for (const [option, limit, call] of cases) {
      expect(await failure(call)).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED', details: { limit, option } });
    }
    expect(await pdf.extractText(inflating)).toEqual(['']);
    // What is only copied is not inflated.
    expect(await pdf.pageCount(await pdf.merge([inflating], { maxInflatedBytes: 1 << 20 }))).toBe(1);
  });

  it('says nothing of what a file holds', async () => {
    const damaged = drawn(deflateSync(Buffer.from('(Jana)')).subarray(0, 4), HELVETICA).toString('latin1');
    const file = Buffer.from(damaged.replace('<< /Length', '<</Filter /JPXDecode /Length'), 'latin1');
    const error = await failure(() => pdf.extractText(file));
    expect(error).toMatchObject({ code: 'ERR_UNSUPPORTED' });
    expect(JSON.stringify(error)).not.toMatch(/Jana|JPX/);
  });

  it('says which of two files is at fault, and which argument', async () => {
    const broken = drawn(page, HELVETICA).toString('latin1').replace('<< /Length', '<</Filter /FlateDecode /Length');
    const file = Buffer.from(broken, 'latin1');
    for (const [stamped, stamp, argument] of [
      [sound, file, 'stamp'],
      [file.subarray(0, 40), sound, 'file'],
      [sound, file.subarray(0, 40), 'stamp'],
    ] as const) {
      const error = await failure(() => pdf.stamp(stamped, { file: stamp }));
      expect(error).toMatchObject({ code: 'ERR_MALFORMED_INPUT', details: { argument } });
      expect(error.message).toMatch(new RegExp(`^${argument} is no sound PDF`));
    }
    const many = { pages: [1, 1, 1], maxPages: 2 };
    const refused = await failure(() => pdf.stamp(sound, { text: 'x' }, many));
    expect(refused).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED', details: { argument: 'options.pages' } });
  });

  it('can be stopped before and meanwhile', async () => {
    const files = Array.from({ length: 200 }, () => sound);
    expect((await failure(() => pdf.merge(files, { signal: AbortSignal.abort() }))).code).toBe('ERR_ABORTED');
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    expect((await failure(() => pdf.merge(files, { signal: controller.signal, onProgress }))).code).toBe('ERR_ABORTED');
  });
});

describe.skipIf(needsNative)(`damage of any kind${needsNative}`, () => {
  const kinds = ['ERR_MALFORMED_INPUT', 'ERR_UNSUPPORTED', 'ERR_LIMIT_EXCEEDED', 'ERR_INVALID_ARGUMENT'];
  const limits = { maxObjects: 200_000, maxInflatedBytes: 4 << 20 };

  it('ends on both backends in the same text or the same error', async () => {
    useBackend('js');
    const packed = await pdf.merge([sound, drawn(`${page} ${page.replace('Text', 'More')}`, HELVETICA)]);
    const rendered = await pdf.render({
      title: 'x',
      content: ['Some text', { type: 'heading', level: 1, text: 'Title' }],
    });
    const seeds = [sound, packed, rendered];
    const damage = fc.record({
      seed: fc.integer({ min: 0, max: seeds.length - 1 }),
      flips: fc.array(fc.record({ at: fc.double({ min: 0, max: 0.999, noNaN: true }), bit: fc.nat(7) }), {
        maxLength: 12,
      }),
      end: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ seed, flips, end }) => {
        const file = Buffer.from(seeds[seed] as Buffer);
        for (const { at, bit } of flips) {
          const place = Math.floor(at * file.length);
          file[place] = (file[place] as number) ^ (1 << bit);
        }
        const cut = end === null ? file : file.subarray(0, Math.floor(end * file.length));
        const { native, js } = await onBoth(() => pdf.extractText(cut, limits));
        if ('code' in js) expect(kinds).toContain(js.code);
        expect(native).toEqual(js);
        const merged = await onBoth(async () => pdf.pageCount(await pdf.merge([cut], limits)));
        expect(merged.native).toEqual(merged.js);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it('is survived by random bytes between the words of PDF', async () => {
    const word = fc.constantFrom(
      'obj',
      'endobj',
      'stream\n',
      'endstream',
      '<<',
      '>>',
      '[',
      ']',
      '(',
      ')',
      '1 0 obj',
      '2 0 R',
      'xref',
      'trailer',
      'startxref',
      '/Type',
      '/Pages',
      '/Kids',
      '/Root 1 0 R',
      '/Length',
      'R',
      '0',
      '-',
      '9999999999',
    );
    const bytes = fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(word, bytes), { maxLength: 60 }), async (parts) => {
        const file = Buffer.from(`%PDF-1.7\n${parts.join(' ')}`, 'latin1');
        const { native, js } = await onBoth(() => pdf.extractText(file, limits));
        expect(native).toEqual(js);
      }),
      { numRuns: 500, seed: 4 },
    );
  });
});
