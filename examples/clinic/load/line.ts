/** One client: a connection that is kept, with one request at a time on it. */
import { Agent, request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import type { Tally } from './tally';

export interface Ask {
  /** As what it is counted; it is not without. */
  kind?: string;
  path: string;
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
  /** Statuses that are as they should be. Default: 200. */
  expected?: readonly number[];
  /** Whether the body is wanted; it is read to its end in any case. */
  wantsBody?: boolean;
}

export interface Answer {
  status: number;
  cookies: string[];
  retryAfterMs: number | undefined;
  body: Buffer;
}

/** No client waits for longer. */
const TIMEOUT_MS = 30_000;

export class Line {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #url: URL;
  readonly #tally: Tally | undefined;

  /** @param tally where its requests are counted, if they are */
  constructor(url: URL, tally?: Tally) {
    // What floods others is no measurement.
    if (!['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)) throw new Error('Only a clinic on this machine');
    this.#url = url;
    this.#tally = tally;
  }

  /** The answer; `undefined` when there is none: reset, cut short or too late. */
  async ask({ kind, expected = [200], ...ask }: Ask): Promise<Answer | undefined> {
    const begun = performance.now();
    const answer = await this.#send(ask).catch((error: NodeJS.ErrnoException) => error.code ?? error.message);
    const ms = performance.now() - begun;
    if (kind !== undefined) this.#count(kind, ms, answer, expected);
    return typeof answer === 'string' ? undefined : answer;
  }

  close(): void {
    this.#agent.destroy();
  }

  #count(kind: string, ms: number, answer: Answer | string, expected: readonly number[]): void {
    if (typeof answer === 'string') this.#tally?.failed(kind, answer);
    else if (expected.includes(answer.status)) this.#tally?.answered(kind, ms);
    // Who is sent away must be told when to come again.
    else if (answer.status === 503 && answer.retryAfterMs !== undefined) this.#tally?.shed(kind, ms);
    else this.#tally?.failed(kind, `HTTP ${answer.status}`);
  }

  #send({ path, method = 'GET', headers, body, wantsBody = false }: Omit<Ask, 'kind'>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.#url;
      const asked = httpRequest({ hostname, port, path, method, headers, agent: this.#agent, timeout: TIMEOUT_MS });
      asked.on('timeout', () => asked.destroy(Object.assign(new Error(), { code: 'TIMEOUT' })));
      asked.on('error', reject);
      asked.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => {
          if (wantsBody) chunks.push(chunk);
        });
        response.on('error', reject);
        response.on('end', () => {
          const retryAfter = response.headers['retry-after'];
          resolve({
            status: response.statusCode ?? 0,
            cookies: (response.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';', 1)[0] as string),
            retryAfterMs: retryAfter === undefined ? undefined : Number(retryAfter) * 1000,
            body: Buffer.concat(chunks),
          });
        });
      });
      asked.end(body);
    });
  }
}
