/** A page being drawn: marks become operators, each within what it is part of. */
import type { StyleMessage } from '../../../contract/pdf';
import type { Element, Group, Mark, PlacedShape } from '../layout/marks';
import type { Fragment, Line } from '../text/lines';
import { type Fonts, underlines } from './glyphs';
import { areaOf, Links } from './links';
import { fill, framed, number, pathOf, rectangle, stroked, turn } from './operators';
import type { Pdfkit, Reference } from './pdfkit';
import type { Node, Tags } from './tags';

/** What a canvas draws with: the document's. */
export interface Inks {
  pdf: Pdfkit;
  fonts: Fonts;
  styles: readonly StyleMessage[];
  /** The object of a picture. */
  image: (index: number) => Reference;
  /** The graphics state of an opacity. */
  opacity: (opacity: number) => { name: string; reference: Reference };
  /** Undefined where nothing is tagged. */
  tags: Tags | undefined;
  outline: (level: number, title: string, top: number) => void;
}

/** What marks are part of. */
export type Part = Node | 'artifact' | undefined;

/** See above. */
export class Canvas {
  readonly #operators: string[] = [];
  /** Whose marked content is open. */
  #open: Part;
  readonly #links: Links;

  constructor(
    readonly inks: Inks,
    readonly height: number,
  ) {
    this.#links = new Links(inks.pdf, inks.tags);
  }

  /** Draws what stands at the top left. */
  draw(marks: readonly Mark[]): string {
    this.#marks(marks, 0, 0, this.inks.tags?.document);
    this.#enter(undefined);
    this.#links.annotate(this.height);
    return this.#operators.join('\n');
  }

  #marks(marks: readonly Mark[], x: number, y: number, part: Part): void {
    for (const mark of marks) this.#mark(mark, x + mark.x, y + mark.y, part);
  }

  #mark(mark: Mark, x: number, y: number, part: Part): void {
    if (mark.kind === 'group') this.#group(mark, x, y, part);
    else if (mark.kind === 'text') this.#text(mark.line, x, y, part);
    else {
      this.#enter(part);
      this.#put(...this.#figure(mark, x, y));
    }
  }

  #figure(mark: Exclude<Mark, { kind: 'group' | 'text' }>, x: number, y: number): string[] {
    const { pdf, fonts, image } = this.inks;
    switch (mark.kind) {
      case 'rectangle':
        return [fill(mark.color), `${rectangle(x, y, mark.width, mark.height)} f`];
      case 'frame':
        return framed(mark, x, y);
      case 'image': {
        const name = `I${mark.image + 1}`;
        pdf.page.xobjects[name] = image(mark.image);
        const place = [mark.width, 0, 0, -mark.height, x, y + mark.height].map(number).join(' ');
        return ['q', `${place} cm`, `/${name} Do`, 'Q'];
      }
      case 'turned': {
        const { line, angle, opacity } = mark;
        const text = fonts.show(line.fragments, -line.width / 2, line.baseline - line.height / 2);
        return ['q', ...this.#withOpacity(opacity), turn(-angle, x, y), text, 'Q'];
      }
      case 'modules': {
        const { size, height: tall } = mark;
        const dark = mark.dark.map(([across, down, width, height]) =>
          rectangle(x + across * size, y + down * tall, width * size, height * tall),
        );
        return [fill(mark.color), ...dark, 'f'];
      }
      case 'shapes': {
        const place = `${number(mark.scale)} 0 0 ${number(mark.scale)} ${number(x)} ${number(y)} cm`;
        return ['q', place, ...mark.shapes.flatMap((shape) => this.#shape(shape)), 'Q'];
      }
    }
  }

  #group({ marks, element, artifact, bounds, outline }: Group, x: number, y: number, part: Part): void {
    if (outline) this.inks.outline(outline.level, outline.title, y);
    const { tags } = this.inks;
    let inner = part;
    if (tags && part !== 'artifact') {
      if (artifact) inner = 'artifact';
      else if (element && (marks.length > 0 || element.type.startsWith('T'))) {
        inner = tags.node(bounds ? this.#bounded(element, bounds, x, y) : element, part as Node);
      }
    }
    this.#marks(marks, x, y, inner);
  }

  /** A figure with where it stands, which readers want to know. */
  #bounded(element: Element, { width, height }: { width: number; height: number }, x: number, y: number): Element {
    const box = [x, this.height - y - height, x + width, this.height - y];
    return { ...element, attributes: { Layout: { Placement: 'Block', BBox: box } } };
  }

  /** A line's fragments, those that lead somewhere as links. */
  #text(line: Line, x: number, y: number, part: Part): void {
    const { fonts, styles } = this.inks;
    for (let start = 0; start < line.fragments.length; ) {
      const { link } = line.fragments[start] as Fragment;
      let end = start + 1;
      while (end < line.fragments.length && line.fragments[end]?.link === link) end++;
      const fragments = line.fragments.slice(start, end);
      // What is not read out must not lead anywhere in a document that is (ISO 14289-1, 7.18.5).
      const leads = link !== undefined && part !== 'artifact';
      this.#enter(leads ? this.#links.add(link, areaOf(fragments, line, x, y), part) : part);
      this.#put(fonts.show(fragments, x, y), ...underlines({ ...line, fragments }, x, y, styles));
      start = end;
    }
  }

  #shape(shape: PlacedShape): string[] {
    if (shape.type === 'text') {
      return ['q', turn(shape.rotate, shape.x, shape.y), this.inks.fonts.show(shape.line.fragments, 0, 0), 'Q'];
    }
    const { path, fill: inside, evenOdd, stroke: outline, opacity } = shape;
    if (!inside && !outline) return [];
    return [
      'q',
      ...(opacity !== undefined && opacity < 1 ? this.#withOpacity(opacity) : []),
      ...(inside ? [fill(inside)] : []),
      ...(outline ? stroked(outline) : []),
      pathOf(path),
      `${inside ? (outline ? 'B' : 'f') : 'S'}${inside && evenOdd ? '*' : ''}`,
      'Q',
    ];
  }

  #withOpacity(opacity: number): string[] {
    const { name, reference } = this.inks.opacity(opacity);
    this.inks.pdf.page.ext_gstates[name] = reference;
    return [`/${name} gs`];
  }

  /** Begins marked content of what is drawn next, unless it is open. */
  #enter(part: Part): void {
    const { tags, pdf } = this.inks;
    if (!tags || part === this.#open) return;
    if (this.#open) this.#put('EMC');
    this.#open = part;
    if (part === 'artifact') this.#put('/Artifact BMC');
    else if (part) {
      const type = part.reference.data.S as string;
      this.#put(`/${type} <</MCID ${tags.content(part, pdf.page)}>> BDC`);
    }
  }

  #put(...operators: string[]): void {
    this.#operators.push(...operators);
  }
}
