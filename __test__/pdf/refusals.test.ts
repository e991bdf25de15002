/** Documents that are refused: where, and as what; the same on both backends. */
import { pdf } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../backends';

type Document = Record<string, unknown>;
const block = (value: unknown, more: Document = {}): Document => ({ title: 'Test', content: [value], ...more });
const paragraph = (value: unknown) => ({ type: 'paragraph', text: value });
const text = (value: unknown) => block(paragraph(value));
const slip = (value: Document, area: Document = {}) => ({
  height: 100,
  areas: [{ x: 10, y: 10, width: 200, content: ['x'], ...area }],
  ...value,
});
const table = (value: Document) => block({ type: 'table', columns: [{}, {}], rows: [], ...value });
const code = (value: Document) => block({ type: 'code', alt: '', ...value });
const shape = (value: Document) => block({ type: 'drawing', alt: '', width: 9, height: 9, shapes: [value] });
const nested = (depth: number): unknown =>
  Array.from({ length: depth }).reduce((inner) => ({ type: 'box', content: [inner] }), 'x' as unknown);
const png = (width: number, height: number) => {
  const head = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\0', 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
};

/** What is wrong, the document, the path that the error names, and the code where it is no invalid argument. */
const cases: [string, Document, string, string?][] = [
  ['no title', { content: [] }, 'document.title'],
  ['an empty title', { title: ' ', content: [] }, 'document.title'],
  ['a long title', { title: 'x'.repeat(201), content: [] }, 'document.title', 'ERR_LIMIT_EXCEEDED'],
  ['no content', { title: 'x' }, 'document.content'],
  ['a property it does not know', { ...text('x'), contents: [] }, 'document'],
  ['a language that is none', { ...text('x'), language: 'no language' }, 'document.language'],
  ['30 February', { ...text('x'), created: '2026-02-30' }, 'document.created'],
  ['an hour that is none', { ...text('x'), created: '2026-02-03T24:00:00Z' }, 'document.created'],
  ['a Date', { ...text('x'), created: new Date(0) }, 'document.created'],

  ['a number as a text', text(7), 'document.content[0].text'],
  ['a control character', text('a\0b'), 'document.content[0].text'],
  ['a tab', block('a\tb'), 'document.content[0]'],
  ['a lone surrogate', text('a\ud800b'), 'document.content[0].text'],
  ['a tower of marks', text(`a${'\u0301'.repeat(10)}`), 'document.content[0].text'],
  ...[...'\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'].map(
    (control): [string, Document, string] => [
      `a direction control (U+${control.codePointAt(0)?.toString(16)})`,
      text(['a', { text: `b${control}` }]),
      'document.content[0].text[1].text',
    ],
  ),
  ['a long text', text('x'.repeat(100_001)), 'document.content[0].text', 'ERR_LIMIT_EXCEEDED'],
  [
    'pieces that are long together',
    text(['x'.repeat(60_000), 'x'.repeat(60_000)]),
    'document.content[0].text[1]',
    'ERR_LIMIT_EXCEEDED',
  ],
  ['a link that runs', text([{ text: 'x', link: 'javascript:alert(1)' }]), 'document.content[0].text[0].link'],
  ['a link to a file', text([{ text: 'x', link: 'file:///etc/passwd' }]), 'document.content[0].text[0].link'],
  ['a link that is none', text([{ text: 'x', link: 'example.org' }]), 'document.content[0].text[0].link'],
  [
    'an item that would take minutes to look through',
    block({ type: 'list', items: ['x', new Array(2 ** 32 - 1)] }),
    'document.content[0].items[1]',
    'ERR_LIMIT_EXCEEDED',
  ],
  [
    'a slip on a roll',
    { ...text('x'), page: { size: { width: 226, height: 'auto' } }, slip: slip({}) },
    'document.slip',
  ],
  ['a slip higher than the page', { ...text('x'), slip: slip({ height: 900 }) }, 'document.slip.height'],
  ['a slip that leaves no room', { ...text('x'), slip: slip({ height: 800 }) }, 'document.slip', 'ERR_LIMIT_EXCEEDED'],
  ['a slip’s area beside the paper', { ...text('x'), slip: slip({}, { x: 600 }) }, 'document.slip.areas[0].x'],
  ['a slip’s area below it', { ...text('x'), slip: slip({}, { y: 101 }) }, 'document.slip.areas[0].y'],
  [
    'a slip’s area wider than what is left',
    { ...text('x'), slip: slip({}, { width: 590 }) },
    'document.slip.areas[0].width',
  ],
  [
    'a slip’s area with more than it holds',
    { ...text('x'), slip: slip({}, { content: ['1\n2\n3\n4\n5\n6\n7'] }) },
    'document.slip.areas[0]',
    'ERR_LIMIT_EXCEEDED',
  ],
  [
    'an end of the page on a slip',
    { ...text('x'), slip: slip({}, { content: [{ type: 'pageBreak' }] }) },
    'document.slip.areas[0].content[0].type',
  ],
  [
    'a letter on a slip that no font has',
    { ...text('x'), slip: slip({}, { content: ['\u0628'] }) },
    'document.slip.areas[0].content[0]',
    'ERR_UNSUPPORTED',
  ],
  ['a page’s number in the content', text(['x', { field: 'page' }]), 'document.content[0].text[1].field'],
  ['another field', { ...text('x'), footer: [paragraph([{ field: 'date' }])] }, 'document.footer[0].text[0].field'],
  [
    'a field with a text',
    { ...text('x'), footer: [paragraph([{ field: 'page', text: '' }])] },
    'document.footer[0].text[0]',
  ],
  [
    'words of a language without patterns',
    { ...block({ type: 'paragraph', text: 'x', hyphenate: true }), language: 'ja' },
    'document.content[0].hyphenate',
    'ERR_UNSUPPORTED',
  ],

  ['a style of no name', block({ type: 'paragraph', text: 'x', style: 'missing' }), 'document.content[0].style'],
  [
    'a style named as objects inherit',
    block({ type: 'paragraph', text: 'x', style: 'toString' }),
    'document.content[0].style',
  ],
  ['a size of 0', block('x', { style: { size: 0 } }), 'document.style.size'],
  ['a NaN size', block('x', { styles: { a: { size: Number.NaN } } }), 'document.styles.a.size'],
  ['a colour name', block('x', { style: { color: 'red' } }), 'document.style.color'],
  ['a font nobody registered', block('x', { style: { font: 'Missing' } }), 'document.style.font'],
  ['a misspelt property of a style', block('x', { style: { colour: '#000000' } }), 'document.style'],
  ['a name that is a sentence', block('x', { styles: { 'Jana Nováková': {} } }), 'document.styles'],

  ['a block of no kind', block({ type: 'marquee' }), 'document.content[0].type'],
  ['null among blocks', block(null), 'document.content[0]'],
  ['a misspelt property of a block', block({ type: 'rule', colour: '#000000' }), 'document.content[0]'],
  ['negative room', block({ type: 'rule', before: -1 }), 'document.content[0].before'],
  ['a first heading of level 2', block({ type: 'heading', level: 2, text: 'x' }), 'document.content[0].level'],
  [
    'a heading that skips a level',
    {
      title: 'x',
      content: [
        { type: 'heading', level: 1, text: 'x' },
        { type: 'heading', level: 3, text: 'x' },
      ],
    },
    'document.content[1].level',
  ],
  ['an empty heading', block({ type: 'heading', level: 1, text: [' ', { text: '' }] }), 'document.content[0].text'],
  [
    'a heading in a header',
    block('x', { header: [{ type: 'heading', level: 1, text: 'x' }] }),
    'document.header[0].level',
  ],
  [
    'a page break in a box',
    block({ type: 'box', content: [{ type: 'pageBreak' }] }),
    'document.content[0].content[0].type',
  ],
  [
    'a page break in a footer',
    block('x', { firstPage: { footer: [{ type: 'pageBreak' }] } }),
    'document.firstPage.footer[0].type',
  ],
  ['21 boxes in each other', block(nested(21)), `document.content[0]${'.content[0]'.repeat(20)}`, 'ERR_LIMIT_EXCEEDED'],
  ['columns without columns', block({ type: 'columns', columns: [] }), 'document.content[0].columns.length'],
  [
    'a share of 0',
    block({ type: 'columns', columns: [{ width: '0*', content: [] }] }),
    'document.content[0].columns[0].width',
  ],

  ['a table without columns', table({ columns: [] }), 'document.content[0].columns'],
  ['a width in other words', table({ columns: [{ width: '10%' }] }), 'document.content[0].columns[0].width'],
  ['a row of too few cells', table({ rows: [['a']] }), 'document.content[0].rows[0]'],
  [
    'a row of too many cells',
    table({
      rows: [
        ['a', 'b'],
        ['a', 'b', 'c'],
      ],
    }),
    'document.content[0].rows[1]',
  ],
  [
    'a cell that leaves the grid to the side',
    table({ rows: [['a', { columns: 2 }]] }),
    'document.content[0].rows[0].cells[1]',
  ],
  ['a cell that leaves the grid below', table({ rows: [['a', { rows: 2 }]] }), 'document.content[0].rows'],
  ['a cell that leaves the head', table({ head: [['a', { rows: 2 }]], rows: [['a']] }), 'document.content[0].head'],
  [
    'cells over each other',
    table({ columns: [{}, {}, {}], rows: [['a', { rows: 2 }, 'b'], [{ columns: 2 }]] }),
    'document.content[0].rows[1].cells[0]',
  ],
  [
    'a cell with text and content',
    table({ rows: [['a', { text: 'x', content: [] }]] }),
    'document.content[0].rows[0].cells[1].content',
  ],
  ['a number as a cell', table({ rows: [['a', 7]] }), 'document.content[0].rows[0].cells[1]'],
  [
    'a cell that overrides direction',
    table({ rows: [{ cells: ['a', '\u202e'] }] }),
    'document.content[0].rows[0].cells[1]',
  ],
  ['a head of 6 rows', table({ head: Array(6).fill(['a', 'b']) }), 'document.content[0].head', 'ERR_LIMIT_EXCEEDED'],
  [
    'a subtotal in no column',
    table({ carry: { forward: 'a', brought: 'b', column: 2 } }),
    'document.content[0].carry.column',
  ],
  [
    'a subtotal in the only column',
    table({ columns: [{}], carry: { forward: 'a', brought: 'b', column: 0 } }),
    'document.content[0].carry',
  ],
  ['a row whose cells are none', table({ rows: ['ab'] }), 'document.content[0].rows[0]'],
  ['a million rows and one', table({ rows: new Array(1_000_001) }), 'document.content[0].rows', 'ERR_LIMIT_EXCEEDED'],
  [
    'a large table in a footer',
    block('x', { footer: [{ type: 'table', columns: [{}], rows: Array(1_001).fill(['x']) }] }),
    'document.footer[0].rows',
    'ERR_LIMIT_EXCEEDED',
  ],

  ['a figure without alt', block({ type: 'code', code: 'qr', value: 'x' }), 'document.content[0].alt'],
  ['an image of no name', block({ type: 'image', image: 'a', alt: '' }), 'document.content[0].image'],
  [
    'a GIF',
    block('x', { images: { a: Buffer.from('GIF89a\x01\x00\x01\x00') } }),
    'document.images.a',
    'ERR_MALFORMED_INPUT',
  ],
  [
    'a JPEG without a frame',
    block('x', { images: { a: Buffer.from('ffd8ffd9', 'hex') } }),
    'document.images.a',
    'ERR_MALFORMED_INPUT',
  ],
  ['a PNG of no width', block('x', { images: { a: png(0, 9) } }), 'document.images.a', 'ERR_MALFORMED_INPUT'],
  [
    'a PNG that is a bomb',
    block('x', { images: { a: png(60_000, 60_000) } }),
    'document.images.a',
    'ERR_LIMIT_EXCEEDED',
  ],
  ['a path as a picture', block('x', { images: { a: '/etc/passwd' } }), 'document.images.a'],

  ['a code of no kind', code({ code: 'aztec', value: 'x' }), 'document.content[0].code'],
  ['an empty code', code({ code: 'qr', value: '' }), 'document.content[0].value'],
  ['an EAN-13 of 11 digits', code({ code: 'ean13', value: '12345678901' }), 'document.content[0].value'],
  ['an EAN-13 with a wrong check digit', code({ code: 'ean13', value: '4006381333932' }), 'document.content[0].value'],
  ['a Code 128 with a letter it lacks', code({ code: 'code128', value: 'Ä' }), 'document.content[0].value'],
  [
    'a Code 128 of 81 characters',
    code({ code: 'code128', value: '1'.repeat(81) }),
    'document.content[0].value',
    'ERR_LIMIT_EXCEEDED',
  ],
  [
    'a QR code of too many bytes',
    code({ code: 'qr', value: 'ä'.repeat(700), level: 'H' }),
    'document.content[0].value',
    'ERR_LIMIT_EXCEEDED',
  ],
  ['a level of a bar code', code({ code: 'code128', value: '1', level: 'H' }), 'document.content[0].level'],
  ['a height of a QR code', code({ code: 'qr', value: '1', height: 9 }), 'document.content[0].height'],
  ['a NaN width', code({ code: 'qr', value: '1', width: Number.NaN }), 'document.content[0].width'],

  ['a shape of no kind', shape({ type: 'star' }), 'document.content[0].shapes[0].type'],
  ['a circle with a d', shape({ type: 'circle', x: 1, y: 1, radius: 1, d: '' }), 'document.content[0].shapes[0]'],
  [
    'an infinite coordinate',
    shape({ type: 'line', x1: Infinity, y1: 0, x2: 0, y2: 0 }),
    'document.content[0].shapes[0].x1',
  ],
  [
    'a point of three numbers',
    shape({ type: 'polygon', points: [[1, 2, 3]] }),
    'document.content[0].shapes[0].points[0]',
    'ERR_LIMIT_EXCEEDED',
  ],
  [
    'a path that is none',
    shape({ type: 'path', d: 'circle' }),
    'document.content[0].shapes[0].d',
    'ERR_MALFORMED_INPUT',
  ],
  ['an opacity of 2', shape({ type: 'path', d: '', opacity: 2 }), 'document.content[0].shapes[0].opacity'],

  ['paper of no name', block('x', { page: { size: 'A3' } }), 'document.page.size'],
  [
    'paper as large as a house',
    block('x', { page: { size: { width: 20_000, height: 1 } } }),
    'document.page.size.width',
  ],
  ['margins that leave nothing', block('x', { page: { margin: 300 } }), 'document.page.margin'],
  ['three margins', block('x', { page: { margin: [1, 2, 3] } }), 'document.page.margin'],
  [
    'a roll across',
    block('x', { page: { size: { width: 200, height: 'auto' }, orientation: 'landscape' } }),
    'document.page.orientation',
  ],
  ['an empty watermark', block('x', { watermark: ' ' }), 'document.watermark'],
  ['a watermark nobody sees', block('x', { watermark: { text: 'x', opacity: 0 } }), 'document.watermark.opacity'],

  [
    'an attachment with a path',
    block('x', { attachments: [{ name: '../a', data: Buffer.alloc(1), mimeType: 'text/csv' }] }),
    'document.attachments[0].name',
  ],
  [
    'attachments of one name',
    block('x', { attachments: Array(2).fill({ name: 'a', data: Buffer.alloc(1), mimeType: 'text/csv' }) }),
    'document.attachments[1].name',
  ],
  [
    'a media type that is none',
    block('x', { attachments: [{ name: 'a', data: Buffer.alloc(1), mimeType: 'csv' }] }),
    'document.attachments[0].mimeType',
  ],
];

