/** How a sheet is printed and protected (ECMA-376 part 1, 18.3.1.62–64, 18.3.1.85). */
import type { PrintMessage, ProtectedAction, ProtectionMessage, RichSheetMessage } from '../../../contract/rich';
import { columnLetters } from '../../../export/xlsx/rich/address';
import { element, plain } from '../../../export/xlsx/xml';
import { rangeText } from './table';

/** Everything from `printOptions` to `headerFooter`. */
export function printXml(print: PrintMessage): string {
  const options = {
    horizontalCentered: print.centerHorizontally ? 1 : undefined,
    verticalCentered: print.centerVertically ? 1 : undefined,
    headings: print.headings ? 1 : undefined,
    gridLines: print.gridlines ? 1 : undefined,
  };
  const hasOptions = Object.values(options).some((value) => value !== undefined);
  const { left, right, top, bottom, header, footer } = print.margins;
  return [
    hasOptions ? element('printOptions', options) : '',
    element('pageMargins', { left, right, top, bottom, header, footer }),
    element('pageSetup', {
      paperSize: print.paper || undefined,
      scale: print.scale === 100 ? undefined : print.scale,
      fitToWidth: print.fit && print.fit.width !== 1 ? print.fit.width : undefined,
      fitToHeight: print.fit && print.fit.height !== 1 ? print.fit.height : undefined,
      orientation: print.landscape ? 'landscape' : 'portrait',
    }),
    marginLines(print),
  ].join('');
}

function marginLines({ header, footer }: PrintMessage): string {
  const lines = [header && element('oddHeader', {}, plain(header)), footer && element('oddFooter', {}, plain(footer))];
  const own = lines.filter((line) => line !== '');
  return own.length === 0 ? '' : element('headerFooter', {}, ...own);
}

/** What the workbook says of a sheet by names of its own: what is printed, what is repeated, what is filtered. */
export function sheetNames(sheet: RichSheetMessage, localSheetId: number): string[] {
  const prefix = `'${sheet.name.replace(/'/g, "''")}'!`;
  const absolute = (range: string) => prefix + range.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2');
  const { repeatRows, repeatColumns, area } = sheet.print;
  const titles = [
    ...(repeatColumns ? [`${prefix}$${columnLetters(repeatColumns[0])}:$${columnLetters(repeatColumns[1])}`] : []),
    ...(repeatRows ? [`${prefix}$${repeatRows[0] + 1}:$${repeatRows[1] + 1}`] : []),
  ];
  const name = (own: string, refers: string, hidden?: 1) =>
    element('definedName', { name: `_xlnm.${own}`, localSheetId, hidden }, plain(refers));
  return [
    ...(sheet.filter ? [name('_FilterDatabase', absolute(rangeText(sheet.filter)), 1)] : []),
    ...(area ? [name('Print_Area', absolute(rangeText(area)))] : []),
    ...(titles.length > 0 ? [name('Print_Titles', titles.join(','))] : []),
  ];
}

/** Attributes that say 0 where the action is allowed: the file's default is that it is not. */
const FORBIDDEN: Partial<Record<ProtectedAction, string>> = {
  ...{ formatCells: 'formatCells', formatColumns: 'formatColumns', formatRows: 'formatRows' },
  ...{ insertColumns: 'insertColumns', insertRows: 'insertRows', insertLinks: 'insertHyperlinks' },
  ...{ deleteColumns: 'deleteColumns', deleteRows: 'deleteRows', sort: 'sort' },
  ...{ useAutoFilter: 'autoFilter', usePivotTables: 'pivotTables' },
};

/** Attributes that say 1 where the action is refused: the file's default is that it is allowed. */
const ALLOWED: Partial<Record<ProtectedAction, string>> = {
  ...{ editObjects: 'objects', editScenarios: 'scenarios' },
  ...{ selectLockedCells: 'selectLockedCells', selectUnlockedCells: 'selectUnlockedCells' },
};

export function protectionXml(protection: ProtectionMessage | null): string {
  if (protection === null) return '';
  const { password, allow } = protection;
  const attributes: Record<string, string | number> = password === '' ? {} : { password: hashOf(password) };
  attributes.sheet = 1;
  for (const [action, name] of Object.entries(ALLOWED)) {
    if (!allow.includes(action as ProtectedAction)) attributes[name] = 1;
  }
  for (const [action, name] of Object.entries(FORBIDDEN)) {
    if (allow.includes(action as ProtectedAction)) attributes[name] = 0;
  }
  return element('sheetProtection', attributes);
}

/** 16 bits of a password, which guard nothing (ECMA-376 part 4, 14.7.1). */
function hashOf(password: string): string {
  let hash = 0;
  for (const letter of [...password].reverse()) hash = rotated(hash ^ letter.charCodeAt(0));
  return (hash ^ password.length ^ 0xce4b).toString(16).toUpperCase().padStart(4, '0');
}

/** 15 bits, turned left by one. */
const rotated = (bits: number): number => ((bits >> 14) & 1) | ((bits << 1) & 0x7fff);
