/** What can be changed on a protected sheet. */
import type { ProtectedAction, ProtectionMessage } from '../../../contract/rich';
import { boolean, invalid, items, oneOf, record, text } from '../../../validate';

/**
 * Guards against slips, not against people: anyone can take a sheet's protection off, with or without a password. What
 * must not be read belongs into a file with a password.
 */
export interface SheetProtection {
  /** Asked before Excel takes the protection off: 1 to 15 characters of ASCII. Default: none. */
  password?: string;
  /** What is allowed all the same. Default `selectLockedCells` and `selectUnlockedCells`. */
  allow?: readonly ProtectedAction[];
}

const ACTIONS: readonly ProtectedAction[] = [
  ...(['selectLockedCells', 'selectUnlockedCells', 'formatCells', 'formatColumns', 'formatRows'] as const),
  ...(['insertColumns', 'insertRows', 'insertLinks', 'deleteColumns', 'deleteRows', 'sort'] as const),
  ...(['useAutoFilter', 'usePivotTables', 'editObjects', 'editScenarios'] as const),
];

/** Reads a {@link SheetProtection}, or whether there is one. */
export function checkProtection(value: unknown, path: string): ProtectionMessage | null {
  const usual: ProtectedAction[] = ['selectLockedCells', 'selectUnlockedCells'];
  if (typeof value === 'boolean') return boolean(value, path) ? { password: '', allow: usual } : null;
  const fields = record(value, path).only(['password', 'allow']);
  const allow = fields.optional('allow', usual, (given, all) =>
    items(given, all, ACTIONS.length, (action, at) => oneOf(action, at, ACTIONS)),
  );
  return { password: fields.optional('password', '', passwordOf), allow: [...new Set(allow)] };
}

function passwordOf(value: unknown, path: string): string {
  const password = text(value, path, 255);
  return /^[ -~]{1,15}$/.test(password) ? password : invalid(path, '1 to 15 characters of ASCII', value);
}
