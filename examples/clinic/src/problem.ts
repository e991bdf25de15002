import { ClinicoreError, type ErrorCode, type ErrorDetails } from 'clinicore';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import type { z } from 'zod';
import { isUnreachable } from './database/server.js';
import { log, logError } from './log.js';

/** Every problem the clinic answers with: Clinicore's codes, which a new version cannot add to unnoticed, and our own. */
const PROBLEMS = {
  ERR_INVALID_REQUEST: { status: 400, title: 'The request is not valid' },
  ERR_NO_SESSION: { status: 401, title: 'Log in first' },
  ERR_WRONG_CREDENTIALS: { status: 401, title: 'Wrong user name or password' },
  ERR_WRONG_PASSWORD: { status: 401, title: 'Wrong password' },
  ERR_WRONG_CODE: { status: 401, title: 'Wrong code' },
  ERR_FORBIDDEN: { status: 403, title: 'Not for this role' },
  ERR_ENROL_FIRST: { status: 403, title: 'Enrol a second factor first' },
  ERR_LINK: { status: 403, title: 'This link is not good any more' },
  ERR_FORGED: { status: 403, title: 'Not sent by a page of the clinic' },
  ERR_NOT_FOUND: { status: 404, title: 'There is no such thing' },
  ERR_METHOD_NOT_ALLOWED: { status: 405, title: 'Not in this way' },
  ERR_NOT_ACCEPTABLE: { status: 406, title: 'There is nothing of the accepted types' },
  ERR_NOT_PAID: { status: 409, title: 'It has not been paid' },
  ERR_ALREADY_STORED: { status: 409, title: 'It is stored already' },
  ERR_CONFLICT: { status: 409, title: 'It contradicts what is on record' },
  ERR_NOT_STORED: { status: 409, title: 'Nothing was stored' },
  ERR_UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Content of another type is needed' },
  ERR_RANGE_NOT_SATISFIABLE: { status: 416, title: 'It is not that long' },
  ERR_TOO_MANY_TRIES: { status: 429, title: 'Too many wrong tries' },
  ERR_UNAVAILABLE: { status: 503, title: 'The service is not ready' },

  // The routes check what comes from outside themselves: these two mean that the clinic's own data will not do.
  ERR_INVALID_ARGUMENT: { status: 422, title: 'The data on record cannot be used' },
  ERR_INSUFFICIENT_DATA: { status: 422, title: 'There are too few data' },
  ERR_MALFORMED_INPUT: { status: 400, title: 'The content does not follow its format' },
  ERR_UNSUPPORTED: { status: 422, title: 'This kind is not handled' },
  ERR_LIMIT_EXCEEDED: { status: 413, title: 'It is too large' },
  ERR_BUSY: { status: 503, title: 'Too much to do; try again' },
  ERR_ABORTED: { status: 503, title: 'The work was stopped' },
  ERR_AUTHENTICATION_FAILED: { status: 401, title: 'Not genuine' },
  ERR_IO: { status: 500, title: 'The service failed' },
  ERR_BACKEND_UNAVAILABLE: { status: 500, title: 'The service failed' },
  ERR_INTERNAL: { status: 500, title: 'The service failed' },
} as const satisfies Record<ErrorCode, { status: number; title: string }> &
  Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Something to be answered with a problem document (RFC 9457). */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: object | undefined;

  /**
   * @param code which problem
   * @param detail what happened this time; the client reads it
   * @param details the same for machines
   */
  constructor(code: ProblemCode, detail?: string, details?: object) {
    super(detail);
    this.code = code;
    this.details = details;
  }
}

/** Checks what came with a request; throws a {@link Problem} that says which fields are wrong. */
export function check<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const fields = error.issues.flatMap((issue) => {
    // zod puts these down to the object that holds them.
    const [paths, message] =
      issue.code === 'unrecognized_keys'
        ? [issue.keys.map((key) => [...issue.path, key]), 'is not known']
        : [[issue.path], issue.message];
    return paths.map((path) => ({ field: path.join('.'), message }));
  });
  const detail = fields.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; ');
  throw new Problem('ERR_INVALID_REQUEST', detail, { fields });
}

