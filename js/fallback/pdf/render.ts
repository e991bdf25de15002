/** The PDF of a document message. */
import type { BlockMessage, DocumentMessage, RowMessage } from '../../contract/pdf';
import type { Job } from '../queue';
import { checked, rowsOf } from './check';
import { type Content, Pages } from './layout/pages';
import { Pace, ready, type Steps } from './pace';
import { type Face, shippedFaces } from './text/face';
import { Typesetter } from './text/typesetter';
import { Writer } from './write/writer';

/** Pages that are kept while it is not known how many there will be; beyond that the document is laid out again. */
const KEPT_PAGES = 64;

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
  const write = function* (content: Content, count: number): Steps<void> {
    writer.page(yield* pages.whole(content, count));
    if (pace.due()) yield;
  };
  if (!pages.sayHowMany) yield* pages.layOut((content) => write(content, 0));
  else {
    const kept: Content[] = [];
    const keep = (content: Content) => ready(kept.length < KEPT_PAGES ? kept.push(content) : undefined);
    const count = yield* pages.layOut(keep);
    if (count <= KEPT_PAGES) for (const content of kept) yield* write(content, count);
    else yield* pages.layOut((content) => write(content, count));
  }
  pace.reach(pace.total);
  return yield* writer.finish(pace);
}

/** Blocks of the content and the rows of tables among them. */
const units = (content: readonly BlockMessage[]): number =>
  content.reduce((sum, block) => sum + 1 + (block.type === 'table' ? rowsOf(block) : 0), 0);
