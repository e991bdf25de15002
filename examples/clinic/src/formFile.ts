import type { Request } from 'express';
import { parseMediaTypes } from './mediaType.js';
import { readParts } from './multipart.js';
import { Problem } from './problem.js';
import { boundaryOf, fileNameOf, receive, refuseCompressed } from './requestBody.js';

/** A file that was chosen in a form. */
export interface FormFile {
  /** As the form has it: a text from outside. */
  name: string;
  bytes: Buffer;
}

/** What a form has beside the file. */
const MAX_FORM_BYTES = 16 * 1024;

/**
 * Receives the one file of a form (`multipart/form-data`) into memory.
 *
 * @throws Problem `ERR_UNSUPPORTED_MEDIA_TYPE`, `ERR_INVALID_REQUEST`, `ERR_LIMIT_EXCEEDED`, `ERR_ABORTED`
 */
export function receiveFormFile(request: Request, maxBytes: number): Promise<FormFile> {
  return receive(request, maxBytes + MAX_FORM_BYTES, async (chunks) => {
    const type = parseMediaTypes(request.get('content-type') ?? '')?.[0];
    if (type?.type !== 'multipart/form-data') {
      throw new Problem('ERR_UNSUPPORTED_MEDIA_TYPE', 'The body must be multipart/form-data');
    }
    refuseCompressed(request);
    let found: FormFile | undefined;
    for await (const part of readParts(chunks, boundaryOf(type))) {
      const name = fileNameOf(part);
      if (name === undefined) continue;
      if (found) throw new Problem('ERR_INVALID_REQUEST', 'The form must have one file only');
      const pieces: Buffer[] = [];
      for await (const piece of part.body) pieces.push(piece);
      found = { name, bytes: Buffer.concat(pieces) };
    }
    if (!found) throw new Problem('ERR_INVALID_REQUEST', 'The form has no file');
    return found;
  });
}
