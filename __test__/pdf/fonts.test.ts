/** Registered fonts: what draws which text, in every script there is a test font for, on both backends. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pdf } from 'clinicore';
import type { Font } from 'fontkit';
import * as fontkit from 'fontkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, onBoth, useBackend } from '../backends';
import { type ReadPage, type Run, readPdf } from '../pdf-reader';
import { type Picture, pictures, strayInk } from './pictures';
import { isMissing, needs, said } from './tools';

const crate = join(import.meta.dirname, '../../crates/pdf');
const file = (path: string) => readFileSync(join(crate, path));
const regular = file('fonts/NotoSans-Regular.ttf');
const bold = file('fonts/NotoSans-Bold.ttf');

/** Words of the test fonts, each in its font's script. */
const WORDS: Record<string, string[]> = {
  'Arabic.ttf': ['فاتورة', 'الرقم', 'نظّارات', 'لا', 'مُحَمَّد'],
  'Hebrew.ttf': ['חשבונית', 'מספר', 'משקפיים', 'שָׁלוֹם'],
  'Devanagari.ttf': ['हिन्दी', 'क्षत्रिय', 'श्री', 'प्रिय'],
  'Bengali.ttf': ['বাংলা', 'চশমা', 'স্ত্রী'],
  'Thai.ttf': ['แว่นตา', 'ใบสั่ง', 'น้ำ'],
  'Han.otf': ['眼鏡', '処方、', '円のと'],
};
/** Whether pdftotext reads it as it was written: marks and ligatures from right to left it turns around, whoever wrote the file. */
const isReadable = (word: string) => !/[\u0590-\u06ff]/.test(word) || !/\p{M}|لا/u.test(word);
const register = () => {
  for (const font of Object.keys(WORDS))
    pdf.registerFont(font.replace(/\..*/, ''), { regular: file(`tests/fonts/${font}`) });
};
/** The lines pdftotext finds, in the order they are read, without what marks directions and words. */
const read = (document: Uint8Array) =>
  said('pdftotext', ['-raw', 'FILE', '-'], document)
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\f]/g, '')
    .normalize('NFC')
    .trim()
    .split('\n');
const widths = async (content: pdf.Block[]) => {
  const { pages } = await readPdf(await pdf.render({ title: 'Test', content }));
  return pages[0]?.runs.map(({ width }) => width) ?? [];
};
const styled = (style: pdf.TextStyle): pdf.Block => ({ type: 'paragraph', text: 'AVATAR office', style });

// First, before any font that could draw it is there.
describe.each(backends)('without fonts, the %s backend', (name) => {
  it.each(Object.entries(WORDS))('refuses what %s would draw', async (_, [word = '']) => {
    useBackend(name);
    const { code, details } = await failure(() => pdf.render({ title: 'Test', content: [word] }));
    expect({ code, details }).toMatchObject({ code: 'ERR_UNSUPPORTED', details: { argument: 'document.content[0]' } });
  });
});

