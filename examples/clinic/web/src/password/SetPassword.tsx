import { useEffect, useState } from 'react';
import icon from '../../icon.svg';
import { isAborted } from '../api/problem';
import { fetchJson, request } from '../api/request';
import { useTitle } from '../layout/title';
import { Busy } from '../ui/Busy';
import { ErrorNote } from '../ui/ErrorNote';
import { Checkbox, Field } from '../ui/Field';
import { Form } from '../ui/Form';

interface Linked {
  username: string;
  name: string;
}

/** Where a manager's link leads: somebody sets their password, the first one or another. No session is needed. */
export default function SetPassword() {
  useTitle('Your password');
  // Behind the #, which no log on the way has seen; out of the address, so that the browser does not remember it.
  const [link] = useState(() => location.hash.slice(1));
  const [linked, setLinked] = useState<Linked>();
  const [error, setError] = useState<unknown>();
  const [isSet, setSet] = useState(false);
  const [isShown, setShown] = useState(false);

  useEffect(() => {
    history.replaceState(history.state, '', location.pathname);
    const controller = new AbortController();
    const options = { method: 'POST' as const, json: { link }, signal: controller.signal };
    fetchJson<Linked>('/auth/link', options).then(setLinked, (failure) => {
      if (!isAborted(failure)) setError(failure);
    });
    return () => controller.abort();
  }, [link]);

  return (
    <main className="alone">
      <img src={icon} alt="" width="48" height="48" />
      <h1>Your password</h1>
      {!linked && error === undefined && <Busy />}
      {error !== undefined && (
        <>
          <ErrorNote error={error} />
          <p>Ask a manager for another link.</p>
        </>
      )}
      {isSet && (
        <div role="status">
          <p>The password is set.</p>
          <p>
            <a href="/app/account">Log in and go on</a>
          </p>
        </div>
      )}
      {linked && !isSet && (
        <Form
          submit="Set the password"
          work={async ({ newPassword }, signal) => {
            await request('/auth/password', { method: 'POST', json: { link, newPassword }, signal });
            setSet(true);
            return undefined;
          }}
        >
          <p>Welcome, {linked.name}.</p>
          <p className="quiet">Take at least 15 characters, whichever you like: a few words that nobody would guess.</p>
          <Field label="User name" name="username" autoComplete="username" value={linked.username} readOnly />
          <Field
            label="New password"
            name="newPassword"
            type={isShown ? 'text' : 'password'}
            autoComplete="new-password"
            minLength={15}
            required
            isFocused
          />
          <Checkbox
            label="Show it"
            name="shown"
            checked={isShown}
            onChange={({ target }) => setShown(target.checked)}
          />
        </Form>
      )}
    </main>
  );
}
