import type { Request, RequestHandler } from 'express';
import { hungUp } from './hangUp.js';
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

/**
 * The whole body, taken as it arrives and never more than `maxBytes` of it: what the client claims to send costs
 * nothing. What comes after the limit is thrown away, so that a client still sending gets to read its answer.
 *
 * @throws Problem `ERR_LIMIT_EXCEEDED`; `ERR_ABORTED` when the client hangs up first
 */
export function readBody(request: Request, maxBytes: number): Promise<Buffer> {
  // Its `error` has come and gone: nothing would ever settle the promise.
  if (request.destroyed) return Promise.reject(hungUp());
  const tooLarge = () =>
    new Problem('ERR_LIMIT_EXCEEDED', `The body must be at most ${maxBytes} bytes long`, { limit: maxBytes });
  if (Number(request.get('content-length')) > maxBytes) return Promise.reject(tooLarge());

  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let received = 0;
    request.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received <= maxBytes) {
        chunks.push(chunk);
      } else {
        chunks = [];
        reject(tooLarge());
      }
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', () => reject(hungUp()));
  });
}
