/** That the event loop turns while the fallback, which works on it, does: counted by a clock that a busy machine does not move. */
import { pdf } from 'clinicore';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useBackend } from '../backends';

const rows = Array.from({ length: 300 }, (_, i) => [`row ${i}`, `${i}.50`]);
const content: pdf.Block[] = [{ type: 'table', columns: [{}, {}], rows }];
/** One page, as long as it is. */
const roll: pdf.PdfDocument = { title: 'Roll', page: { size: { width: 300, height: 14_000 }, margin: 10 }, content };

/** How often the event loop turns until `work` is done, if a millisecond passes whenever someone asks what time it is. */
async function turnsOf(work: () => Promise<unknown>): Promise<number> {
  let time = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => time++);
  let turns = 0;
  let isDone = false;
  try {
    const done = work().finally(() => {
      isDone = true;
    });
    for (; !isDone; turns++) await new Promise(setImmediate);
    await done;
  } finally {
    clock.mockRestore();
  }
  return turns;
}

describe('on the js backend the event loop turns', () => {
  beforeEach(() => useBackend('js'));

  it('while a long table is rendered', async () => {
    expect(await turnsOf(() => pdf.render({ title: 'Long', content }))).toBeGreaterThan(100);
  });

  it('while a file of many objects is opened', async () => {
    const file = await pdf.render(roll);
    expect(await turnsOf(() => pdf.pageCount(file))).toBeGreaterThan(100);
  });

  it('while a file is opened whose table of objects is lost', async () => {
    const file = await pdf.render(roll);
    const lost = Buffer.concat([file.subarray(0, file.lastIndexOf('startxref')), Buffer.alloc(100_000, 'x ')]);
    expect(await turnsOf(() => pdf.pageCount(lost))).toBeGreaterThan(100);
  });

  it('while the text of one long page is read', async () => {
    const file = await pdf.render(roll, { profile: 'plain' });
    expect(await turnsOf(() => pdf.extractText(file))).toBeGreaterThan(100);
  });

  it('while a file is stamped', async () => {
    const file = await pdf.render(roll);
    expect(await turnsOf(() => pdf.stamp(file, { text: 'PAID' }))).toBeGreaterThan(100);
  });
});
