/** Writes laid out pages as a PDF. */
import { createHash } from 'node:crypto';
import type { DocumentMessage } from '../../../contract/pdf';
import { ClinicoreError } from '../../../errors';
import type { Picture } from '../image/picture';
import type { Mark } from '../layout/marks';
import type { Page } from '../layout/pages';
import type { Pace, Steps } from '../pace';
import type { Face } from '../text/face';
import { Canvas, type Inks } from './canvas';
import { Fonts } from './glyphs';
import { createPdfkit, type OutlineItem, type Pdfkit, type PdfkitPage, type Reference } from './pdfkit';
import { security } from './security';
import { Tags } from './tags';
import { info, xmp } from './xmp';

/** See above. */
export class Writer {
  readonly #pdf: Pdfkit;
  readonly #inks: Inks;
  readonly #chunks: Buffer[] = [];
  readonly #ended: Promise<void>;
  /** Of what was written: the file's identity. */
  readonly #hash = createHash('sha256');
  readonly #images = new Map<number, Reference>();
  readonly #pages: PdfkitPage[] = [];
  readonly #opacities = new Map<number, { name: string; reference: Reference }>();
  /** The last entry of the outline at each level. */
  #outline: { level: number; item: OutlineItem }[] = [];

  constructor(
    readonly document: DocumentMessage,
    faces: readonly Face[],
    readonly pictures: ReadonlyMap<number, Picture>,
    readonly binaries: readonly Uint8Array[],
  ) {
    const { about, profile, styles } = document;
    if (profile.name.startsWith('archive') && about.created === null) {
      const argument = 'document.created';
      const message = `${argument} must be given: what is archived must say when it was made`;
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument });
    }
    this.#pdf = createPdfkit(
      {
        autoFirstPage: false,
        pdfVersion: '1.7',
        lang: about.language,
        displayTitle: true,
        // No default font: pdfkit would load its Helvetica.
        font: '',
        // pdfkit reads the clock where no date is given; what the file says of itself is set below.
        info: { CreationDate: new Date(0) },
        ...(profile.name.startsWith('archive') ? { subset: 'PDF/A-3b' } : {}),
      },
      () => xmp(about, profile),
    );
    this.#pdf.info = info(about);
    if (profile.name === 'protected') this.#pdf._security = security(this.#pdf, profile);
    const isTagged = ['accessible', 'archive-3a', 'protected'].includes(profile.name);
    this.#inks = {
      pdf: this.#pdf,
      fonts: new Fonts(this.#pdf, faces, styles),
      styles,
      image: (index) => this.#image(index),
      opacity: (opacity) => this.#opacity(opacity),
      tags: isTagged ? new Tags(this.#pdf) : undefined,
      outline: (level, title, top) => this.#entry(level, title, top),
    };
    this.#pdf.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
    this.#ended = new Promise((resolve, reject) => {
      this.#pdf.on('end', () => resolve());
      this.#pdf.on('error', reject);
    });
  }

  /** Draws a page, to which more is added in the end. */
  page({ width, height, marks }: Page): void {
    const pdf = this.#pdf;
    pdf.addPage({ size: [width, height], margin: 0 });
    const { page } = pdf;
    // pdfkit ends it with the next one.
    page.end = () => {};
    this.#pages.push(page);
    this.#inks.tags?.startPage(page);
    page.write(this.#drawn(marks, height));
    page.content.end();
  }

  /** How high the pages are. */
  get heights(): number[] {
    return this.#pages.map(({ height }) => height);
  }

  /** Draws what stands on every page below what the page of that index has, which is complete then. */
  everyPage(index: number, marks: readonly Mark[]): void {
    const pdf = this.#pdf;
    const page = this.#pages[index] as PdfkitPage;
    pdf.page = page;
    if (marks.length > 0) {
      const below = pdf.ref({});
      page.dictionary.data.Contents = [below, page.content];
      below.end(Buffer.from(`q\n1 0 0 -1 0 ${page.height} cm\n${this.#drawn(marks, page.height)}\nQ\n`, 'latin1'));
    }
    page.dictionary.end();
    page.resources.end();
  }

  #drawn(marks: readonly Mark[], height: number): string {
    const operators = new Canvas(this.#inks, height).draw(marks);
    this.#hash.update(`${this.#pdf.page.width} ${height} ${operators}`);
    return operators;
  }

  /** The PDF's bytes. */
  *finish(pace: Pace): Steps<() => Promise<Buffer>> {
    const { about, attachments } = this.document;
    for (const { name, mimeType, description, relationship, data } of attachments) {
      const bytes = Buffer.from(this.binaries[data] as Uint8Array);
      this.#hash.update(bytes);
      const modified = info(about).ModDate;
      const dates = modified ? { modifiedDate: modified } : {};
      this.#pdf.file(bytes, { name, type: mimeType, description, relationship, ...dates });
    }
    yield* this.#inks.fonts.finish(pace);
    if (this.#inks.tags) yield* this.#inks.tags.finish(pace);
    this.#hash.update(JSON.stringify(about));
    this.#pdf._id = this.#hash.digest().subarray(0, 16);
    this.#pdf.end();
    return async () => {
      await this.#ended;
      return Buffer.concat(this.#chunks);
    };
  }

  #image(index: number): Reference {
    let image = this.#images.get(index);
    if (image === undefined) {
      image = this.#embedded(this.pictures.get(index) as Picture);
      this.#images.set(index, image);
    }
    return image;
  }

  #embedded({ width, height, depth, colorSpace, inverted, filter, predictor, data, alpha }: Picture): Reference {
    const image = (of: Record<string, unknown>, bytes: Uint8Array) => {
      const reference = this.#pdf.ref({ Type: 'XObject', Subtype: 'Image', Width: width, Height: height, ...of });
      reference.end(bytes);
      return reference;
    };
    const gray = { BitsPerComponent: 8, ColorSpace: 'DeviceGray', Filter: 'FlateDecode' };
    const mask = alpha && image(gray, alpha);
    let space: unknown = colorSpace;
    if (typeof colorSpace === 'object') {
      const palette = this.#pdf.ref({});
      palette.end(colorSpace.palette);
      space = ['Indexed', 'DeviceRGB', colorSpace.palette.length / 3 - 1, palette];
    }
    return image(
      {
        BitsPerComponent: depth,
        ColorSpace: space,
        Filter: filter,
        ...(predictor ? { DecodeParms: predictor } : {}),
        ...(inverted ? { Decode: [1, 0, 1, 0, 1, 0, 1, 0] } : {}),
        ...(mask ? { SMask: mask } : {}),
      },
      data,
    );
  }

  #opacity(opacity: number): { name: string; reference: Reference } {
    let state = this.#opacities.get(opacity);
    if (state === undefined) {
      const reference = this.#pdf.ref({ Type: 'ExtGState', ca: opacity, CA: opacity });
      reference.end();
      state = { name: `G${this.#opacities.size + 1}`, reference };
      this.#opacities.set(opacity, state);
    }
    return state;
  }

  /** An entry of the outline for a heading, below the last one of a higher level. */
  #entry(level: number, title: string, top: number): void {
    this.#outline = this.#outline.filter((entry) => entry.level < level);
    const parent = this.#outline.at(-1)?.item ?? this.#pdf.outline;
    const [, , width] = this.#pdf.page.dictionary.data.MediaBox as number[];
    // pdfkit measures from the right.
    const item = parent.addItem(title, { top, left: width, zoom: 0, fit: false });
    this.#outline.push({ level, item });
  }
}
