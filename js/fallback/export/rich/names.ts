/** Namespaces and types of parts (ECMA-376 parts 1 and 2). */

export const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
export const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
export const RELATIONSHIPS = `${OFFICE}/relationships`;
export const DRAWING_MAIN = 'http://schemas.openxmlformats.org/drawingml/2006/main';
export const CHART = 'http://schemas.openxmlformats.org/drawingml/2006/chart';
export const SHEET_DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing';
const CONTENT = 'application/vnd.openxmlformats';

/** Types of parts by the word that is in their relationships. */
export const CONTENT_TYPES = {
  worksheet: `${CONTENT}-officedocument.spreadsheetml.worksheet+xml`,
  styles: `${CONTENT}-officedocument.spreadsheetml.styles+xml`,
  table: `${CONTENT}-officedocument.spreadsheetml.table+xml`,
  comments: `${CONTENT}-officedocument.spreadsheetml.comments+xml`,
  drawing: `${CONTENT}-officedocument.drawing+xml`,
  chart: `${CONTENT}-officedocument.drawingml.chart+xml`,
  officeDocument: `${CONTENT}-officedocument.spreadsheetml.sheet.main+xml`,
  'extended-properties': `${CONTENT}-officedocument.extended-properties+xml`,
  'core-properties': `${CONTENT}-package.core-properties+xml`,
  relationships: `${CONTENT}-package.relationships+xml`,
  vmlDrawing: `${CONTENT}-officedocument.vmlDrawing`,
} as const;
