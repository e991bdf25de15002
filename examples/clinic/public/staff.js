/** The staff's accounts, for managers: invited, helped back in, closed. */
import { byId, element } from './dom.js';
import { request, said, send, session } from './session.js';

const invite = byId('invite');
const status = byId('status');

invite.addEventListener('submit', (event) => {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(invite));
  during(async () => {
    showLink(fields.name, await send('POST', '/staff', fields));
    invite.reset();
    return `${fields.name} is invited.`;
  });
});

/** Does something while nothing else can be pressed, and says what came of it. */
async function during(work) {
  const buttons = [...document.querySelectorAll('button')];
  for (const button of buttons) button.disabled = true;
  try {
    const outcome = await work();
    await list();
    status.textContent = outcome;
  } catch (error) {
    status.textContent = said(error);
  }
  for (const button of buttons) button.disabled = false;
}

function showLink(name, { link, expiresAt }) {
  byId('made-for').textContent =
    `For ${name} alone, once, until ${new Date(expiresAt).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })}:`;
  byId('link').value = new URL(link, location.origin);
  byId('made').hidden = false;
  byId('made').focus();
}
byId('copy').addEventListener('click', async () => {
  byId('link').select();
  await navigator.clipboard?.writeText(byId('link').value);
});

/** What a manager may do with an account that is not their own. */
function actionsOf({ id, name, isActive, isInvited, secondFactor }) {
  const button = (textContent, work) => {
    const made = element('button', { type: 'button', textContent, 'aria-label': `${textContent}: ${name}` });
    made.addEventListener('click', () => during(work));
    return made;
  };
  if (!isActive) {
    return button('Open again', async () => {
      await send('PATCH', `/staff/${id}`, { isActive: true });
      return `The account of ${name} is open again.`;
    });
  }
  return [
    button(isInvited ? 'New invitation' : 'New password', async () => {
      showLink(name, await send('POST', `/staff/${id}/link`));
      return 'The link is above.';
    }),
    secondFactor.isEnrolled &&
      button('Reset second factor', async () => {
        if (!confirm(`Can ${name} log in with the password alone, until another app is set up?`)) return '';
        await send('DELETE', `/staff/${id}/second-factor`);
        return `The second factor of ${name} is removed.`;
      }),
    button('Close', async () => {
      if (!confirm(`Close the account of ${name}? Their sessions end now.`)) return '';
      await send('PATCH', `/staff/${id}`, { isActive: false });
      return `The account of ${name} is closed.`;
    }),
  ].filter(Boolean);
}

const stateOf = ({ isActive, isInvited }) => (isActive ? (isInvited ? 'Invited' : 'Active') : 'Closed');
const factorOf = ({ isEnrolled, isRequired }) => (isEnrolled ? 'Set up' : isRequired ? 'To be set up' : 'None');

async function list() {
  const [{ staff }, { username }] = await Promise.all([request('/staff').then((answer) => answer.json()), session()]);
  const cell = (...content) => element('td', {}, ...content);
  const heading = (textContent) => element('th', { scope: 'col', textContent });
  byId('list').replaceChildren(
    element(
      'div',
      { className: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Accounts' },
      element(
        'table',
        {},
        element(
          'thead',
          {},
          element('tr', {}, ['Name', 'User name', 'Role', 'Account', 'Second factor', 'Change'].map(heading)),
        ),
        element(
          'tbody',
          {},
          staff.map((person) =>
            element(
              'tr',
              {},
              ...[cell(person.name), cell(person.username), cell(person.role)],
              ...[cell(stateOf(person)), cell(factorOf(person.secondFactor))],
              person.username === username
                ? cell(element('a', { href: 'account.html', textContent: 'Your account' }))
                : element('td', { className: 'actions' }, actionsOf(person)),
            ),
          ),
        ),
      ),
    ),
  );
}

list().catch((error) => {
  status.textContent = said(error);
});
