/** Files put together, taken apart and stamped, judged by programs that know nothing of either backend. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { pdf } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../backends';
import { readPdf } from '../pdf-reader';
import { written } from './files';
import { isMissing, needs, said } from './tools';

/** A document of pages `name 1`, `name 2`, …, each with a heading and a link. */
const document = (name: string, pages: number, more: Partial<pdf.PdfDocument> = {}): pdf.PdfDocument => ({
  title: name,
  language: 'en',
  content: Array.from({ length: pages }, (_, page): pdf.Block[] => [
    ...(page > 0 ? [{ type: 'pageBreak' } as const] : []),
    { type: 'heading', level: 1, text: `${name} ${page + 1}` },
    { type: 'paragraph', text: ['See ', { text: 'there', link: `https://example.org/${name}` }] },
  ]).flat(),
  ...more,
});

const textOf = async (file: Uint8Array) => (await readPdf(file)).pages.map((page) => page.runs[0]?.text);

describe.each(backends)('files of the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });
  const sound = (file: Uint8Array) => {
    if (isMissing('qpdf')) return;
    expect(said('qpdf', ['--check', 'FILE'], file)).toContain('No syntax or stream encoding errors found');
  };

  it('have as many pages as there are, whatever they claim', async () => {
    expect(await pdf.pageCount(await pdf.render(document('A', 3)))).toBe(3);
    const lying = written([
      '<</Type /Catalog /Pages 2 0 R>>',
      '<</Type /Pages /Kids [3 0 R 4 0 R 4 0 R] /Count 9999>>',
      '<</Type /Page /Parent 2 0 R>>',
      '<</Type /Pages /Parent 2 0 R /Kids [2 0 R 5 0 R 6 0 R] /Count 2>>',
      '<</Type /Page /Parent 4 0 R>>',
      { head: '/Type /Page', data: Buffer.from('BT ET') },
    ]);
    expect(await pdf.pageCount(lying)).toBe(2);
  });

  it('are merged in their order, with pages as asked for', async () => {
    const [a, b] = [await pdf.render(document('Alpha', 3)), await pdf.render(document('Beta', 2))];
    const merged = await pdf.merge([a, { file: b, pages: '2, 1' }, { file: a, pages: [3] }]);
    sound(merged);
    expect(await textOf(merged)).toEqual(['Alpha 1', 'Alpha 2', 'Alpha 3', 'Beta 2', 'Beta 1', 'Alpha 3']);
    expect((await readPdf(merged)).title).toBe('Alpha');
    expect(await pdf.merge([a, b])).toEqual(await pdf.merge([a, b]));
    // What both have in common is written once.
    expect(merged.length).toBeLessThan(0.8 * (2 * a.length + b.length));
  });

  it('keep links, and outlines below the titles they are given', async () => {
    const [a, b] = [await pdf.render(document('Alpha', 2)), await pdf.render(document('Beta', 1))];
    const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
    const merged = await pdf.merge([a, { file: b, title: 'Größe ≥ 2' }]);
    const read = await getDocument({ data: new Uint8Array(merged), verbosity: 0 }).promise;
    const outline = await read.getOutline();
    expect(outline.map(({ title }) => title)).toEqual(['Alpha 1', 'Alpha 2', 'Größe ≥ 2']);
    expect(outline[2]?.items.map(({ title }: { title: string }) => title)).toEqual(['Beta 1']);
    const [reference] = (outline[2] as { dest: unknown }).dest as [never];
    expect(await read.getPageIndex(reference)).toBe(2);
    const annotations = await (await read.getPage(3)).getAnnotations();
    expect(annotations.map(({ url }) => url)).toEqual(['https://example.org/Beta']);
    await read.destroy();
  });

  it('keep attachments when merged, and lose them when split', async () => {
    const attachment = { name: 'order.txt', data: Buffer.from('42'), mimeType: 'text/plain', description: 'Order' };
    const file = await pdf.render(document('A', 2, { attachments: [attachment] }));
    const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
    const attachments = async (data: Uint8Array) => {
      const read = await getDocument({ data: new Uint8Array(data), verbosity: 0 }).promise;
      const found = (await read.getAttachments()) as Record<string, { content: Uint8Array }> | null;
      await read.destroy();
      return Object.values(found ?? {}).map(({ content }) => Buffer.from(content).toString());
    };
    expect(await attachments(await pdf.merge([file, file]))).toEqual(['42', '42']);
    const [part] = await pdf.split(file, ['1']);
    expect(await attachments(part as Buffer)).toEqual([]);
  });

  it('are split into parts that hold nothing of the other pages', async () => {
    const pages = ['one', 'two', 'three'].map((word) => `BT /F1 12 Tf 50 700 Td (secret ${word}) Tj ET`);
    const file = written([
      '<</Type /Catalog /Pages 2 0 R>>',
      '<</Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 /MediaBox [0 0 300 800] /Rotate 90>>',
      ...[6, 7, 8].map((contents) => `<</Type /Page /Parent 2 0 R /Contents ${contents} 0 R /Annots [9 0 R]>>`),
      ...pages.map((data) => ({ head: '', data: Buffer.from(data) })),
      '<</Type /Annot /Subtype /Link /Rect [0 0 9 9] /Dest [4 0 R /Fit]>>',
    ]);
    const parts = await pdf.split(file, ['1', '2-', [3, 1]]);
    parts.forEach(sound);
    const holds = (part: Buffer) => ['one', 'two', 'three'].filter((word) => part.includes(`secret ${word}`));
    expect(parts.map(holds)).toEqual([['one'], ['two', 'three'], ['one', 'three']]);
    // What pages inherit comes along; links only where their page does.
    const [first, second] = await Promise.all(parts.map(readPdf));
    expect(first?.pages[0]).toMatchObject({ width: 800, height: 300 });
    expect(second?.pages).toHaveLength(2);
    expect(parts.map((part) => part.includes('/Annots') || inflatedOf(part).includes('/Annots'))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it.skipIf(isMissing('pdftotext'))(
    `are stamped where it is said, however a page is turned${needs('pdftotext')}`,
    async () => {
      for (const rotate of [0, 90, 180, 270]) {
        const page = `<</Type /Page /Parent 2 0 R /MediaBox [100 50 500 650] /Rotate ${rotate}>>`;
        const file = written(['<</Type /Catalog /Pages 2 0 R>>', '<</Type /Pages /Kids [3 0 R] /Count 1>>', page]);
        const stamped = await pdf.stamp(
          file,
          { text: 'PAID', style: { size: 20 }, width: 100 },
          { position: 'top-left', margin: 30, offset: { x: 10, y: 5 } },
        );
        sound(stamped);
        const { pages } = await readPdf(stamped);
        const [run] = pages[0]?.runs ?? [];
        const box = said('pdftotext', ['-bbox', 'FILE', '-'], stamped);
        const [, x, y] = /xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>PAID/.exec(box) ?? [];
        expect(run?.text).toBe('PAID');
        expect(Number(x)).toBeCloseTo(40, 0);
        expect(Number(y)).toBeGreaterThan(30);
        expect(Number(y)).toBeLessThan(45);
      }
    },
  );

  it('are stamped on the pages asked for, and stay what they were', async () => {
    const file = await pdf.render(document('Alpha', 3));
    const letterhead = await pdf.render({ title: 'L', page: { size: 'A4' }, content: ['Optik Morgenstern'] });
    const stamped = await pdf.stamp(
      file,
      { file: letterhead },
      { layer: 'under', margin: 0, pages: '2-', opacity: 0.5 },
    );
    sound(stamped);
    const has = (await readPdf(stamped)).pages.map(({ text }) => [/Alpha/.test(text), /Morgenstern/.test(text)]);
    expect(has).toEqual([
      [true, false],
      [true, true],
      [true, true],
    ]);
    expect(inflatedOf(stamped)).toContain('/StructTreeRoot');
    const twice = await pdf.stamp(stamped, { document: document('Twice', 1) }, { scale: 'fit', rotation: 45 });
    sound(twice);
    expect((await readPdf(twice)).pages.every(({ text }) => text.includes('Twice 1'))).toBe(true);
  });

  it('close the states that a page leaves open before they are stamped', async () => {
    const data = Buffer.from('q q 0.001 0 0 0.001 0 0 cm Q q 5 0 0 5 0 0 cm');
    const file = written([
      '<</Type /Catalog /Pages 2 0 R>>',
      '<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 400 400]>>',
      '<</Type /Page /Parent 2 0 R /Contents 4 0 R>>',
      { head: '', data },
    ]);
    const { pages } = await readPdf(await pdf.stamp(file, { text: 'HERE', width: 100 }, { position: 'top-left' }));
    expect(pages[0]?.runs[0]?.x).toBeCloseTo(36, 0);
  });

  it.skipIf(isMissing('qpdf'))(`open with their password, and only so${needs('qpdf')}`, async () => {
    const plain = await pdf.render(document('Alpha', 2));
    for (const bits of ['40', '128', '256']) {
      const more = bits === '256' ? [] : ['--allow-weak-crypto'];
      const aes = bits === '128' ? ['--use-aes=y'] : [];
      const args = [...more, '--encrypt', 'us', 'ow', bits, ...aes, '--', 'FILE', 'FOLDER/out.pdf'];
      const file = encrypted(args, plain);
      expect(await failure(() => pdf.pageCount(file))).toEqual({
        code: 'ERR_UNSUPPORTED',
        message: 'file is encrypted, and no password was given',
        details: { argument: 'file' },
      });
      expect(await failure(() => pdf.pageCount(file, { password: 'no' }))).toEqual({
        code: 'ERR_INVALID_ARGUMENT',
        message: 'the password given does not open file',
        details: { argument: 'file' },
      });
      for (const password of ['us', 'ow']) {
        expect(await pdf.pageCount(file, { password })).toBe(2);
        expect((await pdf.extractText(file, { password }))[1]).toContain('Alpha 2');
      }
      const merged = await pdf.merge([{ file, password: 'us' }]);
      sound(merged);
      expect(await textOf(merged)).toEqual(['Alpha 1', 'Alpha 2']);
    }
  });

  it('refuse pages that are not there, and selections that are none', async () => {
    const file = await pdf.render(document('A', 2));
    expect(await failure(() => pdf.extractText(file, { pages: [3] }))).toEqual({
      code: 'ERR_INVALID_ARGUMENT',
      message: 'options.pages asks for page 3, but the file has 2',
      details: { argument: 'options.pages', given: 3, limit: 2 },
    });
    expect((await failure(() => pdf.split(file, ['1', '2-7']))).message).toBe(
      'parts[1] asks for page 7, but the file has 2',
    );
    expect((await failure(() => pdf.merge([{ file, pages: '9-' }]))).details).toMatchObject({
      argument: 'files[0].pages',
    });
    for (const pages of ['', '0', '3-2', 'a', '1 2', '1-2-3', '-2', []]) {
      expect(await failure(() => pdf.extractText(file, { pages }))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    }
    const calls: (() => Promise<unknown>)[] = [
      () => pdf.merge([]),
      () => pdf.split(file, []),
      () => pdf.stamp(file, {} as never),
      () => pdf.stamp(file, { text: 'x', image: file } as never),
      () => pdf.stamp(file, { text: 'x' }, { opacity: 0 }),
      () => pdf.pageCount('file' as never),
    ];
    for (const call of calls) expect((await failure(call)).code).toBe('ERR_INVALID_ARGUMENT');
  });
});

/** What qpdf makes of a file. */
function encrypted(args: string[], file: Uint8Array): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'clinicore-pdf-'));
  try {
    writeFileSync(join(folder, 'in.pdf'), file);
    const named = args.map((arg) => arg.replace('FILE', join(folder, 'in.pdf')).replace('FOLDER', folder));
    execFileSync('qpdf', named);
    return readFileSync(join(folder, 'out.pdf'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The objects that are packed into streams, as text. */
function inflatedOf(file: Buffer): string {
  let text = '';
  for (let at = file.indexOf('/ObjStm'); at >= 0; at = file.indexOf('/ObjStm', at + 1)) {
    text += inflateSync(file.subarray(file.indexOf('stream\n', at) + 7), { finishFlush: 2 }).toString('latin1');
  }
  return text;
}
