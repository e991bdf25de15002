/** Cells that are given one by one. */
import { types } from 'node:util';
import type { LinkMessage, NoteMessage, RichValueMessage } from '../../../contract/rich';
import { boolean, integer, invalid, isRecord, readable, record, text } from '../../../validate';
import { DAY_MS, dayOf, timeOf } from '../../calendar';
import { beginsLikeFormula } from '../../formula-injection';
import { serial } from '../excel';
import { type Cell, type CellAddress, cellAt, referenceAt, referenceText, type SheetRange } from './address';
import { cellText, type FormulaValue, formulaValue } from './formula';
import type { PartialStyle, StyleReference, Styles } from './style';

/**
 * What stands in a cell. A Date is a moment, shown in UTC; a day of the calendar is `{ date: '2026-01-31' }`. A text is
 * never a formula, whatever it begins with: formulas are {@link FormulaValue}s.
 */
export type CellContent =
  | string
  | number
  | boolean
  | Date
  | {
      /** `YYYY-MM-DD`, from 1900 to 9999. */
      date: string;
    }
  | FormulaValue
  | null;

/** Where a text leads: an address of the web or of mail, or cells of the workbook; `tip` is shown beside the pointer. */
export type CellLink =
  | string
  | {
      /** An `https:`, `http:` or `mailto:` address of at most 2,079 characters. */
      url: string;
      /** At most 255 characters. Default: none. */
      tip?: string;
    }
  | {
      /** The cells it leads to. */
      to: SheetRange;
      /** At most 255 characters. Default: none. */
      tip?: string;
    };

/** A comment on a cell. */
export type CellNote =
  | string
  | {
      /** At most 32,700 characters. */
      text: string;
      /** At most 52 characters. Default: none. */
      author?: string;
      /** In pixels. Default 128 × 74. */
      width?: number;
      /** In pixels, as `width`. */
      height?: number;
      /** Show it always, not only under the pointer. Default false. */
      visible?: boolean;
    };

/** One cell of a sheet; it stands over what the sheet's columns or table have there. */
export interface CellInput {
  /** Which cell. */
  at: CellAddress;
  /** What it holds. Left out, it is what the columns or the table have there, or, with a link, the link's address. */
  value?: CellContent;
  /** How it looks, over the styles of its column and ranges. */
  style?: StyleReference;
  /** Where it leads; its value must be a text. Without a style it is blue and underlined. */
  link?: CellLink;
  /** A comment on it. */
  note?: CellNote;
}

/** A cell, checked. */
export interface CheckedCell extends Cell {
  readonly value: RichValueMessage;
  /** Whether the value is what the sheet's data say. */
  readonly keep: boolean;
  readonly style: PartialStyle;
  readonly link: Omit<LinkMessage, keyof Cell | 'text' | 'style'> | undefined;
  readonly note: Omit<NoteMessage, keyof Cell> | undefined;
}

/** What checking cells needs of their workbook. */
export interface CellContext {
  readonly styles: Styles;
  readonly sheet: string;
  readonly sheets: readonly string[];
  readonly escapeFormulas: boolean;
}

const TIMESTAMP: PartialStyle = { numberFormat: 'yyyy-mm-dd hh:mm:ss' };
const DATE: PartialStyle = { numberFormat: 'yyyy-mm-dd' };
const LINK: PartialStyle = { color: '0563C1', underline: 'single' };

