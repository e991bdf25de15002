/** Texts as they were written: their lines, and how each part looks. */
import type { TextMessage } from '../../../contract/pdf';
import { type Levels, levels } from './bidi';

/** A part of a text that looks alike, up to `end`. */
export interface Stretch {
  /** Its index in the text. */
  span: number;
  end: number;
  style: number;
  link: string | undefined;
}

/** A part of a text up to a line feed, in UTF-16 units of its own. */
export interface Source {
  text: string;
  /** At least one; the last ends with the text or after it. */
  stretches: Stretch[];
  levels: Levels;
  /** Style of the line if nothing stands on it. */
  empty: number;
}

/** The parts of a text between line feeds. */
export function sources(text: TextMessage, style: number): Source[] {
  if (typeof text === 'string') {
    return text.split('\n').map((line) => ({
      text: line,
      stretches: [{ span: 0, end: line.length, style, link: undefined }],
      levels: levels(line),
      empty: style,
    }));
  }
  let end = 0;
  const stretches = text.map((span, index): Stretch => {
    end += span.text.length;
    return { span: index, end, style: span.style, link: span.link };
  });
  if (stretches.length === 0) stretches.push({ span: 0, end: 0, style, link: undefined });
  const last = stretches.at(-1) as Stretch;
  let start = 0;
  let first = 0;
  const whole = text.map((span) => span.text).join('');
  return whole.split('\n').map((line) => {
    const base = start;
    const lineEnd = base + line.length;
    start = lineEnd + 1;
    while (first < stretches.length - 1 && (stretches[first] as Stretch).end <= base) first++;
    let until = first;
    while (until < stretches.length - 1 && (stretches[until] as Stretch).end <= lineEnd) until++;
    return {
      text: line,
      stretches: stretches.slice(first, until + 1).map((stretch) => ({ ...stretch, end: stretch.end - base })),
      levels: levels(line),
      empty: (stretches[until] ?? last).style,
    };
  });
}
