/** Text that is read from files, held against what was written into them and against pdftotext. */
import { once } from 'node:events';
import { deflateSync } from 'node:zlib';
import { pdf } from 'clinicore';
import PDFDocument from 'pdfkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from '../backends';
import { everything } from './everything';
import { drawn } from './files';
import { isMissing, needs, said } from './tools';

const HELVETICA = '/F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>';
const composite = (more: string) =>
  `/F1 <</Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<</Type /Font /Subtype /CIDFontType2 /DW 500>>] ${more}>>`;

/** What a page says that draws `content` with these fonts. */
const says = async (content: string, fonts = HELVETICA, more: Parameters<typeof drawn>[2] = []) =>
  (await pdf.extractText(drawn(content, fonts, more)))[0];

const words = (text: string): string[] => text.normalize('NFKC').match(/[\p{L}\p{N}]+/gu) ?? [];

/** How many of the words of one text the other has too. */
function shared(own: readonly string[], other: readonly string[]): number {
  const rest = new Map<string, number>();
  for (const word of other) rest.set(word, (rest.get(word) ?? 0) + 1);
  return own.filter((word) => {
    const left = rest.get(word) ?? 0;
    rest.set(word, left - 1);
    return left > 0;
  }).length;
}

describe.each(backends)('the %s backend reads', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('words and lines, however they are placed', async () => {
    expect(await says('BT /F1 10 Tf 50 700 Td (Hello) Tj 0 -14 Td (World) Tj ET')).toBe('Hello\nWorld');
    // Letters one by one, kerned, and words by gaps alone.
    expect(await says('BT /F1 10 Tf 50 700 Td [(H) 20 (el) -15 (lo) -278 (you)] TJ ET')).toBe('Hello you');
    // Drawn from below, and in pieces out of order.
    expect(
      await says('BT /F1 10 Tf 1 0 0 1 50 600 Tm (two) Tj 1 0 0 1 75 700 Tm (b) Tj 1 0 0 1 60 700 Tm (a) Tj ET'),
    ).toBe('a b\ntwo');
    // A cell far away, a shadow, raised letters, and the operators that go on to the next line.
    expect(await says('BT /F1 10 Tf 50 700 Td (Lens) Tj 200 0 Td (12,50) Tj ET')).toBe('Lens\t12,50');
    expect(await says('BT /F1 10 Tf 50 700 Td (Bold) Tj 0.3 0 Td (Bold) Tj ET')).toBe('Bold');
    expect(await says('BT /F1 10 Tf 12 TL 50 700 Td (x) Tj 3 Ts /F1 6 Tf (2) Tj ET')).toBe('x2');
    expect(await says('BT /F1 10 Tf 12 TL 50 700 Td (a) Tj T* (b) Tj (c) \' 1 2 (d) " ET')).toBe('a\nb\nc\nd');
  });

  it('the encodings of simple fonts', async () => {
    const font = (encoding: string, base = 'Helvetica') =>
      `/F1 <</Type /Font /Subtype /Type1 /BaseFont /${base} ${encoding}>>`;
    const text = 'BT /F1 10 Tf 50 700 Td <80 8a c4 de> Tj ET';
    expect(await says(text, font('/Encoding /WinAnsiEncoding'))).toBe('€ŠÄÞ');
    // The ligature is given as its letters.
    expect(await says(text, font('/Encoding /MacRomanEncoding'))).toBe('Ääƒfi');
    expect(await says('BT /F1 10 Tf 50 700 Td <ae 27 60> Tj ET', font(''))).toBe('fi’‘');
    const differences = '/Encoding <</Differences [65 /Ccaron /uni20AC /f_i /u1F600 /no.way]>>';
    expect(await says('BT /F1 10 Tf 50 700 Td (ABCDE) Tj ET', font(differences))).toBe('Č€fi😀\ufffd');
    expect(await says('BT /F1 10 Tf 50 700 Td (abm) Tj ET', font('', 'Symbol'))).toBe('αβμ');
    expect(await says('BT /F1 10 Tf 50 700 Td (4n) Tj ET', font('', 'ZapfDingbats'))).toBe('✔■');
  });

  it('the maps of composite fonts', async () => {
    const map = `1 begincodespacerange <0000> <ffff> endcodespacerange
      2 beginbfchar <0001> <00660066> <0002> <d83dde00> endbfchar
      2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<0058> <0059005a>] endbfrange`;
    const font = composite('/ToUnicode 5 0 R');
    const more = [{ head: '/Filter /FlateDecode', data: deflateSync(Buffer.from(map)) }];
    expect(await says('BT /F1 10 Tf 50 700 Td <000100020010001200200021> Tj ET', font, more)).toBe('ff😀ACXYZ');
    // Where the file does not say what a glyph is, nothing is made up.
    expect(await says('BT /F1 10 Tf 50 700 Td <0001> Tj ET', composite(''))).toBe('\ufffd');
    const unicode = composite('').replace('Identity-H', 'UniGB-UCS2-H');
    expect(await says('BT /F1 10 Tf 50 700 Td <4f60597d> Tj ET', unicode)).toBe('你好');
  });

  it('what a drawing is said to stand for', async () => {
    const content = 'BT /F1 10 Tf 50 700 Td /Span <</ActualText (Zeile)>> BDC (Zei) Tj (-) Tj EMC ( x) Tj ET';
    expect(await says(content)).toBe('Zeile x');
    const utf16 = '/Span <</ActualText <FEFF0627D83DDE00>>> BDC BT /F1 10 Tf 50 700 Td (?) Tj ET EMC';
    expect(await says(utf16)).toBe('\u0627😀');
  });

  it('drawings within drawings, in their places, and no text beside the paper', async () => {
    const form = {
      head: '/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Matrix [1 0 0 1 0 100]',
      data: Buffer.from('BT /F1 10 Tf 50 600 Td (inner) Tj ET'),
    };
    const file = drawn(
      '1 0 0 1 0 -300 cm /X Do BT /F1 10 Tf 50 900 Td (outer) Tj 3000 0 Td (beside) Tj ET',
      `${HELVETICA} >> /XObject <</X 5 0 R`,
      [form],
    );
    expect(await pdf.extractText(file)).toEqual(['outer\ninner']);
  });

  it('text that is turned, and pages that are', async () => {
    const content = 'BT /F1 10 Tf 0 1 -1 0 300 100 Tm (upwards) Tj 1 0 0 1 50 700 Tm (level) Tj ET';
    expect(await says(content)).toBe('level\nupwards');
    const turned = drawn(content, HELVETICA).toString('latin1').replace('/Type /Page ', '/Type /Page /Rotate 90 ');
    expect(await pdf.extractText(Buffer.from(turned, 'latin1'))).toEqual(['upwards\nlevel']);
  });

  it('columns of text one after the other, tables row by row', async () => {
    const line = (x: number, y: number, text: string) => `BT /F1 10 Tf ${x} ${y} Td (${text}) Tj ET `;
    const prose = (column: string, n: number) => `${column}${n} lorem ipsum dolor sit amet consectetur`;
    const lines = [1, 2, 3, 4, 5, 6];
    const columns = lines.map((n) => line(50, 700 - 14 * n, prose('L', n)) + line(320, 700 - 14 * n, prose('R', n)));
    const text = await says(line(200, 760, 'Title') + columns.join(''));
    expect(text?.split('\n')).toEqual([
      'Title',
      ...lines.map((n) => prose('L', n)),
      ...lines.map((n) => prose('R', n)),
    ]);
    const rows = lines.map((n) => line(50, 700 - 14 * n, `Lens ${n}`) + line(320, 700 - 14 * n, `${n},00`));
    expect(await says(rows.join(''))).toBe(lines.map((n) => `Lens ${n}\t${n},00`).join('\n'));
  });

  it('Arabic and Hebrew in the order they are read in', async () => {
    const map = '1 beginbfrange <05d0> <05ea> <05d0> endbfrange 1 beginbfrange <0020> <007e> <0020> endbfrange';
    const more = [{ head: '', data: Buffer.from(map) }];
    const draw = (visual: string) =>
      `BT /F1 10 Tf 50 700 Td <${[...visual].map((c) => (c.codePointAt(0) as number).toString(16).padStart(4, '0')).join('')}> Tj ET`;
    const read = (visual: string) => says(draw(visual), composite('/ToUnicode 5 0 R'), more);
    expect(await read('\u05dd\u05d5\u05dc\u05e9')).toBe('\u05e9\u05dc\u05d5\u05dd');
    expect(await read('2026-03 \u05dd\u05d5\u05d9')).toBe('\u05d9\u05d5\u05dd 2026-03');
    expect(await read('Order 12 \u05d1\u05d0 34 \u05d3\u05d2 end')).toBe('Order 12 \u05d2\u05d3 34 \u05d0\u05d1 end');
    // UAX #9, N0: a pair of brackets is read as one, with the word before it where it holds that word's number.
    const [shalom, visualShalom] = ['\u05e9\u05dc\u05d5\u05dd', '\u05dd\u05d5\u05dc\u05e9'];
    expect(await read(`abc-45 )123( ${visualShalom}`)).toBe(`${shalom} (123) abc-45`);
    expect(await read(`abc (123) ${visualShalom}`)).toBe(`${shalom} abc (123)`);
    expect(await read(`\u05d1\u05d0 abc [12] ${visualShalom}`)).toBe(`${shalom} abc [12] \u05d0\u05d1`);
    expect(await read(`\u05d0 )abc( ${visualShalom}`)).toBe(`${shalom} (abc) \u05d0`);
  });

  it('what was rendered here, and what pdfkit writes without widths', async () => {
    const file = await pdf.render(everything);
    const [texts, read] = [await pdf.extractText(file), (await import('../pdf-reader')).readPdf];
    const theirs = (await read(file)).pages;
    expect(texts).toHaveLength(theirs.length);
    for (const [at, page] of theirs.entries()) {
      const [own, other] = [words(texts[at] as string), words(page.text)];
      expect(shared(other, own) / other.length).toBeGreaterThan(0.97);
    }
    const kit = new PDFDocument();
    const chunks: Buffer[] = [];
    kit.on('data', (chunk) => chunks.push(chunk));
    kit.text('Wavy AVATAR text, kerned: To Ty We', 72, 72).font('Times-Italic').text('Gläser „klar“', 72, 120).end();
    await once(kit, 'end');
    expect(await pdf.extractText(Buffer.concat(chunks))).toEqual(['Wavy AVATAR text, kerned: To Ty We\nGläser „klar“']);
  });

  it.skipIf(isMissing('pdftotext'))(`nearly every word that pdftotext does${needs('pdftotext')}`, async () => {
    // Across the page a word is a word here, and pieces of one to pdftotext.
    const level = { ...everything, watermark: undefined };
    for (const file of [await pdf.render(level), await pdf.render(level, { profile: 'plain' })]) {
      const own = words((await pdf.extractText(file)).join('\n'));
      const other = words(said('pdftotext', ['FILE', '-'], file));
      expect(shared(other, own) / other.length).toBeGreaterThan(0.97);
      expect(shared(own, other) / own.length).toBeGreaterThan(0.97);
    }
  });
});
