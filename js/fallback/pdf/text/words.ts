/** Words: text by script and face, shaped. */
import { character, clusters, joins } from './characters';
import type { Face, Joins, Word } from './face';

/** A shaped word and its face. */
export interface FacedWord {
  word: Word;
  /** Index among the document's faces. */
  face: number;
  rtl: boolean;
}

/** Texts a document keeps divided; beyond that it starts anew, so that memory stays bounded. */
const MAX_CACHED = 8192;

/** Shapes texts with the faces of one document. */
export class Words {
  /** By list of faces, then by direction and text. */
  readonly #known = new Map<readonly number[], Map<string, FacedWord[]>>();
  #count = 0;

  constructor(readonly faces: readonly Face[]) {}

  /**
   * The words of a text of one direction, in the order they are read: one, unless its characters are of several scripts
   * or faces. Each is drawn with the first of the faces `list` that can.
   */
  of(text: string, list: readonly number[], rtl: boolean, joined: Joins | undefined): FacedWord[] {
    if (joined) return this.#divide(text, list, rtl, joined);
    let known = this.#known.get(list);
    if (known === undefined || this.#count >= MAX_CACHED) {
      if (this.#count >= MAX_CACHED) this.#known.clear();
      this.#count = 0;
      known = new Map();
      this.#known.set(list, known);
    }
    const key = (rtl ? 'r' : 'l') + text;
    let words = known.get(key);
    if (words === undefined) {
      words = this.#divide(text, list, rtl, undefined);
      known.set(key, words);
      this.#count++;
    }
    return words;
  }

  /** A part of a word, which joins the rest as it did; `joined` is how the whole does. */
  part({ word, face, rtl }: FacedWord, start: number, end: number, joined: Joins | undefined): FacedWord {
    const ends = {
      before: start === 0 ? joined?.before === true : joins(word.text, start),
      after: end === word.text.length ? joined?.after === true : joins(word.text, end),
    };
    const part = (this.faces[face] as Face).shape(word.text.slice(start, end), rtl, some(ends));
    return { word: part, face, rtl };
  }

  #divide(text: string, list: readonly number[], rtl: boolean, joined: Joins | undefined): FacedWord[] {
    let start = 0;
    return runs(text, list, this.faces).map(({ end, face }) => {
      const ends = {
        before: start === 0 ? joined?.before === true : joins(text, start),
        after: end === text.length ? joined?.after === true : joins(text, end),
      };
      const word = (this.faces[face] as Face).shape(text.slice(start, end), rtl, some(ends));
      start = end;
      return { word, face, rtl };
    });
  }
}

const some = (ends: Joins): Joins | undefined => (ends.before || ends.after ? ends : undefined);

/** The parts of a text in one face and script. */
function runs(text: string, list: readonly number[], faces: readonly Face[]): { end: number; face: number }[] {
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
  for (const cluster of clusters(text)) {
    if (cluster === '\n' || candidates.some((face) => draws(face, cluster))) continue;
    const codePoints = Array.from(cluster, (one) => one.codePointAt(0) as number);
    const best = candidates.find((face) => face.covers(codePoints[0] as number));
    return best === undefined ? codePoints[0] : codePoints.find((codePoint) => !best.covers(codePoint));
  }
  return undefined;
}
