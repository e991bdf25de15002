import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pdf } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from '../../backends';
import { type Run, readPdf } from '../../pdf-reader';
import { invoice, line, order } from './data';

const font = (name: string) => readFileSync(join(import.meta.dirname, '../../../packs/fonts', name));

describe.each(backends)('in languages from right to left, on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
    pdf.registerFont('Hebrew', {
      regular: font('NotoSansHebrew-Regular.ttf'),
      bold: font('NotoSansHebrew-Bold.ttf'),
    });
  });

  const runs = async (file: Promise<Buffer>) => (await readPdf(await file)).pages.flatMap((page) => page.runs);
  /** Where a text stands: its left and right edge. */
  const place = (all: Run[], text: string): [number, number] => {
    const found = all.find((run) => run.text === text) as Run;
    expect(found, text).toBeDefined();
    return [found.x, found.x + found.width];
  };

  it('documents are mirrored: what stands on the left stands as far from the right', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => ({ ...line, description: `Item ${i}`, unitPrice: 8900 + i }));
    const data = { ...invoice, lines, notes: 'Note' };
    const [ltr, rtl] = [await runs(pdf.invoice(data)), await runs(pdf.invoice(data, { locale: 'he' }))];
    for (const text of [
      'Optik Morgenstern GmbH',
      'Invoice',
      'Bill to',
      'Description',
      'Item 7',
      'Quantity',
      'Amount',
      '178.14',
    ]) {
      const [left, right] = place(ltr, text);
      const [mirroredLeft, mirroredRight] = place(rtl, text);
      expect(
        [mirroredLeft, mirroredRight].map((x) => Math.round(595.28 - x)),
        text,
      ).toEqual([right, left].map((x) => Math.round(x)));
    }
    for (const text of ['Carried forward', 'Brought forward', 'Subtotal', 'Notes', 'Note', 'Page 1 of 3']) {
      expect(Math.abs(595.28 - place(rtl, text)[1] - place(ltr, text)[0]), text).toBeLessThan(1.5);
    }
  });

  it('texts run as their letters do, and numbers keep their order', async () => {
    const labels = { title: 'הזמנת עדשות', right: 'ימין', sphere: 'ספרה' };
    const all = await runs(pdf.orderSheet(order, { locale: 'he', labels }));
    const [x] = place(all, '-1.25');
    const [right] = place(all, 'ימין');
    expect(x).toBeLessThan(right);
    const texts = all.map(({ text }) => text);
    for (const text of ['175°', '31.5 mm', 'LAB-2026-00815', 'Optik Morgenstern GmbH']) expect(texts).toContain(text);
  });

  it('a document says itself which way its columns run, whatever its language', async () => {
    const document = (direction?: 'ltr' | 'rtl'): pdf.PdfDocument => ({
      title: 'Columns',
      direction,
      content: [{ type: 'columns', columns: [{ content: ['first'] }, { content: ['second'] }] }],
    });
    const order = async (direction?: 'ltr' | 'rtl') => {
      const all = await runs(pdf.render(document(direction)));
      return Math.sign(place(all, 'second')[0] - place(all, 'first')[0]);
    };
    expect([await order(), await order('ltr'), await order('rtl')]).toEqual([1, 1, -1]);
  });
});
