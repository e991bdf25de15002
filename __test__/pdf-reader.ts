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
        last.width = Math.max(last.width, run.x + run.width - last.x);
      } else {
        runs.push(run);
      }
    }
    pages.push({ width, height, runs, text: runs.map(({ text }) => text).join('\n') });
  }
  await task.destroy();
  return { title: Title ?? '', author: Author ?? '', created: CreationDate ?? '', language: Language ?? null, pages };
}

/** What a PDF is besides its pages' text. */
export interface ReadStructure {
  /** The outline's titles, each after two spaces for each level above it. */
  outline: string[];
  /** Where links lead, and the place of each: left, top, right, bottom in points from the page's top left. */
  links: { page: number; url: string; rect: number[] }[];
  /** The tags of each page, as `role(child child)`; a figure's alternative text in quotes. */
  tags: string[];
  attachments: { name: string; content: Buffer }[];
}

export async function readStructure(file: Uint8Array): Promise<ReadStructure> {
  const task = getDocument({ data: new Uint8Array(file), verbosity: 0 });
  const document = await task.promise;
  const structure: ReadStructure = { outline: [], links: [], tags: [], attachments: [] };
  const walk = (items: Awaited<ReturnType<typeof document.getOutline>>, depth: number) => {
    for (const { title, items: inner } of items ?? []) {
      structure.outline.push('  '.repeat(depth) + title);
      walk(inner, depth + 1);
    }
  };
  walk(await document.getOutline(), 0);
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { height } = page.getViewport({ scale: 1 });
    for (const { subtype, url, rect } of await page.getAnnotations()) {
      if (subtype !== 'Link') continue;
      const [left, bottom, right, top] = rect;
      structure.links.push({ page: number, url, rect: [left, height - top, right, height - bottom] });
    }
    structure.tags.push(written((await page.getStructTree()) as Tag | null));
  }
  for (const { filename, content } of Object.values((await document.getAttachments()) ?? {}) as Attached[]) {
    structure.attachments.push({ name: filename, content: Buffer.from(content) });
  }
  await task.destroy();
  return structure;
}

interface Tag {
  role?: string;
  alt?: string;
  children?: Tag[];
}

interface Attached {
  filename: string;
  content: Uint8Array;
}

function written(tag: Tag | null): string {
  if (!tag?.role) return '';
  const inner = (tag.children ?? []).map(written).filter((text) => text !== '');
  return `${tag.role}${tag.alt === undefined ? '' : ` "${tag.alt}"`}${inner.length > 0 ? `(${inner.join(' ')})` : ''}`;
}
