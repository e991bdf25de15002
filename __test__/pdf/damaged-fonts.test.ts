/** Fonts with faults, on both backends: refused when they are registered, or said to be at fault; and what is no fault. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pdf } from 'clinicore';
import { describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../backends';
import { readPdf } from '../pdf-reader';

const file = (name: string) => readFileSync(join(import.meta.dirname, '../../crates/pdf/tests/fonts', name));
const FONTS = Object.entries({
  'Arabic.ttf': 'فاتورة لا مُحَمَّد',
  'Hebrew.ttf': 'חשבונית שָׁלוֹם',
  'Devanagari.ttf': 'हिन्दी क्षत्रिय',
  'Bengali.ttf': 'বাংলা স্ত্রী',
  'Thai.ttf': 'แว่นตา น้ำ',
  'Han.otf': '眼鏡処方円',
}).map(([name, text]) => ({ whole: file(name), text }));

/** The numbers that follow from a seed, each below what is asked for (xorshift32). */
function numbers(seed: number): (below: number) => number {
  let state = Math.imul(seed, 2654435761) >>> 0;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state % below;
  };
}

/** A font in which some bytes of one table, or anywhere, are others. */
function damaged(seed: number): { font: Buffer; text: string } {
  const next = numbers(seed);
  const { whole, text } = FONTS[next(FONTS.length)] as (typeof FONTS)[number];
  const font = Buffer.from(whole);
  const record = 12 + 16 * next(font.readUInt16BE(4));
  const [offset, length] = [whole.readUInt32BE(record + 8), whole.readUInt32BE(record + 12)];
  const kind = next(4);
  if (kind === 0) for (let i = 0; i < 6; i++) font[next(font.length)] = next(256);
  else if (kind === 1) for (let i = 0; i < 20; i++) font[offset + next(length)] = next(256);
  else if (kind === 2) font.writeUInt16BE([0, 0x7fff, 0xffff][next(3)] as number, offset + 2 * next(length >> 1));
  else font.fill([0, 0xff][next(2)] as number, offset + next(length), offset + length);
  return { font, text };
}

const used = (text: string) =>
  pdf.render({ title: 'Test', content: [{ type: 'paragraph', text, style: { font: 'Used' } }] });

/** What a damaged font may lead to: never to an error that says nothing of it. */
async function outcome(font: Buffer, text: string): Promise<string> {
  try {
    pdf.registerFont('Used', { regular: font });
  } catch {
    const { code, details } = await failure(() => pdf.registerFont('Used', { regular: font }));
    return `refused as ${code} of ${(details as { argument: string }).argument}`;
  }
  try {
    await used(text);
    return 'drawn';
  } catch {
    const { code, details } = await failure(() => used(text));
    return `not drawn: ${code} of ${(details as { argument: string }).argument}`;
  }
}

describe.each(backends)('on the %s backend', (name) => {
  it('a damaged font is refused, or draws, or is named as the fault', async () => {
    useBackend(name);
    const counts: Record<string, number> = {};
    for (let seed = 1; seed <= 400; seed++) {
      const { font, text } = damaged(seed);
      const found = await outcome(font, text);
      counts[found] = (counts[found] ?? 0) + 1;
    }
    const known = [
      'drawn',
      'refused as ERR_MALFORMED_INPUT of files.regular',
      'refused as ERR_UNSUPPORTED of files.regular',
      'not drawn: ERR_MALFORMED_INPUT of fonts',
      'not drawn: ERR_UNSUPPORTED of document.content[0]',
    ];
    expect(Object.keys(counts).filter((found) => !known.includes(found))).toEqual([]);
    expect(counts.drawn).toBeGreaterThan(50);
    expect(counts[known[1] as string]).toBeGreaterThan(50);
  });

  // In OpenType a null offset: no place for this mark on that letter, no rules for this glyph.
  it.each([
    ['a mark without a place on its letter', undefined, 'A\u0336B'],
    ['a mark without a place on its letter', 'Hebrew.ttf', 'ב\u05c1'],
    ['a letter without rules for what stands beside it', 'Devanagari.ttf', 'क\u093c'],
  ])('takes %s for no fault (%s)', async (_, font, text) => {
    useBackend(name);
    if (font) pdf.registerFont('Used', { regular: file(font) });
    const style = font ? { font: 'Used' } : {};
    const content: pdf.Block[] = [{ type: 'paragraph', text, style }];
    const { pages } = await readPdf(await pdf.render({ title: 'Test', content }));
    expect(pages[0]?.runs.map((run) => run.text).join('')).toContain([...text][0]);
  });
});
