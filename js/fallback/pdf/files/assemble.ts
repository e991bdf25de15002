/**
 * New files of pages of others.
 *
 * Of a page is kept what makes it look as it does, its boxes and its annotations; links as far as they lead to the web or to
 * a page that is there. What belongs to the whole file is left behind: scripts, forms (filled in as they are, they can be
 * seen, but no longer changed), signatures, tags, and metadata but those of the first file.
 */
import type { Steps } from '../pace';
import { Copier } from './copy';
import type { PdfFile } from './file';
import { entriesOf, Places } from './names';
import { type Dictionary, dictionary, isName, Name, type PdfObject, Reference } from './object';
import { type Entry, outlineOf, writeOutline } from './outline';
import { Output } from './output';
import type { Page } from './page';

const PAGE_KEYS = [
  ...['Resources', 'MediaBox', 'CropBox', 'BleedBox', 'TrimBox', 'ArtBox', 'Rotate', 'UserUnit'],
  ...['Contents', 'Group', 'Tabs'],
];
/** What leads out of the page, what runs, and what belongs to the tags. */
const ANNOTATION_LOSES = ['Dest', 'A', 'AA', 'StructParent'];
const INFO_KEYS = ['Title', 'Author', 'Subject', 'Keywords', 'Creator', 'Producer', 'CreationDate', 'ModDate'];

/** A file to take pages from. */
export interface Taken {
  file: PdfFile;
  pages: readonly Page[];
  /** Indices of the pages to take. */
  indices: readonly number[];
  /** The entry of the outline that leads to the first of them. */
  title: string | null;
  /** Whether the file's attachments come along. */
  withAttachments: boolean;
}

/** A file that is put together. */
export class Assembly {
  readonly #output = new Output();
  readonly #root = this.#output.reserve();
  readonly #kids: Reference[] = [];
  readonly #outline: Entry[] = [];
  readonly #attachments = new Map<string, PdfObject>();
  /** What may be shown or hidden (ISO 32000-2, 8.11). */
  readonly #layers = { all: [] as PdfObject[], off: [] as PdfObject[], order: [] as PdfObject[] };
  #info: Reference | undefined;
  #language: PdfObject = null;
  #isEmpty = true;

