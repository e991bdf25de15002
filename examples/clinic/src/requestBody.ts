import express, { type Request, type RequestHandler } from 'express';
import { beginTurn, endTurn } from './admission.js';
import { hungUp } from './hangUp.js';
import type { MediaType } from './mediaType.js';
import type { Part } from './multipart.js';
import { Problem } from './problem.js';

/** RFC 2046 section 5.1.1. */
const BOUNDARY = /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/;

/** Refuses a request whose body is not of the given type, before any of it is read. */
function expectType(type: string): RequestHandler {
  return (request, _response, next) => {
    if (!request.is(type)) throw new Problem('ERR_UNSUPPORTED_MEDIA_TYPE', `The body must be ${type}`);
    refuseCompressed(request);
    next();
  };
}

/** What a route has in front of it that takes a body of a type: others wait neither for it nor behind who sends it slowly. */
const bodyOf = (type: string, parse: RequestHandler): RequestHandler[] => [expectType(type), endTurn, parse, beginTurn];

/** A body of JSON. */
export const jsonBody = bodyOf('application/json', express.json({ limit: '4kb' }));
/** A form's body, without files. */
export const formBody = bodyOf('application/x-www-form-urlencoded', express.urlencoded({ limit: '4kb' }));

/** Refuses a body that would have to be unpacked. */
export function refuseCompressed(request: Request): void {
  if ((request.get('content-encoding') ?? 'identity') === 'identity') return;
  throw new Problem('ERR_UNSUPPORTED_MEDIA_TYPE', 'The body must not be compressed');
}

/**
 * Reads a request's body of at most `maxBytes`, however that is done.
 *
 * @throws Problem `ERR_LIMIT_EXCEEDED`; `ERR_ABORTED` when the client hangs up; what comes after that is thrown away, so that a
 *   client still sending gets to read its answer
 */
export async function receive<T>(
  request: Request,
  maxBytes: number,
  read: (body: AsyncIterable<Buffer>) => Promise<T>,
): Promise<T> {
  // Its `error` has come and gone: nothing would ever end the wait.
  if (isGone(request)) throw hungUp();
  try {
    if (Number(request.get('content-length')) > maxBytes) throw tooLarge(maxBytes);
    return await read(bounded(request, maxBytes));
  } catch (error) {
    throw isGone(request) ? hungUp() : error;
  } finally {
    request.resume();
  }
}

/** Whether the client has gone before it had sent everything. */
const isGone = (request: Request): boolean => request.destroyed && !request.complete;

/** The request's body, as long as it is no longer than it may be. */
async function* bounded(request: Request, maxBytes: number): AsyncGenerator<Buffer> {
  let received = 0;
  // The connection is still needed for the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    received += chunk.length;
    if (received > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

const tooLarge = (limit: number) =>
  new Problem('ERR_LIMIT_EXCEEDED', `The body must be at most ${limit} bytes long`, { limit });

/** What divides a body in parts. */
export function boundaryOf({ parameters }: MediaType): string {
  const boundary = parameters.get('boundary') ?? '';
  if (!BOUNDARY.test(boundary)) throw new Problem('ERR_INVALID_REQUEST', 'The type of the body names no boundary');
  return boundary;
}

/** What a part of a form calls its file; `undefined` if it has none. Browsers send one without a name where none was chosen. */
export function fileNameOf({ headers }: Part): string | undefined {
  const disposition = headers.get('content-disposition') ?? '';
  const [, quoted, plain] = /;\s*filename\*?=(?:"([^"]+)|([^\s;"]+))/i.exec(disposition) ?? [];
  return quoted ?? plain;
}
