import type { RequestHandler } from 'express';
import type { Config } from '../config.js';
import { Problem } from '../problem.js';
import type { Accounts } from './accounts.js';

/** Methods that change nothing (RFC 9110, 9.2.1). */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses to change anything for another site's page. Browsers say whose page a request is from; programs say nothing, and no
 * page can make a browser say nothing.
 */
export function fromOwnPages({ publicUrl }: Config): RequestHandler {
  const publicHost = publicUrl && new URL(publicUrl).host;
  return (request, _response, next) => {
    const site = request.get('sec-fetch-site');
    const origin = request.get('origin');
    const isOwn = site
      ? site === 'same-origin' || site === 'none'
      : origin === undefined || hostOf(origin) === (publicHost ?? request.get('host'));
    if (!isOwn && !SAFE.has(request.method)) throw new Problem('ERR_FORGED', "It was sent from another site's page");
    next();
  };
}

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);

/**
 * Refuses to change anything for a request that has a session's cookie but not its token: browsers send cookies by
 * themselves, this header they do not.
 */
export function withToken({ sessions, csrf }: Accounts): RequestHandler {
  return (request, _response, next) => {
    const session = SAFE.has(request.method) ? undefined : sessions.idOf(request);
    if (session !== undefined && !csrf.verify(request.get('x-csrf-token') ?? '', session)) {
      throw new Problem('ERR_FORGED', 'The header X-CSRF-Token must have the token that GET /auth/session tells');
    }
    next();
  };
}
