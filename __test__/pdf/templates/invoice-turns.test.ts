/** Invoices of many lines: turns of the event loop, what is read when, progress, and how they are stopped. */
import { pdf } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../../backends';
import { readPdf } from '../../pdf-reader';
import { allText, data, line, many, render } from './invoices';

describe.each(backends)('an invoice of many lines on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('reads all of an invoice of 500 lines before it returns', async () => {
    const mine = { ...data, lines: many(500) };
    const before = mine.lines.map(({ description }) => description.split(':', 1)[0]);
    const call = pdf.invoice(mine);
    for (const one of mine.lines) one.description = 'changed';
    mine.lines.length = 0;
    const text = allText(await readPdf(await call));
    expect([...text.matchAll(/^Item \d+/gm)].map(([item]) => item)).toEqual(before);
  });

  it('lets the event loop turn while it reads more lines, and takes none that go meanwhile for read', async () => {
    const mine = { ...data, lines: many(3_000) };
    let turns = 0;
    let ticking = setImmediate(function tick() {
      turns++;
      ticking = setImmediate(tick);
    });
    const [first, last] = [mine.lines[0], mine.lines[2_999]] as [pdf.InvoiceLine, pdf.InvoiceLine];
    let turnsBeforeLast = 0;
    const taxRate = () => {
      turnsBeforeLast = turns;
      return '19';
    };
    Object.defineProperty(last, 'taxRate', { get: taxRate });
    const call = pdf.invoice(mine);
    Object.defineProperty(first, 'taxRate', { get: () => expect.unreachable('read twice') });
    await call;
    clearImmediate(ticking);
    expect(turnsBeforeLast).toBeGreaterThan(2);

    const shrinking = failure(() => pdf.invoice(mine));
    mine.lines.length = 1_500;
    expect(await shrinking).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });

  it('stops reading lines when its signal is aborted', async () => {
    const controller = new AbortController();
    const lines = many(20_000);
    let reads = 0;
    const taxRate = () => {
      reads++;
      return '19';
    };
    for (const one of lines) Object.defineProperty(one, 'taxRate', { get: taxRate });
    const aborted = failure(() => pdf.invoice({ ...data, lines }, { signal: controller.signal }));
    controller.abort();
    expect((await aborted).code).toBe('ERR_ABORTED');
    for (let i = 0; i < 100; i++) await new Promise(setImmediate);
    expect(reads).toBe(500);
  });

  it('prints every line of a long invoice, in order', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => ({ ...line, description: `Item ${i}` }));
    const items = [...allText(await render({ lines })).matchAll(/^Item (\d+)$/gm)].map(([, i]) => Number(i));
    expect(items).toEqual(lines.map((_, i) => i));
  });

  it('is not started when its signal is aborted already', async () => {
    const { code } = await failure(() => pdf.invoice(data, { signal: AbortSignal.abort() }));
    expect(code).toBe('ERR_ABORTED');
  });

  it('stops on the way when its signal is aborted', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const { code } = await failure(() =>
      pdf.invoice(
        { ...data, lines: many(20_000) },
        {
          signal: controller.signal,
          onProgress: (done) => {
            seen.push(done);
            if (done > 0) controller.abort();
          },
        },
      ),
    );
    expect(code).toBe('ERR_ABORTED');
    expect(Math.max(...seen)).toBeLessThan(20_000);
  });

  it('tells how far it is, in blocks and lines laid out and drawn', async () => {
    const seen: [number, number][] = [];
    await pdf.invoice({ ...data, lines: many(2000) }, { onProgress: (done, total) => seen.push([done, total]) });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen[0]?.[1]).toBeGreaterThanOrEqual(4000);
    for (const [i, [done, total]] of seen.entries()) {
      expect(total).toBe(seen[0]?.[1]);
      expect(done).toBeGreaterThanOrEqual(seen[i - 1]?.[0] ?? 0);
      expect(done).toBeLessThanOrEqual(total);
    }
  });
});
