/** The clinic's studies over DICOMweb, for whoever is logged in; whoever is not is asked to. */
import { element } from './dom.js';

/** What went wrong, in words for the page. */
export class Refused extends Error {}

/** Fetches; throws {@link Refused} with the problem's own words. */
export async function request(path, options = {}) {
  const response = await fetch(path, options);
  if (response.ok) return response;
  if (response.status === 401) {
    await login();
    return request(path, options);
  }
  throw new Refused(await reasonOf(response));
}

/** What a problem document says. */
export async function reasonOf(response) {
  const { title, detail } = await response.json().catch(() => ({}));
  return [title ?? `The clinic answered ${response.status}`, detail].filter(Boolean).join(': ');
}

export const search = async (path) => (await request(path, { headers: { accept: 'application/dicom+json' } })).json();

/** A frame's samples, as they are in explicit VR little endian. */
export async function samplesOf(instance, number, signal) {
  const headers = { accept: 'application/octet-stream' };
  return (await request(`${instance}/frames/${number}`, { headers, signal })).arrayBuffer();
}

/** A frame as the clinic renders it. */
export async function pictureOf(instance, number, signal) {
  const headers = { accept: 'image/png' };
  return createImageBitmap(await (await request(`${instance}/frames/${number}/rendered`, { headers, signal })).blob());
}

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
      element('p', { textContent: 'The passwords are for made-up data only; optometrists may upload.' }),
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

/** Those of the demo staff who may see studies. */
const USERS = [
  ['olga', 'optometrist'],
  ['pavel', 'optician'],
  ['maria', 'manager'],
];

/** The values of an attribute in DICOM JSON, and the first of them. */
export const values = (json, tag) => json?.[tag]?.Value ?? [];
export const first = (json, tag) => values(json, tag)[0];

/** A person's name as people write it: the family name, then the given ones. */
export function nameOf(json, tag = '00100010') {
  const { Alphabetic, Ideographic } = first(json, tag) ?? {};
  const [family, given, middle] = (Alphabetic ?? '').split('^');
  const written = [family, [given, middle].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return [written, Ideographic?.replaceAll('^', ' ')].filter(Boolean).join(' · ') || 'No name';
}

/** A date of DICOM (`20251127`) as people here write it. */
export function dateOf(json, tag) {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(first(json, tag) ?? '') ?? [];
  if (!year) return '';
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** Where something that was found is, on this server. */
export const pathOf = (json) => new URL(first(json, '00081190')).pathname;
