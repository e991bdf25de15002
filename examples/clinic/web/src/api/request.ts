/** Requests to the clinic, with what it asks for of whoever changes something. */
import type { SessionAnswer } from '../session/session';
import { type Refused, refusalOf } from './problem';
import { sendTelling } from './sending';

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  json?: object;
  body?: BodyInit;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Told which share of the body is sent, from 0 to 1. */
  onSent?: (share: number) => void;
}

/** What an answer has told of the session that was not known. */
export type SessionEvent = 'ended' | 'must-enrol' | 'another';

let current: SessionAnswer | undefined;
let listener: (event: SessionEvent) => void = () => {};

/** Whom to tell when an answer shows the session to be another than was thought. */
export function onSessionEvent(tell: (event: SessionEvent) => void): void {
  listener = tell;
}

/** Whose session it is, with the token that its requests need to change anything. */
export function sendAs(session: SessionAnswer | undefined): void {
  current = session;
}

/**
 * Fetches; gives the answer that is no problem.
 *
 * @throws Refused with the problem's own words
 */
export async function request(path: string, options: RequestOptions = {}): Promise<Response> {
  const response = await attempt(path, options);
  if (response.ok) return response;
  const refused = await refusalOf(response);
  if (refused.code === 'ERR_FORGED' && (await renewToken(options.signal))) {
    const again = await attempt(path, options);
    if (again.ok) return again;
    throw tellOf(await refusalOf(again));
  }
  throw tellOf(refused);
}

/** The JSON of an answer. */
export async function fetchJson<T>(path: string, options?: RequestOptions): Promise<T> {
  return (await request(path, options)).json() as Promise<T>;
}

function attempt(
  path: string,
  { method = 'GET', json, body, headers, signal, onSent }: RequestOptions,
): Promise<Response> {
  const init = {
    method,
    headers: {
      ...headers,
      ...(json && { 'content-type': 'application/json' }),
      ...(method !== 'GET' && current && { 'x-csrf-token': current.csrf }),
    },
    ...(json ? { body: JSON.stringify(json) } : body !== undefined && { body }),
    ...(signal && { signal }),
  };
  return onSent ? sendTelling(path, init, onSent) : fetch(path, init);
}

/** Whether the same person has another token by now, since they logged in again in another tab. */
async function renewToken(signal: AbortSignal | undefined): Promise<boolean> {
  const response = await attempt('/auth/session', signal ? { signal } : {});
  if (!response.ok) {
    tellOf(await refusalOf(response));
    return false;
  }
  const found: SessionAnswer = await response.json();
  if (found.username !== current?.username) {
    // What they were about to do is not for somebody else to have done.
    listener('another');
    return false;
  }
  const isNew = found.csrf !== current.csrf;
  current = found;
  return isNew;
}

function tellOf(refused: Refused): Refused {
  if (refused.code === 'ERR_NO_SESSION') listener('ended');
  if (refused.code === 'ERR_ENROL_FIRST') listener('must-enrol');
  return refused;
}
