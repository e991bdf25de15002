import type { Request } from 'express';
import { hungUp } from '../hangUp.js';
import { Problem } from '../problem.js';
import type { FileStore, Incoming } from './fileStore.js';
import { type MediaType, parseMediaTypes } from './mediaType.js';
import { type Part, readParts } from './multipart.js';

/** How many files may come at once. */
const MAX_FILES = 2_000;

/** RFC 2046 section 5.1.1. */
const BOUNDARY = /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/;

/** A file as it came: on disk, or not taken at all. */
export type Arrival = Incoming | Problem;

/**
 * Receives the DICOM files of a request: its body (`application/dicom`), the parts of STOW-RS (`multipart/related`, PS3.18
 * 10.5), or the files of a form (`multipart/form-data`). They go to disk as they come; when the request does not come to
 * its end, or is too large, none of them stays.
 *
 * @throws Problem `ERR_UNSUPPORTED_MEDIA_TYPE`, `ERR_INVALID_REQUEST`, `ERR_LIMIT_EXCEEDED`; `ERR_ABORTED` when the client
 *   hangs up; what comes after that is thrown away, so that a client still sending gets to read its answer
 */
export async function receiveFiles(request: Request, store: FileStore, maxBytes: number): Promise<Arrival[]> {
  // Its `error` has come and gone: nothing would ever end the wait.
  if (isGone(request)) throw hungUp();
  const arrivals: Arrival[] = [];
  try {
    if (Number(request.get('content-length')) > maxBytes) throw tooLarge(maxBytes);
    for await (const body of bodiesOf(request, maxBytes)) {
      if (arrivals.length === MAX_FILES) {
        throw new Problem('ERR_LIMIT_EXCEEDED', `At most ${MAX_FILES} files may be sent at once`, { limit: MAX_FILES });
      }
      arrivals.push(body instanceof Problem ? body : await store.receive(body));
    }
    return arrivals;
  } catch (error) {
    await discard(arrivals, store);
    throw isGone(request) ? hungUp() : noRoom(error);
  } finally {
    request.resume();
  }
}

/** Whether the client has gone before it had sent everything. */
const isGone = (request: Request): boolean => request.destroyed && !request.complete;

/** Removes the files that were not kept. */
export async function discard(arrivals: Arrival[], store: FileStore): Promise<void> {
  for (const arrival of arrivals) if (!(arrival instanceof Problem)) await store.discard(arrival);
}

type Body = AsyncIterable<Buffer> | Problem;

async function* bodiesOf(request: Request, maxBytes: number): AsyncGenerator<Body> {
  const type = parseMediaTypes(request.get('content-type') ?? '')?.[0];
  const encoding = request.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') throw new Problem('ERR_UNSUPPORTED_MEDIA_TYPE', 'The body must not be compressed');
  const chunks = bounded(request, maxBytes);
  if (type?.type === 'application/dicom') {
    yield chunks;
  } else if (type?.type === 'multipart/related' && (type.parameters.get('type') ?? DICOM) === DICOM) {
    for await (const part of readParts(chunks, boundaryOf(type))) yield partOfStow(part);
  } else if (type?.type === 'multipart/form-data') {
    for await (const part of readParts(chunks, boundaryOf(type))) if (isFile(part)) yield part.body;
  } else {
    throw new Problem(
      'ERR_UNSUPPORTED_MEDIA_TYPE',
      'The body must be application/dicom, multipart/related; type="application/dicom" or multipart/form-data',
    );
  }
}

const DICOM = 'application/dicom';

function boundaryOf({ parameters }: MediaType): string {
  const boundary = parameters.get('boundary') ?? '';
  if (!BOUNDARY.test(boundary)) throw new Problem('ERR_INVALID_REQUEST', 'The type of the body names no boundary');
  return boundary;
}

function partOfStow({ headers, body }: Part): Body {
  const type = parseMediaTypes(headers.get('content-type') ?? '')?.[0]?.type;
  return type === DICOM ? body : new Problem('ERR_UNSUPPORTED_MEDIA_TYPE', `A part must be ${DICOM}`);
}

/** Whether a part of a form is a file that was chosen; browsers send one without a name where none was. */
const isFile = ({ headers }: Part): boolean =>
  /;\s*filename\*?="?[^";]/i.test(headers.get('content-disposition') ?? '');

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

/** A full disk is nothing that is wrong with the service: there may be room again in a while. */
function noRoom(error: unknown): unknown {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === 'ENOSPC' || code === 'EDQUOT' ? new Problem('ERR_UNAVAILABLE', 'There is no room for it') : error;
}
