/** fontkit's shaping, where it holds to what is true of many fonts, but need not be. */
import type { Font, Glyph } from 'fontkit';

/** What fontkit applies a font's GSUB or GPOS table with, which its types leave out. */
interface Processor {
  glyphIterator: { cur: { id: number } };
  coverageIndex(coverage: unknown): number;
  getClassID(glyph: number, classes: unknown): number;
  applyContext(table: Context): boolean;
  applyChainingContext(table: Context): boolean;
  /** Of GPOS. */
  applyAnchor?(mark: { markAnchor: object | null }, base: object | null, at: number): void;
}

/** Rules for what stands beside a glyph: by glyph, by class, or only one. */
interface Context {
  coverage?: unknown;
  classDef?: unknown;
  ruleSets?: (object | null)[];
  chainRuleSets?: (object | null)[];
  classSet?: (object | null)[];
}

/** The font as it is shaped with. */
export function shaperOf(font: Font): Font {
  // fontkit keeps one glyph object for each id, with the characters it first stood for: another document's. Here each glyph
  // carries the characters it stands for now.
  const getGlyph = (id: number, codePoints: number[] = []): Glyph => {
    const glyph: Glyph = Object.create(font.getGlyph(id, codePoints));
    glyph.codePoints = codePoints;
    glyph.isMark = codePoints.length > 0 && codePoints.every((one) => /\p{M}/u.test(String.fromCodePoint(one)));
    glyph.isLigature = codePoints.length > 1;
    return glyph;
  };
  const shaper = Object.create(font, { getGlyph: { value: getGlyph } });
  const { GSUBProcessor, GPOSProcessor } = shaper._layoutEngine.engine ?? {};
  for (const processor of [GSUBProcessor, GPOSProcessor]) if (processor) mend(processor);
  return shaper;
}

/** Lets a font leave out rules for a glyph, and places for a mark (null offsets, in OpenType), at which fontkit fails. */
function mend(processor: Processor): void {
  const { applyContext, applyChainingContext, applyAnchor } = processor;
  processor.applyContext = (table) => hasRules(processor, table) && applyContext.call(processor, table);
  processor.applyChainingContext = (table) => hasRules(processor, table) && applyChainingContext.call(processor, table);
  if (!applyAnchor) return;
  processor.applyAnchor = (mark, base, at) => {
    if (base && mark.markAnchor) applyAnchor.call(processor, mark, base, at);
  };
}

function hasRules(processor: Processor, table: Context): boolean {
  const { ruleSets, chainRuleSets, classSet } = table;
  const byGlyph = ruleSets ?? chainRuleSets;
  if (byGlyph) return byGlyph[processor.coverageIndex(table.coverage)] != null;
  return !classSet || classSet[processor.getClassID(processor.glyphIterator.cur.id, table.classDef)] != null;
}
