/** What the front door makes of a document, as a backend is given it. */
import { createRequire } from 'node:module';
import type { pdf } from 'clinicore';
import type { Backend } from '../../js/contract';
import type { DocumentMessage, ProfileMessage, RowMessage, ShapeMessage } from '../../js/contract/pdf';
import type * as messageModule from '../../js/pdf/message';

const require = createRequire(import.meta.url);
const { message } = require('../../dist/pdf/message.js') as typeof messageModule;

class Rows {
  readonly batches: RowMessage[][] = [];
  append(json: string) {
    this.batches.push(JSON.parse(json));
  }
  clear() {
    this.batches.length = 0;
  }
}

/** The message, the batches of rows that crossed apart, the binaries, and how many steps it took. */
export function messageOf(
  document: Partial<pdf.PdfDocument>,
  profile: ProfileMessage = { name: 'plain' },
): { message: DocumentMessage; batches: RowMessage[][]; binaries: Uint8Array[]; steps: number } {
  const steps = message({ pdf: { Rows } } as unknown as Backend, { title: 'Test', content: [], ...document }, profile);
  for (let taken = 1; ; taken++) {
    const { done, value } = steps.next();
    if (!done) continue;
    const { batches } = value.rows as unknown as Rows;
    return { message: JSON.parse(value.json), batches, binaries: value.binaries, steps: taken };
  }
}

/** The one block of a document. */
export const blockOf = (block: pdf.Block, document: Partial<pdf.PdfDocument> = {}) =>
  messageOf({ ...document, content: [block] }).message.content[0] as DocumentMessage['content'][number];

/** The shapes of a picture in SVG, drawn at 72 pixels to the inch. */
export function shapesOf(inner: string, size = 100, attributes = ''): ShapeMessage[] {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" ${attributes}>${inner}</svg>`;
  const block = blockOf({ type: 'svg', svg, alt: '', width: size });
  if (block.type !== 'drawing') throw new Error('an SVG becomes a drawing');
  return block.shapes;
}
