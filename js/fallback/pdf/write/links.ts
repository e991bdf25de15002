/** Where texts lead. */
import type { Fragment, Line } from '../text/lines';
import type { Part } from './canvas';
import type { Pdfkit } from './pdfkit';
import type { Tags } from './tags';

/** A part of a page, in points from its top left. */
interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Texts that lead to the same place, one after the other. */
interface Link {
  uri: string;
  /** What the texts are part of. */
  within: Part;
  /** The link's own element. */
  part: Part;
  areas: Area[];
}

/** The links of a page. */
export class Links {
  readonly #links: Link[] = [];

  constructor(
    readonly pdf: Pdfkit,
    readonly tags: Tags | undefined,
  ) {}

  /** A text that leads somewhere; returns what it is part of. */
  add(uri: string, area: Area, within: Part): Part {
    let link = this.#links.at(-1);
    if (link?.uri !== uri || link.within !== within) {
      const part = this.tags && typeof within === 'object' ? this.tags.node({ type: 'Link' }, within) : within;
      link = { uri, within, part, areas: [] };
      this.#links.push(link);
    }
    link.areas.push(area);
    return link.part;
  }

  /** Makes the areas of a page that is so high lead where their texts do. */
  annotate(pageHeight: number): void {
    const { page } = this.pdf;
    for (const { uri, part, areas } of this.#links) {
      const corners = areas.map(({ x, y, width, height }) => {
        const top = pageHeight - y;
        return { left: x, bottom: top - height, right: x + width, top };
      });
      const edge = (of: (...values: number[]) => number, side: 'left' | 'bottom' | 'right' | 'top') =>
        of(...corners.map((corner) => corner[side]));
      const annotation = this.pdf.ref({
        Type: 'Annot',
        Subtype: 'Link',
        Rect: [edge(Math.min, 'left'), edge(Math.min, 'bottom'), edge(Math.max, 'right'), edge(Math.max, 'top')],
        QuadPoints: corners.flatMap(({ left, bottom, right, top }) => [
          left,
          bottom,
          right,
          bottom,
          right,
          top,
          left,
          top,
        ]),
        Border: [0, 0, 0],
        F: 4,
        // A URI has ASCII only.
        A: { S: 'URI', URI: new String(uri.replace(/[^\x20-\x7e]+/g, encodeURIComponent)) },
        Contents: new String(uri),
      });
      page.annotations.push(annotation);
      if (this.tags && typeof part === 'object') this.tags.annotation(part, annotation, page);
      annotation.end();
    }
  }
}

/** Where fragments of a line stand whose baseline begins at the point. */
export function areaOf(fragments: readonly Fragment[], { height, baseline }: Line, x: number, y: number): Area {
  const left = Math.min(...fragments.map((fragment) => fragment.x));
  const right = Math.max(...fragments.map((fragment) => fragment.x + fragment.width));
  return { x: x + left, y: y - baseline, width: right - left, height };
}
