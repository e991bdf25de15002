/** Files of both backends, judged by programs that know nothing of them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pdf } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from '../backends';
import { everything } from './everything';
import { isMissing, needs, said } from './tools';

const codes: pdf.PdfDocument = {
  title: 'Codes',
  page: { margin: 20 },
  content: [
    { type: 'code', code: 'qr', value: 'BCD\n002\n1\nSCT\n\nGrüße 你好\nDE02120300000000202051', alt: 'x', width: 120 },
    { type: 'code', code: 'qr', value: '0123456789', level: 'H', cross: true, alt: 'x', width: 120, before: 20 },
    { type: 'code', code: 'ean13', value: '400638133393', alt: 'x', before: 20 },
    { type: 'code', code: 'code128', value: 'ORD-2026-00042 ~!', alt: 'x', width: 250, before: 20 },
  ],
};

const xml: pdf.Attachment = {
  name: 'factur-x.xml',
  data: Buffer.from('<x/>'),
  mimeType: 'text/xml',
  relationship: 'Alternative',
};
const attached: pdf.PdfDocument = { ...everything, attachments: [xml] };
const PROFILES: pdf.Profile[] = [
  'accessible',
  'plain',
  'archive',
  { name: 'archive', level: 'b', facturX: 'EN 16931' },
  { name: 'protected', ownerPassword: 'owner' },
];

describe.each(backends)('a file of the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.skipIf(isMissing('qpdf'))(`has no fault that qpdf finds, in any profile${needs('qpdf')}`, async () => {
    for (const profile of PROFILES) {
      const file = await pdf.render(attached, { profile });
      expect(said('qpdf', ['--check', 'FILE'], file)).toContain('No syntax or stream encoding errors found');
    }
  });

  it.skipIf(isMissing('qpdf'))(`packs all objects but streams (ISO 32000-1, 7.5.7)${needs('qpdf')}`, async () => {
    for (const profile of PROFILES) {
      const file = await pdf.render(attached, { profile });
      const table = said('qpdf', ['--show-xref', 'FILE'], file).trim().split('\n');
      const apart = table.flatMap((line) => {
        const [, at] = /uncompressed; offset = (\d+)/.exec(line) ?? [];
        const object = file.toString('latin1', Number(at));
        return at === undefined || /^\d+ 0 obj\s+<<(?:(?!endobj).)*?stream\s/s.test(object)
          ? []
          : [object.slice(0, 200)];
      });
      // What decrypts the others cannot be among them.
      expect(apart, JSON.stringify(profile)).toHaveLength(
        typeof profile === 'object' && 'ownerPassword' in profile ? 1 : 0,
      );
      expect(table.filter((line) => line.includes(': compressed; stream')).length).toBeGreaterThan(20);
    }
  });

  it('takes less than 600 KB for a tagged table of 2,200 rows', async () => {
    const cells = (i: number) => [`Item ${i}: Single-vision lens 1.6`, `${i % 7} pcs`, `${i}.90`, '19%', `${3 * i}.70`];
    const rows = Array.from({ length: 2_200 }, (_, i) => cells(i));
    const columns: pdf.TableColumn[] = [{ width: '4*' }, {}, {}, {}, {}];
    const file = await pdf.render({ title: 'Table', content: [{ type: 'table', columns, rows }] });
    expect(file.length).toBeLessThan(600_000);
  });

  it.skipIf(isMissing('pdftotext'))(`says what it should to pdftotext${needs('pdftotext')}`, async () => {
    const text = said('pdftotext', ['-layout', 'FILE', '-'], await pdf.render(everything));
    for (const expected of [
      'Grüße aus der Optik',
      'Привет',
      'Όλα',
      'Čeština',
      'Artikel 59',
      '1770,00',
      'Lens cleaner',
    ]) {
      expect(text).toContain(expected);
    }
    expect(text.match(/Übertrag/g)?.length).toBeGreaterThan(1);
  });

  it.skipIf(isMissing('pdfinfo'))(`is what pdfinfo says it is${needs('pdfinfo')}`, async () => {
    const info = said('pdfinfo', ['FILE'], await pdf.render(everything));
    expect(info).toMatch(/Title: +Everything – Всё – Όλα/);
    expect(info).toMatch(/Author: +Optik Morgenstern/);
    expect(info).toMatch(/Subject: +All blocks/);
    expect(info).toMatch(/Tagged: +yes/);
    expect(info).toMatch(/Encrypted: +no/);
    expect(info).toMatch(/Page size: +419\.5\d+ x 595\.2\d+ pts/);
  });

  it.skipIf(isMissing('pdffonts'))(
    `embeds parts of its fonts, with a way back to Unicode${needs('pdffonts')}`,
    async () => {
      const fonts = said('pdffonts', ['FILE'], await pdf.render(everything))
        .trim()
        .split('\n')
        .slice(2);
      expect(fonts.length).toBeGreaterThanOrEqual(2);
      // emb, sub and uni stand before the object's two numbers.
      for (const font of fonts) expect(font).toMatch(/yes +yes +yes +\d+ +\d+$/);
    },
  );

  it.skipIf(isMissing('mutool'))(`is drawn by mutool without a warning${needs('mutool')}`, async () => {
    const file = await pdf.render(everything);
    const drawn = said('mutool', ['draw', '-q', '-r', '40', '-o', 'FOLDER/page%d.png', 'FILE'], file);
    expect(drawn).toBe('');
    expect(said('mutool', ['info', 'FILE'], file)).toMatch(/Pages: [4-9]/);
  });

  it.skipIf(isMissing('zbarimg') || isMissing('pdftoppm'))(
    `prints codes that zbar reads${needs('zbarimg')}${needs('pdftoppm')}`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'clinicore-codes-'));
      writeFileSync(join(folder, 'codes.pdf'), await pdf.render(codes));
      execFileSync('pdftoppm', ['-r', '200', '-png', join(folder, 'codes.pdf'), join(folder, 'page')]);
      const pages = readdirSync(folder).filter((file) => file.endsWith('.png'));
      const read = execFileSync('zbarimg', ['-q', '--nodbus', ...pages.map((page) => join(folder, page))], {
        encoding: 'utf8',
      });
      rmSync(folder, { recursive: true });
      expect(read).toContain('QR-Code:BCD\n002\n1\nSCT\n\nGrüße 你好\nDE02120300000000202051');
      expect(read).toContain('QR-Code:0123456789');
      expect(read).toContain('EAN-13:4006381333931');
      expect(read).toContain('CODE-128:ORD-2026-00042 ~!');
    },
  );

  it.skipIf(isMissing('dmtxread') || isMissing('pdftoppm'))(
    `prints a DataMatrix that libdmtx reads${needs('dmtxread')}${needs('pdftoppm')}`,
    async () => {
      const value = 'ORD-2026-00042';
      const block: pdf.Code = { type: 'code', code: 'dataMatrix', value, alt: 'x', width: 100 };
      const folder = mkdtempSync(join(tmpdir(), 'clinicore-codes-'));
      const page = { size: { width: 140, height: 140 }, margin: 20 };
      writeFileSync(join(folder, 'code.pdf'), await pdf.render({ title: 'x', page, content: [block] }));
      execFileSync('pdftoppm', ['-r', '150', '-png', '-singlefile', join(folder, 'code.pdf'), join(folder, 'page')]);
      const read = execFileSync('dmtxread', ['-N1', '-m5000', join(folder, 'page.png')], { encoding: 'utf8' });
      rmSync(folder, { recursive: true });
      expect(read).toBe(value);
    },
  );
});
