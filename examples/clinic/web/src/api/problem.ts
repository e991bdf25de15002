/** What the clinic says when it refuses something: problem documents (RFC 9457). */
import type { ProblemCode } from '../../../src/problem.js';

export type { ProblemCode };

export interface ProblemDocument {
  title: string;
  status: number;
  detail?: string;
  /** Of an answer that is no problem document there is none. */
  code?: ProblemCode;
  details?: Record<string, unknown>;
}

/** The clinic refused; the message is in words for whoever asked. */
export class Refused extends Error {
  readonly problem: ProblemDocument;
  /** When it is worth another try. */
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: ProblemDocument, retryAfterSeconds?: number) {
    super([problem.title, problem.detail].filter(Boolean).join(': '));
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get code(): ProblemCode | undefined {
    return this.problem.code;
  }

  /** What is wrong with which field of the form, where the clinic says so. */
  get fields(): ReadonlyMap<string, string> {
    const { fields } = this.problem.details ?? {};
    if (!Array.isArray(fields)) return new Map();
    return new Map(fields.map(({ field, message }: { field: string; message: string }) => [field, message]));
  }
}

/** The refusal that an answer is. */
export async function refusalOf(response: Response): Promise<Refused> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
  const problem: ProblemDocument = isProblem
    ? await response.json()
    : { title: `The clinic answered ${response.status}`, status: response.status };
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new Refused(problem, Number.isFinite(wait) ? wait : undefined);
}

/** Whether it was stopped by who asked for it. */
export const isAborted = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

/** What to say of an error, in words for the page. */
export function said(error: unknown): string {
  if (error instanceof Refused) return error.message;
  return `No answer from the clinic: ${error instanceof Error ? error.message : error}`;
}
