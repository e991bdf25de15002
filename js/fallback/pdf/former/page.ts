/** Pages: drawn by pdfkit, or only counted; and the pen that fills them from top to bottom. */
import type { Font } from 'fontkit';
import PDFDocument from 'pdfkit';
import { ClinicoreError } from '../../../errors';
import { face } from './font';
import { baseline, type Line, lineHeight, type Style, type Typesetter, width } from './text';

type Color = Style['color'];
export type Align = 'left' | 'right';

/** A column: left edge and width, in points. */
export interface Column {
  x: number;
  width: number;
}

/** The geometry of a page, in points. */
export interface Frame {
  size: [width: number, height: number];
  /** Left, right and top margin. */
  margin: number;
  /** Room kept free below the content, for the foot. */
  foot: number;
}

/** The column between the margins. */
export const across = ({ size, margin }: Frame): Column => ({ x: margin, width: size[0] - 2 * margin });
/** Where content must end. */
export const bottom = ({ size, foot }: Frame) => size[1] - foot;
/** The height content can take on one page. */
export const contentHeight = (frame: Frame) => bottom(frame) - frame.margin;

/** What is drawn on. */
export interface Surface {
  startPage(): void;
  text(line: Line, style: Style, x: number, y: number): void;
  rect(x: number, y: number, width: number, height: number, color: Color): void;
}

/** Counts pages. */
export class PageCount implements Surface {
  pages = 0;
  startPage(): void {
    this.pages++;
  }
  text(): void {}
  rect(): void {}
}

/** What a PDF says of itself. */
export interface About {
  title: string;
  author: string;
  language: string;
  date: Date;
}

/**
 * Tells pdfkit to draw a line as it is: with `features`, even none, it asks for the layout of the line in one piece and
 * not word by word; with the width and a count of words it does not measure it again.
 */
const AS_SHAPED: PDFKit.Mixins.TextOptions & { wordCount: number } = {
  lineBreak: false,
  baseline: 'alphabetic',
  features: [],
  wordCount: 1,
};

/** Writes a PDF. */
export class PdfSurface implements Surface {
  readonly #pdf: PDFKit.PDFDocument;
  readonly #chunks: Buffer[] = [];
  readonly #ended: Promise<void>;
  /** The line that pdfkit is about to lay out; it is shaped already. */
  #line: Line = { words: [], advance: 0 };
  /** What pdfkit is set to; undefined when it must be set again. */
  #style: Style | undefined;

  constructor(size: Frame['size'], { title, author, language, date }: About) {
    this.#pdf = new PDFDocument({
      autoFirstPage: false,
      size,
      margin: 0,
      pdfVersion: '1.7',
      lang: language,
      // No default font: pdfkit would load its Helvetica.
      font: '',
      info: { Title: title, Author: author, Producer: 'Clinicore', Creator: 'Clinicore', CreationDate: date },
    });
    this.#pdf.registerFont('regular', this.#font('regular') as unknown as string);
    this.#pdf.registerFont('bold', this.#font('bold') as unknown as string);
    this.#pdf.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
    this.#ended = new Promise((resolve, reject) => {
      this.#pdf.on('end', resolve);
      this.#pdf.on('error', reject);
    });
  }

  /**
   * A face as pdfkit wants it, an object like fontkit's, whose `layout` hands out the line that is being drawn. pdfkit
   * scales positions in place, to 1000 units to the em: what these faces have, so shared positions stay as they are.
   */
  #font(weight: Style['weight']): Font {
    const layout = () => {
      const { words, advance } = this.#line;
      return {
        glyphs: words.flatMap(({ glyphs }) => glyphs),
        positions: words.flatMap(({ positions }) => positions),
        advanceWidth: advance,
      };
    };
    return Object.create(face(weight), { layout: { value: layout } });
  }

  startPage(): void {
    this.#pdf.addPage();
    this.#style = undefined;
  }

  text(line: Line, style: Style, x: number, y: number): void {
    if (style !== this.#style) {
      this.#style = style;
      this.#pdf
        .font(style.weight)
        .fontSize(style.size)
        .fillColor([...style.color]);
    }
    this.#line = line;
    const text = line.words.map((word) => word.text).join('');
    const options = { ...AS_SHAPED, textWidth: width(line, style.size) };
    this.#pdf.text(text, x, y, options);
  }

  rect(x: number, y: number, width: number, height: number, color: Color): void {
    this.#pdf.rect(x, y, width, height).fill([...color]);
    this.#style = undefined;
  }

  /** The PDF's bytes. */
  async finish(): Promise<Buffer> {
    this.#pdf.end();
    await this.#ended;
    return Buffer.concat(this.#chunks);
  }
}

/** The most pages a document may have. */
const MAX_PAGES = 10_000;

/** The page being filled. */
export class Flow {
  /** Top of what comes next. */
  y: number;
  #page = 0;

  constructor(
    readonly frame: Frame,
    readonly typesetter: Typesetter,
    readonly surface: Surface,
    /** Draws what stands on every page. */
    readonly furniture: (flow: Flow, page: number) => void,
  ) {
    this.y = frame.margin;
    this.#startPage();
  }

  #startPage(): void {
    this.#page++;
    this.surface.startPage();
    this.y = this.frame.margin;
  }

  /** Room left on this page. */
  room(): number {
    return bottom(this.frame) - this.y;
  }

  /** Ends this page. */
  finishPage(): void {
    this.furniture(this, this.#page);
  }

  /** Ends this page and starts the next, unless that were one too many. */
  nextPage(): void {
    if (this.#page === MAX_PAGES) {
      const details = { argument: 'data', limit: MAX_PAGES };
      throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `data takes more than ${MAX_PAGES} pages`, details);
    }
    this.finishPage();
    this.#startPage();
  }

  /** Draws lines from the top `y` down, without moving the pen; returns where they end. */
  lines(lines: Line[], style: Style, align: Align, column: Column, y: number): number {
    let top = y;
    for (const line of lines) {
      const x = align === 'left' ? column.x : column.x + column.width - width(line, style.size);
      if (line.words.length > 0) this.surface.text(line, style, x, top + baseline(style));
      top += lineHeight(style);
    }
    return top;
  }

  /** As {@link lines}, from text. */
  text(text: string, style: Style, align: Align, column: Column, y: number): number {
    return this.lines(this.typesetter.paragraph(text, style, column.width), style, align, column, y);
  }

  /** Draws a filled rectangle as wide as the column. */
  rule(column: Column, y: number, height: number, color: Color): void {
    this.surface.rect(column.x, y, column.width, height, color);
  }

  /** Moves on to a new page if `height` does not fit on this one; `argument` is to blame if no page could hold it. */
  keepTogether(height: number, argument: string): void {
    if (height > contentHeight(this.frame)) doesNotFit(argument);
    if (height > this.room()) this.nextPage();
  }

  /** Draws a paragraph that may go on over any number of pages. */
  flowing(lines: Line[], style: Style, column: Column): void {
    for (const line of lines) {
      if (this.room() < lineHeight(style)) this.nextPage();
      this.y = this.lines([line], style, 'left', column, this.y);
    }
  }
}

/** Refuses a block that must stay together and is higher than a page. */
export function doesNotFit(argument: string): never {
  throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `${argument} takes more room than a page has`, { argument });
}
