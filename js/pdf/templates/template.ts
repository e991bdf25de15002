/** What all templates have in common: their options, and the way from checked data to a PDF. */
import type { ProfileMessage } from '../../contract/pdf';
import { abortError, ClinicoreError, type ErrorDetails } from '../../errors';
import { TASK_OPTIONS, type TaskOptions, taskOptions } from '../../task';
import { type Fields, hexColor, line, oneOf, optionalRecord, record } from '../../validate';
import { levelOf } from '../einvoice/options';
import { language } from '../locale';
import type { PdfDocument } from '../model';
import type { Profile } from '../profile';
import { profileOption, renderedFrom } from '../render';
import { refuse } from './iban';
import { type Look, look, type PdfTheme } from './look';

/**
 * Options that every template has.
 *
 * @typeParam Labels the template's words
 */
export interface PdfTemplateOptions<Labels> extends TaskOptions {
  /**
   * BCP 47 tag: the document's language, and how its numbers and dates are printed. Where the language is written from
   * right to left, the document is mirrored. Default `'en'`.
   */
  locale?: string;
  /** The template's words in the document's language. Those left out are English. */
  labels?: Partial<Labels>;
  /** Colours, fonts and logo. */
  theme?: PdfTheme;
  /** The paper. Default `'A4'`. */
  pageSize?: 'A4' | 'Letter';
  /** What the file promises to be; see `render`. */
  profile?: Profile;
}

/** What a template makes. */
export interface Made {
  document: PdfDocument;
  /** Where something of the caller's stands in the document as it was given: the path there, and that in the data. */
  places?: Record<string, string>;
}

/** The options of one call of a template, checked. */
export interface Template<Labels> {
  readonly locale: string;
  readonly labels: Labels;
  readonly look: Look;
  readonly pageSize: 'A4' | 'Letter';
  readonly profile: ProfileMessage;
  /** The options, for those that only this template has. */
  readonly fields: Fields;
  /**
   * What can be had of `data`, of which `make` makes a document. Where that is rendered, an error in the document is told as
   * one in `data`, which has the form of what the caller passed in.
   */
  of(data: object, make: (goOn: () => void) => Made | Promise<Made>): Making;
}

/** A document that can be made. */
export interface Making {
  pdf(): Promise<Buffer>;
  document(): Promise<PdfDocument>;
}

/**
 * Options of a template's document: those of the PDF that are not about rendering it.
 *
 * @typeParam Options the options of the PDF
 */
export type DocumentOptions<Options> = Omit<Options, 'profile' | 'onProgress' | 'lane'>;

const COMMON = ['locale', 'labels', 'theme', 'profile', ...TASK_OPTIONS];

/**
 * Reads a template's options.
 *
 * @param own names of the options that no other template has
 * @param readProfile reads `profile`, where not all of `render` will do
 */
export function template<Labels extends object>(
  options: unknown,
  english: Labels,
  own: readonly string[] = [],
  readProfile = profileOption,
): Template<Labels> {
  const fields = optionalRecord(options, 'options').only([...COMMON, ...own]);
  const task = taskOptions(fields, 'interactive');
  const locale = fields.optional('locale', 'en', language);
  const accent = own.includes('accentColor') ? fields.optional('accentColor', undefined, hexColor) : undefined;
  const labels = fields.optional('labels', english, words, english);
  const profile = readProfile(fields);
  return {
    locale,
    labels,
    look: fields.optional('theme', look({}, 'options.theme', locale, accent), look, locale, accent),
    pageSize: fields.optional('pageSize', 'A4', (value, path) => oneOf(value, path, ['A4', 'Letter'])),
    profile,
    fields,
    of: (data, make) => ({
      async pdf() {
        let places = THEME;
        const made = async (goOn: () => void) => {
          const { document, places: own } = await make(goOn);
          places = { ...THEME, ...own };
          return document;
        };
        return renderedFrom(made, profile, task).catch((error) => {
          throw inTermsOf(error, { data, 'options.labels': labels }, places);
        });
      },
      async document() {
        // Of an e-invoice's document the profile says what is attached.
        const isEinvoice = levelOf(profile) !== undefined;
        for (const name of [...(isEinvoice ? [] : ['profile']), 'onProgress', 'lane']) {
          fields.optional(name, undefined, (_, path) => refuse(path, 'left out: it is an option of rendering'));
        }
        const { signal } = task;
        const goOn = () => {
          if (signal?.aborted) throw abortError(signal.reason);
        };
        goOn();
        return (await make(goOn)).document;
      },
    }),
  };
}

function words<Labels extends object>(value: unknown, path: string, english: Labels): Labels {
  const fields = record(value, path).only(Object.keys(english));
  const own = Object.entries(english).map(([name, word]) => [name, fields.optional(name, word, line, 60)]);
  return Object.fromEntries(own) as Labels;
}

/** What of the theme stands where in a document. */
const THEME: Record<string, string> = {
  'document.images.logo': 'options.theme.logo',
  'document.style.font': 'options.theme.font',
  'document.styles.title.font': 'options.theme.headingFont',
  'document.styles.name.font': 'options.theme.headingFont',
};

/** An error about the document, told as one about what it was made of. */
export function inTermsOf(error: unknown, sources: Record<string, unknown>, places: Record<string, string>): unknown {
  if (!(error instanceof ClinicoreError)) return error;
  const { argument, codePoint } = error.details;
  if (argument === undefined || !/^document\b/.test(argument)) return error;
  const source =
    codePoint === undefined ? placeOf(argument, places) : (fieldWith(codePoint, sources) ?? 'options.locale');
  const details: ErrorDetails = { ...error.details, argument: source };
  return new ClinicoreError(
    error.code,
    error.message.replace(argument, () => source),
    details,
    { cause: error },
  );
}

/** What of the caller's stands at a path of the document. */
function placeOf(argument: string, places: Record<string, string>): string {
  // The one picture that templates show.
  if (argument.endsWith('.image')) return 'options.theme.logo';
  const place = Object.keys(places).find((path) => argument.startsWith(path));
  return place === undefined ? 'data' : places[place] + argument.slice(place.length);
}

/** The path of the first text that has a character; what no field has came out of the locale. */
function fieldWith(codePoint: string, sources: Record<string, unknown>): string | undefined {
  const character = String.fromCodePoint(Number.parseInt(codePoint.slice(2), 16));
  const search = (value: unknown, path: string): string | undefined => {
    if (typeof value === 'string') return value.includes(character) ? path : undefined;
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return undefined;
    for (const [key, item] of Object.entries(value)) {
      const found = search(item, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const [path, source] of Object.entries(sources)) {
    const found = search(source, path);
    if (found !== undefined) return found;
  }
  return undefined;
}
