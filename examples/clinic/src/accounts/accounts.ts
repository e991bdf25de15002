import { CsrfTokens, type Vault } from 'clinicore/crypto';
import type { AuditLog } from '../audit/auditLog.js';
import { Sessions } from '../auth.js';
import type { Config } from '../config.js';
import type { Database } from '../database/connect.js';
import type { Keys } from '../keys.js';
import { Attempts } from './attempts.js';
import { PasswordLinks } from './passwordLinks.js';
import { Passwords } from './passwords.js';
import { PendingLogins } from './pendingLogins.js';

/** What the routes about accounts work with. */
export interface Accounts {
  database: Database;
  audit: AuditLog;
  attempts: Attempts;
  csrf: CsrfTokens;
  links: PasswordLinks;
  passwords: Passwords;
  pendingLogins: PendingLogins;
  sessions: Sessions;
  vault: Vault;
}

export function openAccounts(database: Database, keys: Keys, audit: AuditLog, config: Config): Accounts {
  return {
    database,
    audit,
    attempts: new Attempts(database, keys.vault),
    csrf: new CsrfTokens({ keys: [keys.tokens] }),
    links: new PasswordLinks(keys.tokens),
    passwords: new Passwords(database),
    pendingLogins: new PendingLogins(database, config),
    sessions: new Sessions(database, config),
    vault: keys.vault,
  };
}
