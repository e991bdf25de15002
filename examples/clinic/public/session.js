/** Requests of whoever is logged in; whoever is not is asked to. */
import { element } from './dom.js';

/** What went wrong, in words for the page. */
export class Refused extends Error {}

/** Fetches; throws {@link Refused} with the problem's own words. */
export async function request(path, options = {}) {
  const isSafe = ['GET', 'HEAD'].includes(options.method ?? 'GET');
  const headers = isSafe ? options.headers : { ...options.headers, ...(await token()) };
  const response = await fetch(path, { ...options, headers });
  if (response.ok) return response;
  if (response.status === 401) {
    await login();
    return request(path, options);
  }
  throw new Refused(await reasonOf(response));
}

/** Whose session it is, from whichever tab it was begun. */
export const session = async () => (await request('/auth/session')).json();

/** The header that the clinic asks for before it changes anything: another site's page does not know it. */
export const token = async () => ({ 'x-csrf-token': (await session()).csrf });

/** What a problem document says. */
export async function reasonOf(response) {
  const { title, detail } = await response.json().catch(() => ({}));
  return [title ?? `The clinic answered ${response.status}`, detail].filter(Boolean).join(': ');
}

/** What to say of an error. */
export const said = (error) =>
  error instanceof Refused ? error.message : `No answer from the clinic: ${error.message}`;

let asking;

/** Asks for user and password, once for all who wait, until they are right. */
function login() {
  asking ??= new Promise((resolve) => {
    const username = element(
      'select',
      { name: 'username' },
      USERS.map(([name, role]) => new Option(`${name}, ${role}`, name)),
    );
    const password = element('input', { name: 'password', type: 'password', autocomplete: 'off' });
    const answer = element('p', { role: 'alert' });
    const form = element(
      'form',
      {},
      element('h2', { textContent: 'Log in' }),
      element('p', { textContent: document.body.dataset.login ?? 'The passwords are for made-up data only.' }),
      element('label', {}, 'Who', username),
      element('label', {}, 'Password', password),
      answer,
      element('button', { textContent: 'Log in' }),
    );
    const dialog = element('dialog', { className: 'login' }, form);
    const fill = () => {
      password.value = `demo-${USERS[username.selectedIndex][1]}`;
    };
    username.addEventListener('change', fill);
    fill();
    // There is nothing behind it that could be seen without.
    dialog.addEventListener('cancel', (event) => event.preventDefault());
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const body = JSON.stringify({ username: username.value, password: password.value });
      const headers = { 'content-type': 'application/json' };
      const response = await fetch('/auth/login', { method: 'POST', headers, body });
      answer.textContent = response.ok ? '' : await reasonOf(response);
      if (!response.ok) return;
      dialog.remove();
      asking = undefined;
      resolve();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
  return asking;
}

/** The demo staff. */
const STAFF = [
  ['maria', 'manager'],
  ['rita', 'reception'],
  ['pavel', 'optician'],
  ['olga', 'optometrist'],
];

/** Those of them whom the page is for, the first of them first. */
const USERS = (document.body.dataset.staff ?? STAFF.map(([name]) => name).join(' '))
  .split(' ')
  .map((name) => STAFF.find(([other]) => other === name));
