/** Where a manager's link leads: somebody sets their password, the first one or another. */
import { byId } from './dom.js';
import { reasonOf } from './problem.js';

const form = byId('password');
const status = byId('status');
/** Behind the #, which no log on the way has seen. */
const link = location.hash.slice(1);

/** Sends JSON; no session is needed, the link is enough. */
async function send(path, body) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify({ link, ...body }) });
  status.textContent = response.ok ? '' : await reasonOf(response);
  return response;
}

form.elements.shown.addEventListener('change', ({ target }) => {
  form.elements.newPassword.type = target.checked ? 'text' : 'password';
});

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const response = await send('/auth/password', { newPassword: form.elements.newPassword.value });
  if (!response.ok) return;
  form.reset();
  form.hidden = true;
  status.textContent = 'The password is set.';
  byId('next').hidden = false;
});

const response = await send('/auth/link', {});
if (response.ok) {
  const { username, name } = await response.json();
  byId('greeting').textContent = `Welcome, ${name}.`;
  form.elements.username.value = username;
  form.hidden = false;
  form.elements.newPassword.focus();
} else {
  status.textContent += '. Ask a manager for another link.';
}
