/** Requests of whoever is logged in; whoever is not is asked to. */
import { login } from './login.js';
import { reasonOf } from './problem.js';

export { reasonOf };

/** What went wrong, in words for the page. */
export class Refused extends Error {}

/** Fetches; throws {@link Refused} with the problem's own words. */
export async function request(path, options = {}) {
  const isSafe = ['GET', 'HEAD'].includes(options.method ?? 'GET');
  const headers = isSafe ? options.headers : { ...options.headers, ...(await token()) };
  const response = await fetch(path, { ...options, headers });
  if (response.ok) return response;
  const { code } = await response
    .clone()
    .json()
    .catch(() => ({}));
  if (code === 'ERR_NO_SESSION') {
    await login();
    return request(path, options);
  }
  // That page is where they do.
  if (code === 'ERR_ENROL_FIRST') location.assign('account.html');
  throw new Refused(await reasonOf(response));
}

/** Sends JSON; gives the answer's, if it has any. */
export async function send(method, path, body) {
  const json = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await request(path, { method, ...json });
  return response.status === 204 ? undefined : response.json();
}

/** Whose session it is, from whichever tab it was begun. */
export const session = async () => (await request('/auth/session')).json();

/** The header that the clinic asks for before it changes anything: another site's page does not know it. */
export const token = async () => ({ 'x-csrf-token': (await session()).csrf });

/** What to say of an error. */
export const said = (error) =>
  error instanceof Refused ? error.message : `No answer from the clinic: ${error.message}`;
