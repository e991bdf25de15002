/** Data validation: what may be typed into cells. */
import type { Operator, ValidationMessage } from '../../../contract/rich';
import { ClinicoreError } from '../../../errors';
import { boolean, type Fields, invalid, items, oneOf, record, text } from '../../../validate';
import { type CellRange, rangeAt, referenceAt, referenceText, type SheetRange } from './address';
import { formulaText } from './formula';
import { type Operand, operandOf, operatorOf, quoted } from './operand';

/** What may be typed into the cells of `range`. */
export type DataValidation = {
  /** The cells it is for. */
  range: CellRange;
  /** Whether the cell may be left empty. Default true. */
  allowBlank?: boolean;
  /** Shown when a cell is chosen: a title of at most 32 characters, a message of at most 255. */
  prompt?: {
    /** At most 32 characters. Default: none. */
    title?: string;
    /** At most 255 characters. */
    message: string;
  };
  /** Shown for what is not allowed. `stop` (the default) refuses it, `warning` asks, `information` tells. */
  error?: {
    /** At most 32 characters. Default: Excel's own. */
    title?: string;
    /** At most 255 characters. Default: Excel's own. */
    message?: string;
    /** What becomes of what was entered. Default `'stop'`. */
    style?: 'stop' | 'warning' | 'information';
  };
} & (
  | {
      /** One of a list: its texts (255 characters in all, commas included, and none in a text), or the cells they stand in. */
      type: 'list';
      /** The texts, or the cells they stand in. */
      values:
        | readonly string[]
        | {
            /** One row or column of cells. */
            from: SheetRange;
          };
      /** Whether there is a button that shows the list. Default true. */
      dropdown?: boolean;
    }
  | {
      /** A number (`length`: of characters) compared with `value`, and with `to` for `between` and `notBetween`. */
      type: 'integer' | 'decimal' | 'date' | 'time' | 'length';
      /** Default `between`. */
      operator?: Operator;
      /** What it is compared with. */
      value: Operand;
      /** The upper bound of `between` and `notBetween`. */
      to?: Operand;
    }
  | {
      /** What makes the formula true; its addresses are as seen from the range's first cell. */
      type: 'custom';
      /** In the words of Excel's English edition, with or without `=`. */
      formula: string;
    }
);

const STYLES = ['stop', 'warning', 'information'] as const;

const KINDS = {
  list: 'list',
  integer: 'whole',
  decimal: 'decimal',
  date: 'date',
  time: 'time',
  length: 'textLength',
  custom: 'custom',
} as const;

/** Reads a {@link DataValidation}. */
export function checkValidation(
  value: unknown,
  path: string,
  context: { readonly sheet: string; readonly sheets: readonly string[] },
): ValidationMessage {
  const fields = record(value, path);
  const type = fields.get('type', oneOf, Object.keys(KINDS) as (keyof typeof KINDS)[]);
  const only = (...keys: string[]) => fields.only(['type', 'range', 'allowBlank', 'prompt', 'error', ...keys]);
  const prompt = fields.optional('prompt', undefined, (given, at) => record(given, at).only(['title', 'message']));
  const error = fields.optional('error', undefined, (given, at) =>
    record(given, at).only(['title', 'message', 'style']),
  );
  return {
    range: fields.get('range', rangeAt),
    type: KINDS[type],
    operator: 'between',
    allowBlank: fields.optional('allowBlank', true, boolean),
    dropdown: true,
    onError: error?.optional('style', undefined, (given, at) => oneOf(given, at, STYLES)) ?? 'stop',
    errorTitle: error?.optional('title', '', text, 32) ?? '',
    errorMessage: error?.optional('message', '', text, 255) ?? '',
    promptTitle: prompt?.optional('title', '', text, 32) ?? '',
    promptMessage: prompt?.get('message', text, 255) ?? '',
    ...ruleOf(type, only, context),
  };
}

function ruleOf(
  type: keyof typeof KINDS,
  only: (...keys: string[]) => Fields,
  { sheet, sheets }: { readonly sheet: string; readonly sheets: readonly string[] },
): Pick<ValidationMessage, 'formulas'> & Partial<ValidationMessage> {
  if (type === 'custom') return { formulas: [only('formula').get('formula', shortFormula)] };
  if (type === 'list') {
    const fields = only('values', 'dropdown');
    const list = (given: unknown, at: string) =>
      Array.isArray(given)
        ? listOf(given, at)
        : referenceText(record(given, at).only(['from']).get('from', referenceAt, sheet, sheets));
    return { formulas: [fields.get('values', list)], dropdown: fields.optional('dropdown', true, boolean) };
  }
  const fields = only('operator', 'value', 'to');
  const operator = fields.optional('operator', 'between', operatorOf);
  const first = fields.get('value', operandOf);
  if (operator === 'between' || operator === 'notBetween') {
    return { operator, formulas: [first, fields.get('to', operandOf)] };
  }
  fields.optional('to', undefined, (to, at) => invalid(at, 'left out but for between and notBetween', to));
  return { operator, formulas: [first] };
}

/** UTF-16 units that Excel takes of a list or a formula here. */
const MAX_UNITS = 255;

function listOf(value: readonly unknown[], path: string): string {
  const texts = items(value, path, 256, (item, at) => {
    const words = text(item, at, MAX_UNITS);
    return words === '' || /[,\p{Cc}]/u.test(words)
      ? invalid(at, 'a string without commas that is not empty', item)
      : words;
  });
  const list = texts.join(',');
  if (texts.length === 0) invalid(path, 'an array of at least one text', value);
  // A leading quote in a list would end the text that the list is.
  if (list.replace(/"/g, '""').length > MAX_UNITS) {
    throw new ClinicoreError(
      'ERR_LIMIT_EXCEEDED',
      `${path} must have at most ${MAX_UNITS} characters in all; put longer lists into cells and name them with { from }`,
      { argument: path, limit: MAX_UNITS, given: list.length },
    );
  }
  return quoted(list);
}

function shortFormula(value: unknown, path: string): string {
  text(value, path, MAX_UNITS);
  return formulaText(value, path);
}
