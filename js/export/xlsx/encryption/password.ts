import { password } from '../../password';

/** What Excel's dialog takes. */
const MAX_PASSWORD = 255;

export const workbookPassword = (value: unknown, path: string): string => password(value, path, MAX_PASSWORD);
