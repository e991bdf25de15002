/** Documents of damaged pictures, fonts and drawings, and of any text. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { below, chance, damaged, damagedBytes, oneOf, outcome } from '../shared/random.mjs';

const require = createRequire(import.meta.url);
const { pdf, crypto } = require('../../dist/index.js');

const tests = join(import.meta.dirname, '../../crates/pdf/tests');
const read = (folder) =>
  readdirSync(join(tests, folder))
    .filter((name) => /\.(jpg|ttf|otf)$/.test(name))
    .map((name) => readFileSync(join(tests, folder, name)));
const pictures = [...read('pictures'), crypto.qrPng('text'), crypto.qrPng('a longer text'.repeat(9))];
const fonts = read('fonts');

/** Whether a document can be made, and the text of its pages. */
async function made(document, options) {
  const file = await outcome(() => pdf.render(document, options));
  if (!Buffer.isBuffer(file)) return file;
  return { pages: await pdf.pageCount(file) };
}

export function picture() {
  const data = damagedBytes(oneOf(pictures), below(3));
  const document = {
    title: 'Picture',
    created: '2026-03-01',
    images: { it: data },
    content: [{ type: 'image', image: 'it', alt: 'A picture', width: oneOf([undefined, 40]) }],
  };
  const profile = oneOf(['plain', 'archive']);
  return [data, () => made(document, { profile })];
}

/** What the letters of a text in a damaged font look like is the font's affair, and what of it is found first, the backend's. */
const FONT_FAULTS = /^ERR_(MALFORMED_INPUT|UNSUPPORTED)$/;

export function font() {
  const data = damagedBytes(oneOf(fonts), 1 + below(3));
  const text = oneOf(['فاتورة لا مُحَمَّد', 'חשבונית שָׁלוֹם', 'हिन्दी क्षत्रिय', 'বাংলা স্ত্রী', 'แว่นตา น้ำ', '眼鏡処方円']);
  const document = { title: 'Font', content: [{ type: 'paragraph', text, style: { font: 'Damaged' } }] };
  const look = async () => {
    const refused = await outcome(() => pdf.registerFont('Damaged', { regular: data }));
    const { code, pages } = refused ?? (await made(document));
    // Texts to come are drawn with what is registered: on both backends with the same.
    pdf.registerFont('Damaged', { regular: fonts[0] });
    assert(pages > 0 || FONT_FAULTS.test(code), code);
  };
  return [data, look];
}

const DRAWINGS = [
  '<svg width="90" height="90" viewBox="0 0 30 30"><g transform="translate(3 4) rotate(9)" fill="#0f6277" opacity=".5"><path d="M1 2 l3,4 H9 V3 h-2 v1 C1 2 3 4 5 6 s1 1 2 2 Q3 4 5 6 t1 1 A3 4 30 0 1 9 9 z"/></g></svg>',
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><style>.a{fill:red}</style><circle class="a" cx="5" cy="6" r="3" stroke="rgb(10%,20%,30%)" stroke-width="2" stroke-dasharray="1 2"/><ellipse cx="9" cy="9" rx="3" ry="2"/><rect x="1" y="2" width="30" height="9" rx="2"/></svg>',
  '<svg width="9mm" height="1in"><defs><path id="p" d="M0 0L9 9"/></defs><use href="#p" x="3"/><polygon points="1,2 3,4 5,6" fill-rule="evenodd"/><polyline points="1 2 3 4"/><line x1="0" y1="0" x2="9" y2="9" stroke="currentColor"/><text x="3" y="9" font-size="4" text-anchor="middle">Eye &amp; <tspan font-weight="bold">Lens</tspan></text></svg>',
];
const MARKUP = [
  ...[
    '<g>',
    '</g>',
    '<g/>',
    '/>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?x?>',
    '<!DOCTYPE svg>',
    '&#x41;',
    '&#0;',
    '&lt;',
    '&a;',
  ],
  ...[
    '<use href="#p"/>',
    ' transform="matrix(1 0 0 1 1e9 0)"',
    ' transform="scale(0)"',
    ' fill="none"',
    ' fill="url(#p)"',
  ],
  ...[
    '1e308',
    '-1',
    '1e-320',
    'NaN',
    '.5.5',
    '0 01',
    '50%',
    ' d="M"',
    'A0 0 0 0 0 1 1',
    'z',
    ' viewBox="0 0 0 0"',
    ' id="p"',
  ],
];

export function svg() {
  let drawing = damaged(oneOf(DRAWINGS), DRAWINGS);
  for (let words = below(3); words > 0; words--) {
    const at = below(drawing.length + 1);
    drawing = drawing.slice(0, at) + oneOf(MARKUP) + drawing.slice(at + below(6));
  }
  drawing = drawing.replace(/[\ud800-\udfff]/g, '');
  const document = { title: 'Drawing', content: [{ type: 'svg', svg: drawing, alt: 'A drawing', width: 100 }] };
  return [drawing, () => made(document, { profile: 'plain' })];
}

const LETTERS = 'aäZž \n-/.,;:!?()„”€ßœĐΩЖшїΐ0123456789%\t\u00a0\u00ad\u0301\u200b\u200d\u202f\u2028שלוםفاتورة';
const CODES = ['qr', 'code128', 'ean13', 'dataMatrix'];

export function text() {
  let text = '';
  for (let letters = below(60); letters >= 0; letters--) {
    text += chance(20) ? String.fromCodePoint(below(0x3000)) : oneOf([...LETTERS]);
  }
  const size = 5 + below(20);
  const content = oneOf([
    () => [text],
    () => [{ type: 'table', columns: [{ width: 'auto' }, { width: 40 }], rows: [[text, text.slice(0, 20)]] }],
    () => [{ type: 'list', ordered: true, items: [text, text] }],
    () => [{ type: 'code', code: oneOf(CODES), value: chance(2) ? text.replace(/\D/g, '') : text, alt: '' }],
  ])();
  const document = { title: 'Text', style: { size }, page: { size: { width: 80 + below(300), height: 300 } }, content };
  const profile = oneOf(['plain', 'accessible']);
  return [text, () => made(document, { profile })];
}
