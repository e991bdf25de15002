/** A workbook as its writers get it: all but the values checked, every default filled in. */
import { boolean, oneOf, optionalRecord } from '../../validate';
import { workbookPassword } from './encryption/password';
import { documentText, documentTime } from './excel';
import { type CheckedSheet, checkSheets } from './sheet';

/** A workbook that can be written. */
export interface Workbook {
  readonly sheets: readonly CheckedSheet[];
  readonly escapeFormulas: boolean;
  /** Whether rows that do not fit a sheet go on in another. */
  readonly overflows: boolean;
  /** Without which nobody opens the file. */
  readonly password: string | undefined;
  readonly properties: Properties;
}

/** What a file tells about itself; empty ones are left out. */
export interface Properties {
  readonly title: string;
  readonly author: string;
  /** Such as `2026-01-31T12:00:00Z`. */
  readonly created: string;
}

/** The names of a plain workbook's options. */
export const OPTIONS = ['escapeFormulas', 'overflow', 'password', 'title', 'author', 'created'];

export function checkWorkbook(sheets: unknown, options: unknown): Workbook {
  const fields = optionalRecord(options, 'options');
  fields.only(OPTIONS);
  const overflows = fields.optional('overflow', 'error', oneOf, ['error', 'sheet']) === 'sheet';
  return {
    escapeFormulas: fields.optional('escapeFormulas', true, boolean),
    overflows,
    password: fields.optional('password', undefined, workbookPassword),
    properties: {
      title: fields.optional('title', '', documentText),
      author: fields.optional('author', '', documentText),
      created: fields.optional('created', '', documentTime),
    },
    sheets: checkSheets(sheets, overflows),
  };
}
