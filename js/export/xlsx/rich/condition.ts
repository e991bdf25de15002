/** Conditional formats: how cells look depending on what they hold. */
import type { ConditionMessage, IconSet, Operator, PointMessage } from '../../../contract/rich';
import { boolean, type Fields, integer, invalid, items, number, oneOf, record, text } from '../../../validate';
import { type CellRange, rangeAt } from './address';
import { formulaText } from './formula';
import { type Operand, operandOf, operatorOf } from './operand';
import { rgb, type StyleReference, type Styles } from './style';

/** An end of a colour scale or data bar. */
export type ScalePoint =
  | 'lowest'
  | 'highest'
  | {
      /** At this value. */
      number: number;
    }
  | {
      /** At so much of the way from the lowest to the highest value, 0 to 100. */
      percent: number;
    }
  | {
      /** At the value that so many percent of the others do not exceed, 0 to 100. */
      percentile: number;
    };

/** A conditional format, on `range`. Where several apply, the first one's style wins. */
export type ConditionalFormat = {
  /** The cells it is for. */
  range: CellRange;
  /** Look at no later one where this applies. Default false. */
  stop?: boolean;
} & (
  | {
      /** Compares the cell's value: `value`, and `to` for `between` and `notBetween`. */
      type: 'cell';
      /** How the cell's value is to compare with `value`. */
      operator: Operator;
      /** What the cell's value is compared with. */
      value: Operand;
      /** The upper bound of `between` and `notBetween`. */
      to?: Operand;
      /** How the cell looks where it applies. */
      style: StyleReference;
    }
  | {
      /** Applies where the formula is true; its addresses are as seen from the range's first cell. */
      type: 'formula';
      /** In the words of Excel's English edition, with or without `=`. */
      formula: string;
      /** How the cell looks where it applies. */
      style: StyleReference;
    }
  | {
      /** Compares the cell's text, in capitals or not. */
      type: 'text';
      /** Where `text` must stand in the cell's, or that it must not. */
      operator: 'contains' | 'notContains' | 'beginsWith' | 'endsWith';
      /** What is looked for. */
      text: string;
      /** How the cell looks where it applies. */
      style: StyleReference;
    }
  | {
      /** The `rank` (1 to 1,000) largest or smallest, or so many percent (1 to 100). */
      type: 'top' | 'bottom';
      /** How many. */
      rank: number;
      /** Whether `rank` is a share of the range. Default false. */
      percent?: boolean;
      /** How the cell looks where it applies. */
      style: StyleReference;
    }
  | {
      /** Compares the cell with all others of the range, or asks whether it is empty. */
      type: 'aboveAverage' | 'belowAverage' | 'duplicate' | 'unique' | 'blank' | 'notBlank';
      /** How the cell looks where it applies. */
      style: StyleReference;
    }
  | {
      /** From one colour to the next: two or three. Points by default: lowest, 50th percentile, highest. */
      type: 'colorScale';
      /** Two or three times `'#RRGGBB'`. */
      colors: readonly string[];
      /** Where each colour is reached: as many as `colors`. */
      points?: readonly ScalePoint[];
    }
  | {
      /** A bar in each cell. Default: from the lowest to the highest value. */
      type: 'dataBar';
      /** Of the bar: `'#RRGGBB'`. */
      color?: string;
      /** Where the bar has no length. */
      min?: ScalePoint;
      /** Where it fills the cell. */
      max?: ScalePoint;
      /** Hide the values. Default false. */
      barOnly?: boolean;
    }
  | {
      /** An icon before each value, by thirds, fourths or fifths. */
      type: 'iconSet';
      /** Which icons, their number first. */
      icons: IconSet;
      /** The icon of the highest values for the lowest. Default false. */
      reverse?: boolean;
      /** Hide the values. Default false. */
      iconsOnly?: boolean;
    }
);

const ICONS: readonly IconSet[] = [
  ...(['3Arrows', '3ArrowsGray', '3Flags', '3TrafficLights', '3Signs', '3Symbols'] as const),
  ...(['4Arrows', '4Rating', '4TrafficLights', '5Arrows', '5Rating', '5Quarters'] as const),
];

const TEXT_OPERATORS = ['contains', 'notContains', 'beginsWith', 'endsWith'] as const;

const TYPES = [
  ...(['cell', 'formula', 'text', 'top', 'bottom', 'aboveAverage', 'belowAverage', 'duplicate', 'unique'] as const),
  ...(['blank', 'notBlank', 'colorScale', 'dataBar', 'iconSet'] as const),
];

type Type = (typeof TYPES)[number];

/** What a message has beyond its range. */
type Rule = ConditionMessage extends infer M ? (M extends unknown ? Omit<M, 'range' | 'stop'> : never) : never;

/** Reads a {@link ConditionalFormat}. */
export function checkCondition(value: unknown, path: string, styles: Styles): ConditionMessage {
  const fields = record(value, path);
  const type = fields.get('type', oneOf, TYPES);
  const only = (...keys: string[]) => fields.only(['type', 'range', 'stop', ...keys]);
  return {
    range: fields.get('range', rangeAt),
    stop: fields.optional('stop', false, boolean),
    ...ruleOf(type, only, styles),
  } as ConditionMessage;
}