describe.each(backends)('registerFont on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('draws with the family a style names, in its weight', async () => {
    pdf.registerFont('Heavy', { regular: bold, bold: regular });
    const [own, strong, plain, heavy] = await widths([
      styled({}),
      styled({ weight: 'bold' }),
      styled({ font: 'Heavy', weight: 'bold' }),
      styled({ font: 'Heavy' }),
    ]);
    expect(plain).toBeCloseTo(own as number, 3);
    expect(heavy).toBeCloseTo(strong as number, 3);
    expect(heavy).toBeGreaterThan((own as number) + 1);
  });

  it('replaces a family of the same name, and draws bold with the regular one where there is no other', async () => {
    pdf.registerFont('Replaced', { regular: bold });
    const [before, boldBefore] = await widths([
      styled({ font: 'Replaced' }),
      styled({ font: 'Replaced', weight: 'bold' }),
    ]);
    expect(boldBefore).toBeCloseTo(before as number, 3);
    pdf.registerFont('Replaced', { regular });
    const [now] = await widths([styled({ font: 'Replaced' })]);
    expect(now).toBeLessThan((before as number) - 1);
  });

  it.skipIf(isMissing('pdftotext'))(
    `draws what a style lacks with the other families${needs('pdftotext')}`,
    async () => {
      register();
      const words = Object.values(WORDS).flat().filter(isReadable);
      const content = words.map(
        (text): pdf.Block => ({ type: 'paragraph', text: ['a ', { text, style: { weight: 'bold' } }] }),
      );
      const text = read(await pdf.render({ title: 'Test', content }))
        .join('')
        .replace(/\s/g, '');
      expect(text).toBe(words.map((word) => `a${word.normalize('NFC')}`).join(''));
    },
  );

  it.skipIf(isMissing('pdftotext'))(
    `keeps letters and digits in order from right to left${needs('pdftotext')}`,
    async () => {
      register();
      const content: pdf.Block[] = [
        'الرقم 2026-00042 فاتورة',
        'מספר 1,234.50 חשבונית INV-7 עין',
        { type: 'table', columns: [{}, { align: 'end' }], rows: [['نظّارات', '12']] },
      ];
      const text = read(await pdf.render({ title: 'Test', language: 'ar', content })).join('\n');
      for (const part of ['2026-00042', 'الرقم', 'فاتورة', '1,234.50', 'INV-7', 'חשבונית', 'מספר', '12']) {
        expect(text).toContain(part);
      }
      expect(text).not.toMatch(/24000|6202/);
    },
  );

  it('puts labels of lists on the side where the first line of an item begins', async () => {
    register();
    const items = ['فاتورة', 'a\nفاتورة', '7\nفاتورة'];
    const { pages } = await readPdf(
      await pdf.render({ title: 'Test', content: [{ type: 'list', ordered: true, items }] }),
    );
    const runs = (pages[0] as ReadPage).runs;
    const [first, second, third] = ['1.', '2.', '3.'].map((label) => runs.find(({ text }) => text === label) as Run);
    expect((first as Run).x + (first as Run).width).toBeCloseTo(595.28 - 56, 0);
    expect(second?.x).toBeCloseTo(56, 0);
    expect(third?.x).toBeCloseTo(56, 0);
  });

  it('starts paragraphs from right to left at the right', async () => {
    register();
    const { pages } = await readPdf(
      await pdf.render({ title: 'Test', content: ['فاتورة', { type: 'paragraph', text: 'فاتورة', align: 'end' }] }),
    );
    const [start, end] = (pages[0] as ReadPage).runs as [Run, Run];
    expect(start.x + start.width).toBeCloseTo(595.28 - 56, 0);
    expect(end.x).toBeCloseTo(56, 0);
  });

  it.each([
    ['no name', '', { regular }, 'ERR_INVALID_ARGUMENT', 'family'],
    ['no files', 'x', undefined, 'ERR_INVALID_ARGUMENT', 'files'],
    ['no regular face', 'x', { bold }, 'ERR_INVALID_ARGUMENT', 'files.regular'],
    ['a path', 'x', { regular: '/fonts/a.ttf' }, 'ERR_INVALID_ARGUMENT', 'files.regular'],
    ['nothing', 'x', { regular: Buffer.alloc(0) }, 'ERR_MALFORMED_INPUT', 'files.regular'],
    ['a picture', 'x', { regular, bold: Buffer.from('\x89PNG\r\n\x1a\n') }, 'ERR_MALFORMED_INPUT', 'files.bold'],
    ['half a font', 'x', { regular: regular.subarray(0, 5_000) }, 'ERR_MALFORMED_INPUT', 'files.regular'],
    [
      'a collection',
      'x',
      { regular: Buffer.concat([Buffer.from('ttcf'), regular]) },
      'ERR_UNSUPPORTED',
      'files.regular',
    ],
    ['a web font', 'x', { regular: Buffer.concat([Buffer.from('wOF2'), regular]) }, 'ERR_UNSUPPORTED', 'files.regular'],
    ['another weight', 'x', { regular, italic: regular }, 'ERR_INVALID_ARGUMENT', 'files'],
    ['more than 32 MiB', 'x', { regular: Buffer.alloc(33 << 20) }, 'ERR_LIMIT_EXCEEDED', 'files.regular'],
  ])('refuses %s', async (_, family, files, code, argument) => {
    expect(await failure(() => pdf.registerFont(family, files as never))).toMatchObject({
      code,
      details: { argument },
    });
    expect(await failure(() => pdf.render({ title: 'x', style: { font: 'x' }, content: [] }))).toMatchObject({
      details: { argument: 'document.style.font' },
    });
  });

  it('says so where it is given the file itself', async () => {
    const got = await failure(() => pdf.registerFont('x', regular as never));
    expect(got.message).toBe('files must be an object, got bytes');
  });

  it('refuses a font whose flags forbid to embed it', async () => {
    const restricted = Buffer.from(regular);
    const tables = restricted.readUInt16BE(4);
    const record = Array.from({ length: tables }, (_, i) => 12 + 16 * i).find(
      (at) => restricted.toString('latin1', at, at + 4) === 'OS/2',
    ) as number;
    // fsType: restricted licence embedding (OpenType, OS/2).
    restricted.writeUInt16BE(2, restricted.readUInt32BE(record + 8) + 8);
    expect(await failure(() => pdf.registerFont('Restricted', { regular: restricted }))).toMatchObject({
      code: 'ERR_UNSUPPORTED',
      details: { argument: 'files.regular' },
    });
  });

  it.each([
    ['a name reaches beyond its table', 'name', (font: Buffer, at: number) => font.writeUInt16BE(0xfff0, at + 6 + 8)],
    [
      'its own name is long and Chinese',
      'name',
      (font: Buffer, at: number) => {
        for (let record = at + 6; ; record += 12) {
          if (font.readUInt16BE(record + 6) !== 6) continue;
          font.writeUInt16BE(100, record + 8);
          font.writeUInt16BE(0, record + 10);
          font.fill('字'.repeat(50), at + font.readUInt16BE(at + 4), at + font.readUInt16BE(at + 4) + 100, 'utf16le');
          return;
        }
      },
    ],
    ['names are missing', 'name', (font: Buffer, at: number) => font.writeUInt16BE(0xffff, at + 2)],
    ['a glyph is beyond the outlines', 'loca', (font: Buffer, at: number) => font.writeUInt16BE(0xffff, at)],
    ['glyphs have no outlines', 'maxp', (font: Buffer, at: number) => font.writeUInt16BE(0xffff, at + 4)],
    ['no glyph has a width', 'hhea', (font: Buffer, at: number) => font.writeUInt16BE(0, at + 34)],
    ['em has no units', 'head', (font: Buffer, at: number) => font.writeUInt16BE(0, at + 18)],
  ] as const)('refuses a font in which %s', async (_, table, breakIt) => {
    const broken = file('tests/fonts/Hebrew.ttf');
    const records = Array.from({ length: broken.readUInt16BE(4) }, (_, i) => 12 + 16 * i);
    const record = records.find((at) => broken.toString('latin1', at, at + 4) === table) as number;
    breakIt(broken, broken.readUInt32BE(record + 8));
    expect(await failure(() => pdf.registerFont('Broken', { regular: broken }))).toMatchObject({
      code: 'ERR_MALFORMED_INPUT',
      details: { argument: 'files.regular' },
    });
  });

  it('keeps at most 64 families', async () => {
    const small = file('tests/fonts/Hebrew.ttf');
    const { code, details } = await failure(() => {
      for (let i = 0; i < 70; i++) pdf.registerFont(`Family ${i}`, { regular: small });
    });
    expect({ code, details }).toEqual({ code: 'ERR_LIMIT_EXCEEDED', details: { argument: 'family', limit: 64 } });
  });
});

