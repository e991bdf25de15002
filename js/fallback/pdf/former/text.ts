/** Paragraphs: where lines break and how wide they are. The rules are those of the Rust crate's `text.rs`. */
/// <reference path="../linebreak.d.ts" />
import LineBreaker from 'linebreak';
import { shape, type Weight, type Word } from './font';

/** How a text is set. */
export interface Style {
  weight: Weight;
  size: number;
  color: readonly [number, number, number];
}

export const style = (weight: Weight, size: number, color: Style['color']): Style => ({ weight, size, color });
/** From one line to the next. */
export const lineHeight = ({ size }: Style) => size * 1.4;
/** From the top of a line down to its baseline. */
export const baseline = ({ size }: Style) => size * 1.09;

/** A line: words and the spaces between them, in order. `advance` is in font units, without trailing spaces. */
export interface Line {
  words: Word[];
  advance: number;
}

/** A line's width in points. */
export const width = (line: Line, size: number) => (line.advance * size) / 1000;

/** Shaped words a document keeps; beyond that it starts anew, so that memory stays bounded. */
const MAX_CACHED_WORDS = 8192;

/** The faces kern no pair of these, so a number is its characters side by side; fontkit takes 0.1 ms to find that out. */
const UNKERNED = /^[\d.,%-]{2,}$/;

const emptyLine = (): Line => ({ words: [], advance: 0 });

function push(line: Line, word: Word): void {
  line.words.push(word);
  line.advance += word.advance;
}

/** Shapes and breaks the texts of one document. */
export class Typesetter {
  readonly #words = { regular: new Map<string, Word>(), bold: new Map<string, Word>() };

  /** The text on one line, however long. */
  line(text: string, weight: Weight): Line {
    return this.#wrap(text, weight, Number.POSITIVE_INFINITY).at(-1) as Line;
  }

  /**
   * The text broken into lines of at most `points`: at the opportunities of UAX #14, and inside a word only where the
   * word alone is wider than a line.
   */
  paragraph(text: string, { weight, size }: Style, points: number): Line[] {
    const room = Math.floor((points * 1000) / size + 1e-6);
    return text.split('\n').flatMap((part) => this.#wrap(part, weight, room));
  }

  #wrap(text: string, weight: Weight, room: number): Line[] {
    const lines: Line[] = [];
    let line = emptyLine();
    let gap = emptyLine();
    for (const segment of segments(text)) {
      const trimmed = segment.replace(/ +$/, '');
      if (trimmed !== '') {
        const word = this.#word(trimmed, weight);
        if (line.words.length === 0 || line.advance + gap.advance + word.advance > room) {
          if (line.words.length > 0) lines.push(line);
          line = emptyLine();
          gap = emptyLine();
        }
        if (word.advance > room) {
          lines.push(...this.#split(trimmed, weight, room));
          line = lines.pop() as Line;
        } else {
          for (const space of gap.words) push(line, space);
          gap = emptyLine();
          push(line, word);
        }
      }
      for (let i = trimmed.length; i < segment.length; i++) push(gap, this.#word(' ', weight));
    }
    lines.push(line);
    return lines;
  }

  /** A word too wide for a line, cut between characters and never between a letter and its marks. */
  #split(text: string, weight: Weight, room: number): Line[] {
    const clusters: string[] = [];
    for (const character of text) {
      // A mark is what has no advance of its own.
      if (clusters.length > 0 && this.#word(character, weight).advance === 0)
        clusters[clusters.length - 1] += character;
      else clusters.push(character);
    }
    const pieces: string[] = [];
    let piece = '';
    let advance = 0;
    for (const cluster of clusters) {
      const more = this.#word(cluster, weight).advance;
      if (piece !== '' && advance + more > room) {
        pieces.push(piece);
        piece = '';
        advance = 0;
      }
      piece += cluster;
      advance += more;
    }
    return [...pieces, piece].map((part) => {
      const word = this.#word(part, weight);
      return { words: [word], advance: word.advance };
    });
  }

  #word(text: string, weight: Weight): Word {
    const words = this.#words[weight];
    let word = words.get(text);
    if (word === undefined) {
      word = UNKERNED.test(text) ? this.#sideBySide(text, weight) : shape(text, weight);
      if (words.size >= MAX_CACHED_WORDS) words.clear();
      words.set(text, word);
    }
    return word;
  }

  #sideBySide(text: string, weight: Weight): Word {
    const characters = [...text].map((character) => this.#word(character, weight));
    return {
      text,
      glyphs: characters.flatMap(({ glyphs }) => glyphs),
      positions: characters.flatMap(({ positions }) => positions),
      advance: characters.reduce((sum, { advance }) => sum + advance, 0),
    };
  }
}

function* segments(text: string): Generator<string> {
  const breaker = new LineBreaker(text);
  let start = 0;
  for (let at = breaker.nextBreak(); at !== null; at = breaker.nextBreak()) {
    yield text.slice(start, at.position);
    start = at.position;
  }
}
