/** A document with everything in it that one can hold. */
import { type pdf, stats } from 'clinicore';
import { png } from './pictures';

const history = Array.from({ length: 60 }, (_, i) => 40 + 10 * Math.sin(i / 4) + (i % 7));
const chart = stats.forecastChart(
  {
    values: history,
    forecast: history.slice(-10),
    intervals: [
      { level: 0.8, lower: history.slice(-10).map((v) => v - 5), upper: history.slice(-10).map((v) => v + 5) },
    ],
  },
  { title: 'Lens cleaner', start: '2026-01-01' },
);

export const everything: pdf.PdfDocument = {
  title: 'Everything – Всё – Όλα',
  language: 'de',
  author: 'Optik Morgenstern',
  subject: 'All blocks',
  keywords: ['all', 'blocks'],
  created: '2026-03-01T09:30:00Z',
  page: { size: 'A5', margin: [60, 40] },
  style: { size: 9 },
  styles: { strong: { weight: 'bold' }, small: { size: 7, color: '#52606d' } },
  header: [{ type: 'paragraph', text: 'Optik Morgenstern', style: 'small' }],
  footer: [{ type: 'paragraph', text: [{ field: 'page' }, ' / ', { field: 'pages' }], style: 'small', align: 'end' }],
  firstPage: { header: [] },
  watermark: { text: 'MUSTER', opacity: 0.06 },
  images: { logo: png(120, 40) },
  attachments: [{ name: 'data.csv', data: Buffer.from('a;b\n1;2\n'), mimeType: 'text/csv', description: 'The data' }],
  content: [
    { type: 'image', image: 'logo', alt: 'Logo', width: 60, align: 'end' },
    { type: 'heading', level: 1, text: 'Grüße aus der Optik', after: 6 },
    {
      type: 'paragraph',
      hyphenate: true,
      align: 'justify',
      text: [
        'Die ',
        { text: 'Donaudampfschifffahrtsgesellschaft', style: 'strong' },
        ' lässt grüßen, ',
        { text: 'hier', link: 'https://example.org/', style: { underline: true, color: '#0f6277' } },
        '. Привет, Όλα καλά, Čeština: office AVATAR 1.5/2 (20 %) „Zitat“.',
      ],
    },
    {
      type: 'list',
      items: [
        'eins',
        ['zwei, ', { text: 'fett', style: 'strong' }],
        [
          { type: 'paragraph', text: 'drei' },
          { type: 'list', ordered: true, items: ['innen', 'zweitens'] },
        ],
      ],
      before: 4,
    },
    { type: 'heading', level: 2, text: 'Tabelle', before: 8, after: 4 },
    {
      type: 'table',
      columns: [{ width: 'auto' }, { width: '2*' }, { width: 60, align: 'end' }],
      head: [['Nr.', 'Artikel', 'Betrag']],
      rows: Array.from({ length: 60 }, (_, i) => ({
        cells:
          i % 20 === 7
            ? [`${i}`, { text: 'über zwei Spalten', columns: 2, background: '#fff3c4' }]
            : [`${i}`, `Artikel ${i} ${'mit langem Namen '.repeat(i % 4)}`, `${i},00`],
        subtotal: `${(i * (i + 1)) / 2},00`,
      })),
      zebra: '#f5f7fa',
      headBackground: '#e4e7eb',
      lines: { outer: { width: 1, color: '#52606d' }, column: { width: 0.25, color: '#cbd2d9' } },
      carry: { forward: 'Übertrag', brought: 'Übertrag', column: 2, style: 'strong' },
      withNext: true,
    },
    {
      type: 'box',
      together: true,
      background: '#f5f7fa',
      border: { width: 1, color: '#0f6277' },
      radius: 6,
      before: 8,
      content: ['Summe: 1770,00', { type: 'rule' }, { type: 'paragraph', text: 'Danke.', align: 'center' }],
    },
    {
      type: 'columns',
      before: 8,
      columns: [
        {
          width: 90,
          content: [
            { type: 'code', code: 'qr', value: 'BCD\n002\n1\nSCT\n\nOptik\nDE02120300000000202051', alt: 'Zahlung' },
          ],
        },
        {
          content: [
            { type: 'code', code: 'ean13', value: '400638133393', alt: 'EAN', width: 120 },
            { type: 'code', code: 'code128', value: 'ORD-2026-00042', alt: 'Auftrag' },
          ],
        },
        { content: [{ type: 'code', code: 'dataMatrix', value: 'ORD-2026-00042', alt: 'Auftrag', width: 60 }] },
      ],
    },
    { type: 'svg', svg: chart, alt: 'Der Absatz steigt', width: 330, before: 8 },
    {
      type: 'drawing',
      alt: '',
      width: 100,
      height: 40,
      shapes: [
        {
          type: 'ellipse',
          x: 20,
          y: 20,
          radiusX: 18,
          radiusY: 12,
          stroke: { color: '#0f6277', width: 2, dash: [4, 2] },
        },
        { type: 'text', text: 'OD', x: 60, y: 24, style: 'strong', rotate: -10 },
      ],
    },
    { type: 'pageBreak' },
    {
      type: 'table',
      columns: [{}, {}, {}],
      padding: 3,
      rows: [
        [{ text: 'hoch', rows: 2, vertical: 'middle' }, 'b', 'c'],
        [{ content: ['x', { type: 'list', items: ['y'] }], columns: 2 }],
        [{ text: 'Kopf', heading: true }, 'e', { text: 'f', align: 'end', vertical: 'bottom' }],
      ],
    },
    { type: 'paragraph', text: 'Zeile 1\n\nZeile 3', lines: 3, before: 10 },
  ],
};