describe.each([
  ['regular', regular],
  ['bold', bold],
])('the shipped font, %s', (_, data) => {
  // The fallback sets texts with digits by their parts, for which that must be true.
  it('neither kerns digits nor joins them to anything of the Latin script', () => {
    const font = fontkit.create(data) as Font;
    const shaped = (text: string) => {
      const { glyphs, positions } = font.layout(text);
      return glyphs.map(({ id }, index) => ({ id, ...positions[index] }));
    };
    const digits = [...'0123456789'];
    const latin = font.characterSet
      .map((codePoint) => String.fromCodePoint(codePoint))
      .filter((text) => /^[\x20-\x7e\u00a0-\u024f\u2010-\u2027\u20a0-\u20c0\u2212]$/.test(text));
    expect(latin.length).toBeGreaterThan(500);
    for (const character of latin) {
      const text = `${digits.join(character)}${character}${digits.join('')}`;
      expect(shaped(text), character).toEqual([...text].flatMap(shaped));
    }
  });

  it('has what optometrists write', () => {
    const { characterSet } = fontkit.create(data) as Font;
    const missing = [...'+−±×°′″–½¼µ²³‰€№Øø'].filter((sign) => !characterSet.includes(sign.codePointAt(0) as number));
    expect(missing).toEqual([]);
  });
});

