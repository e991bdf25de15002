/** The styles of a workbook: a plain and a quoted one for each number format, and the same two for headers. */
import { ClinicoreError } from '../../../errors';
import { MAX_FORMATS } from '../excel';
import { DECLARATION, element, MAIN, xstring } from '../xml';

/** The first number format id that is not one of Excel's own. */
const FIRST_FORMAT_ID = 164;
/** Those of General and of headers, which come before the others. */
const GENERAL = 0;
const HEADER = 2;
const FIRST = 4;

/** Numbers formats as sheets use them. */
export class Styles {
  readonly #formats: string[] = [];

  /**
   * The style of a column's cells; `quoted` keeps Excel from ever reading a text as a formula.
   *
   * @param format empty for General
   * @throws ClinicoreError `ERR_LIMIT_EXCEEDED` for one format more than Excel loads
   */
  cell(format: string, quoted: boolean): number {
    return (format === '' ? GENERAL : FIRST + 2 * this.#place(format)) + Number(quoted);
  }

  /** The style of a header. */
  header(quoted: boolean): number {
    return HEADER + Number(quoted);
  }

  /** The part `xl/styles.xml`. */
  xml(): string {
    const formats = this.#formats.map((format, at) => ({
      numFmtId: FIRST_FORMAT_ID + at,
      formatCode: xstring(format),
    }));
    const numFmts = counted(
      'numFmts',
      formats.map((format) => element('numFmt', format)),
    );
    const xfs = formats.flatMap(({ numFmtId }) => [xf(numFmtId, false), xf(numFmtId, true)]);
    return (
      DECLARATION +
      element(
        'styleSheet',
        { xmlns: MAIN },
        formats.length > 0 ? numFmts : '',
        counted('fonts', [font(), font(element('b'))]),
        counted('fills', [fill('none'), fill('gray125'), fill('solid', ...HEADER_COLOURS)]),
        counted('borders', [element('border', {}, ...SIDES.map((side) => element(side)))]),
        counted('cellStyleXfs', [element('xf', { numFmtId: 0, fontId: 0, fillId: 0, borderId: 0 })]),
        counted('cellXfs', [xf(0, false), xf(0, true), headerXf(false), headerXf(true), ...xfs]),
        counted('cellStyles', [element('cellStyle', { name: 'Normal', xfId: 0, builtinId: 0 })]),
        element('dxfs', { count: 0 }),
      )
    );
  }

  #place(format: string): number {
    const place = this.#formats.indexOf(format);
    if (place >= 0) return place;
    if (this.#formats.length === MAX_FORMATS) throw tooManyFormats(MAX_FORMATS + 1);
    return this.#formats.push(format) - 1;
  }
}

const tooManyFormats = (given: number): ClinicoreError =>
  new ClinicoreError(
    'ERR_LIMIT_EXCEEDED',
    `sheets must have at most ${MAX_FORMATS} different number formats, got ${given}`,
    { argument: 'sheets', limit: MAX_FORMATS, given },
  );

const SIDES = ['left', 'right', 'top', 'bottom', 'diagonal'];
const HEADER_COLOURS = [element('fgColor', { rgb: 'FFDCE6F1' }), element('bgColor', { indexed: 64 })];

const counted = (name: string, list: string[]): string => element(name, { count: list.length }, ...list);

const font = (...bold: string[]): string =>
  element(
    'font',
    {},
    ...bold,
    element('sz', { val: 11 }),
    element('name', { val: 'Calibri' }),
    element('family', { val: 2 }),
  );

const fill = (patternType: string, ...colours: string[]): string =>
  element('fill', {}, element('patternFill', { patternType }, ...colours));

const xf = (numFmtId: number, quoted: boolean): string =>
  element('xf', {
    ...{ numFmtId, fontId: 0, fillId: 0, borderId: 0, xfId: 0 },
    quotePrefix: quoted ? 1 : undefined,
    applyNumberFormat: numFmtId > 0 ? 1 : undefined,
  });

const headerXf = (quoted: boolean): string =>
  element('xf', {
    ...{ numFmtId: 0, fontId: 1, fillId: 2, borderId: 0, xfId: 0 },
    quotePrefix: quoted ? 1 : undefined,
    ...{ applyFont: 1, applyFill: 1 },
  });