/** Answers a path that no route knows. */
export const notFound: RequestHandler = () => {
  throw new Problem('ERR_NOT_FOUND', 'No route has this path');
};

/** Answers any other method than those a path has. */
export function only(...methods: string[]): RequestHandler {
  return (_request, response) => {
    const allowed = methods.join(', ');
    response.set('Allow', allowed);
    throw new Problem('ERR_METHOD_NOT_ALLOWED', `Only: ${allowed}`);
  };
}

/** The last middleware: whatever a route threw, as a problem document. */
export const answerProblem: ErrorRequestHandler = (error, request, response, _next) => {
  const route = `${request.method} ${request.path}`;
  const { code, detail, details } = asProblem(error);
  const { title } = PROBLEMS[code];
  const status = statusOf(code, request);
  if (status === 500) logError(`${route} failed`, error);
  if (response.closed || request.socket.destroyed) {
    log(`${route}: the client hung up`);
    return;
  }
  if (response.headersSent) {
    // Too late for another answer: cutting the connection tells the client that this one is not whole.
    response.destroy();
    return;
  }
  // What a route said of the answer it did not get to give.
  for (const header of ['ETag', 'Last-Modified', 'Accept-Ranges']) response.removeHeader(header);
  response.set('Cache-Control', 'no-store');
  if (status === 503) response.set('Retry-After', '1');
  if (code === 'ERR_TOO_MANY_TRIES')
    response.set('Retry-After', String(Reflect.get(details ?? {}, 'retryAfterSeconds')));
  // HTTP asks for a scheme (RFC 9110 section 11.6.1), and none is registered for a log-in form with a cookie.
  if (status === 401) response.set('WWW-Authenticate', 'Session realm="clinic"');
  response
    .status(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `urn:clinicore:problem:${code}`,
        title,
        status,
        ...(detail && status !== 500 && { detail }),
        instance: request.path,
        code,
        ...(details && status !== 500 && { details }),
      }),
    );
};

function statusOf(code: ProblemCode, { method }: Request): number {
  // Nothing comes with these: what is too large is on record, and a smaller request would not help.
  if (code === 'ERR_LIMIT_EXCEEDED' && (method === 'GET' || method === 'HEAD')) return 422;
  return PROBLEMS[code].status;
}

/** What a stream says that cannot go on because its other end has gone. */
const CUT_SHORT = /^ERR_STREAM_(PREMATURE_CLOSE|DESTROYED|UNABLE_TO_PIPE)$/;

function asProblem(error: unknown): {
  code: ProblemCode;
  detail?: string;
  details?: object | ErrorDetails | undefined;
} {
  // Also where it is the cause of what reading rows from it ended with.
  if (isUnreachable(error)) return { code: 'ERR_UNAVAILABLE', detail: 'The database cannot be reached' };
  if (error instanceof Problem || error instanceof ClinicoreError) {
    return { code: error.code, detail: error.message, details: error.details };
  }
  // What Express and its body parser throw: a path or body that cannot be decoded. Their text may quote the content.
  const { status, code } = (error ?? {}) as { status?: unknown; code?: unknown };
  if (status === 413) return { code: 'ERR_LIMIT_EXCEEDED' };
  if (status === 415) return { code: 'ERR_UNSUPPORTED_MEDIA_TYPE' };
  if (status === 416) return { code: 'ERR_RANGE_NOT_SATISFIABLE' };
  if (typeof status === 'number' && status >= 400 && status < 500) return { code: 'ERR_INVALID_REQUEST' };
  // An answer that was being sent when the client hung up.
  if (typeof code === 'string' && CUT_SHORT.test(code)) return { code: 'ERR_ABORTED' };
  return { code: 'ERR_INTERNAL' };
}
