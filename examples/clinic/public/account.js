/** One's own account: second factor, recovery codes, password. */
import { byId, element } from './dom.js';
import { request, said, send } from './session.js';

const [begin, confirm, prove, password] = ['begin', 'confirm', 'prove', 'password'].map(byId);
const recovery = byId('recovery');

/** Runs `work` with the fields of a form when it is submitted, and says what came of it. */
function onSubmit(form, work) {
  const status = form.querySelector('[role="status"]');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    status.textContent = '';
    try {
      status.textContent = (await work(Object.fromEntries(new FormData(form)), event.submitter)) ?? '';
      form.reset();
    } catch (error) {
      status.textContent = said(error);
    }
  });
}

onSubmit(begin, async (fields) => {
  const { secret } = await send('POST', '/account/second-factor', fields);
  // Each secret has another picture.
  byId('qr').src = `/account/second-factor.svg?${Date.now()}`;
  byId('secret').textContent = secret.match(/.{4}/g).join(' ');
  begin.hidden = true;
  confirm.hidden = false;
  confirm.elements.code.focus();
});

onSubmit(confirm, async (fields) => {
  showCodes(await send('POST', '/account/second-factor/confirm', fields));
  byId('qr').removeAttribute('src');
  byId('secret').textContent = '';
  await show();
});

onSubmit(prove, async ({ code }, { value }) => {
  if (value === 'renew') showCodes(await send('POST', '/account/recovery-codes', { code }));
  else await send('POST', '/account/second-factor/remove', { code });
  await show();
});

onSubmit(password, async ({ password, newPassword }) => {
  await send('POST', '/account/password', { password, newPassword });
  return 'Changed.';
});

onSubmit(byId('logout'), async () => {
  await send('POST', '/auth/logout');
  location.assign('/');
});

function showCodes({ recoveryCodes }) {
  byId('codes').replaceChildren(
    ...recoveryCodes.map((code) => element('li', {}, element('code', { textContent: code }))),
  );
  recovery.hidden = false;
  recovery.focus();
}
byId('print').addEventListener('click', () => print());
byId('kept').addEventListener('click', () => {
  recovery.hidden = true;
  byId('codes').replaceChildren();
});

const left = (count) => (count === 1 ? '1 recovery code is left' : `${count} recovery codes are left`);

function stateOf({ secondFactor, recoveryCodes }) {
  if (secondFactor.isEnrolled) return `Logging in needs a code of your authenticator app; ${left(recoveryCodes)}.`;
  if (secondFactor.isRequired) return 'Set up an authenticator app first: there is nothing else you can do without.';
  return 'Logging in needs your password only. With an app on your phone, nobody gets in who has but learnt that.';
}

async function show() {
  const account = await (await request('/account')).json();
  byId('who').textContent = `${account.name} (${account.username}), ${account.role}`;
  password.elements.username.value = account.username;
  byId('state').textContent = stateOf(account);
  begin.hidden = account.secondFactor.isEnrolled;
  prove.hidden = !account.secondFactor.isEnrolled;
  confirm.hidden = true;
}

show().catch((error) => {
  byId('who').textContent = said(error);
});
