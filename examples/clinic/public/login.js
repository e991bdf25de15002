/** Logging in: user and password, then, for who has a second factor, a code of it. */
import { element } from './dom.js';
import { reasonOf } from './problem.js';

/** The demo staff, whose passwords are `demo-` and the role. */
const STAFF = { maria: 'manager', rita: 'reception', pavel: 'optician', olga: 'optometrist' };

let asking;

/**
 * Asks, once for all who wait, until the clinic lets somebody in.
 *
 * @param isOptional whether they may do without
 */
export function login(isOptional = false) {
  asking ??= new Promise((resolve) => {
    const answer = element('p', { role: 'alert' });
    const dialog = element('dialog', { className: 'login', 'aria-label': 'Log in' });
    const step = (form, path) => {
      form.addEventListener('submit', async (event) => {
        event.preventDefault();
        const body = JSON.stringify(Object.fromEntries(new FormData(form)));
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(path, { method: 'POST', headers, body });
        answer.textContent = response.ok ? '' : await reasonOf(response.clone());
        if (response.status === 202) show(codeStep);
        else if (response.ok) dialog.close();
        // The password was too long ago.
        else if ((await response.json()).code === 'ERR_NO_SESSION') show(passwordStep);
      });
      return form;
    };
    const show = (form) => {
      dialog.replaceChildren(form);
      form.querySelector('button').before(answer);
      form.querySelector('input').focus();
    };
    const passwordStep = step(passwordForm(), '/auth/login');
    const codeStep = step(codeForm(), '/auth/login/code');
    // Mostly there is nothing behind it that could be seen without.
    dialog.addEventListener('cancel', (event) => !isOptional && event.preventDefault());
    dialog.addEventListener('close', () => {
      dialog.remove();
      asking = undefined;
      resolve();
    });
    document.body.append(dialog);
    dialog.showModal();
    show(passwordStep);
  });
  return asking;
}

function passwordForm() {
  const users = document.body.dataset.staff?.split(' ') ?? Object.keys(STAFF);
  const options = users.map((name) => element('option', { value: name, label: `${name}, ${STAFF[name]}` }));
  const username = element('input', { name: 'username', value: users[0], required: true, autocomplete: 'username' });
  username.setAttribute('list', 'demo-staff');
  const password = element('input', { name: 'password', type: 'password', autocomplete: 'current-password' });
  const fill = () => {
    const role = STAFF[username.value];
    if (role) password.value = `demo-${role}`;
    else if (password.value.startsWith('demo-')) password.value = '';
  };
  username.addEventListener('input', fill);
  fill();
  return element(
    'form',
    {},
    element('h2', { textContent: 'Log in' }),
    element('p', { textContent: document.body.dataset.login ?? 'The passwords are for made-up data only.' }),
    element('label', {}, 'User name', username),
    element('datalist', { id: 'demo-staff' }, options),
    element('label', {}, 'Password', password),
    element('button', { textContent: 'Log in' }),
  );
}

const codeForm = () =>
  element(
    'form',
    {},
    element('h2', { textContent: 'Second step' }),
    element('p', { textContent: 'The code that your authenticator app shows now, or one of your recovery codes.' }),
    element(
      'label',
      {},
      'Code',
      element('input', {
        name: 'code',
        required: true,
        maxLength: 100,
        autocomplete: 'one-time-code',
        spellcheck: false,
      }),
    ),
    element('button', { textContent: 'Log in' }),
  );
