/** What a PDF says and where, read by pdf.js: a reader that shares nothing with either backend. */
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A run of text: its left end on the baseline, in points from the page's top left. */
export interface Run {
  text: string;
  x: number;
  y: number;
  width: number;
}

export interface ReadPage {
  width: number;
  height: number;
  runs: Run[];
  /** The runs in the order they were drawn, one a line. */
  text: string;
}

export interface ReadPdf {
  title: string;
  author: string;
  created: string;
  language: string | null;
  pages: ReadPage[];
}

export async function readPdf(file: Uint8Array): Promise<ReadPdf> {
  // pdf.js takes the bytes over, so it is given a copy.
  const task = getDocument({ data: new Uint8Array(file), verbosity: 0 });
  const document = await task.promise;
  const { info } = await document.getMetadata();
  const { Title, Author, CreationDate, Language } = info as Record<string, string>;
  const pages: ReadPage[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    const runs: Run[] = [];
    for (const item of items) {
      // pdf.js fills gaps between texts with blanks of its own.
      if (!('str' in item) || item.str.trim() === '') continue;
      const run = { text: item.str, x: item.transform[4], y: height - item.transform[5], width: item.width };
      const last = runs.at(-1);
      // A writer may end a run before a mark that is set off its place; what goes on where it ended is one text.
      if (last && Math.abs(last.y - run.y) < 4 && Math.abs(last.x + last.width - run.x) < 0.5) {
        last.text += run.text;
        last.width += run.width;
      } else {
        runs.push(run);
      }
    }
    pages.push({ width, height, runs, text: runs.map(({ text }) => text).join('\n') });
  }
  await task.destroy();
  return { title: Title ?? '', author: Author ?? '', created: CreationDate ?? '', language: Language ?? null, pages };
}
