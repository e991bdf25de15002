import { request } from '../api/request';
import { Field } from '../ui/Field';
import { Form } from '../ui/Form';

/** Changes one's password. */
export function ChangePassword({ username, onChanged }: { username: string; onChanged: () => Promise<void> }) {
  return (
    <Form
      submit="Change"
      isEmptied
      work={async ({ password, newPassword }, signal) => {
        await request('/account/password', { method: 'POST', json: { password, newPassword }, signal });
        await onChanged();
        return 'Changed. Your other sessions have ended.';
      }}
    >
      <p className="quiet">
        At least 15 characters, whichever you like: a few words that nobody would guess. Other sessions of yours end.
      </p>
      {/* For the browser, which keeps passwords by name. */}
      <input name="username" autoComplete="username" value={username} readOnly hidden />
      <Field label="Password now" name="password" type="password" autoComplete="current-password" required />
      <Field
        label="New password"
        name="newPassword"
        type="password"
        autoComplete="new-password"
        minLength={15}
        required
      />
    </Form>
  );
}
