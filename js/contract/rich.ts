/**
 * What `xlsx` asks of a backend for workbooks with styles, charts and the like.
 *
 * A workbook crosses as JSON in which everything is decided: defaults filled in, styles merged and numbered, addresses as
 * numbers, images measured. Rows and cells cross before it, a few thousand at a time.
 */
import type { Job } from '../contract';

/** See {@link RichWorkbook}. */
export interface RichBackend {
  readonly RichWorkbook: new () => RichWorkbook;
}

/** A workbook on its way into a file, kept by the backend. */
export interface RichWorkbook {
  /**
   * Adds rows to a sheet's data. `numbers` holds the columns that are not text one after the other, NaN for an empty
   * cell, 0 or 1 for a boolean; `text` the texts of the other columns, column after column, as UTF-8, and `lengths` the
   * bytes of each.
   */
  append(sheet: number, rows: number, numbers: Float64Array, text: Uint8Array, lengths: Uint32Array): void;
  /** Adds cells to a sheet, as the JSON of {@link RichCellMessage}s, of which no two are the same. */
  cells(sheet: number, json: string): void;
  /** The workbook's file, of a {@link RichMessage}; takes all that was added. */
  write(json: string, images: Uint8Array[], job: Job): Promise<Uint8Array>;
  /** Lets go of all that was added. */
  clear(): void;
}

/** From 0, both ends included. */
export type RangeMessage = [firstRow: number, firstColumn: number, lastRow: number, lastColumn: number];

/** A workbook. */
export interface RichMessage {
  sheets: RichSheetMessage[];
  /** All styles, which cells name by their index. */
  styles: RichStyleMessage[];
  /** Mark texts of the data that begin like a formula. */
  escapeFormulas: boolean;
  /** The font of cells whose style names none. */
  font: string;
  fontSize: number;
  properties: RichPropertiesMessage;
  names: { name: string; refers: string }[];
}

/** What the file tells about itself; empty ones are left out. */
export interface RichPropertiesMessage {
  title: string;
  subject: string;
  author: string;
  manager: string;
  company: string;
  category: string;
  keywords: string;
  description: string;
  /** Such as `2026-01-31T12:00:00Z`. */
  created: string;
}

/** `null` is an empty cell that has a style. */
export type RichValueMessage =
  | null
  | number
  | string
  | boolean
  | { formula: string; result: number | string | boolean };

/** A cell. */
export interface RichCellMessage {
  row: number;
  column: number;
  style: number;
  /** Whether its value is what the data say there; otherwise it is `value`. */
  keep: boolean;
  value: RichValueMessage;
}

/** A colour is `RRGGBB`; `null` is the default. */
export interface RichStyleMessage {
  bold: boolean;
  italic: boolean;
  strikethrough: boolean;
  underline: 'none' | 'single' | 'double';
  script: 'none' | 'superscript' | 'subscript';
  font: string | null;
  size: number | null;
  color: string | null;
  fill: string | null;
  top: BorderMessage | null;
  right: BorderMessage | null;
  bottom: BorderMessage | null;
  left: BorderMessage | null;
  align: 'general' | 'left' | 'center' | 'right' | 'fill' | 'justify' | 'distributed';
  verticalAlign: 'top' | 'center' | 'bottom' | 'justify' | 'distributed';
  wrap: boolean;
  shrink: boolean;
  indent: number;
  /** Degrees, counterclockwise, -90 to 90. */
  rotation: number;
  /** Empty for General. */
  numberFormat: string;
  locked: boolean;
  /** Whether a protected sheet hides the cell's formula. */
  hideFormula: boolean;
  /** Whether the cell is text for good. */
  quoted: boolean;
}

/** A line of a cell's border. */
export interface BorderMessage {
  line: BorderStyle;
  color: string | null;
}

/** The kinds of lines around cells. */
export type BorderStyle = 'thin' | 'medium' | 'thick' | 'dashed' | 'dotted' | 'double' | 'hair';

