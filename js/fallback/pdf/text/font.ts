/** Fonts as fontkit reads them: all that it would only read when it is asked for, is read first. */
import * as fontkit from 'fontkit';
import { createPdfkit } from '../write/pdfkit';
import { checkFontFile, malformed } from './font-file';
import { readLayout } from './layout-tables';

/** Reads a font's file; `isTrusted` if it is known to be whole. */
export function readFont(data: Uint8Array, isTrusted: boolean): fontkit.Font {
  const bytes = Buffer.from(data);
  checkFontFile(bytes);
  try {
    const font = fontkit.create(bytes) as fontkit.Font;
    font.hasGlyphForCodePoint(0x20);
    if (!isTrusted) {
      readLayout(font);
      tryEmbedding(font);
    }
    return font;
  } catch {
    throw malformed('its tables cannot be read');
  }
}

/** Embeds glyphs from all over a font, as a document would: what cannot be read shows then. */
function tryEmbedding(font: fontkit.Font): void {
  const pdf = createPdfkit({ autoFirstPage: false, font: '' }, () => '');
  pdf.font(font, 'tried');
  const embedded = pdf._font;
  const step = Math.floor(font.numGlyphs / 64) + 1;
  for (let id = 0; id < font.numGlyphs; id += step) {
    const glyph = font.getGlyph(id);
    embedded.widths[embedded.subset.includeGlyph(id)] = glyph.advanceWidth;
    // Decodes the outline.
    void glyph.path;
  }
  embedded.ref();
  embedded.finalize();
}