/** Reads a {@link CellInput}. */
export function checkCell(value: unknown, path: string, context: CellContext): CheckedCell {
  const fields = record(value, path).only(['at', 'value', 'style', 'link', 'note']);
  const at = fields.get('at', cellAt);
  const link = fields.optional('link', undefined, linkOf, context);
  const given = fields.optional('value', undefined, contentOf);
  const [content, own] = given ?? [null, {}];
  const shown = link !== undefined && content === null ? link.url || link.location : content;
  if (link !== undefined && (typeof shown !== 'string' || shown === '')) {
    invalid(fields.path('value'), 'a text of at least one character, for it has a link', content);
  }
  const style = fields.optional('style', link === undefined ? {} : LINK, context.styles.check);
  const isQuoted = context.escapeFormulas && typeof shown === 'string' && beginsLikeFormula(shown);
  return {
    ...at,
    value: shown,
    keep: given === undefined && link === undefined,
    style: { ...own, ...style, ...(isQuoted ? { quoted: true } : {}) },
    link,
    note: fields.optional('note', undefined, noteOf),
  };
}

function contentOf(value: unknown, path: string): readonly [RichValueMessage, PartialStyle] {
  if (value === null) return [null, {}];
  if (typeof value === 'string') return [cellText(value, path) || null, {}];
  if (typeof value === 'boolean') return [value, {}];
  if (typeof value === 'number') {
    return Number.isFinite(value) ? [value + 0, {}] : invalid(path, 'a finite number', value);
  }
  if (types.isDate(value)) {
    return [serial(timeOf(value)) ?? invalid(path, 'a Date from 1900 to 9999', value), TIMESTAMP];
  }
  const must = "a string, a number, true or false, a Date, null, { date: 'YYYY-MM-DD' } or { formula, result }";
  if (!isRecord(value)) invalid(path, must, value);
  if (readable(path, () => value.date) === undefined) return [formulaValue(value, path), {}];
  return [record(value, path).only(['date']).get('date', dayNumber), DATE];
}

/** A day's serial number. */
export function dayNumber(value: unknown, path: string): number {
  const day = typeof value === 'string' && value.length === 10 ? serial(dayOf(value) * DAY_MS) : undefined;
  return day ?? invalid(path, "a date from '1900-01-01' to '9999-12-31'", value);
}

/** UTF-16 units of an address that Excel takes. */
const MAX_URL = 2_079;

function linkOf(value: unknown, path: string, { sheet, sheets }: CellContext): CheckedCell['link'] {
  if (typeof value === 'string') return { url: addressOf(value, path), location: '', tip: '' };
  const fields = record(value, path).only(['url', 'to', 'tip']);
  const tip = fields.optional('tip', '', text, 255);
  const url = fields.optional('url', undefined, addressOf);
  if (url !== undefined) {
    fields.optional('to', undefined, (to, at) => invalid(at, 'left out beside a url', to));
    return { url, location: '', tip };
  }
  return { url: '', location: fields.get('to', (to, at) => referenceText(referenceAt(to, at, sheet, sheets))), tip };
}

function addressOf(value: unknown, path: string): string {
  const url = text(value, path, MAX_URL);
  if (!/^(?:https?:\/\/|mailto:)[^\s\p{Cc}"<>^`{|}\\]+$/iu.test(url) || !URL.canParse(url)) {
    invalid(path, 'an address that begins with https://, http:// or mailto: and has no spaces', url);
  }
  return url.replace(/^[a-z]+:/i, (scheme) => scheme.toLowerCase());
}

function noteOf(value: unknown, path: string): Omit<NoteMessage, keyof Cell> {
  const plain = { author: '', width: 128, height: 74, visible: false };
  if (typeof value === 'string') return { text: noteText(value, path), ...plain };
  const fields = record(value, path).only(['text', 'author', 'width', 'height', 'visible']);
  return {
    text: fields.get('text', noteText),
    author: fields.optional('author', '', text, 52),
    width: fields.optional('width', plain.width, integer, 16, 4_000),
    height: fields.optional('height', plain.height, integer, 16, 4_000),
    visible: fields.optional('visible', false, boolean),
  };
}

/** Of a cell's characters, comments leave some to their author. */
const MAX_NOTE = 32_700;

function noteText(value: unknown, path: string): string {
  const note = text(value, path, MAX_NOTE);
  return note === '' ? invalid(path, 'a string of at least one character', value) : note;
}
