import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/** What is made of a file before the answer begins: more than a header that is written before the first row is read. */
const BEGUN_BYTES = 16 * 1024;

/**
 * Answers with a file while it is made, at the client's pace. What fails at its beginning is answered as a problem; after that,
 * the connection is cut, which tells the client that the file is not whole.
 */
export async function answerFile(response: Response, file: Readable, name: string, type: string): Promise<void> {
  const begun: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of file.iterator({ destroyOnReturn: false })) {
    begun.push(chunk);
    bytes += chunk.length;
    if (bytes >= BEGUN_BYTES) break;
  }
  response.type(type).set('Content-Disposition', `attachment; filename="${name}"`);
  if (file.readableEnded) {
    response.send(Buffer.concat(begun));
    return;
  }
  file.unshift(Buffer.concat(begun));
  await pipeline(file, response);
}
