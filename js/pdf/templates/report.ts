/** The report: text, figures, charts and tables under headings. */
import { ClinicoreError, count } from '../../errors';
import { boolean, type Fields, items, line, oneOf, paragraph, record, text } from '../../validate';
import { printedDate } from '../locale';
import type { Block, Cell, PdfDocument, Row, Table } from '../model';
import { beside, type Fact, facts, HAIRLINE, type Look, sheet } from './look';
import { dayText, mapInBatches } from './sale';
import { type DocumentOptions, type Made, type Making, type PdfTemplateOptions, template } from './template';

/** What a report says. */
export interface ReportData {
  /** At most 200 characters. */
  title: string;
  /** At most 200 characters. */
  subtitle?: string | undefined;
  /** Whose report it is, such as the clinic: at most 120 characters. */
  author: string;
  /** Day of the report, `YYYY-MM-DD`; also the PDF's creation date. */
  date: string;
  /** Further facts beside the title, at most 8, such as the period. */
  facts?: ReportFigure[] | undefined;
  /** What matters most, in large type under the title: at most 8. */
  figures?: ReportFigure[] | undefined;
  /** What it says: 1 to 200 sections. */
  sections: ReportSection[];
}

/** A name and what it comes to. */
export interface ReportFigure {
  /** At most 60 characters. */
  name: string;
  /** As it is printed: at most 60 characters. */
  value: string;
}

/** A part of a report: what of this is given, in this order. */
export interface ReportSection {
  /** At most 200 characters. */
  heading?: string | undefined;
  /** Whether the section begins on a new page. Default false. */
  newPage?: boolean | undefined;
  /** At most 20,000 characters; an empty line parts paragraphs. */
  text?: string | undefined;
  /** A picture under its text. */
  chart?: ReportChart | undefined;
  /** Figures under its text. */
  table?: ReportTable | undefined;
}

/** A picture in SVG, such as `stats.forecastChart` makes. */
export interface ReportChart {
  /** The picture's text: what `pdf.render` reads of SVG. */
  svg: string;
  /** What it shows, for those who cannot see it: at most 2,000 characters. */
  alt: string;
  /** Printed under it: at most 300 characters. */
  caption?: string | undefined;
}

/** A table of texts. */
export interface ReportTable {
  /** 1 to 12 columns. */
  columns: {
    /** Head of the column: at most 100 characters. */
    name: string;
    /** `'number'` sets the column flush with its end, as wide as it needs. Default `'text'`. */
    type?: 'text' | 'number';
  }[];
  /** At most 10,000 rows, each with as many texts as there are columns; of at most 2,000 characters, or empty. */
  rows: string[][];
  /** A last row that stands out, such as sums. */
  total?: string[] | undefined;
  /** Printed under it: at most 300 characters. */
  caption?: string | undefined;
}

/** The template's words, each one line of at most 60 characters. */
export interface ReportLabels {
  /** Before the day of the report: `'Date'`. */
  date: string;
  /** In the foot: `'Page {page} of {pages}'`. */
  page: string;
}

/** Options of {@link report}. */
export type ReportOptions = PdfTemplateOptions<ReportLabels>;

/**
 * Makes a report as a PDF: a title, figures, and sections of text, charts and tables, over as many pages as they need.
 *
 * @param data what the report says
 * @param options how it looks; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a field of the wrong form, a row that has not as many texts as there are
 *   columns), `ERR_MALFORMED_INPUT` (a chart that is no SVG), `ERR_UNSUPPORTED` (a character the fonts lack, a part of SVG
 *   that is not read), `ERR_LIMIT_EXCEEDED` (a text too long for its field, too much of something), `ERR_ABORTED`,
 *   `ERR_BUSY`
 *
 * @example
 * const forecast = await stats.forecast(sales, { horizon: 28, seasonLength: 7 });
 * const file = await pdf.report({
 *   title: 'Sales in March',
 *   author: 'Optik Morgenstern GmbH',
 *   date: '2026-04-01',
 *   figures: [{ name: 'Pieces sold', value: '412' }],
 *   sections: [
 *     { heading: 'Outlook', chart: { svg: stats.forecastChart(forecast), alt: 'Sales and their forecast' } },
 *     { heading: 'By product', table: { columns: [{ name: 'Product' }, { name: 'Pieces', type: 'number' }], rows: [['Lens', '412']] } },
 *   ],
 * });
 */
export async function report(data: ReportData, options: ReportOptions = {}): Promise<Buffer> {
  return making(data, options).pdf();
}

