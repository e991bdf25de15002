import type { ReactNode } from 'react';

export interface Column<Row> {
  header: string;
  cell: (row: Row) => ReactNode;
  isNumber?: boolean;
  /** Whether it stands in one line. */
  isShort?: boolean;
  /** Whether it says which row it is. */
  isRowHeader?: boolean;
  /** Whether screens as small as a phone's go without it. */
  isExtra?: boolean;
}

interface Props<Row> {
  /** What it is a table of. */
  caption: string;
  isCaptionShown?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
  /** What to say in place of no rows. */
  empty: string;
  classOf?: (row: Row) => string | undefined;
}

/** Rows under headings, in a box that scrolls by itself, also by keys. */
export function Table<Row>({ caption, isCaptionShown = false, columns, rows, keyOf, empty, classOf }: Props<Row>) {
  if (rows.length === 0) return <p className="empty">{empty}</p>;
  const classes = ({ isNumber, isShort, isExtra }: Column<Row>) =>
    [isNumber && 'number', isShort && 'short', isExtra && 'extra'].filter(Boolean).join(' ') || undefined;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and a landmark for each table would be too many.
    <div className="scroll" role="group" aria-label={caption} tabIndex={0}>
      <table>
        <caption className={isCaptionShown ? undefined : 'unseen'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.header} scope="col" className={classes(column)}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={classOf?.(row)}>
              {columns.map((column) =>
                column.isRowHeader ? (
                  <th key={column.header} scope="row" className={classes(column)}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.header} className={classes(column)}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