  /** Adds pages; `taken` hears of each. */
  *add({ file, pages, indices, title, withAttachments }: Taken, taken: () => void): Steps<void> {
    const copier = new Copier(file, this.#output);
    const chosen = indices.map((index) => ({ page: pages[index] as Page, id: this.#output.reserve() }));
    for (const { page, id } of [...chosen].reverse()) copier.redirect(page.number, id);
    for (const page of pages) copier.leaveOut(page.number);
    for (const value of [file.trailer.get('Root'), file.catalog.get('Pages')]) {
      if (value instanceof Reference) copier.leaveOut(value.number);
    }
    const places = new Places(file, pages);
    for (const { page, id } of chosen) {
      this.#output.put(id, this.#page(page, copier, places));
      this.#kids.push(id);
      yield* copier.finish();
      taken();
      if (file.work.pace.due()) yield;
    }
    const own = outlineOf(copier, places);
    const first = chosen[0];
    if (title !== null && first) {
      const lead = ['Dest', [first.id, new Name('Fit')]] as ['Dest', PdfObject];
      this.#outline.push({ title: text(title), lead, isOpen: true, children: own });
    } else {
      this.#outline.push(...own);
    }
    if (withAttachments) this.#attach(copier);
    this.#layer(copier);
    if (this.#isEmpty) this.#describe(file);
    this.#isEmpty = false;
    yield* copier.finish();
  }

  #page(page: Page, copier: Copier, places: Places): Dictionary {
    const { file } = copier;
    const kept = new Map([...page.dictionary].filter(([key]) => PAGE_KEYS.includes(key)));
    const own = copier.dictionary(kept).set('Type', new Name('Page')).set('Parent', this.#root);
    const annotations: PdfObject[] = [];
    for (const annotation of file.items(page.dictionary.get('Annots'))) {
      const kept = annotationOf(annotation, copier, places);
      if (!kept) continue;
      if (annotation instanceof Reference) copier.replace(annotation.number, kept);
      annotations.push(copier.copied(annotation instanceof Reference ? annotation : kept));
    }
    if (annotations.length > 0) own.set('Annots', annotations);
    return own;
  }

  #attach(copier: Copier): void {
    const { file } = copier;
    for (const [name, value] of entriesOf(file, file.dictionary(file.catalog.get('Names'))?.get('EmbeddedFiles'))) {
      // Keys must differ; what the reader sees is the name within the value.
      let key = name;
      while (this.#attachments.has(key)) key += '~';
      this.#attachments.set(key, copier.copied(value));
    }
  }

  #layer(copier: Copier): void {
    const { file } = copier;
    const own = file.dictionary(file.catalog.get('OCProperties'));
    if (!own) return;
    const all = file.items(own.get('OCGs'));
    const shown = file.dictionary(own.get('D')) ?? new Map();
    let off = file.items(shown.get('OFF'));
    if (isName(file.get(shown, 'BaseState'), 'OFF')) {
      const on = new Set(file.items(shown.get('ON')).map((layer) => layer instanceof Reference && layer.number));
      off = all.filter((layer) => layer instanceof Reference && !on.has(layer.number));
    }
    this.#layers.all.push(...all.map((item) => copier.copied(item)));
    this.#layers.off.push(...off.map((item) => copier.copied(item)));
    this.#layers.order.push(...file.items(shown.get('Order')).map((item) => copier.copied(item)));
  }

  /** Title and the like. */
  #describe(file: PdfFile): void {
    const own = file.dictionary(file.trailer.get('Info')) ?? new Map();
    const kept = INFO_KEYS.map((key) => [key, file.get(own, key)] as const);
    const info = new Map(kept.filter(([, value]) => value instanceof Uint8Array));
    if (info.size > 0) this.#info = this.#output.add(info);
    const language = file.get(file.catalog, 'Lang');
    if (language instanceof Uint8Array) this.#language = language;
  }

  finish(): Uint8Array {
    const output = this.#output;
    output.put(this.#root, dictionary({ Type: new Name('Pages'), Kids: [...this.#kids], Count: this.#kids.length }));
    const catalog = dictionary({ Type: new Name('Catalog'), Pages: this.#root });
    const outline = writeOutline(this.#outline, output);
    if (outline) catalog.set('Outlines', outline).set('PageMode', new Name('UseOutlines'));
    if (this.#attachments.size > 0) {
      const sorted = [...this.#attachments].sort(([a], [b]) => (a < b ? -1 : 1));
      const Names = sorted.flatMap(([name, value]): PdfObject[] => [Buffer.from(name, 'latin1'), value]);
      catalog.set('Names', dictionary({ EmbeddedFiles: dictionary({ Names }) }));
    }
    const { all, off, order } = this.#layers;
    if (all.length > 0) {
      catalog.set('OCProperties', dictionary({ OCGs: all, D: dictionary({ OFF: off, Order: order }) }));
    }
    if (this.#language !== null) catalog.set('Lang', this.#language);
    return output.finish(output.add(catalog), this.#info);
  }
}

/** What is kept of an annotation, with the references of its file; none of a link that would lead nowhere. */
function annotationOf(annotation: PdfObject, copier: Copier, places: Places): Dictionary | undefined {
  const { file } = copier;
  const own = file.dictionary(annotation);
  if (!own) return undefined;
  const kind = file.get(own, 'Subtype');
  const lead = places.lead(copier, own);
  if (isName(kind, 'Link') && !lead) return undefined;
  // The field of a widget may be on other pages too.
  const loses = isName(kind, 'Widget') ? [...ANNOTATION_LOSES, 'Parent'] : ANNOTATION_LOSES;
  const kept = new Map([...own].filter(([key]) => !loses.includes(key)));
  return lead ? kept.set(...lead) : kept;
}

/** A text string: ASCII as it is, else UTF-16 with its mark. */
function text(text: string): Uint8Array {
  const isAscii = Buffer.byteLength(text) === text.length;
  return isAscii ? Buffer.from(text) : Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
}
