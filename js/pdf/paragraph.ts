/** Paragraphs, headings, and the texts of everything else. */
import type { ParagraphMessage, SpanMessage, TextMessage } from '../contract/pdf';
import { ClinicoreError } from '../errors';
import {
  boolean,
  type Fields,
  integer,
  invalid,
  isRecord,
  items,
  oneOf,
  readable,
  record,
  text as unicode,
} from '../validate';
import type { Draft, Place } from './draft';
import { hyphenator } from './hyphenation';
import type { Look } from './style';
import { isPlain, MAX_TEXT, printed } from './text';
import { spaced } from './words';

/** Pieces of one text. */
const MAX_SPANS = 10_000;
const ALIGNS = ['start', 'end', 'left', 'right', 'center', 'justify'] as const;

/** See `Align`. */
export const align = (value: unknown, path: string) => oneOf(value, path, ALIGNS);

export function paragraph(draft: Draft, fields: Fields, place: Place): ParagraphMessage {
  const look = fields.get('style', draft.styles.within, place.look);
  const part = fields.optional('hyphenate', false, (value, path) =>
    boolean(value, path) ? hyphenator(draft.language, path) : false,
  );
  const lines = fields.optional('lines', undefined, integer, 1, 10_000);
  return {
    type: 'paragraph',
    text: fields.get('text', (value, path) => text(draft, value, path, look, part || undefined)),
    style: draft.styles.index(look),
    align: fields.optional('align', 'start', align),
    ...(lines !== undefined && { lines }),
  };
}

/** Sizes of headings that say nothing else, by their level. */
const HEADINGS = [20, 16, 13, 11.5, 10.5, 10];

export function heading(draft: Draft, fields: Fields, place: Place): ParagraphMessage {
  const level = fields.get('level', (value, path) => next(draft, integer(value, path, 1, 6), path, place));
  const around: Look = { ...place.look, size: HEADINGS[level - 1] as number, weight: 'bold', lineHeight: 1.25 };
  const look = fields.get('style', draft.styles.within, around);
  const said = fields.get('text', (value, path) => {
    const message = text(draft, value, path, look);
    const all = typeof message === 'string' ? message : message.map((span) => span.text).join('');
    if (all.trim() === '') invalid(path, 'a text that is not empty', value);
    return message;
  });
  return {
    type: 'paragraph',
    text: said,
    style: draft.styles.index(look),
    align: fields.optional('align', 'start', align),
    heading: level,
  };
}

/** Whether a level may follow the last one: none is skipped on the way down (PDF/UA-1, 7.4.2). */
function next(draft: Draft, level: number, path: string, { region }: Place): number {
  if (region === 'margin') {
    const message = `${path} must not be given here: what stands on every page is in no outline`;
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: path });
  }
  if (level > draft.level + 1) {
    const message = `${path} must be at most ${draft.level + 1}, one below the heading before it, got ${level}`;
    const details = { argument: path, limit: draft.level + 1, given: level };
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, details);
  }
  draft.level = level;
  return level;
}

/** A text in `look`; `part` puts soft hyphens into its words. */
export function text(
  draft: Draft,
  value: unknown,
  path: string,
  look: Look,
  part?: (text: string) => string,
): TextMessage {
  if (typeof value === 'string') return piece(draft, value, path, part);
  if (!readable(path, () => Array.isArray(value))) invalid(path, 'a text or an array of its pieces', value);
  let left = MAX_TEXT;
  const spans = items(value, path, MAX_SPANS, (item, at): SpanMessage => {
    const span = readSpan(draft, item, at, look, left, part);
    left -= span.text.length;
    return span;
  });
  const [only] = spans;
  if (only === undefined) return '';
  const isMore = spans.length > 1 || only.link !== undefined || only.field !== undefined;
  return isMore || only.style !== draft.styles.index(look) ? spans : only.text;
}

function readSpan(
  draft: Draft,
  value: unknown,
  path: string,
  look: Look,
  left: number,
  part: ((text: string) => string) | undefined,
): SpanMessage {
  if (!isRecord(value)) return { text: piece(draft, value, path, part, left), style: draft.styles.index(look) };
  const fields = record(value, path);
  const style = draft.styles.index(fields.get('style', draft.styles.within, look));
  const field = fields.optional('field', undefined, pageField, draft);
  if (field !== undefined) {
    fields.only(['field', 'style']);
    return { text: '', style, field };
  }
  fields.only(['text', 'style', 'link']);
  const said = fields.get('text', (one, at) => piece(draft, one, at, part, left));
  const link = fields.optional('link', undefined, uri);
  return { text: said, style, ...(link !== undefined && { link }) };
}

function pageField(value: unknown, path: string, { inMargins }: Draft): 'page' | 'pages' {
  if (inMargins) return oneOf(value, path, ['page', 'pages']);
  const message = `${path} must not be given here: only header and footer say which page it is`;
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: path });
}

/** A piece of text without styles. */
export function piece(
  draft: Draft,
  value: unknown,
  path: string,
  part?: (text: string) => string,
  maxLength = MAX_TEXT,
): string {
  const said = printed(value, path, maxLength);
  draft.count('characters', said.length);
  if (part !== undefined) return part(isPlain(said) ? said : spaced(said));
  return isPlain(said) ? said : spaced(said);
}

const PROTOCOLS = ['https:', 'http:', 'mailto:', 'tel:'];

/** Where a text leads, in the characters a URI may have. */
function uri(value: unknown, path: string): string {
  const url = parsed(unicode(value, path, 2_000));
  if (url !== undefined && PROTOCOLS.includes(url.protocol)) return url.href;
  invalid(path, 'a URI that begins with https:, http:, mailto: or tel:', value);
}

function parsed(value: string): URL | undefined {
  try {
    return new URL(value);
  } catch {
    return undefined;
  }
}
