import type { RequestHandler } from 'express';
import { Problem } from './problem.js';

/** Refuses a request whose body is not of the given type, before any of it is read. */
export function expectType(type: string): RequestHandler {
  return (request, _response, next) => {
    if (!request.is(type)) throw new Problem('ERR_UNSUPPORTED_MEDIA_TYPE', `The body must be ${type}`);
    if ((request.get('content-encoding') ?? 'identity') !== 'identity') {
      throw new Problem('ERR_UNSUPPORTED_MEDIA_TYPE', 'The body must not be compressed');
    }
    next();
  };
}
