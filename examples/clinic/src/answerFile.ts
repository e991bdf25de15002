import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/**
 * Answers with a file while it is made, at the client's pace. What fails before its first byte is answered as a problem; after
 * it, the connection is cut, which tells the client that the file is not whole.
 */
export async function answerFile(response: Response, file: Readable, name: string, type: string): Promise<void> {
  await once(file, 'readable');
  response.type(type).set('Content-Disposition', `attachment; filename="${name}"`);
  await pipeline(file, response);
}
