/** Words: text by script and face, shaped. */
import type { StyleMessage } from '../../../contract/pdf';
import { character, clusters, isLatin, joins } from './characters';
import type { Face, Joins, Word } from './face';
import { openTypeLanguage } from './language';
import type { Fragment } from './lines';

/** A shaped word and its face. */
export interface FacedWord {
  word: Word;
  /** Index among the document's faces. */
  face: number;
}

/** Texts a document keeps divided; beyond that it starts anew, so that memory stays bounded. */
const MAX_CACHED = 16_384;

type Known = Map<readonly number[], Map<string, FacedWord[]>>;

/** Shapes texts with the faces of one document. */
export class Words {
  /** By direction, list of faces, and text. */
  readonly #known = { ltr: new Map() as Known, rtl: new Map() as Known };
  #count = 0;
  /** By style, direction, and face of the word before. */
  readonly #spaces = new Map<string, FacedWord>();
  readonly #language: string | undefined;

  constructor(
    readonly faces: readonly Face[],
    readonly styles: readonly StyleMessage[],
    /** A BCP 47 tag. */
    language: string,
  ) {
    this.#language = openTypeLanguage(language);
  }

  /** The words of a text of one direction and style, in order: one, unless its characters are of several scripts or faces. */
  of(text: string, style: number, rtl: boolean, joined: Joins | undefined): FacedWord[] {
    const list = (this.styles[style] as StyleMessage).faces;
    if (joined) return this.#divide(text, list, rtl, joined);
    if (this.#count === MAX_CACHED) {
      this.#known.ltr.clear();
      this.#known.rtl.clear();
      this.#count = 0;
    }
    const byList = rtl ? this.#known.rtl : this.#known.ltr;
    let known = byList.get(list);
    if (known === undefined) {
      known = new Map();
      byList.set(list, known);
    }
    let words = known.get(text);
    if (words === undefined) {
      words = this.#divide(text, list, rtl, undefined);
      known.set(text, words);
      this.#count++;
    }
    return words;
  }

  /** A space, in the face of the word before it if that has one: they are drawn together then. */
  space(style: number, rtl: boolean, before: number | undefined): FacedWord {
    const key = `${style} ${rtl} ${before}`;
    let space = this.#spaces.get(key);
    if (space === undefined) {
      const list = (this.styles[style] as StyleMessage).faces;
      const candidates = before !== undefined && list.includes(before) ? [before, ...list] : list;
      const face = candidates.find((one) => this.#face(one).covers(0x20)) ?? (list[0] as number);
      space = { word: this.#face(face).shape(' ', rtl, undefined, this.#language), face };
      this.#spaces.set(key, space);
    }
    return space;
  }

  /** What shows where a word is broken after a fragment. */
  hyphen(fragment: Fragment): Fragment {
    const [hyphen] = this.of('-', fragment.style, fragment.level % 2 === 1, undefined) as [FacedWord];
    return {
      ...fragment,
      ...hyphen,
      joined: undefined,
      width: this.widthOf(hyphen.word, fragment.style),
      after: 'nothing',
    };
  }

  /** A part of a fragment, which joins the rest as it did. */
  part(fragment: Fragment, start: number, end: number): Fragment {
    const { word, face, level, joined, style } = fragment;
    const isEnd = end === word.text.length;
    const ends = {
      before: start === 0 ? joined?.before === true : joins(word.text, start),
      after: isEnd ? joined?.after === true : joins(word.text, end),
    };
    const part = this.#shape(word.text.slice(start, end), face, level % 2 === 1, ends);
    return { ...fragment, ...part, width: this.widthOf(part.word, style), after: isEnd ? fragment.after : 'nothing' };
  }

  /** In points. */
  widthOf({ width }: Word, style: number): number {
    return (width * (this.styles[style] as StyleMessage).size) / 1000;
  }

  #divide(text: string, list: readonly number[], rtl: boolean, joined: Joins | undefined): FacedWord[] {
    let start = 0;
    return items(text, list, this.faces).map(({ end, face }) => {
      const ends = {
        before: start === 0 ? joined?.before === true : joins(text, start),
        after: end === text.length ? joined?.after === true : joins(text, end),
      };
      const word = this.#shape(text.slice(start, end), face, rtl, ends);
      start = end;
      return word;
    });
  }

  #shape(text: string, face: number, rtl: boolean, ends: Joins): FacedWord {
    const joined = ends.before || ends.after ? ends : undefined;
    return { word: this.#face(face).shape(text, rtl, joined, this.#language), face };
  }

  #face(index: number): Face {
    return this.faces[index] as Face;
  }
}

/** The parts of a text in one face and script. */
function items(text: string, list: readonly number[], faces: readonly Face[]): { end: number; face: number }[] {
  const [best] = list;
  if (best !== undefined && isLatin(text) && draws(faces[best] as Face, text))
    return [{ end: text.length, face: best }];
  const found: { end: number; face: number; script: string | undefined }[] = [];
  let end = 0;
  for (const cluster of clusters(text)) {
    end += cluster.length;
    const script = scriptOf(cluster);
    const current = found.at(-1);
    // What is common to scripts stays in the face it stands in.
    const stays = current !== undefined && script === undefined && draws(faces[current.face] as Face, cluster);
    const face = stays ? current.face : (list.find((one) => draws(faces[one] as Face, cluster)) ?? (list[0] as number));
    const sameScript = script === undefined || current?.script === undefined || current.script === script;
    if (current !== undefined && current.face === face && sameScript) {
      current.end = end;
      current.script ??= script;
    } else found.push({ end, face, script });
  }
  return found;
}

function scriptOf(cluster: string): string | undefined {
  for (const one of cluster) {
    const { script } = character(one.codePointAt(0) as number);
    if (script !== undefined) return script;
  }
  return undefined;
}

function draws(face: Face, cluster: string): boolean {
  for (const one of cluster) if (!face.covers(one.codePointAt(0) as number)) return false;
  return true;
}

/** The first character of `text` that none of the faces `list` can draw, with what belongs to it; a line break is none. */
export function firstMissing(text: string, list: readonly number[], faces: readonly Face[]): number | undefined {
  const candidates = list.map((face) => faces[face] as Face);
  // As it nearly always is.
  if (candidates[0] && draws(candidates[0], text.replaceAll('\n', ''))) return undefined;
  for (const cluster of clusters(text)) {
    if (cluster === '\n' || candidates.some((face) => draws(face, cluster))) continue;
    const codePoints = Array.from(cluster, (one) => one.codePointAt(0) as number);
    const best = candidates.find((face) => face.covers(codePoints[0] as number));
    return best === undefined ? codePoints[0] : codePoints.find((codePoint) => !best.covers(codePoint));
  }
  return undefined;
}