/**
 * The document that {@link report} makes a PDF of: for `renderMany` and `renderToStream`, or to add to it. Errors of
 * rendering it then name places in the document.
 *
 * @param data as of {@link report}
 * @param options as of {@link report}, but those of rendering
 * @throws ClinicoreError as {@link report} does for what is wrong with the data
 *
 * @example
 * const document = await pdf.reportDocument(data, { locale: 'de' });
 * await pipeline(pdf.renderToStream(document), response); // of node:stream/promises
 */
export async function reportDocument(
  data: ReportData,
  options: DocumentOptions<ReportOptions> = {},
): Promise<PdfDocument> {
  return making(data, options).document();
}

function making(data: ReportData, options: ReportOptions): Making {
  const { labels, look, pageSize, of } = template(options, LABELS, ['pageSize']);
  const checked = checkedReport(record(data, 'data'));
  return of(checked, async (goOn): Promise<Made> => {
    const content: Block[] = [];
    const places: Record<string, string> = {};
    for (const [at, section] of checked.sections.entries()) {
      const blocks = await sectionBlocks(section, look, goOn);
      const chart = blocks.findIndex((block) => typeof block === 'object' && block.type === 'svg');
      // The blocks before the sections stand first.
      const index = FRONT + content.length + chart;
      if (chart >= 0) places[`document.content[${index}].svg`] = `data.sections[${at}].chart.svg`;
      content.push(...blocks);
    }
    const document: PdfDocument = sheet(
      look,
      { title: checked.title, author: checked.author, created: checked.date, pageSize, page: labels.page, size: 10 },
      [...front(checked, look, labels), ...content],
    );
    return { document, places };
  });
}

const LABELS: ReportLabels = { date: 'Date', page: 'Page {page} of {pages}' };

interface CheckedSection {
  heading: string | undefined;
  newPage: boolean;
  text: string | undefined;
  chart: { svg: string; alt: string; caption: string | undefined } | undefined;
  table: CheckedTable | undefined;
}

interface CheckedTable {
  columns: { name: string; type: 'text' | 'number' }[];
  rows: string[][];
  total: string[] | undefined;
  caption: string | undefined;
}

const FIELDS = ['title', 'subtitle', 'author', 'date', 'facts', 'figures', 'sections'];

const checkedReport = (source: Fields) => ({
  title: source.only(FIELDS).get('title', line, 200),
  subtitle: source.optional('subtitle', undefined, line, 200),
  author: source.get('author', line, 120),
  date: source.get('date', dayText),
  facts: source.optional('facts', [] as ReportFigure[], figures),
  figures: source.optional('figures', [] as ReportFigure[], figures),
  sections: source.get('sections', (list, path) => filled(items(list, path, 200, section), path)),
});

type CheckedReport = ReturnType<typeof checkedReport>;

const figures = (value: unknown, path: string): ReportFigure[] =>
  items(value, path, 8, (item, at) => {
    const fields = record(item, at).only(['name', 'value']);
    return { name: fields.get('name', line, 60), value: fields.get('value', line, 60) };
  });

function section(value: unknown, path: string): CheckedSection {
  const fields = record(value, path).only(['heading', 'newPage', 'text', 'chart', 'table']);
  return {
    heading: fields.optional('heading', undefined, line, 200),
    newPage: fields.optional('newPage', false, boolean),
    text: fields.optional('text', undefined, paragraph, 20_000),
    chart: fields.optional('chart', undefined, chart),
    table: fields.optional('table', undefined, table),
  };
}

function chart(value: unknown, path: string): NonNullable<CheckedSection['chart']> {
  const fields = record(value, path).only(['svg', 'alt', 'caption']);
  return {
    // What it may hold is checked where it is read.
    svg: fields.get('svg', text, 10_000_000),
    alt: fields.get('alt', paragraph, 2000),
    caption: fields.optional('caption', undefined, line, 300),
  };
}

function table(value: unknown, path: string): CheckedTable {
  const fields = record(value, path).only(['columns', 'rows', 'total', 'caption']);
  const columns = fields.get('columns', (list, at) => filled(items(list, at, 12, column), at));
  const cells = (list: unknown, at: string) => filled(items(list, at, columns.length, cell), at, columns.length);
  return {
    columns,
    rows: fields.get('rows', (list, at) => items(list, at, 10_000, cells)),
    total: fields.optional('total', undefined, cells),
    caption: fields.optional('caption', undefined, line, 300),
  };
}

function column(value: unknown, path: string): CheckedTable['columns'][number] {
  const fields = record(value, path).only(['name', 'type']);
  return {
    name: fields.get('name', line, 100),
    type: fields.optional('type', 'text', (given, at) => oneOf(given, at, ['text', 'number'])),
  };
}

const cell = (value: unknown, path: string): string => (value === '' ? '' : paragraph(value, path, 2000));

