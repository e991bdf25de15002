import { type NanPolicy, nanPolicy } from '../../series';
import { boolean, type Fields, integer, invalid, isRecord, oneOf, readable, record } from '../../validate';

/** The versions of simple-statistics whose answers can be had: up to 7.8.8, and from 7.8.9 on. */
export type SimpleStatistics = 'simple-statistics@7.8.8' | 'simple-statistics@7.8.9';

/** A sample: a `Float64Array`, which is read in place, or an array, where `null` stands for a missing value. */
export type SampleValues = ArrayLike<number | null>;

/** Options of every descriptive statistic. */
export interface SampleOptions {
  /** What a NaN (in an array, also a `null`) means: a mistake (`'error'`, the default) or a missing value, left out. */
  nan?: NanPolicy | undefined;
  /**
   * Answers as simple-statistics does, for services that move from it: sets the defaults of the other options to its
   * conventions. `'simple-statistics@7.8.8'` stands for that version and those before, `'simple-statistics@7.8.9'` for
   * that and those after; they differ in quantiles. What it has conventions of its own for: `population` is true in
   * `variance`, `standardDeviation` and `zScores`, quantiles follow its rule, `medianAbsoluteDeviation` is not scaled. In all
   * else it agrees with the defaults here.
   */
  compat?: SimpleStatistics | undefined;
}

/** Options of statistics of dispersion. */
export interface DispersionOptions extends SampleOptions {
  /** Whether the values are all there are (divide by *n*) or a sample of more (by *n* − 1). Default `false`, a sample. */
  population?: boolean | undefined;
}

/**
 * How a quantile is read off the sorted values: the types of Hyndman & Fan (1996), *American Statistician* 50, 361–365,
 * numbered as in R. 7 is the default of R, NumPy and Excel; 6 that of SPSS and Minitab; 8 the one the authors recommend.
 */
export type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** Options of statistics that are quantiles, or made of them. */
export interface QuantileOptions extends SampleOptions {
  /** Default 7. */
  type?: QuantileType | undefined;
}

/** What the options of a call come to. */
export interface Choices {
  readonly nan: NanPolicy;
  readonly population: boolean;
  /** 0 is the rule of simple-statistics up to 7.8.8. */
  readonly type: QuantileType | 0;
  readonly scaled: boolean;
}

const DEFAULTS: Choices = { nan: 'error', population: false, type: 7, scaled: true };

/** What {@link SampleOptions.compat} puts in place of the defaults. */
const CONVENTIONS: Record<SimpleStatistics, Choices> = {
  'simple-statistics@7.8.8': { nan: 'error', population: true, type: 0, scaled: false },
  'simple-statistics@7.8.9': { nan: 'error', population: true, type: 7, scaled: false },
};

const NONE = [] as const;

/** Reads a call's options, of which `own` are allowed beside those of every statistic. */
export function choices(options: unknown, own: readonly ('population' | 'type' | 'scaled')[] = NONE): Choices {
  if (options === undefined) return DEFAULTS;
  if (!isRecord(options)) invalid('options', 'an object', options);
  try {
    return chosen(options, own);
  } catch (cause) {
    return readable('options', () => {
      throw cause;
    });
  }
}

/** In one turn: a short series is measured in less time than it takes to look for each option in its turn. */
function chosen(options: Readonly<Record<string, unknown>>, own: readonly string[]): Choices {
  const { compat } = options;
  const usual = compat === undefined ? DEFAULTS : CONVENTIONS[simpleStatistics(compat, 'options.compat')];
  let { nan, population, type, scaled } = usual;
  for (const key in options) {
    if (key === 'compat') continue;
    // Most have one of their own, and a look at it takes a third of the time of a search.
    if (key !== 'nan' && key !== own[0] && !own.includes(key))
      record(options, 'options').only(['nan', 'compat', ...own]);
    const value = options[key];
    if (value === undefined) continue;
    if (key === 'nan') nan = nanPolicy(value, 'options.nan');
    else if (key === 'population') population = boolean(value, 'options.population');
    else if (key === 'type') type = quantileType(value, 'options.type');
    else if (key === 'scaled') scaled = boolean(value, 'options.scaled');
  }
  return { nan, population, type, scaled };
}

/** Reads {@link SampleOptions} out of a call's options. */
export function sampleChoices(options: Fields): Choices {
  const compat = options.optional('compat', undefined, simpleStatistics);
  return {
    ...(compat === undefined ? DEFAULTS : CONVENTIONS[compat]),
    nan: options.optional('nan', 'error', nanPolicy),
  };
}

const simpleStatistics = (value: unknown, path: string): SimpleStatistics =>
  oneOf(value, path, ['simple-statistics@7.8.8', 'simple-statistics@7.8.9']);

const quantileType = (value: unknown, path: string): QuantileType => integer(value, path, 1, 9) as QuantileType;
