import type { Request } from 'express';
import { parseMediaTypes } from '../mediaType.js';
import { type Part, readParts } from '../multipart.js';
import { Problem } from '../problem.js';
import { boundaryOf, fileNameOf, receive, refuseCompressed } from '../requestBody.js';
import type { FileStore, Incoming } from './fileStore.js';

/** How many files may come at once. */
const MAX_FILES = 2_000;

/** A file as it came: on disk, or not taken at all. */
export type Arrival = Incoming | Problem;

/**
 * Receives the DICOM files of a request: its body (`application/dicom`), the parts of STOW-RS (`multipart/related`, PS3.18
 * 10.5), or the files of a form (`multipart/form-data`). They go to disk as they come; when the request does not come to
 * its end, or is too large, none of them stays.
 *
 * @throws Problem `ERR_UNSUPPORTED_MEDIA_TYPE`, `ERR_INVALID_REQUEST`, `ERR_LIMIT_EXCEEDED`; `ERR_ABORTED` when the client
 *   hangs up
 */
export async function receiveFiles(request: Request, store: FileStore, maxBytes: number): Promise<Arrival[]> {
  const arrivals: Arrival[] = [];
  try {
    return await receive(request, maxBytes, async (chunks) => {
      for await (const body of bodiesOf(request, chunks)) {
        if (arrivals.length === MAX_FILES) {
          throw new Problem('ERR_LIMIT_EXCEEDED', `At most ${MAX_FILES} files may be sent at once`, {
            limit: MAX_FILES,
          });
        }
        arrivals.push(body instanceof Problem ? body : await store.receive(body));
      }
      return arrivals;
    });
  } catch (error) {
    await discard(arrivals, store);
    throw noRoom(error);
  }
}

/** Removes the files that were not kept. */
export async function discard(arrivals: Arrival[], store: FileStore): Promise<void> {
  for (const arrival of arrivals) if (!(arrival instanceof Problem)) await store.discard(arrival);
}

type Body = AsyncIterable<Buffer> | Problem;

async function* bodiesOf(request: Request, chunks: AsyncIterable<Buffer>): AsyncGenerator<Body> {
  const type = parseMediaTypes(request.get('content-type') ?? '')?.[0];
  refuseCompressed(request);
  if (type?.type === 'application/dicom') {
    yield chunks;
  } else if (type?.type === 'multipart/related' && (type.parameters.get('type') ?? DICOM) === DICOM) {
    for await (const part of readParts(chunks, boundaryOf(type))) yield partOfStow(part);
  } else if (type?.type === 'multipart/form-data') {
    for await (const part of readParts(chunks, boundaryOf(type))) if (fileNameOf(part) !== undefined) yield part.body;
  } else {
    throw new Problem(
      'ERR_UNSUPPORTED_MEDIA_TYPE',
      'The body must be application/dicom, multipart/related; type="application/dicom" or multipart/form-data',
    );
  }
}

const DICOM = 'application/dicom';

function partOfStow({ headers, body }: Part): Body {
  const type = parseMediaTypes(headers.get('content-type') ?? '')?.[0]?.type;
  return type === DICOM ? body : new Problem('ERR_UNSUPPORTED_MEDIA_TYPE', `A part must be ${DICOM}`);
}

/** A full disk is nothing that is wrong with the service: there may be room again in a while. */
function noRoom(error: unknown): unknown {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === 'ENOSPC' || code === 'EDQUOT' ? new Problem('ERR_UNAVAILABLE', 'There is no room for it') : error;
}
