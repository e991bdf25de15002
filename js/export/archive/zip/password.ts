import { password as filePassword } from '../../password';

/** What entries are encrypted with: text that is not empty. */
export const password = (value: unknown, path: string): string => filePassword(value, path, 1024);
