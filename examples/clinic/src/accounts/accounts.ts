import { CsrfTokens } from 'clinicore/crypto';
import type { AuditLog } from '../audit/auditLog.js';
import { Sessions } from '../auth.js';
import type { Config } from '../config.js';
import type { Database } from '../database/connect.js';
import type { Keys } from '../keys.js';
import { Attempts } from './attempts.js';
import { Passwords } from './passwords.js';

/** What the routes about accounts work with. */
export interface Accounts {
  database: Database;
  audit: AuditLog;
  attempts: Attempts;
  csrf: CsrfTokens;
  passwords: Passwords;
  sessions: Sessions;
}

export function openAccounts(database: Database, keys: Keys, audit: AuditLog, config: Config): Accounts {
  return {
    database,
    audit,
    attempts: new Attempts(database, keys.vault),
    csrf: new CsrfTokens({ keys: [keys.tokens] }),
    passwords: new Passwords(database),
    sessions: new Sessions(database, config),
  };
}