function ruleOf(type: Type, only: (...keys: string[]) => Fields, styles: Styles): Rule {
  switch (type) {
    case 'cell': {
      const fields = only('operator', 'value', 'to', 'style');
      return { type, ...comparison(fields), style: styleOf(fields, styles) };
    }
    case 'formula': {
      const fields = only('formula', 'style');
      return { type, formula: fields.get('formula', formulaText), style: styleOf(fields, styles) };
    }
    case 'text': {
      const fields = only('operator', 'text', 'style');
      const operator = fields.get('operator', (given, at) => oneOf(given, at, TEXT_OPERATORS));
      const words = fields.get('text', text, 255);
      if (words === '') invalid(fields.path('text'), 'a string of at least one character', words);
      return { type, operator, text: words, style: styleOf(fields, styles) };
    }
    case 'top':
    case 'bottom': {
      const fields = only('rank', 'percent', 'style');
      const percent = fields.optional('percent', false, boolean);
      const rank = fields.get('rank', integer, 1, percent ? 100 : 1_000);
      return { type: 'top', rank, percent, bottom: type === 'bottom', style: styleOf(fields, styles) };
    }
    case 'aboveAverage':
    case 'belowAverage':
      return { type: 'average', below: type === 'belowAverage', style: styleOf(only('style'), styles) };
    case 'duplicate':
    case 'unique':
    case 'blank':
    case 'notBlank':
      return { type, style: styleOf(only('style'), styles) };
    case 'colorScale':
      return colorScale(only('colors', 'points'));
    case 'dataBar': {
      const fields = only('color', 'min', 'max', 'barOnly');
      return {
        type,
        color: fields.optional('color', '638EC6', rgb),
        min: fields.optional('min', pointOf('lowest', 'min'), pointOf),
        max: fields.optional('max', pointOf('highest', 'max'), pointOf),
        barOnly: fields.optional('barOnly', false, boolean),
      };
    }
    case 'iconSet': {
      const fields = only('icons', 'reverse', 'iconsOnly');
      return {
        type,
        icons: fields.get('icons', oneOf, ICONS),
        reverse: fields.optional('reverse', false, boolean),
        iconsOnly: fields.optional('iconsOnly', false, boolean),
      };
    }
  }
}

/** Of a conditional format, Excel takes no font's name, size or script, no alignment and no protection. */
const DIFFERENTIAL = [
  'bold',
  'italic',
  'strikethrough',
  'underline',
  'color',
  'fill',
  'top',
  'right',
  'bottom',
  'left',
  'numberFormat',
];

function styleOf(fields: Fields, styles: Styles): number {
  const style = fields.get('style', styles.check);
  const other = Object.keys(style).find((key) => !DIFFERENTIAL.includes(key));
  if (other !== undefined) {
    invalid(fields.path('style'), 'a style of colours, borders, number format, bold, italic and lines alone', style);
  }
  return styles.number(style);
}

function comparison(fields: Fields): { operator: Operator; formulas: string[] } {
  const operator = fields.get('operator', operatorOf);
  const isRange = operator === 'between' || operator === 'notBetween';
  const first = fields.get('value', operandOf);
  if (isRange) return { operator, formulas: [first, fields.get('to', operandOf)] };
  fields.optional('to', undefined, (to, at) => invalid(at, 'left out but for between and notBetween', to));
  return { operator, formulas: [first] };
}

function colorScale(fields: Fields): Rule {
  const colors = fields.get('colors', items, 3, rgb);
  if (colors.length < 2) invalid(fields.path('colors'), 'an array of two or three colours', colors);
  const usual: PointMessage[] = [
    { type: 'lowest', value: 0 },
    ...(colors.length === 3 ? [{ type: 'percentile' as const, value: 50 }] : []),
    { type: 'highest', value: 0 },
  ];
  const points = fields.optional('points', usual, items, 3, pointOf);
  if (points.length !== colors.length) invalid(fields.path('points'), 'as many as there are colors', points);
  return { type: 'colorScale', points: points.map((point, at) => ({ ...point, color: colors[at] as string })) };
}

function pointOf(value: unknown, path: string): PointMessage {
  if (typeof value === 'string') return { type: oneOf(value, path, ['lowest', 'highest']), value: 0 };
  const fields = record(value, path).only(['number', 'percent', 'percentile']);
  const found = (['number', 'percent', 'percentile'] as const).flatMap((type): PointMessage[] => {
    const [least, most] = type === 'number' ? [-1e300, 1e300] : [0, 100];
    const at = fields.optional(type, undefined, number, least, most);
    return at === undefined ? [] : [{ type, value: at }];
  });
  const [point] = found;
  return point !== undefined && found.length === 1
    ? point
    : invalid(path, 'a number, a percent or a percentile', value);
}
