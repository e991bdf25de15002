/** What a page is made of, each block by itself: against pdfkit with the calls that make the same. */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { both, on } from '../clinicore.mjs';
import { encodePng } from '../png.mjs';
import { letters, painted } from './words.mjs';

const fonts = fileURLToPath(new URL('../../crates/pdf/fonts/', import.meta.url));

const SENTENCE = 'The left eye was examined with the slit lamp, and its pressure measured by applanation. ';
const letter = Array.from({ length: 12 }, (_, i) => `${i + 1}. ${SENTENCE.repeat(1 + (i % 4))}`.trim());
const findings = ['Cornea clear', 'Lens with early opacities', 'Fundus without findings', 'Pressure 16 mmHg'];
const SHAPES = 1000;
const [WIDTH, HEIGHT] = [1200, 900];

/** A photograph: two waves and noise, 3 MB of samples. */
function photograph() {
  let seed = 1;
  const samples = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, at) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const [x, y] = [Math.floor(at / 3) % WIDTH, Math.floor(at / 3 / WIDTH)];
    return 128 + 80 * Math.sin(x / 90 + (at % 3)) * Math.cos(y / 70) + (seed >>> 28);
  });
  return encodePng(samples, WIDTH, HEIGHT, 3);
}

const withPdfkit = (draw, options) => async () => {
  const { default: PDFDocument } = await import('pdfkit');
  const tools = { qrcode: (await import('qrcode-generator')).default };
  return async (given) => {
    const doc = new PDFDocument({ size: 'A4', margin: 56, ...options });
    const chunks = [];
    doc.on('data', (chunk) => chunks.push(chunk));
    draw(doc, given, tools);
    doc.end();
    await once(doc, 'end');
    return Buffer.concat(chunks);
  };
};
const rendering =
  (documentOf, options) =>
  ({ pdf }, given) =>
    pdf.render({ title: 'Referral', page: { size: 'A4', margin: 56 }, ...documentOf(given) }, options);

const said = { summary: letters, agree: (a, b) => a === b };

const writeLetter = (regular, bold) => (doc) => {
  doc.font(bold).fontSize(18).text('Referral');
  doc.font(regular).fontSize(11).moveDown();
  for (const paragraph of letter) doc.text(paragraph).moveDown();
  doc.list(findings, { listType: 'bullet' });
};
const letterBlocks = () => ({
  style: { size: 11 },
  content: [
    { type: 'heading', level: 1, text: 'Referral', style: { size: 18 }, after: 11 },
    ...letter.map((text) => ({ type: 'paragraph', text, after: 11 })),
    { type: 'list', items: findings },
  ],
});

const PROTECTED = { name: 'protected', ownerPassword: 'correct horse', permissions: {} };

function drawCode(doc, value, { qrcode }) {
  const code = qrcode(0, 'M');
  code.addData(value);
  code.make();
  const modules = code.getModuleCount();
  for (let y = 0; y < modules; y++)
    for (let x = 0; x < modules; x++) if (code.isDark(y, x)) doc.rect(56 + 3 * x, 100 + 3 * y, 3, 3);
  doc.fill('#000000');
}

export const cases = [
  {
    name: 'render, a letter of two pages',
    of: ['pdf.render'],
    input: () => undefined,
    contenders: {
      clinicore: on('native', rendering(letterBlocks)),
      'clinicore, without tags': on('native', rendering(letterBlocks, { profile: 'plain' })),
      'clinicore, JavaScript': on('js', rendering(letterBlocks)),
      'pdfkit, TTF': withPdfkit(writeLetter(`${fonts}NotoSans-Regular.ttf`, `${fonts}NotoSans-Bold.ttf`)),
      'pdfkit, std-14': withPdfkit(writeLetter('Helvetica', 'Helvetica-Bold')),
    },
    ...said,
  },
  {
    name: 'render, a picture of 1,200 × 900',
    of: ['pdf.render'],
    input: photograph,
    contenders: {
      ...both(
        rendering((photo) => ({
          images: { photo },
          content: [{ type: 'image', image: 'photo', alt: 'An eye', width: 400 }],
        })),
      ),
      pdfkit: withPdfkit((doc, photo) => doc.image(photo, 56, 56, { width: 400 })),
    },
    summary: painted,
    agree: (a, b) => a.images === 1 && b.images === 1,
  },
  {
    name: `render, a drawing of ${SHAPES.toLocaleString('en')} circles`,
    of: ['pdf.render'],
    input: () =>
      Array.from({ length: SHAPES }, (_, i) => ({ x: (i * 7) % 480, y: (i * 13) % 640, radius: 1 + (i % 9) })),
    contenders: {
      ...both(
        rendering((circles) => ({
          content: [
            {
              type: 'drawing',
              alt: 'Circles',
              width: 483,
              height: 660,
              shapes: circles.map((circle) => ({ type: 'circle', ...circle, fill: '#0f6277' })),
            },
          ],
        })),
      ),
      pdfkit: withPdfkit((doc, circles) => {
        for (const { x, y, radius } of circles) doc.circle(56 + x, 56 + y, radius).fill('#0f6277');
      }),
    },
    summary: painted,
    agree: (a, b) => a.paths >= SHAPES && b.paths >= SHAPES,
  },
  {
    name: 'render, a QR code',
    of: ['pdf.render'],
    input: () => 'https://clinic.example/appointments/2026-00417',
    contenders: {
      ...both(
        rendering((value) => ({ content: ['Scan me', { type: 'code', code: 'qr', value, width: 99, alt: 'Link' }] })),
      ),
      'pdfkit and qrcode-generator': withPdfkit((doc, value, tools) =>
        drawCode(doc.text('Scan me', 56, 56), value, tools),
      ),
    },
    ...said,
  },
  {
    name: 'render, a letter that is protected (AES-256)',
    of: ['pdf.render'],
    input: () => undefined,
    contenders: {
      ...both(rendering(letterBlocks, { profile: PROTECTED })),
      'pdfkit, TTF': withPdfkit(writeLetter(`${fonts}NotoSans-Regular.ttf`, `${fonts}NotoSans-Bold.ttf`), {
        pdfVersion: '1.7ext3',
        ownerPassword: PROTECTED.ownerPassword,
        permissions: {},
      }),
    },
    ...said,
  },
];
