/** What the front door decides before a backend sees a document. */
import type { pdf } from 'clinicore';
import { describe, expect, it } from 'vitest';
import type { StyleMessage } from '../../js/contract/pdf';
import { blockOf, messageOf } from './message';

const SHY = '\u00ad';
const ZWSP = '\u200b';
const said = (text: pdf.Text, document: Partial<pdf.PdfDocument> = {}, hyphenate = false) => {
  const block = blockOf({ type: 'paragraph', text, hyphenate }, document);
  return block.type === 'paragraph' ? block.text : undefined;
};

describe('texts', () => {
  it('are composed, with one kind of line break', () => {
    expect(said('a\u0301\r\nb\u2028c\u2029d')).toBe('á\nb\nc\nd');
  });

  it.each([
    // The words as ICU's dictionaries divide them.
    ['Thai', 'การทดสอบภาษาไทย', 'การ|ทดสอบ|ภาษา|ไทย'],
    ['Lao', 'ພາສາລາວສະບາຍດີ', 'ພາສາ|ລາວ|ສະບາຍດີ'],
    ['Khmer', 'ភាសាខ្មែរជាភាសា', 'ភាសាខ្មែរ|ជា|ភាសា'],
    ['Burmese', 'မြန်မာဘာသာစကား', 'မြန်မာဘာသာ|စကား'],
  ])('of %s may break between words', (_, text, words) => {
    expect(said(`${text}, abc ${text}`)).toBe(`${words}, abc ${words}`.replaceAll('|', ZWSP));
    expect(messageOf({ content: [{ type: 'table', columns: [{}], rows: [[text]] }] }).message.content[0]).toMatchObject(
      {
        rows: [{ cells: [words.replaceAll('|', ZWSP)] }],
      },
    );
  });

  it.each([
    // As the patterns of TeX part them; Duden: Do|nau|dampf|schiff|fahrts|ge|sell|schaft.
    ['de-AT', 'Donaudampfschifffahrtsgesellschaft', 'Do-nau-dampf-schiff-fahrts-ge-sell-schaft'],
    ['en', 'hyphenation', 'hy-phen-ation'],
    ['fr-CA', 'optométriste', 'op-to-mé-triste'],
    ['ru', 'прогрессивные', 'про-грес-сив-ные'],
  ])('in %s are parted where they may be, if asked to', (language, word, parted) => {
    expect(said(`(${word}) ${word}`, { language }, true)).toBe(`(${parted}) ${parted}`.replaceAll('-', SHY));
    expect(said(word, { language })).toBe(word);
  });

  it('are one text where they are of one style, else spans', () => {
    expect(said(['one ', 'style'])).toEqual([
      { text: 'one ', style: 0 },
      { text: 'style', style: 0 },
    ]);
    expect(said([{ text: 'one' }])).toBe('one');
    expect(said([])).toBe('');
    expect(said([{ text: 'bold', style: { weight: 'bold' }, link: 'https://bücher.example/ä b' }])).toEqual([
      { text: 'bold', style: 0, link: 'https://xn--bcher-kva.example/%C3%A4%20b' },
    ]);
  });
});

describe('styles', () => {
  const stylesOf = (document: Partial<pdf.PdfDocument>): StyleMessage[] => messageOf(document).message.styles;

  it('replace what they name of the style around them', () => {
    const styles = stylesOf({
      style: { size: 8, color: '#102030' },
      styles: { strong: { weight: 'bold' }, big: { size: 20, lineHeight: 1 } },
      content: [
        {
          type: 'paragraph',
          style: 'big',
          text: ['a', { text: 'b', style: 'strong' }, { text: 'c', style: { size: 5 } }],
        },
      ],
    });
    const color = [16, 32, 48];
    const around = { color, underline: false };
    expect(styles).toEqual([
      { ...around, faces: [0], size: 20, lineHeight: 20 },
      { ...around, faces: [1], size: 20, lineHeight: 20 },
      { ...around, faces: [0], size: 5, lineHeight: 5 },
    ]);
  });

  it('are one where they look the same', () => {
    const bold = { type: 'paragraph', text: 'a', style: { weight: 'bold' } } as const;
    expect(stylesOf({ content: [bold, { ...bold, style: { weight: 'bold', size: 10 } }, 'plain'] })).toHaveLength(2);
  });

  it('of a table go from the table to the column to the cell, bold in the head', () => {
    const { message } = messageOf({
      content: [
        {
          type: 'table',
          columns: [{ style: { size: 7 }, align: 'end' }],
          head: [['H']],
          rows: [['a'], [{ text: 'b', style: { color: '#ff0000' }, align: 'center' }]],
        },
      ],
    });
    const looks = message.styles.map(({ faces, size, color }) => [faces[0], size, color[0]]);
    const [table] = message.content;
    if (table?.type !== 'table' || !Array.isArray(table.rows)) throw new Error('a small table crosses whole');
    expect(looks[table.columns[0]?.style as number]).toEqual([0, 7, 31]);
    const paragraph = (cell: unknown) => (cell as { content: { style: number; align: string }[] }).content[0];
    const head = paragraph(table.head[0]?.cells[0]);
    expect(looks[head?.style as number]).toEqual([1, 7, 31]);
    expect(head?.align).toBe('end');
    const red = paragraph(table.rows[1]?.cells[0]);
    expect(looks[red?.style as number]).toEqual([0, 7, 255]);
    expect(red?.align).toBe('center');
    expect(table.rows[0]?.cells).toEqual(['a']);
  });
});

