/** Bodies in parts (RFC 2046 section 5.1): read part by part as they come in, and written. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { Problem } from './problem.js';

/** A part on its way in. */
export interface Part {
  /** By their names in lower case. */
  headers: Map<string, string>;
  /** To be read before the next part is asked for; what is not read is thrown away then. */
  body: AsyncIterable<Buffer>;
}

const MAX_HEADER_BYTES = 8 * 1024;
const MAX_PREAMBLE_BYTES = 8 * 1024;

const CRLF = '\r\n';
const HEADERS_END = Buffer.from(CRLF + CRLF);

/**
 * The parts of a body, one after the other; no more of it is held than what came last.
 *
 * @throws Problem `ERR_INVALID_REQUEST` where the body is not in parts, or ends before its last part does
 */
export async function* readParts(source: AsyncIterable<Buffer>, boundary: string): AsyncGenerator<Part> {
  const delimiter = Buffer.from(`${CRLF}--${boundary}`);
  const input = new Delimited(source);
  await input.take(delimiter, MAX_PREAMBLE_BYTES);
  while (!(await input.startsWith('--'))) {
    const head = (await input.take(HEADERS_END, MAX_HEADER_BYTES)).toString('utf8');
    let isRead = false;
    const body = async function* () {
      yield* input.until(delimiter);
      isRead = true;
    };
    yield { headers: headersOf(head), body: body() };
    if (!isRead) for await (const _ of input.until(delimiter));
  }
}

/** Headers by name; a line that starts with a space goes on with the one before. What follows the boundary on its line is padding. */
function headersOf(head: string): Map<string, string> {
  const [padding, ...lines] = head.replace(/\r\n[ \t]+/g, ' ').split(CRLF);
  if (padding?.trim() !== '') throw notInParts();
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      if (colon <= 0) throw notInParts();
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

const notInParts = () => new Problem('ERR_INVALID_REQUEST', 'The body is not in parts as its type says');

/** Bytes as they come, up to where something stands in them. */
class Delimited {
  readonly #source: AsyncIterator<Buffer>;
  // So that the first boundary, which may stand at the very start, has a line's end before it as all others have.
  #held: Buffer = Buffer.from(CRLF);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** What stands before `delimiter`, which is passed over. */
  async *until(delimiter: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(delimiter);
      // Without it, what has come is before it but for what may be its beginning.
      const sure = at >= 0 ? at : Math.max(0, this.#held.length - delimiter.length + 1);
      const bytes = this.#held.subarray(0, sure);
      this.#held = this.#held.subarray(sure);
      // Whoever stops here finds the delimiter still there.
      if (bytes.length > 0) yield bytes;
      if (at >= 0) {
        this.#held = this.#held.subarray(delimiter.length);
        return;
      }
      await this.#more();
    }
  }

  /** The same in one piece of at most `maxBytes`. */
  async take(delimiter: Buffer, maxBytes: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const bytes of this.until(delimiter)) {
      pieces.push(bytes);
      length += bytes.length;
      if (length > maxBytes) throw notInParts();
    }
    return Buffer.concat(pieces);
  }

  async startsWith(text: string): Promise<boolean> {
    while (this.#held.length < text.length) await this.#more();
    return this.#held.toString('latin1', 0, text.length) === text;
  }

  async #more(): Promise<void> {
    const next = await this.#source.next();
    if (next.done) throw notInParts();
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
  }
}

/** A part on its way out. */
export interface AnswerPart {
  type: string;
  location?: string;
  body: Buffer | AsyncIterable<Buffer>;
}

/** Answers with parts, each made when the one before is on its way; an error in the first is still answered as a problem. */
export async function answerParts(response: Response, type: string, parts: AsyncGenerator<AnswerPart>): Promise<void> {
  const boundary = randomUUID();
  const first = await parts.next();
  const written = async function* () {
    for (let next = first; !next.done; next = await parts.next()) {
      const { type, location, body } = next.value;
      const head = [`--${boundary}`, `Content-Type: ${type}`, ...(location ? [`Content-Location: ${location}`] : [])];
      yield Buffer.from(`${CRLF}${head.join(CRLF)}${CRLF}${CRLF}`);
      if (Buffer.isBuffer(body)) yield body;
      else yield* body;
    }
    yield Buffer.from(`${CRLF}--${boundary}--${CRLF}`);
  };
  response.set('Content-Type', `multipart/related; type="${type}"; boundary=${boundary}`);
  await pipeline(Readable.from(written(), { objectMode: false }), response);
}