describe.each(backends)('on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each(cases)('%s', async (_, document, argument, code = 'ERR_INVALID_ARGUMENT') => {
    const got = await failure(() => pdf.render(document as unknown as pdf.PdfDocument));
    expect({ code: got.code, argument: (got.details as { argument?: string }).argument }).toEqual({ code, argument });
    expect(got.message.startsWith(argument) || got.message.startsWith('document')).toBe(true);
  });

  it.each([
    ['of no name', 'draft', 'options.profile'],
    ['of no name with options', { name: 'draft' }, 'options.profile.name'],
    ['that mixes an archive with passwords', { name: 'archive', ownerPassword: 'x' }, 'options.profile'],
    ['that protects without a password', { name: 'protected', ownerPassword: '' }, 'options.profile.ownerPassword'],
    [
      'with one password for all',
      { name: 'protected', ownerPassword: 'a', userPassword: 'a' },
      'options.profile.ownerPassword',
    ],
    [
      'with a permission of no name',
      { name: 'protected', ownerPassword: 'a', permissions: { read: true } },
      'options.profile.permissions',
    ],
    ['that names an invoice that is not attached', { name: 'archive', facturX: 'EN 16931' }, 'options.profile'],
    ['of an e-invoice that is not attached', 'einvoice', 'options.profile'],
  ])('a profile %s', async (_, profile, argument) => {
    const got = await failure(() => pdf.render(text('x') as never, { profile: profile as pdf.Profile }));
    expect(got).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
  });

  it('says what it was given of a page as high as its content', async () => {
    const size = { width: 200, height: 'auto' };
    const slip = { height: 100, areas: [] };
    const torn = await failure(() => pdf.render({ ...text('x'), page: { size }, slip } as never));
    expect(torn.message).toBe('document.slip must be left out of a page as high as its content, got an object');
    const turned = await failure(() => pdf.render({ ...text('x'), page: { size, orientation: 'landscape' } } as never));
    expect(turned.message).toMatch(/^document\.page\.orientation must be 'portrait' .*, got a string$/);
  });

  it('never repeats what it refuses', async () => {
    for (const refused of [
      text('Jana\u202e'),
      table({ rows: [['Jana']] }),
      block({ type: 'paragraph', text: 'x', style: 'Jana' }),
    ]) {
      expect((await failure(() => pdf.render(refused as never))).message).not.toContain('Jana');
    }
  });
});