describe.each(backends)('the faces of a table on the %s backend', (name) => {
  it('are those of the column in which a cell stands, beside cells that span rows', async () => {
    useBackend(name);
    pdf.registerFont('Hebrew', { regular: file('tests/fonts/Hebrew.ttf') });
    // A space that both families have, and two marks of which each has one: which is missing depends on who is asked first.
    const columns: pdf.TableColumn[] = [{}, { style: { font: 'Hebrew' } }];
    const missing = (rows: pdf.Row[]) =>
      failure(() => pdf.render({ title: 'Test', content: [{ type: 'table', columns, rows }] }));
    const argument = 'document.content[0].rows[1].cells[0]';
    expect(await missing([[{ text: 'a', rows: 2 }, 'b'], ['a \u05b8\u0323']])).toMatchObject({
      code: 'ERR_UNSUPPORTED',
      details: { argument, codePoint: 'U+0323' },
    });
    expect(
      await missing([
        ['a', 'b'],
        ['a \u05b8\u0323', 'c'],
      ]),
    ).toMatchObject({
      code: 'ERR_UNSUPPORTED',
      details: { argument, codePoint: 'U+05B8' },
    });
  });
});

describe.skipIf(backends.length < 2 || isMissing('pdftoppm'))(`both backends${needsNative}${needs('pdftoppm')}`, () => {
  // By what it looks like: how readers put marks back into a text depends on how a writer drew them.
  it('draw every script alike', async () => {
    for (const backend of backends) {
      useBackend(backend);
      register();
    }
    const words = Object.values(WORDS).flat();
    const content: pdf.Block[] = [
      ...words,
      words.join(' '),
      { type: 'paragraph', text: words.map((word) => `${word} office 12.50`).join(', '), align: 'justify' },
      { type: 'paragraph', text: `الرقم (2026-00042): ${words.join(' – ')}`, align: 'justify' },
      { type: 'list', ordered: true, items: words },
      {
        type: 'table',
        columns: [{ width: 'auto' }, {}, { align: 'end' }],
        rows: words.map((word) => [word, `${word} 7`, '1']),
      },
    ];
    const drawn = await onBoth(async () =>
      pictures(await pdf.render({ title: 'Test', page: { size: 'A5' }, content })),
    );
    if (!('value' in drawn.native) || !('value' in drawn.js)) throw new Error('both draw it');
    const [native, js] = [drawn.native.value, drawn.js.value];
    expect(js.map(({ width, height }) => [width, height])).toEqual(native.map(({ width, height }) => [width, height]));
    // What is ink in one and paper in the other, even a pixel away.
    for (const [page, picture] of native.entries()) expect(strayInk(picture, js[page] as Picture)).toBe(0);
    for (const [page, picture] of js.entries()) expect(strayInk(picture, native[page] as Picture)).toBe(0);
  });
});