/** A list with at least so many items. */
function filled<T>(list: T[], path: string, required = 1): T[] {
  if (list.length >= required) return list;
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must have ${count(required)}, got ${list.length}`, {
    argument: path,
    required,
    given: list.length,
  });
}

/** How many blocks {@link front} is. */
const FRONT = 2;

/** The title, beside it whose report it is; under it the figures. */
function front(data: CheckedReport, look: Look, labels: ReportLabels): Block[] {
  const { title, subtitle, author, date, figures: said } = data;
  const pairs: Fact[] = [
    [labels.date, printedDate(new Date(date), look.language)],
    ...data.facts.map(({ name, value }): Fact => [name, value]),
  ];
  const heading: Block[] = [
    { type: 'heading', level: 1, text: title, style: 'title', align: look.start, withNext: false },
    ...(subtitle === undefined
      ? []
      : [{ type: 'paragraph', text: subtitle, style: 'muted', align: look.start, before: 4 } as const]),
  ];
  const sender: Block[] = [
    look.logo === undefined
      ? { type: 'paragraph', text: author, style: 'strong', align: look.end, after: 6 }
      : { type: 'image', image: 'logo', alt: author, align: look.end, height: 40, after: 8 },
    facts(look, pairs),
  ];
  return [
    beside(32, { width: '1.7*', content: heading }, { width: '1*', content: sender }),
    said.length === 0 ? { type: 'space', height: 0 } : figureRow(said, look),
  ];
}

/** Figures side by side, four to a row, each over its name. */
function figureRow(said: ReportFigure[], look: Look): Block {
  const perRow = said.length > 4 ? Math.ceil(said.length / 2) : said.length;
  const rows: Row[] = [];
  for (let at = 0; at < said.length; at += perRow) {
    const row = said.slice(at, at + perRow).map(
      ({ name, value }): Cell => ({
        text: [
          { text: value, style: 'total' },
          { text: `\n${name}`, style: 'small' },
        ],
      }),
    );
    rows.push([...row, ...Array<Cell>(perRow - row.length).fill('')]);
  }
  return {
    type: 'table',
    columns: Array.from({ length: perRow }, () => ({ width: '1*' as const, align: look.start })),
    rows,
    padding: [10, 12],
    lines: {
      head: null,
      row: { width: 0.75, color: HAIRLINE },
      column: { width: 0.75, color: HAIRLINE },
      outer: { width: 0.75, color: HAIRLINE },
    },
    before: 20,
    together: true,
  };
}

async function sectionBlocks(data: CheckedSection, look: Look, goOn: () => void): Promise<Block[]> {
  const { heading, newPage, text: said, chart: picture, table: figures } = data;
  const caption = (text: string | undefined): Block[] =>
    text === undefined ? [] : [{ type: 'paragraph', text, style: 'small', align: look.start, before: 4, after: 8 }];
  return [
    ...(newPage ? [{ type: 'pageBreak' } as const] : []),
    ...(heading === undefined
      ? []
      : [
          {
            type: 'heading',
            level: 2,
            text: heading,
            style: 'heading',
            align: look.start,
            before: 24,
            after: 6,
          } as const,
        ]),
    ...paragraphs(said, look),
    ...(picture === undefined
      ? []
      : [
          { type: 'svg', svg: picture.svg, alt: picture.alt, align: 'center', before: 8, after: 4 } as const,
          ...caption(picture.caption),
        ]),
    ...(figures === undefined ? [] : [await tableBlock(figures, look, goOn), ...caption(figures.caption)]),
  ];
}

const paragraphs = (said: string | undefined, look: Look): Block[] =>
  (said?.split(/\n{2,}/) ?? [])
    .filter((text) => text.trim() !== '')
    .map((text) => ({ type: 'paragraph', text, align: look.start, after: 6 }));

async function tableBlock({ columns, rows, total }: CheckedTable, look: Look, goOn: () => void): Promise<Table> {
  const placed = await mapInBatches(rows, goOn, (row): Row => row);
  const last: Row[] =
    total === undefined
      ? []
      : [
          {
            cells: total.map((text) => ({ text, style: 'strong' })),
            background: look.tint,
          },
        ];
  return {
    type: 'table',
    columns: columns.map(({ type }) =>
      type === 'number'
        ? { width: 'auto', align: look.end, headStyle: 'head' }
        : { width: '1*', align: look.start, headStyle: 'head' },
    ),
    head: [columns.map(({ name }) => name)],
    rows: [...placed, ...last],
    padding: [4, 6],
    headBackground: look.tint,
    lines: { head: { width: 1, color: look.accent }, row: { width: 0.5, color: HAIRLINE } },
    before: 8,
    after: 4,
  };
}
