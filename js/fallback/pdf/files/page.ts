/** The pages of a file, in order, with what they inherit (ISO 32000-2, 7.7.3). */
import type { Steps } from '../pace';
import type { PdfFile } from './file';
import { malformed } from './limits';
import { type Dictionary, type PdfObject, Reference, Stream } from './object';

/** Left, bottom, right, top. */
export type Rectangle = [number, number, number, number];

const INHERITED = ['Resources', 'MediaBox', 'CropBox', 'Rotate'];
/** Where nothing says how large the paper is. */
const A4: Rectangle = [0, 0, 595.276, 841.89];

export class Page {
  constructor(
    /** 0 of a page that stands in its parent. */
    readonly number: number,
    /** With what it inherits. */
    readonly dictionary: Dictionary,
  ) {}

  /** What a reader shows of it. */
  visible(file: PdfFile): Rectangle {
    const of = (key: string) => upright(file.numbers(this.dictionary.get(key), 4));
    const media = of('MediaBox');
    const paper = media && hasArea(media) ? media : A4;
    const crop = of('CropBox');
    if (!crop) return paper;
    const both: Rectangle = [
      Math.max(crop[0], paper[0]),
      Math.max(crop[1], paper[1]),
      Math.min(crop[2], paper[2]),
      Math.min(crop[3], paper[3]),
    ];
    return hasArea(both) ? both : paper;
  }

  /** Quarter turns clockwise. */
  turns(file: PdfFile): number {
    const angle = file.get(this.dictionary, 'Rotate');
    const turns = Number.isSafeInteger(angle) ? Math.trunc((angle as number) / 90) : 0;
    return ((turns % 4) + 4) % 4;
  }

  /** Its streams, one after the other. */
  content(file: PdfFile): Uint8Array {
    const value = file.get(this.dictionary, 'Contents');
    const parts = (Array.isArray(value) ? value : [value]).map((part) => file.resolve(part));
    const streams = parts.filter((part): part is Stream => part instanceof Stream);
    return Buffer.concat(streams.flatMap((stream) => [file.plain(stream), Buffer.from('\n')]));
  }
}

function upright(box: number[] | undefined): Rectangle | undefined {
  if (!box) return undefined;
  const [a, b, c, d] = box as Rectangle;
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
}

const hasArea = ([left, bottom, right, top]: Rectangle): boolean => right > left && top > bottom;

/** All pages. What claims to be their number is not asked. */
export function* pagesOf(file: PdfFile): Steps<Page[]> {
  const { work } = file;
  const pages: Page[] = [];
  const seen = new Set<number>();
  const waiting: { node: PdfObject; inherited: Dictionary; depth: number }[] = [
    { node: file.catalog.get('Pages') ?? null, inherited: new Map(), depth: 1 },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, inherited, depth } = next;
    const number = node instanceof Reference ? node.number : 0;
    if (number !== 0 && seen.has(number)) continue;
    seen.add(number);
    const dictionary = file.resolve(node);
    // A stream, content say, is no page, even where it is said to be one.
    if (!(dictionary instanceof Map)) continue;
    const own = new Map(dictionary);
    for (const key of INHERITED) {
      const value = inherited.get(key);
      if (value !== undefined && file.get(own, key) === null) own.set(key, value);
    }
    const kids = file.get(own, 'Kids');
    if (Array.isArray(kids)) {
      work.depth(depth);
      const handed: Dictionary = new Map([...own].filter(([key]) => INHERITED.includes(key)));
      for (const kid of [...kids].reverse()) {
        waiting.push({ node: kid, inherited: handed, depth: depth + 1 });
      }
    } else {
      work.page();
      pages.push(new Page(number, own));
    }
    if (work.pace.due()) yield;
  }
  if (pages.length === 0) throw malformed('it has no page');
  return pages;
}
