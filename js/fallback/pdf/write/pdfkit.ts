/** pdfkit's document, with the parts of it that are needed here and that its types leave out. */
import type { Font } from 'fontkit';
import { PackedDocument } from './packed';

/** A reference to an object of the file. */
export interface Reference {
  data: Record<string, unknown>;
  compress: boolean;
  write(chunk: string | Uint8Array): void;
  end(chunk?: string | Uint8Array): void;
}

/** A page of pdfkit's. */
export interface PdfkitPage {
  width: number;
  height: number;
  content: Reference;
  dictionary: Reference;
  resources: Reference;
  fonts: Record<string, unknown>;
  xobjects: Record<string, unknown>;
  ext_gstates: Record<string, unknown>;
  annotations: Reference[];
  write(chunk: string): void;
  end(): void;
}

/** A font of pdfkit's, of which only the glyphs that were asked for are embedded. */
export interface EmbeddedFont {
  id: string;
  subset: { includeGlyph(id: number): number };
  /** By glyph of the subset, in thousandths of an em. */
  widths: (number | undefined)[];
  /** By glyph of the subset: the characters it stands for. */
  unicode: (number[] | undefined)[];
  ref(): Reference;
  /** Embeds it, once. */
  finalize(): void;
}

/** An entry of the outline. */
export interface OutlineItem {
  addItem(title: string, options: Record<string, unknown>): OutlineItem;
}

/** What encrypts the strings and streams of a file. */
export interface Security {
  dictionary: Reference;
  getEncryptFn(id: number, generation: number): (data: Uint8Array) => Uint8Array;
  end(): void;
}

/** See above. */
export interface Pdfkit {
  page: PdfkitPage;
  info: Record<string, unknown>;
  outline: OutlineItem;
  _root: Reference;
  _id: Uint8Array;
  _security: Security | null;
  _font: EmbeddedFont;
  ref(data: Record<string, unknown>): Reference;
  addPage(options: { size: [number, number]; margin: number }): void;
  font(source: Font, family: string): void;
  file(data: Buffer, options: Record<string, unknown>): void;
  on(event: 'data', listener: (chunk: Buffer) => void): void;
  on(event: 'end' | 'error', listener: (error?: Error) => void): void;
  end(): void;
}

/**
 * A document that says of itself what it is given: pdfkit's own metadata do not escape texts, and hold the time of day.
 *
 * @param xmp the metadata stream
 */
export function createPdfkit(options: Record<string, unknown>, xmp: () => string): Pdfkit {
  class Document extends PackedDocument {
    /** Called by pdfkit when the document ends. */
    endMetadata(): void {
      const metadata = this.ref({ Type: 'Metadata', Subtype: 'XML' });
      metadata.compress = false;
      metadata.end(Buffer.from(xmp(), 'utf8'));
      this._root.data.Metadata = metadata;
    }
  }
  return new Document(options);
}
