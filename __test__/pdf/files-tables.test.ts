/** What both backends know of fonts by heart, each in its own language: the same, to the last number. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import type * as glyphNames from '../../js/fallback/pdf/files/text/glyph-names';

const require = createRequire(import.meta.url);
const crate = (name: string) =>
  readFileSync(new URL(`../../crates/pdf/src/files/text/${name}`, import.meta.url), 'utf8');

it('widths of the standard fonts', () => {
  const tables = [...crate('standard_widths.rs').matchAll(/const (\w+): \[u16; 224\] = \[([\d,\s]+)\]/g)];
  const widths = tables.map(([, name, list]) => [name, (list?.match(/\d+/g) ?? []).map(Number)]);
  expect(widths.length).toBeGreaterThan(5);
  expect({ ...require('../../dist/fallback/pdf/files/text/standard-widths.js') }).toEqual(Object.fromEntries(widths));
});

it('names of glyphs', () => {
  const { characterOf } = require('../../dist/fallback/pdf/files/text/glyph-names.js') as typeof glyphNames;
  const words = crate('glyph_names.txt').trim().split(/\s+/);
  const names = words.filter((_, at) => at % 2 === 0);
  expect(names.length).toBeGreaterThan(1_000);
  const codes = words.filter((_, at) => at % 2 === 1).map((code) => String.fromCodePoint(Number.parseInt(code, 16)));
  expect(names.map(characterOf)).toEqual(codes);
  const listed = /const LIST = `([^`]+)`/.exec(
    readFileSync(new URL('../../js/fallback/pdf/files/text/glyph-names.ts', import.meta.url), 'utf8'),
  );
  expect(listed?.[1]?.trim().split(/\s+/)).toEqual(words);
});