/** A sheet. */
export interface RichSheetMessage {
  name: string;
  tabColor: string | null;
  hidden: boolean;
  /** Whether it is the one that is open. */
  active: boolean;
  zoom: number;
  gridlines: boolean;
  rightToLeft: boolean;
  freeze: { rows: number; columns: number };
  data: DataMessage | null;
  columns: ColumnLayoutMessage[];
  rows: RowLayoutMessage[];
  /** Styles of cells that stand in no {@link RichCellMessage}: by column, then by row, none over another. */
  areas: { column: number; first: number; last: number; style: number }[];
  /** Each with the style of its first cell. */
  merges: { range: RangeMessage; style: number }[];
  filter: RangeMessage | null;
  tables: TableMessage[];
  links: LinkMessage[];
  notes: NoteMessage[];
  images: ImageMessage[];
  charts: ChartMessage[];
  conditions: ConditionMessage[];
  validations: ValidationMessage[];
  print: PrintMessage;
  protection: ProtectionMessage | null;
}

/** A header row and the rows that were appended, under it. */
export interface DataMessage {
  row: number;
  column: number;
  columns: {
    header: string;
    kind: 'number' | 'decimal' | 'boolean' | 'text';
    scale: number;
    style: number;
    headerStyle: number;
  }[];
}

/** In order, none over another. */
export interface ColumnLayoutMessage {
  first: number;
  last: number;
  /** In characters. */
  width: number | null;
  hidden: boolean;
  level: number;
  collapsed: boolean;
  style: number | null;
}

/** In order, none over another. */
export interface RowLayoutMessage {
  first: number;
  last: number;
  /** In points. */
  height: number | null;
  hidden: boolean;
  level: number;
  collapsed: boolean;
}

/** What a table's last row says of a column. */
export type TotalMessage =
  | { label: string }
  | { function: TotalFunction; result: number | '#DIV/0!' }
  | { formula: string; result: number };

/** What a table's totals row may compute of a column. */
export type TotalFunction = 'sum' | 'average' | 'count' | 'countNumbers' | 'min' | 'max' | 'stdDev' | 'var';

/** An Excel table, its header and its totals included. */
export interface TableMessage {
  name: string;
  range: RangeMessage;
  columns: { name: string; headerStyle: number; total: TotalMessage | null; totalStyle: number }[];
  /** Such as `TableStyleMedium2`; empty for none. */
  style: string;
  totals: boolean;
  filter: boolean;
  bandedRows: boolean;
  bandedColumns: boolean;
  firstColumn: boolean;
  lastColumn: boolean;
}

/** Where a text cell leads: one of `url` and `location` is not empty. */
export interface LinkMessage {
  row: number;
  column: number;
  text: string;
  style: number;
  url: string;
  /** Such as `'Prices'!B2`. */
  location: string;
  tip: string;
}

/** A comment. */
export interface NoteMessage {
  row: number;
  column: number;
  text: string;
  author: string;
  /** In pixels. */
  width: number;
  height: number;
  visible: boolean;
}

/** Where a picture or a chart stands: a cell, from whose corner it is `x` and `y` pixels away, and its size in pixels. */
export interface PlaceMessage {
  row: number;
  column: number;
  x: number;
  y: number;
  width: number;
  height: number;
  alt: string;
}

/** A picture. */
export interface ImageMessage extends PlaceMessage {
  /** Index of its bytes. */
  image: number;
  format: 'png' | 'jpeg';
}

/** Cells of a sheet. */
export interface ReferenceMessage {
  sheet: string;
  range: RangeMessage;
}

/** A chart. */
export interface ChartMessage extends PlaceMessage {
  type: 'line' | 'bar' | 'column' | 'pie' | 'doughnut' | 'scatter' | 'area';
  grouping: 'standard' | 'stacked' | 'percent';
  title: string;
  legend: 'none' | 'top' | 'right' | 'bottom' | 'left';
  xAxis: AxisMessage;
  yAxis: AxisMessage;
  series: SeriesMessage[];
}

/** `null` leaves it to the reader. */
export interface AxisMessage {
  title: string;
  min: number | null;
  max: number | null;
  numberFormat: string;
  gridlines: boolean;
}

