/** The text of pages. */
import type { Steps } from '../../pace';
import type { PdfFile } from '../file';
import type { Page } from '../page';
import { inverse, viewOf } from '../stamp';
import { Content, type Piece } from './content';
import type { Font } from './font';
import { textOf } from './lines';

export class Reader {
  readonly #fonts = new Map<number, Font>();

  constructor(readonly file: PdfFile) {}

  *page(page: Page): Steps<string> {
    const view = viewOf(page.visible(this.file), page.turns(this.file));
    const content = new Content(this.file, this.#fonts, inverse(view.matrix));
    const resources = this.file.dictionary(page.dictionary.get('Resources')) ?? new Map();
    yield* content.run(page.content(this.file), resources, 1);
    // What stands beside the paper is not seen.
    const isSeen = ({ x0, y0, x1, y1 }: Piece) =>
      Math.max(x0, x1) >= 0 &&
      Math.min(x0, x1) <= view.width &&
      Math.max(y0, y1) >= 0 &&
      Math.min(y0, y1) <= view.height;
    return textOf(content.pieces.filter(isSeen));
  }
}
