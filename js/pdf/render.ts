import type { ProfileMessage } from '../contract/pdf';
import { inTurns, takeIn } from '../intake';
import { run, TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../task';
import { type Fields, optionalRecord } from '../validate';
import { type Message, message } from './message';
import type { PdfDocument } from './model';
import { type Profile, profile } from './profile';

/** Options of {@link render}. */
export interface RenderOptions extends TaskOptions {
  /**
   * What the file promises to be: `'accessible'` (PDF/UA-1: tagged, with its language and reading order), `'archive'`
   * (PDF/A-3a), `'einvoice'` (PDF/A-3b with the invoice as data attached, see `invoiceDocument`), or `'plain'`; with options
   * an {@link ArchiveProfile} or a {@link ProtectedProfile}. Default `'accessible'`.
   */
  profile?: Profile | undefined;
}

/** Blocks and rows that are read before the call returns its promise. */
const AT_ONCE = 500;

/**
 * Lays out a document and makes a PDF of it.
 *
 * Text is shaped and ordered by the rules of its script and direction; fonts are embedded as far as they are used. A
 * character that no font has is refused, never printed as a box. The same document gives the same bytes on the same
 * backend (but for `protected`, which holds random numbers), and the same text at the same places on both.
 *
 * The first 500 blocks and rows of tables are read before the call returns its promise, further ones in batches of about
 * 2 ms, so that the event loop stays free: leave the document alone until the promise settles. While it is read, the call
 * counts as one that waits.
 *
 * Progress counts the blocks of the content and the rows of its tables, each twice: once laid out, once drawn.
 *
 * A document may have 200,000 blocks within 20 others, 1,000,000 rows, 200,000,000 characters and 10,000 pages. A text may
 * have 100,000 characters, and none that turn its direction around.
 *
 * @param document what stands in it
 * @param options what the file promises to be; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a field of the wrong form, with its path in `details.argument`; a control
 *   character; a heading that skips a level; a table wider than its place), `ERR_UNSUPPORTED` (a character that no font
 *   has: `details.codePoint`; a part of SVG that is not read; a language without hyphenation; a profile that the
 *   JavaScript backend cannot keep), `ERR_MALFORMED_INPUT` (a picture or SVG that is none), `ERR_LIMIT_EXCEEDED`,
 *   `ERR_ABORTED`, `ERR_BUSY`
 * @see ISO 14289-1 (PDF/UA-1), ISO 19005-3 (PDF/A-3)
 *
 * @example
 * const file = await pdf.render({
 *   title: 'Opening hours',
 *   language: 'en',
 *   content: [
 *     { type: 'heading', level: 1, text: 'Opening hours' },
 *     { type: 'table', columns: [{ width: 'auto' }, {}], rows: [['Monday', '9–18'], ['Tuesday', '9–13']] },
 *   ],
 *   footer: [{ type: 'paragraph', text: ['Page ', { field: 'page' }, ' of ', { field: 'pages' }], align: 'end' }],
 * });
 */
export async function render(document: PdfDocument, options: RenderOptions = {}): Promise<Buffer> {
  const fields = optionalRecord(options, 'options').only([...TASK_OPTIONS, 'profile']);
  const task = taskOptions(fields, 'interactive');
  return rendered(document, profileOption(fields), task);
}

/** Reads `options.profile`. */
export const profileOption = (fields: Fields): ProfileMessage =>
  fields.optional('profile', { name: 'accessible' }, profile);

/** As {@link render}, with options that are checked. */
export const rendered = (document: unknown, profile: ProfileMessage, task: Task): Promise<Buffer> =>
  read(profile, task, (taken) => taken(document));

/** As {@link rendered}, of what `make` makes; while it does, the call counts as one that waits too. */
export const renderedFrom = (
  make: (goOn: () => void) => unknown,
  profile: ProfileMessage,
  task: Task,
): Promise<Buffer> => read(profile, task, async (taken, goOn) => taken(await make(goOn)));

async function read(
  profile: ProfileMessage,
  task: Task,
  from: (taken: (document: unknown) => Promise<Message>, goOn: () => void) => Promise<Message>,
): Promise<Buffer> {
  const goOn = () => task.signal?.throwIfAborted();
  const file = await run(task, (backend, job) => {
    const taken = (document: unknown) => inTurns(message(backend, document, profile), AT_ONCE, goOn);
    return takeIn(
      backend.pool,
      () => from(taken, goOn),
      ({ json, rows, faces, binaries }) => backend.pdf.render(json, rows, faces, binaries, job),
    );
  });
  return Buffer.from(file.buffer, file.byteOffset, file.byteLength);
}
