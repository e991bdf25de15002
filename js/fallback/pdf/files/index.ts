/** Work on PDF files that are there, by a reader of our own: pdf-lib's has no limits, and its fork weighs 32 MB. */
import type {
  ExtractMessage,
  FileMessage,
  MergeMessage,
  PdfFilesBackend,
  SplitMessage,
  StampMessage,
} from '../../../contract/pdf-files';
import { enqueue } from '../../queue';
import { Pace, type Steps } from '../pace';
import { Assembly } from './assemble';
import { PdfFile } from './file';
import { Work, within } from './limits';
import { type Page, pagesOf } from './page';
import { selected } from './selection';
import { stamped } from './stamp';
import { Reader } from './text/reader';

interface Opened {
  file: PdfFile;
  pages: Page[];
}

function* opened(data: Uint8Array, password: string | null, work: Work): Steps<Opened> {
  const file = yield* PdfFile.open(data, password, work);
  return { file, pages: yield* pagesOf(file) };
}

/** Parses the options, and works through the steps when the call's turn comes. */
function task<M extends FileMessage, T>(
  options: string,
  job: Parameters<PdfFilesBackend['pageCount']>[2],
  units: (message: M) => number,
  steps: (message: M, work: Work) => Steps<T>,
): Promise<T> {
  const message: M = JSON.parse(options);
  return enqueue(job, (running) => {
    const pace = new Pace(running, units(message));
    return pace.run(steps(message, new Work(message.limits, pace)));
  });
}

const one = () => 1;

export const files: PdfFilesBackend = {
  pageCount(file, options, job) {
    const data = Uint8Array.from(file);
    return task<FileMessage, number>(options, job, one, function* ({ password }, work) {
      return (yield* within('file', opened(data, password, work))).pages.length;
    });
  },

  merge(files, options, job) {
    const copies = files.map((file) => Uint8Array.from(file));
    const units = ({ sources }: MergeMessage) => 1000 * sources.length;
    return task<MergeMessage, Uint8Array>(options, job, units, function* ({ sources }, work) {
      const assembly = new Assembly();
      for (const [at, { password, pages: chosen, title }] of sources.entries()) {
        const add = function* (): Steps<void> {
          const { file, pages } = yield* opened(copies[at] as Uint8Array, password, work);
          const indices = selected(chosen, pages.length, work, `files[${at}].pages`);
          let done = 0;
          // Files count, and pages within them, for how many there are is not known before.
          yield* assembly.add({ file, pages, indices, title, withAttachments: true }, () =>
            work.pace.reach(at * 1000 + Math.floor((++done * 1000) / indices.length)),
          );
        };
        yield* within(`files[${at}]`, add());
      }
      return assembly.finish();
    });
  },

  split(file, options, job) {
    const data = Uint8Array.from(file);
    return task<SplitMessage, Uint8Array[]>(
      options,
      job,
      ({ parts }) => parts.length,
      function* (message, work) {
        const steps = function* (): Steps<Uint8Array[]> {
          const { file, pages } = yield* opened(data, message.password, work);
          const chosen = message.parts.map((part, at) => selected(part, pages.length, work, `parts[${at}]`));
          const parts: Uint8Array[] = [];
          for (const indices of chosen) {
            const assembly = new Assembly();
            yield* assembly.add({ file, pages, indices, title: null, withAttachments: false }, () => {});
            parts.push(assembly.finish());
            work.pace.reach(parts.length);
          }
          return parts;
        };
        return yield* within('file', steps());
      },
    );
  },

  extractText(file, options, job) {
    const data = Uint8Array.from(file);
    return task<ExtractMessage, string[]>(options, job, one, function* (message, work) {
      const steps = function* (): Steps<string[]> {
        const { file, pages } = yield* opened(data, message.password, work);
        const reader = new Reader(file);
        const texts: string[] = [];
        for (const index of selected(message.pages, pages.length, work, 'options.pages')) {
          texts.push(yield* reader.page(pages[index] as Page));
          if (work.pace.due()) yield;
        }
        return texts;
      };
      return yield* within('file', steps());
    });
  },

  stamp(file, mark, options, job) {
    const [data, own] = [Uint8Array.from(file), Uint8Array.from(mark)];
    return task<StampMessage, Uint8Array>(options, job, one, function* ({ password, placement }, work) {
      const steps = function* (): Steps<Uint8Array> {
        const form = yield* within('stamp', PdfFile.open(own, null, work));
        return yield* stamped(yield* PdfFile.open(data, password, work), form, placement);
      };
      return yield* within('file', steps());
    });
  },
};
