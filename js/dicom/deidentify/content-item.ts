/** Content items of reports and contexts (PS3.3 C.17.3, 10.2): what table E.3.4-1 of PS3.15 says of them. */
import { type Row, rowOf } from './attributes';
import { CONTENT_ITEMS } from './content-table';

let read: Map<string, Row> | undefined;

function table(): Map<string, Row> {
  if (read) return read;
  read = new Map();
  for (const line of CONTENT_ITEMS.trim().split(/\s+/)) {
    const [item = '', row = ''] = line.split('=');
    read.set(item, rowOf(row));
  }
  return read;
}

/** What a content item is about. */
export interface Concept {
  /** Coding Scheme Designator and Code Value of its Concept Name. */
  scheme: string;
  code: string;
  /** Value Type. */
  type: string;
}

/** The row of a content item; `undefined` where the table has none. */
export const contentRow = ({ scheme, code, type }: Concept): Row | undefined =>
  table().get(`${scheme}|${code}|${type}`);