describe('tables', () => {
  const rows = (count: number): string[][] => Array.from({ length: count }, (_, i) => [`${i}`, 'x']);
  const table = (count: number): pdf.Table => ({ type: 'table', columns: [{}, {}], rows: rows(count) });

  it('cross whole when they are small, else apart and in order', () => {
    const { message, batches } = messageOf({ content: [table(3), table(1_000), table(100), table(251)] });
    expect(message.content.map((block) => block.type === 'table' && !Array.isArray(block.rows) && block.rows)).toEqual([
      false,
      { from: 0, to: 1_000 },
      false,
      { from: 1_000, to: 1_251 },
    ]);
    const crossed = batches.flat().map(({ cells }) => cells[0]);
    expect(crossed).toEqual([...rows(1_000), ...rows(251)].map(([cell]) => cell));
    expect(Math.max(...batches.map(({ length }) => length))).toBeLessThanOrEqual(250);
  });

  it('of long texts cross in smaller batches', () => {
    const { batches } = messageOf({
      content: [{ type: 'table', columns: [{}], rows: Array.from({ length: 200 }, () => ['x'.repeat(10_000)]) }],
    });
    expect(batches.length).toBeGreaterThan(20);
  });

  it('in cells and margins cross as a part of the document', () => {
    const { message, batches } = messageOf({
      content: [{ type: 'table', columns: [{}], rows: [[{ content: [table(150)] }]] }],
      header: [table(150)],
    });
    expect(batches).toEqual([]);
    expect(JSON.stringify(message)).toContain('"149"');
  });

  it('are read step by step: a row, a block, an item is one', () => {
    const { steps } = messageOf({
      content: [table(1_000), { type: 'list', items: Array.from({ length: 500 }, () => 'x') }],
    });
    expect(steps).toBeGreaterThan(1_500);
  });

  it('take cells that span columns and rows', () => {
    const block = blockOf({
      type: 'table',
      columns: [{}, {}, {}],
      rows: [
        [
          { text: 'a', rows: 3 },
          { text: 'b', columns: 2 },
        ],
        [{ text: 'c', rows: 2, columns: 2 }],
        [],
        ['d', 'e', 'f'],
      ],
    });
    expect(block).toMatchObject({ rows: [{ cells: [{ rows: 3 }, { columns: 2 }] }, {}, { cells: [] }, {}] });
  });
});

describe('codes', () => {
  const code = (value: Partial<pdf.Code>) => blockOf({ type: 'code', code: 'qr', value: 'x', alt: '', ...value });
  it.each([
    // GS1's and Wikipedia's own examples.
    ['629104150021', '6291041500213'],
    ['400638133393', '4006381333931'],
    ['5901234123457', '5901234123457'],
  ])('an EAN-13 gets its check digit (%s)', (value, whole) => {
    expect(code({ code: 'ean13', value })).toMatchObject({ value: whole, width: 160, height: 40 });
  });

  it('a QR code keeps its lines, as payments need them', () => {
    const value = 'BCD\n002\n1\nSCT\n\nOptik Morgenstern\r\nDE02120300000000202051';
    expect(code({ value, level: 'M' })).toMatchObject({ value, level: 'M', height: null });
  });
});

describe('pages', () => {
  const page = (options: pdf.PageOptions) => messageOf({ page: options }).message.page;
  it.each([
    [{}, { width: 595.28, height: 841.89, margin: [56, 56, 56, 56], edge: 28 }],
    [
      { size: 'Letter', orientation: 'landscape', margin: [10, 20] },
      { width: 792, height: 612, margin: [10, 20, 10, 20] },
    ],
    [
      { size: { width: 226.77, height: 'auto' }, margin: [1, 2, 3, 4], edge: 0 },
      { height: null, margin: [1, 2, 3, 4], edge: 0 },
    ],
  ] as [pdf.PageOptions, object][])('%j', (options, expected) => {
    expect(page(options)).toMatchObject(expected);
  });

  it('have other headers at first where they are given', () => {
    expect(messageOf({ header: ['a'], firstPage: { header: [] } }).message).toMatchObject({
      header: [{ text: 'a' }],
      firstHeader: [],
      firstFooter: null,
    });
  });
});

it('says when a document was made to the second, in UTC', () => {
  const created = (value: string) => messageOf({ created: value }).message.about.created;
  expect(created('2026-03-01')).toEqual([2026, 3, 1, 0, 0, 0]);
  expect(created('2024-02-29T23:59:58Z')).toEqual([2024, 2, 29, 23, 59, 58]);
});

it('sends each picture once, and only those that are shown', () => {
  const png = (width: number) => {
    const head = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\x01', 'latin1');
    head.writeUInt32BE(width, 16);
    return head;
  };
  const image = (name: string): pdf.Block => ({ type: 'image', image: name, alt: '' });
  const { message, binaries } = messageOf({
    images: { unused: png(1), a: png(2), b: png(3) },
    content: [image('b'), image('a'), image('b')],
  });
  expect(message.content.map((block) => block.type === 'image' && block.image)).toEqual([0, 1, 0]);
  expect(binaries.map((bytes) => bytes[19])).toEqual([3, 2]);
});
