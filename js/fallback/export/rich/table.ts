/** The parts of Excel tables (ECMA-376 part 1, 18.5). */
import type { RangeMessage, RichValueMessage, TableMessage, TotalFunction, TotalMessage } from '../../../contract/rich';
import { columnLetters } from '../../../export/xlsx/rich/address';
import { element, MAIN, xstring } from '../../../export/xlsx/xml';
import { counted } from './styles';

/** `B2:D10`. */
export function rangeText([row, column, lastRow, lastColumn]: RangeMessage): string {
  const first = `${columnLetters(column)}${row + 1}`;
  return row === lastRow && column === lastColumn ? first : `${first}:${columnLetters(lastColumn)}${lastRow + 1}`;
}

/** The functions of SUBTOTAL that leave out hidden rows. */
const SUBTOTALS: Readonly<Record<TotalFunction, number>> = {
  ...{ average: 101, countNumbers: 102, count: 103, max: 104, min: 105 },
  ...{ stdDev: 107, sum: 109, var: 110 },
};

/** The cells of a table's totals. */
export function totalCells(
  table: TableMessage,
): { row: number; column: number; style: number; value: RichValueMessage }[] {
  const [, column, row] = table.range;
  return table.columns.flatMap(({ name, total, totalStyle }, at) =>
    total === null ? [] : [{ row, column: column + at, style: totalStyle, value: totalValue(total, name) }],
  );
}

function totalValue(total: TotalMessage, name: string): RichValueMessage {
  if ('label' in total) return total.label;
  if ('formula' in total) return total;
  // In the name of a column these signs have a quote before them.
  const column = name.replace(/['#[\]]/g, "'$&");
  return { formula: `SUBTOTAL(${SUBTOTALS[total.function]},[${column}])`, result: total.result };
}

/** A table's part; `id` is its number in the workbook. */
export function tableXml(table: TableMessage, id: number): string {
  const [row, column, lastRow, lastColumn] = table.range;
  const filtered: RangeMessage = [row, column, lastRow - Number(table.totals), lastColumn];
  return element(
    'table',
    {
      ...{ xmlns: MAIN, id, name: table.name, displayName: table.name, ref: rangeText(table.range) },
      ...(table.totals ? { totalsRowCount: 1 } : { totalsRowShown: 0 }),
    },
    ...(table.filter ? [element('autoFilter', { ref: rangeText(filtered) })] : []),
    counted(
      'tableColumns',
      table.columns.map(({ name, total }, at) => columnXml(name, total, at + 1)),
    ),
    element('tableStyleInfo', {
      name: table.style === '' ? undefined : table.style,
      showFirstColumn: Number(table.firstColumn),
      showLastColumn: Number(table.lastColumn),
      showRowStripes: Number(table.bandedRows),
      showColumnStripes: Number(table.bandedColumns),
    }),
  );
}

const FUNCTIONS: Partial<Record<TotalFunction, string>> = { countNumbers: 'countNums' };

function columnXml(header: string, total: TotalMessage | null, id: number): string {
  const name = xstring(header);
  if (total === null) return element('tableColumn', { id, name });
  if ('label' in total) return element('tableColumn', { id, name, totalsRowLabel: xstring(total.label) });
  if ('function' in total) {
    return element('tableColumn', { id, name, totalsRowFunction: FUNCTIONS[total.function] ?? total.function });
  }
  const formula = element(
    'totalsRowFormula',
    {},
    total.formula.replace(/[<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`),
  );
  return element('tableColumn', { id, name, totalsRowFunction: 'custom' }, formula);
}