/** A series of a chart. */
export interface SeriesMessage {
  /** Its name, or the cell that has it. */
  name: string | ReferenceMessage;
  values: ReferenceMessage;
  categories: ReferenceMessage | null;
  color: string;
  /** Of pies: a colour for each slice. */
  colors: string[];
  /** Of lines and scatters. */
  markers: boolean;
  line: boolean;
  smooth: boolean;
  labels: boolean;
}

/** An end of a scale or bar. */
export interface PointMessage {
  type: 'lowest' | 'highest' | 'number' | 'percent' | 'percentile';
  value: number;
}

/** How cells look depending on what they hold; the first that applies wins. `style` is an index. */
export type ConditionMessage = { range: RangeMessage; stop: boolean } & (
  | { type: 'cell'; operator: Operator; formulas: string[]; style: number }
  | { type: 'formula'; formula: string; style: number }
  | { type: 'text'; operator: 'contains' | 'notContains' | 'beginsWith' | 'endsWith'; text: string; style: number }
  | { type: 'top'; rank: number; percent: boolean; bottom: boolean; style: number }
  | { type: 'average'; below: boolean; style: number }
  | { type: 'duplicate' | 'unique' | 'blank' | 'notBlank'; style: number }
  | { type: 'colorScale'; points: (PointMessage & { color: string })[] }
  | { type: 'dataBar'; color: string; min: PointMessage; max: PointMessage; barOnly: boolean }
  | { type: 'iconSet'; icons: IconSet; reverse: boolean; iconsOnly: boolean }
);

/** How a value is compared. */
export type Operator =
  | 'between'
  | 'notBetween'
  | 'equal'
  | 'notEqual'
  | 'greaterThan'
  | 'lessThan'
  | 'greaterThanOrEqual'
  | 'lessThanOrEqual';

/** Names of sets of icons. */
export type IconSet =
  | '3Arrows'
  | '3ArrowsGray'
  | '3Flags'
  | '3TrafficLights'
  | '3Signs'
  | '3Symbols'
  | '4Arrows'
  | '4Rating'
  | '4TrafficLights'
  | '5Arrows'
  | '5Rating'
  | '5Quarters';

/** What may be typed into cells. */
export interface ValidationMessage {
  range: RangeMessage;
  type: 'list' | 'whole' | 'decimal' | 'date' | 'time' | 'textLength' | 'custom';
  operator: Operator;
  /** One or two; a list's texts are one, in double quotes and with commas between them. */
  formulas: string[];
  allowBlank: boolean;
  dropdown: boolean;
  onError: 'stop' | 'warning' | 'information';
  errorTitle: string;
  errorMessage: string;
  promptTitle: string;
  promptMessage: string;
}

/** How it is printed; lengths in inches. */
export interface PrintMessage {
  /** Excel's number of the paper; 0 leaves it to the printer. */
  paper: number;
  landscape: boolean;
  margins: { left: number; right: number; top: number; bottom: number; header: number; footer: number };
  repeatRows: [number, number] | null;
  repeatColumns: [number, number] | null;
  area: RangeMessage | null;
  /** Pages across and down, 0 for as many as needed; or `null`. */
  fit: { width: number; height: number } | null;
  /** Percent. */
  scale: number;
  /** In Excel's code. */
  header: string;
  footer: string;
  centerHorizontally: boolean;
  centerVertically: boolean;
  gridlines: boolean;
  headings: boolean;
}

/** What is still allowed on a protected sheet. */
export interface ProtectionMessage {
  /** Empty for none. */
  password: string;
  allow: ProtectedAction[];
}

/** What a protected sheet may allow. */
export type ProtectedAction =
  | 'selectLockedCells'
  | 'selectUnlockedCells'
  | 'formatCells'
  | 'formatColumns'
  | 'formatRows'
  | 'insertColumns'
  | 'insertRows'
  | 'insertLinks'
  | 'deleteColumns'
  | 'deleteRows'
  | 'sort'
  | 'useAutoFilter'
  | 'usePivotTables'
  | 'editObjects'
  | 'editScenarios';
