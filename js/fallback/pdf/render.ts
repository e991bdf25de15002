/** The PDF of a document message. */
import type { BlockMessage, DocumentMessage, RowMessage } from '../../contract/pdf';
import type { Job } from '../queue';
import { checked, rowsOf } from './check';
import { Pages } from './layout/pages';
import { Pace, type Steps } from './pace';
import { type Face, shippedFaces } from './text/face';
import { Typesetter } from './text/typesetter';
import { Writer } from './write/writer';

/** Makes the PDF; `registered` are the faces from index 2 on. */
export async function render(
  document: DocumentMessage,
  rows: RowMessage[],
  registered: readonly Face[],
  binaries: readonly Uint8Array[],
  job: Job,
): Promise<Buffer> {
  // Counted twice: once when it is looked through, and once when it is laid out.
  const pace = new Pace(job, 2 * units(document.content));
  const bytes = await pace.run(steps(document, rows, [...shippedFaces(), ...registered], binaries, pace));
  return bytes();
}

function* steps(
  document: DocumentMessage,
  rows: RowMessage[],
  faces: readonly Face[],
  binaries: readonly Uint8Array[],
  pace: Pace,
): Steps<() => Promise<Buffer>> {
  const typesetter = new Typesetter(faces, document.styles, document.about.language, pace);
  const pictures = yield* checked(document, rows, binaries, typesetter);
  const pages = new Pages(document, { typesetter, mirrored: document.mirrored, pictures, rows, pace });
  const writer = new Writer(document, faces, pictures, binaries);
  // Drawn page by page, for marks that are kept until it is known how many pages there are take a third of the time.
  const count = yield* pages.layOut((page) => writer.page(page));
  for (const [index, height] of writer.heights.entries()) {
    writer.everyPage(index, yield* pages.everyPage(index, height, count));
    if (pace.due()) yield;
  }
  pace.reach(pace.total);
  return yield* writer.finish(pace);
}

/** Blocks of the content and the rows of tables among them. */
const units = (content: readonly BlockMessage[]): number =>
  content.reduce((sum, block) => sum + 1 + (block.type === 'table' ? rowsOf(block) : 0), 0);
